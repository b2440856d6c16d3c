"""The troubles that the operator was told of, over SQLite: see TroubleStore in community_protocol.py."""

from __future__ import annotations

from bot.store.connection import Connections
from bot.store.reading import fetch_all


class SqliteTroubleStore:
    """See TroubleStore."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def told(self) -> dict[str, str]:
        async with self._connections.snapshot() as connection:
            rows = await fetch_all(connection, "SELECT trouble, since FROM told_troubles")
        return {row["trouble"]: row["since"] for row in rows}

    async def claim(self, trouble: str, since: str) -> bool:
        async with self._connections.transaction() as connection:
            noted = await connection.execute(
                "INSERT INTO told_troubles VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET since = excluded.since WHERE since <> excluded.since",
                (trouble, since),
            )
            return noted.rowcount == 1

    async def end(self, trouble: str) -> bool:
        async with self._connections.transaction() as connection:
            gone = await connection.execute("DELETE FROM told_troubles WHERE trouble = ?", (trouble,))
            return gone.rowcount == 1
