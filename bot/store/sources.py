"""The sources' rows over SQLite: see SourceStore in protocol.py for what each method promises."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from bot.store import rows
from bot.store.connection import Connections
from bot.store.reading import fetch_all
from bot.store.records import SourceRecord

_ISSUES = """SELECT count(DISTINCT c.issue_id) FROM source_documents d
JOIN copies c ON c.document_id = d.document_id WHERE d.source_id = s.id"""


class SqliteSourceStore:
    """See SourceStore."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def all(self) -> list[SourceRecord]:
        async with self._connections.snapshot() as connection:
            found = await fetch_all(connection, f"SELECT s.*, ({_ISSUES}) AS issues FROM sources s ORDER BY s.address")
        return [_record(row) for row in found]

    async def put(self, record: SourceRecord) -> None:
        values = {
            "address": record.address,
            "kind": record.kind,
            "read_from": record.read_from,
            "named": int(record.named),
            "visited_at": rows.time_value(record.visited),
            "succeeded_at": rows.time_value(record.succeeded),
            "failing_since": rows.time_value(record.failing_since),
            "failures": record.failures,
            "next_visit_at": rows.time_value(record.next_visit),
            "barred_until": rows.time_value(record.barred_until),
            "error": record.error,
        }
        columns, marks = ", ".join(values), ", ".join(f":{column}" for column in values)
        updates = ", ".join(f"{column} = excluded.{column}" for column in values)
        statement = f"INSERT INTO sources ({columns}) VALUES ({marks}) ON CONFLICT (address) DO UPDATE SET {updates}"
        async with self._connections.transaction() as connection:
            await connection.execute(statement, values)

    async def forget(self, address: str) -> bool:
        async with (
            self._connections.transaction() as connection,
            connection.execute("DELETE FROM sources WHERE address = ?", (address,)) as cursor,
        ):
            return cursor.rowcount > 0

    async def newsletters(self) -> frozenset[str]:
        query = (
            "SELECT DISTINCT n.slug FROM source_documents d JOIN copies c ON c.document_id = d.document_id "
            "JOIN issues i ON i.id = c.issue_id JOIN newsletters n ON n.id = i.newsletter_id"
        )
        async with self._connections.snapshot() as connection:
            return frozenset(row["slug"] for row in await fetch_all(connection, query))

    async def memory(self, address: str) -> dict[str, str]:
        query = "SELECT m.key, m.value FROM fetch_memory m JOIN sources s ON s.id = m.source_id WHERE s.address = ?"
        async with self._connections.snapshot() as connection:
            return {row["key"]: row["value"] for row in await fetch_all(connection, query, address)}

    async def remember(self, address: str, documents: Iterable[str], memory: Mapping[str, str]) -> None:
        async with self._connections.transaction() as connection:
            await connection.executemany(
                "INSERT INTO source_documents SELECT s.id, d.id FROM sources s, documents d "
                "WHERE s.address = ? AND d.address = ? ON CONFLICT DO NOTHING",
                [(address, document) for document in documents],
            )
            await connection.executemany(
                "INSERT INTO fetch_memory SELECT id, ?, ? FROM sources WHERE address = ? "
                "ON CONFLICT DO UPDATE SET value = excluded.value",
                [(key, value, address) for key, value in memory.items()],
            )


def _record(row: sqlite3.Row) -> SourceRecord:
    return SourceRecord(
        address=row["address"],
        kind=row["kind"],
        read_from=row["read_from"],
        named=bool(row["named"]),
        visited=rows.moment(row["visited_at"]),
        succeeded=rows.moment(row["succeeded_at"]),
        failing_since=rows.moment(row["failing_since"]),
        failures=row["failures"],
        next_visit=rows.moment(row["next_visit_at"]),
        barred_until=rows.moment(row["barred_until"]),
        error=row["error"],
        issues=row["issues"],
    )
