"""Waiting for what announces itself to nobody: a line of output, the end of a process, a state of the stand-in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

_PAUSE = 0.005  # seconds between two looks


async def holds_before(deadline: float, predicate: Callable[[], object]) -> bool:
    """Looks until `predicate` holds or the perf_counter time `deadline` has come; whether it holds."""
    while time.perf_counter() < deadline:
        if predicate():
            return True
        await asyncio.sleep(_PAUSE)
    return bool(predicate())
