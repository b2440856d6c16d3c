"""What servers chose, and when the bot left them, over SQLite: see ServerStore in community_protocol.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet

import aiosqlite

from bot.store.connection import Connections
from bot.store.reading import fetch_all
from bot.store.records import ServerSettings

LEFT_DAYS = 30
OF_SERVERS = ("counts", "unanswered", "follows")  # what is kept with a server's id, besides its settings

_LEAVE = (
    "INSERT INTO servers (id, keeps_questions, left_on) VALUES (?, 1, ?) "
    "ON CONFLICT DO UPDATE SET left_on = excluded.left_on WHERE left_on IS NULL"
)
_RETURN = "UPDATE servers SET left_on = NULL WHERE id = ?"


class SqliteServerStore:
    """See ServerStore."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def all(self) -> dict[int, ServerSettings]:
        async with self._connections.snapshot() as connection:
            servers = await fetch_all(connection, "SELECT id, private, keeps_questions FROM servers")
            chosen = await fetch_all(connection, "SELECT server, channel FROM mention_channels")
        channels: dict[int, set[int]] = {}
        for row in chosen:
            channels.setdefault(row["server"], set()).add(row["channel"])
        return {
            row["id"]: ServerSettings(
                bool(row["private"]), bool(row["keeps_questions"]), frozenset(channels.get(row["id"], ()))
            )
            for row in servers
        }

    async def put(self, server: int, settings: ServerSettings) -> None:
        async with self._connections.transaction() as connection:
            await connection.execute(
                "INSERT INTO servers (id, private, keeps_questions) VALUES (?, ?, ?) "
                "ON CONFLICT DO UPDATE SET private = excluded.private, keeps_questions = excluded.keeps_questions",
                (server, int(settings.private), int(settings.keeps_questions)),
            )
            await connection.execute("DELETE FROM mention_channels WHERE server = ?", (server,))
            rows = [(server, channel) for channel in settings.mention_channels]
            await connection.executemany("INSERT INTO mention_channels VALUES (?, ?)", rows)

    async def left(self, server: int) -> None:
        async with self._connections.transaction() as connection:
            await connection.execute(_LEAVE, (server, _today()))

    async def joined(self, server: int) -> None:
        async with self._connections.transaction() as connection:
            await connection.execute(_RETURN, (server,))

    async def present(self, servers: AbstractSet[int]) -> None:
        known = " UNION ".join(f"SELECT server FROM {table} WHERE server <> 0" for table in OF_SERVERS)
        async with self._connections.transaction() as connection:
            rows = await fetch_all(connection, f"SELECT id AS server FROM servers UNION {known}")
            gone = {row["server"] for row in rows} - servers
            await connection.executemany(_LEAVE, [(server, _today()) for server in gone])
            await connection.executemany(_RETURN, [(server,) for server in servers])


async def forget_left(connection: aiosqlite.Connection, today: dt.date) -> None:
    """Deletes all that is kept of the servers that the bot left more than 30 days before `today`."""
    oldest = str(today - dt.timedelta(days=LEFT_DAYS))
    for table in OF_SERVERS:
        await connection.execute(
            f"DELETE FROM {table} WHERE server IN (SELECT id FROM servers WHERE left_on < ?)", (oldest,)
        )
    await connection.execute("DELETE FROM servers WHERE left_on < ?", (oldest,))


def _today() -> str:
    return str(dt.datetime.now(dt.UTC).date())
