"""What servers chose, at hand: read once and kept in memory, so that no answer waits for the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.store import ServerSettings, ServerStore

_USUAL = ServerSettings()


class Preferences:
    """The settings of every server. A server is its id at Discord, None where the bot is asked elsewhere."""

    def __init__(self, servers: ServerStore) -> None:
        self._servers = servers
        self._known: dict[int, ServerSettings] = {}
        self._turn = asyncio.Lock()

    async def refresh(self) -> None:
        """Reads what is kept. Raises StoreError."""
        async with self._turn:
            self._known = await self._servers.all()

    def of(self, server: int | None) -> ServerSettings:
        """What a server chose, else what is usual."""
        return _USUAL if server is None else self._known.get(server, _USUAL)

    def private(self, server: int | None, chosen: bool | None) -> bool:
        """Whether an answer is for the asker alone: as they chose, else as their server did."""
        return self.of(server).private if chosen is None else chosen

    async def change(self, server: int, make: Callable[[ServerSettings], ServerSettings]) -> None:
        """Keeps what `make` makes of a server's settings; from then on it holds. Raises StoreError."""
        async with self._turn:
            changed = make(self.of(server))
            await self._servers.put(server, changed)
            self._known[server] = changed
