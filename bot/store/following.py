"""Follows, alerts and the ledger of what was delivered, over SQLite: see protocol.py for what each method promises."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import aiosqlite

from bot.store.connection import Connections
from bot.store.reading import fetch_all
from bot.store.records import Alert, Delivery, DeliveryState, Follow
from bot.store.rows import Value, moment, time_value

MEMBER_TIMEOUT = 5_000  # milliseconds; a member waits for it, and would have to do it again

_CLAIM = (
    "UPDATE deliveries SET state = 'unknown', attempts = attempts + 1, tried_at = coalesce(tried_at, ?1), "
    "next_attempt_at = ?2 WHERE recipient = ?3 AND {} AND state IN ('pending', 'unknown')"
)


class SqliteFollowing:
    """See Following."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Self]:
        """Opens or creates the database at `path`, and closes it after the block. Raises StoreError."""
        connections = await Connections.open(path, MEMBER_TIMEOUT)
        try:
            yield cls(connections)
        finally:
            await connections.close()

    async def follow(
        self, server: int, channel: int, section: str | None, role: int | None, by: int, since: dt.datetime
    ) -> None:
        await self._do(
            "INSERT INTO follows (channel, server, section, role, started_by, since) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET section = excluded.section, role = excluded.role, "
            "started_by = excluded.started_by, is_troubled = 0, "
            "since = CASE WHEN section IS excluded.section THEN since ELSE excluded.since END",
            *(channel, server, section, role, by, time_value(since)),
        )

    async def narrow(self, server: int, section: str | None, by: int, since: dt.datetime) -> None:
        await self._do(
            "UPDATE follows SET section = ?1, since = ?2, started_by = coalesce(started_by, ?3) "
            "WHERE server = ?4 AND section IS NOT ?1",
            *(section, time_value(since), by, server),
        )

    async def unfollow(self, server: int, channel: int) -> bool:
        async with self._connections.transaction() as connection:
            gone = await connection.execute("DELETE FROM follows WHERE server = ? AND channel = ?", (server, channel))
            if gone.rowcount:
                await connection.execute(
                    "UPDATE deliveries SET state = 'given up' WHERE recipient = ? AND state = 'pending'", (channel,)
                )
            return gone.rowcount > 0

    async def follows(self, server: int | None = None) -> list[Follow]:
        found = await self._all("SELECT * FROM follows WHERE coalesce(? = server, 1) ORDER BY channel", server)
        return [_follow(row) for row in found]

    async def trouble(self, channel: int) -> bool:
        return await self._do("UPDATE follows SET is_troubled = 1 WHERE channel = ? AND NOT is_troubled", channel) > 0

    async def no_trouble(self, channel: int) -> None:
        await self._do("UPDATE follows SET is_troubled = 0 WHERE channel = ? AND is_troubled", channel)

    async def add_alert(self, member: int, words: str, since: dt.datetime, most: int) -> bool:
        async with self._connections.transaction() as connection:
            own = await _alerts_of(connection, member)
            if _same(own, words):
                return True
            if len(own) >= most:
                return False
            await connection.execute("INSERT INTO alerts VALUES (?, ?, ?)", (member, words, time_value(since)))
        return True

    async def remove_alert(self, member: int, words: str) -> bool:
        async with self._connections.transaction() as connection:
            same = _same(await _alerts_of(connection, member), words)
            gone = [(member, each) for each in same]
            await connection.executemany("DELETE FROM alerts WHERE member = ? AND words = ?", gone)
            await connection.execute(
                "DELETE FROM deliveries WHERE recipient = ?1 AND NOT EXISTS (SELECT 1 FROM alerts WHERE member = ?1)",
                (member,),
            )
        return bool(gone)

    async def alerts(self, member: int | None = None) -> list[Alert]:
        found = await self._all("SELECT * FROM alerts WHERE coalesce(? = member, 1) ORDER BY member, rowid", member)
        return [Alert(row["member"], row["words"], dt.datetime.fromisoformat(row["since"])) for row in found]

    async def forget_member(self, member: int) -> tuple[int, int]:
        async with self._connections.transaction() as connection:
            alerts = await connection.execute("DELETE FROM alerts WHERE member = ?", (member,))
            await connection.execute("DELETE FROM deliveries WHERE recipient = ?", (member,))
            follows = await connection.execute("UPDATE follows SET started_by = NULL WHERE started_by = ?", (member,))
            return alerts.rowcount, follows.rowcount

    async def plan(self, deliveries: Sequence[Delivery]) -> None:
        planned = [
            (
                *(each.recipient, each.newsletter, each.issue, each.named_in, each.state.value),
                *(time_value(each.planned), time_value(each.next_attempt)),
            )
            for each in deliveries
        ]
        async with self._connections.transaction() as connection:
            await connection.executemany(
                "INSERT INTO deliveries (recipient, newsletter, issue, named_in, state, planned_at, next_attempt_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                planned,
            )

    async def ledger(self) -> list[Delivery]:
        return [_delivery(row) for row in await self._all("SELECT * FROM deliveries ORDER BY planned_at, rowid")]

    async def claim(self, delivery: Delivery, now: dt.datetime, until: dt.datetime) -> bool:
        times = time_value(now), time_value(until)
        async with self._connections.transaction() as connection:
            own = "newsletter || '/' || issue = ?4 AND next_attempt_at <= ?1"
            claimed = await connection.execute(_CLAIM.format(own), (*times, *_key(delivery)))
            if claimed.rowcount:
                await connection.execute(_CLAIM.format("named_in = ?4"), (*times, *_key(delivery)))
        return claimed.rowcount > 0

    async def take_over(self, until: dt.datetime) -> None:
        await self._do(
            "UPDATE deliveries SET next_attempt_at = ?1 WHERE state = 'unknown' AND next_attempt_at > ?1",
            time_value(until),
        )

    async def settle(
        self, delivery: Delivery, state: DeliveryState, next_attempt: dt.datetime, message: int | None = None
    ) -> None:
        await self._do(
            "UPDATE deliveries SET next_attempt_at = ?2, message = ?3, "
            "state = CASE WHEN ?1 = 'given up' AND named_in = ?6 THEN 'pending' ELSE ?1 END, "
            "tried_at = CASE ?1 WHEN 'pending' THEN ?4 ELSE tried_at END "
            "WHERE recipient = ?5 AND ?6 IN (newsletter || '/' || issue, named_in) AND state = 'unknown'",
            *(state.value, time_value(next_attempt), message, time_value(delivery.tried), *_key(delivery)),
        )

    async def clean(self, before: dt.datetime) -> None:
        await self._do("DELETE FROM deliveries WHERE planned_at < ?", time_value(before))

    async def _do(self, statement: str, *values: Value) -> int:
        """How many rows the statement changed."""
        async with self._connections.transaction() as connection:
            return (await connection.execute(statement, values)).rowcount

    async def _all(self, statement: str, *values: Value) -> list[sqlite3.Row]:
        async with self._connections.snapshot() as connection:
            return await fetch_all(connection, statement, *values)


async def _alerts_of(connection: aiosqlite.Connection, member: int) -> list[str]:
    """The words of a member's alerts."""
    return [row["words"] for row in await fetch_all(connection, "SELECT words FROM alerts WHERE member = ?", member)]


def _same(alerts: Sequence[str], words: str) -> list[str]:
    """Those of the alerts that have these words, in whatever case."""
    return [each for each in alerts if each.casefold() == words.casefold()]


def _key(delivery: Delivery) -> tuple[int, str]:
    return delivery.recipient, delivery.name


def _follow(row: sqlite3.Row) -> Follow:
    return Follow(
        server=row["server"],
        channel=row["channel"],
        section=row["section"],
        role=row["role"],
        by=row["started_by"],
        since=dt.datetime.fromisoformat(row["since"]),
        is_troubled=bool(row["is_troubled"]),
    )


def _delivery(row: sqlite3.Row) -> Delivery:
    return Delivery(
        recipient=row["recipient"],
        newsletter=row["newsletter"],
        issue=row["issue"],
        planned=dt.datetime.fromisoformat(row["planned_at"]),
        next_attempt=dt.datetime.fromisoformat(row["next_attempt_at"]),
        named_in=row["named_in"],
        state=DeliveryState(row["state"]),
        tried=moment(row["tried_at"]),
        attempts=row["attempts"],
        message=row["message"],
    )
