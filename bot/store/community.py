"""What is kept of those who ask, over SQLite: see protocol.py for what each method promises.

Ids are kept as hashes under a random key that stands in the database, and days instead of times.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from bot.store.connection import Connections
from bot.store.reading import fetch_all, fetch_one
from bot.store.records import Feedback

VOTE_DAYS = 90
TEXT_DAYS = 30
BUSY_TIMEOUT = 3_000  # milliseconds; a member waits for it, and so does the end of the process

_OLD = (("votes", VOTE_DAYS), ("unanswered", TEXT_DAYS), ("states", TEXT_DAYS))


class SqliteCommunity:
    """See Community."""

    def __init__(self, connections: Connections, key: bytes) -> None:
        self._connections = connections
        self._key = key

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Self]:
        """Opens or creates the database at `path`, and closes it after the block. Raises StoreError."""
        connections = await Connections.open(path, BUSY_TIMEOUT)
        try:
            yield cls(connections, await _key(connections))
        finally:
            await connections.close()

    async def vote(self, member: int, question: str, cite: str, *, helpful: bool) -> None:
        async with self._connections.transaction() as connection:
            await connection.execute(
                "INSERT INTO votes VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET helpful = excluded.helpful, day = excluded.day",
                (self._hash(str(member)), self._hash(question), cite, int(helpful), str(_today())),
            )

    async def forget(self, member: int) -> int:
        async with self._connections.transaction() as connection:
            gone = await connection.execute("DELETE FROM votes WHERE voter = ?", (self._hash(str(member)),))
            return gone.rowcount

    async def note(
        self, counts: Mapping[str, int], unanswered: Mapping[tuple[str, int | None], int], states: Mapping[str, str]
    ) -> None:
        today = str(_today())
        async with self._connections.transaction() as connection:
            refusing = {row["id"] for row in await fetch_all(connection, _REFUSING)}
            kept = [(text, today, times) for (text, server), times in unanswered.items() if server not in refusing]
            await connection.executemany(_ADD.format(table="unanswered", column="text"), kept)
            counted = [(what, today, times) for what, times in counts.items()]
            await connection.executemany(_ADD.format(table="counts", column="what"), counted)
            noted = [(key, state, today) for key, state in states.items()]
            await connection.executemany(
                "INSERT INTO states VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET day = excluded.day", noted
            )

    async def state(self, key: str) -> str | None:
        async with self._connections.snapshot() as connection:
            row = await fetch_one(connection, "SELECT state FROM states WHERE key = ?", key)
        return row["state"] if row else None

    async def keeps_questions(self, server: int) -> bool:
        async with self._connections.snapshot() as connection:
            row = await fetch_one(connection, "SELECT keeps_questions FROM servers WHERE id = ?", server)
        return row is None or bool(row["keeps_questions"])

    async def set_keeps_questions(self, server: int, *, keeps: bool) -> None:
        async with self._connections.transaction() as connection:
            await connection.execute(
                "INSERT INTO servers (id, keeps_questions) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET keeps_questions = excluded.keeps_questions",
                (server, int(keeps)),
            )

    async def feedback(self, since: dt.date) -> Feedback:
        async with self._connections.snapshot() as connection:
            counts = await fetch_all(
                connection,
                "SELECT what, sum(times) AS times FROM counts WHERE day >= ? GROUP BY what ORDER BY what",
                str(since),
            )
            unanswered = await fetch_all(
                connection,
                "SELECT text, sum(times) AS times FROM unanswered WHERE day >= ? GROUP BY text ORDER BY 2 DESC, 1",
                str(since),
            )
            votes = await fetch_all(
                connection,
                "SELECT cite, sum(helpful) AS good, sum(1 - helpful) AS bad FROM votes WHERE day >= ? GROUP BY cite "
                "ORDER BY sum(1 - helpful) DESC, sum(helpful), cite",
                str(since),
            )
        return Feedback(
            {row["what"]: row["times"] for row in counts},
            tuple((row["text"], row["times"]) for row in unanswered),
            tuple((row["cite"], row["good"], row["bad"]) for row in votes),
        )

    async def clean(self) -> None:
        async with self._connections.transaction() as connection:
            for table, days in _OLD:
                oldest = _today() - dt.timedelta(days=days)
                await connection.execute(f"DELETE FROM {table} WHERE day < ?", (str(oldest),))

    def _hash(self, text: str) -> str:
        return hashlib.blake2b(text.encode(), key=self._key, digest_size=16).hexdigest()


_REFUSING = "SELECT id FROM servers WHERE NOT keeps_questions"
_ADD = (
    "INSERT INTO {table} ({column}, day, times) VALUES (?, ?, ?) "
    "ON CONFLICT DO UPDATE SET times = times + excluded.times"
)


async def _key(connections: Connections) -> bytes:
    """The key of the hashes, made at the first use."""
    async with connections.snapshot() as connection:
        row = await fetch_one(connection, _KEY)
    return bytes(row["key"]) if row else await _new_key(connections)


_KEY = "SELECT key FROM hash_key"


async def _new_key(connections: Connections) -> bytes:
    async with connections.transaction() as connection:
        await connection.execute(
            "INSERT INTO hash_key VALUES (1, ?) ON CONFLICT DO NOTHING", (secrets.token_bytes(32),)
        )
        row = await fetch_one(connection, _KEY)
    return bytes(row["key"]) if row else b""


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
