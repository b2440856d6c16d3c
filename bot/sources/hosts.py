"""Politeness: one request at a time to each host, a pause between two, and silence for as long as it asked for."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

_LONGEST_PAUSE = 10.0  # seconds; a longer Crawl-delay is not kept
_LONGEST_SILENCE = 7 * 24 * 3600.0  # seconds; a longer Retry-After is taken as this


class SilenceError(Exception):
    """The host asked not to be called for another `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    pause: float
    free: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_call: float = 0.0
    silent_until: float = 0.0


class Hosts:
    """What each host was asked last, and what it asks for. Times are those of the event loop, in seconds."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits until `host` may be called; the block is the call. Raises SilenceError where that is not now."""
        state, now = self._of(host), asyncio.get_running_loop().time
        async with state.free:
            if state.silent_until > now():
                raise SilenceError(state.silent_until - now())
            await asyncio.sleep(max(0.0, state.next_call - now()))
            try:
                yield
            finally:
                state.next_call = now() + state.pause

    def silence(self, host: str, seconds: float) -> None:
        """Calls `host` no more for so many seconds."""
        self._of(host).silent_until = asyncio.get_running_loop().time() + seconds

    def slow_down(self, host: str, pause: float) -> None:
        """Pauses at least so many seconds between two calls of `host`."""
        state = self._of(host)
        state.pause = max(state.pause, min(pause, _LONGEST_PAUSE))

    def _of(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._pause))


def retry_after(header: str | None) -> float | None:
    """The seconds that a Retry-After header asks to wait (RFC 9110, 10.2.3), or None where it says nothing readable."""
    if not header:
        return None
    if header.strip().isdecimal():
        return min(float(header), _LONGEST_SILENCE)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    seconds = (moment - dt.datetime.now(dt.UTC)).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_SILENCE)
