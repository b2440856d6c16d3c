"""The two ways in which the stand-in says no: to a person, who has no such button, and to the bot, as JSON."""

from __future__ import annotations

import time
from collections.abc import Mapping

from tests.standin.objects import Json


class CannotDo(Exception):  # noqa: N818 - it is a finding about the bot's commands and buttons, not an error of a test
    """No real Discord client would let a person do this."""


class ApiError(Exception):
    """An answer of Discord's REST API that refuses: HTTP status, headers, and the error's JSON (or text) as body."""

    def __init__(
        self, status: int, code: int, message: str, *, body: Json = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.headers = dict(headers or {})
        self.body = {"message": message, "code": code} if body is None else body


def too_many(retry_after: float, *, is_global: bool = False, limit: int = 5, bucket: str = "fault") -> ApiError:
    """HTTP 429 as Discord sends it; `retry_after` in seconds."""
    headers = {
        "Retry-After": str(max(1, round(retry_after))),
        "Via": "1.1 google",
        "X-RateLimit-Scope": "global" if is_global else "user",
    }
    if is_global:
        headers["X-RateLimit-Global"] = "true"
    else:
        headers |= limit_headers(limit, 0, retry_after, bucket)
    body = {"message": "You are being rate limited.", "retry_after": round(retry_after, 3), "global": is_global}
    return ApiError(429, 0, "", headers=headers, body=body)


def limit_headers(limit: int, remaining: int, seconds: float, bucket: str) -> dict[str, str]:
    """The headers that tell a client how many calls are left in its bucket, and for how many seconds."""
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time() + seconds:.3f}",
        "X-RateLimit-Reset-After": f"{seconds:.3f}",
        "X-RateLimit-Bucket": bucket,
    }
