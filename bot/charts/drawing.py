"""Draws charts on demand, one at a time, each in a process of its own, and keeps them."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import ParamSpec

from bot.offload import Offload

DRAWING_SECONDS = 30.0
DRAWING_MEBIBYTES = 1024
MOST_KEPT = 24  # charts of about 100 kB each

P = ParamSpec("P")


class Drawing:
    """Draws charts for all who ask."""

    def __init__(self) -> None:
        self._charts: OrderedDict[Hashable, bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    def kept(self, key: Hashable) -> bytes | None:
        """The chart that was drawn under this key, if it is still here."""
        return self._charts.get(key)

    async def drawn(self, key: Hashable, draw: Callable[P, bytes], *args: P.args, **kwargs: P.kwargs) -> bytes:
        """The chart that `draw` makes; one that is being drawn already is waited for. Raises Overrun."""
        async with self._turn:
            if key not in self._charts:
                async with Offload.open() as offload:
                    self._charts[key] = await offload.run(DRAWING_SECONDS, DRAWING_MEBIBYTES, draw, *args, **kwargs)
            if len(self._charts) > MOST_KEPT:
                self._charts.popitem(last=False)
            return self._charts[key]
