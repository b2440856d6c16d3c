"""Which method answers which call: the mark on a handler, and the table made of all marks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TypeVar

from tests.standin.objects import Json, Obj
from tests.standin.watched import Call

Handler = Callable[[Call], Json]
Marked = TypeVar("Marked", bound=Callable[..., Json])
_MARK = "_routes_answered"


def route(method: str, path: str) -> Callable[[Marked], Marked]:
    """Marks a method as the handler of calls like `GET /users/{user}`; it may be marked several times.

    The handler gets the Call, with what the braces name in `call.params`, and returns JSON, or None for 204, or a pair
    of status and JSON; it raises ApiError to refuse.
    """
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def mark(handler: Marked) -> Marked:
        handler.__dict__.setdefault(_MARK, []).append((method, pattern))
        return handler

    return mark


class Routes:
    """The table of an object's marked methods."""

    def __init__(self, owner: object) -> None:
        self._table: list[tuple[str, re.Pattern[str], Handler]] = [
            (method, pattern, getattr(owner, name))
            for name, function in inspect.getmembers(type(owner), inspect.isfunction)
            for method, pattern in getattr(function, _MARK, [])
        ]

    def find(self, method: str, path: str) -> tuple[Obj, Handler] | None:
        """The parameters and the handler of a call; of several handlers the one whose path is the most literal."""
        found = [
            (match, handler)
            for each, pattern, handler in self._table
            if each == method and (match := pattern.fullmatch(path))
        ]
        if not found:
            return None
        match, handler = min(found, key=lambda pair: len(pair[0].groups()))
        return Obj(match.groupdict()), handler
