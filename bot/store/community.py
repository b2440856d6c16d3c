"""What is kept of those who ask, over SQLite: see community_protocol.py for what each method promises.

Ids of members are kept as hashes under a random key that stands in the database, and days instead of times.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import aiosqlite

from bot.store.connection import SHORT_TIMEOUT, Connections
from bot.store.reading import fetch_all, fetch_one
from bot.store.records import Event, Feedback, Noted
from bot.store.servers import SqliteServerStore, forget_left
from bot.store.troubles import SqliteTroubleStore
from bot.store.using import load_usage
from bot.usage import Usage

VOTE_DAYS = 90
COUNT_DAYS = 90
TEXT_DAYS = 30

_OLD = (
    ("votes", VOTE_DAYS),
    ("counts", COUNT_DAYS),
    ("hours", COUNT_DAYS),
    ("unanswered", TEXT_DAYS),
    ("states", TEXT_DAYS),
    ("counted", 0),
)
_NOWHERE = 0  # stands for the server where there is none
_HELPFUL, _UNHELPFUL = "helpful", "unhelpful"


class SqliteCommunity:
    """See Community."""

    def __init__(self, connections: Connections, key: bytes) -> None:
        self._connections = connections
        self._key = key
        self.servers = SqliteServerStore(connections)
        self.troubles = SqliteTroubleStore(connections)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Self]:
        """Opens or creates the database at `path`, and closes it after the block. Raises StoreError."""
        connections = await Connections.open(path, SHORT_TIMEOUT)
        try:
            yield cls(connections, await _key(connections))
        finally:
            await connections.close()

    async def vote(self, member: int, question: str, cite: str, *, helpful: bool, server: int | None) -> None:
        voter, about = self._hash(str(member)), self._hash(question)
        async with self._connections.transaction() as connection:
            earlier = await fetch_one(
                connection,
                "SELECT helpful, day FROM votes WHERE voter = ? AND question = ? AND cite = ?",
                *(voter, about, cite),
            )
            if earlier and bool(earlier["helpful"]) is helpful:
                return
            await connection.execute(
                "INSERT INTO votes VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT DO UPDATE SET helpful = excluded.helpful, day = excluded.day",
                (voter, about, cite, int(helpful), str(_today())),
            )
            word = _HELPFUL if helpful else _UNHELPFUL
            await _count(connection, Counter({(word, server): 1}))
            if earlier:
                await connection.execute(
                    "UPDATE counts SET times = times - 1 WHERE day = ? AND server = ? AND what = ? AND times > 0",
                    (earlier["day"], server or _NOWHERE, _UNHELPFUL if helpful else _HELPFUL),
                )

    async def forget(self, member: int) -> int:
        async with self._connections.transaction() as connection:
            gone = await connection.execute("DELETE FROM votes WHERE voter = ?", (self._hash(str(member)),))
            return gone.rowcount

    async def note(self, noted: Noted) -> None:
        today = str(_today())
        async with self._connections.transaction() as connection:
            events = await self._not_yet_counted(connection, noted.events)
            refusing = {row["id"] for row in await fetch_all(connection, _REFUSING)}
            in_vain = Counter((each.in_vain, each.server) for each in events if each.server not in refusing)
            kept = [(text, today, server or _NOWHERE, times) for (text, server), times in in_vain.items() if text]
            await connection.executemany(_KEEP, kept)
            await _count(connection, Counter((each.what, each.server) for each in events))
            states = [(key, state, today) for key, state in noted.states.items()]
            await connection.executemany(
                "INSERT INTO states VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET day = excluded.day", states
            )

    async def state(self, key: str) -> str | None:
        async with self._connections.snapshot() as connection:
            row = await fetch_one(connection, "SELECT state FROM states WHERE key = ?", key)
        return row["state"] if row else None

    async def feedback(self, since: dt.date) -> Feedback:
        async with self._connections.snapshot() as connection:
            counts = await fetch_all(
                connection,
                "SELECT what, sum(times) AS times FROM counts WHERE day >= ? GROUP BY what HAVING sum(times) > 0 "
                "ORDER BY what",
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

    async def usage(self, server: int | None = None) -> Usage:
        async with self._connections.snapshot() as connection:
            return await load_usage(connection, _today(), server)

    async def clean(self) -> None:
        async with self._connections.transaction() as connection:
            await forget_left(connection, _today())
            for table, days in _OLD:
                oldest = _today() - dt.timedelta(days=days)
                await connection.execute(f"DELETE FROM {table} WHERE day < ?", (str(oldest),))

    async def _not_yet_counted(self, connection: aiosqlite.Connection, events: Mapping[int, Event]) -> list[Event]:
        """Those that no other program has noted, which hears the same messages; from now on all are."""
        by_hash = {self._hash(str(asking)): event for asking, event in events.items()}
        known = {row["id"] for row in await fetch_all(connection, _KNOWN, json.dumps(list(by_hash)))}
        new = {asking: event for asking, event in by_hash.items() if asking not in known}
        today = str(_today())
        await connection.executemany("INSERT INTO counted VALUES (?, ?)", [(asking, today) for asking in new])
        return list(new.values())

    def _hash(self, text: str) -> str:
        return hashlib.blake2b(text.encode(), key=self._key, digest_size=16).hexdigest()


_KNOWN = "SELECT id FROM counted WHERE id IN (SELECT value FROM json_each(?))"
_REFUSING = "SELECT id FROM servers WHERE NOT keeps_questions"
_KEEP = (
    "INSERT INTO unanswered (text, day, server, times) VALUES (?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET times = times + excluded.times"
)
_COUNT = (
    "INSERT INTO counts (day, server, what, times) VALUES (?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET times = times + excluded.times"
)
_COUNT_HOUR = (
    "INSERT INTO hours (day, hour, times) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET times = times + excluded.times"
)


async def _count(connection: aiosqlite.Connection, counts: Counter[tuple[str, int | None]]) -> None:
    """Adds to the day's counts, and questions to those of the hour, which is kept for all servers together alone."""
    now = dt.datetime.now(dt.UTC)
    rows = [(str(now.date()), server or _NOWHERE, what, times) for (what, server), times in counts.items()]
    await connection.executemany(_COUNT, rows)
    questions = sum(times for (what, _), times in counts.items() if what in ("answered", "unanswered"))
    if questions:
        await connection.execute(_COUNT_HOUR, (str(now.date()), now.hour, questions))


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
