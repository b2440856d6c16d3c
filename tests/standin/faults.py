"""Faults of Discord's REST API, as tests order them: which call fails, and how. It knows no routes."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from aiohttp import web

from tests.standin.errors import ApiError, too_many

_HANGS = 3600.0  # seconds: longer than any test


@dataclass
class Fault:
    """The next `times` calls of a method and path (a regular expression) fail.

    `status` answers with it (429 with Discord's headers and body, or with `cloudflare` as HTML without them); `delay`
    (seconds) answers late; `hang` never; `reset` cuts the connection. With `after` the call is carried out first and
    only its answer is lost: a bot that retries blindly then does it twice.
    """

    method: str
    path: str
    status: int | None = None
    times: int = 1
    code: int = 0
    message: str = "fault"
    retry_after: float = 0.5
    is_global: bool = False
    cloudflare: bool = False
    delay: float = 0.0
    hang: bool = False
    reset: bool = False
    after: bool = False
    hits: int = 0

    def meets(self, method: str, path: str) -> bool:
        """Whether this call is one that fails."""
        return self.hits < self.times and self.method in ("*", method) and bool(re.search(self.path, path))

    async def strike(self, request: web.Request) -> None:
        """Waits, cuts or raises ApiError, as ordered."""
        if self.delay or self.hang:
            await asyncio.sleep(_HANGS if self.hang else self.delay)
        if self.reset:
            if request.transport:
                request.transport.abort()
            raise ApiError(499, 0, "the connection was cut")
        if self.status:
            raise self._error(self.status)

    def _error(self, status: int) -> ApiError:
        if status == 429 and not self.cloudflare:
            return too_many(self.retry_after, is_global=self.is_global)
        if self.cloudflare or status >= 500:
            return ApiError(status, 0, self.message, body=f"<html>{status}: {self.message}</html>")
        return ApiError(status, self.code, self.message)
