"""Ctrl-C while documents go in: the first has the work come to an end and keeps what was read, a second ends it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.cli.terminal import err


@contextmanager
def stoppable(stop: Callable[[], None]) -> Iterator[None]:
    """Calls `stop` at the first Ctrl-C within the block, and says so; a second one is as anywhere else."""
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        err.print("Stopping: what was read is being saved. Ctrl-C once more ends it without.")
        stop()

    loop.add_signal_handler(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
