"""Rate limits: how many calls of a route a bot may make in how many seconds, and how many in all."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from tests.standin.errors import limit_headers, too_many
from tests.standin.watched import Call


class Limit(NamedTuple):
    """`calls` in `seconds` for each method and path (regular expressions; each value of the groups counts apart)."""

    method: str
    path: str
    calls: int
    seconds: float


# Discord publishes no numbers ("should not be hard coded"); these are what bots commonly observe in its headers.
OBSERVED = (
    Limit("POST", r"/channels/(\d+)/messages", 5, 5.0),
    Limit("PATCH", r"/channels/(\d+)/messages/\d+", 5, 5.0),
    Limit("DELETE", r"/channels/(\d+)/messages/\d+", 5, 1.0),
    Limit("POST", r"/channels/(\d+)/typing", 5, 5.0),
    Limit("PUT|DELETE", r"/channels/(\d+)/messages/\d+/reactions/.*", 1, 0.25),
    Limit("POST", r"/webhooks/(\d+/[^/]+)", 5, 2.0),
    Limit("PATCH|DELETE|GET", r"/webhooks/(\d+/[^/]+)/messages/.*", 5, 2.0),
)


class RateLimits:
    """Counts the bot's calls. `global_limit` is in calls a second, interactions and webhooks apart."""

    def __init__(self, limits: Iterable[tuple[str, str, int, float]] = OBSERVED, global_limit: int | None = 50) -> None:
        self._limits = [Limit(*limit) for limit in limits]
        self._global_limit = global_limit
        self._recent: deque[float] = deque()
        self._buckets: dict[tuple[int, tuple[str, ...]], tuple[float, int]] = {}  # since when, calls since then

    def spend(self, call: Call) -> dict[str, str]:
        """Counts the call; the headers to answer with. Raises ApiError (429) where it is one too many."""
        if not call.path.startswith(("/interactions/", "/webhooks/")):
            self._spend_global(call.at)
        for index, limit in enumerate(self._limits):
            match = re.fullmatch(limit.method, call.method) and re.fullmatch(limit.path, call.path)
            if match:
                return self._spend_bucket((index, match.groups()), limit, call.at)
        return {}

    def _spend_global(self, at: float) -> None:
        if not self._global_limit:
            return
        while self._recent and at - self._recent[0] > 1:
            self._recent.popleft()
        if len(self._recent) >= self._global_limit:
            raise too_many(1 - (at - self._recent[0]), is_global=True)
        self._recent.append(at)

    def _spend_bucket(self, key: tuple[int, tuple[str, ...]], limit: Limit, at: float) -> dict[str, str]:
        start, used = self._buckets.get(key, (at, 0))
        if at - start >= limit.seconds:
            start, used = at, 0
        left = limit.seconds - (at - start)
        bucket = f"bucket{key[0]}"
        if used >= limit.calls:
            raise too_many(left, limit=limit.calls, bucket=bucket)
        self._buckets[key] = (start, used + 1)
        return limit_headers(limit.calls, limit.calls - used - 1, left, bucket)
