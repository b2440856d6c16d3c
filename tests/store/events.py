"""Events to be noted, each asked for by a message of its own."""

from __future__ import annotations

from itertools import count

from bot.store import Event, Noted

_ids = count(10**18)


def events(what: str, server: int | None, times: int = 1, in_vain: str | None = None) -> Noted:
    """What happened so many times in a server."""
    return Noted({next(_ids): Event(what, server, in_vain) for _ in range(times)})
