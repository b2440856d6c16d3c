"""How much a member and a server may ask in a minute, so that one of them never slows the others down."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from bot.errors import UsageError

MINUTE = 60.0


class LimitError(UsageError):
    """A member or a server asked too much. `first` marks the first refusal within the minute."""

    def __init__(self, sentence: str, *, first: bool) -> None:
        super().__init__(sentence)
        self.first = first


class Cooldowns:
    """Counts what members and servers ask in each minute; a limit of 0 is none. Kept in memory alone.

    `clock` gives seconds that only go up.
    """

    def __init__(self, member_limit: int, server_limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = {"You": member_limit, "This server": server_limit}
        self._clock = clock
        self._began = clock()
        self._counts: dict[tuple[str, int], int] = {}

    def take(self, member: int, server: int | None) -> None:
        """Counts one question. Raises LimitError, with the time left, where a limit is reached."""
        now = self._clock()
        if now - self._began >= MINUTE:
            self._began, self._counts = now, {}
        for who, which in (("You", member), ("This server", server)):
            limit = self._limits[who]
            if which is None or not limit:
                continue
            count = self._counts[who, which] = self._counts.get((who, which), 0) + 1
            if count > limit:
                sentence = f"{who} asked a lot within a minute: please go on in {self._left(now)}."
                raise LimitError(sentence, first=count == limit + 1)

    def _left(self, now: float) -> str:
        seconds = max(1, math.ceil(self._began + MINUTE - now))
        return "a second" if seconds == 1 else f"{seconds} seconds"
