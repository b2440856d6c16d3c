"""The archive's store over SQLite: see protocol.py for what each method promises."""

from __future__ import annotations

import datetime as dt
import sqlite3
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from bot.errors import NotFoundError
from bot.model import Document, KnownIssue
from bot.store import rows
from bot.store.connection import BUSY_TIMEOUT, Connections
from bot.store.reading import fetch_all, load_issues
from bot.store.records import Arrival, Copy, GenerationRecord, Newest, StoredDocument, StoredIssue
from bot.store.rows import Value
from bot.store.sources import SqliteSourceStore
from bot.store.transaction import SqliteTransaction

_DOCUMENTS = """SELECT d.address, d.settled, d.named_newsletter, v.sha256 FROM documents d
JOIN document_versions v ON v.id = (SELECT max(id) FROM document_versions WHERE document_id = d.id)"""


class SqliteArchiveStore:
    """See ArchiveStore."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self.sources = SqliteSourceStore(connections)

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, busy_timeout: int = BUSY_TIMEOUT) -> AsyncIterator[Self]:
        """Opens or creates the database at `path`, and closes it after the block. Raises StoreError.

        `busy_timeout` is how long to wait for another process's transaction, in milliseconds.
        """
        connections = await Connections.open(path, busy_timeout)
        try:
            yield cls(connections)
        finally:
            await connections.close()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[SqliteTransaction]:
        async with self._connections.transaction() as connection:
            yield SqliteTransaction(connection)

    async def newsletters(self) -> dict[str, str]:
        return {row["slug"]: row["name"] for row in await self._all("SELECT slug, name FROM newsletters ORDER BY slug")}

    async def document(self, address: str) -> StoredDocument | None:
        found = await self._all(f"{_DOCUMENTS} WHERE d.address = ?", address)
        return _document(found[0]) if found else None

    async def documents(self) -> list[StoredDocument]:
        return [_document(row) for row in await self._all(f"{_DOCUMENTS} ORDER BY d.address")]

    async def load(self, address: str) -> Document:
        found = await self._all(
            "SELECT d.address, d.media_type, d.collection, v.body, v.retrieved_at FROM documents d "
            "JOIN document_versions v ON v.document_id = d.id WHERE d.address = ? ORDER BY v.id DESC LIMIT 1",
            address,
        )
        if not found:
            raise NotFoundError(f"No document {address} is kept: `backissue status` lists those that are.")
        row = found[0]
        return Document(
            address=row["address"],
            media_type=row["media_type"],
            body=zlib.decompress(row["body"]),
            retrieved=dt.datetime.fromisoformat(row["retrieved_at"]),
            collection=row["collection"],
        )

    async def issues(self) -> list[StoredIssue]:
        async with self._connections.snapshot() as connection:
            return await load_issues(connection)

    async def uncertain_copies(self) -> list[Copy]:
        found = await self._all(
            "SELECT d.address, i.key, c.content FROM copies c JOIN documents d ON d.id = c.document_id "
            "JOIN issues i ON i.id = c.issue_id WHERE c.uncertain ORDER BY d.address, i.key"
        )
        return [Copy(row["address"], row["key"], rows.decode_issue(row["content"])) for row in found]

    async def known_issues(self) -> list[KnownIssue]:
        found = await self._all(
            "SELECT n.slug, k.number, k.title, k.date, k.urls FROM known_issues k "
            "JOIN newsletters n ON n.id = k.newsletter_id JOIN documents d ON d.id = k.document_id "
            "ORDER BY n.slug, k.number, d.address"
        )
        return [rows.known_issue(row) for row in found]

    async def newest(self) -> dict[str, Newest]:
        found = await self._all(
            "SELECT n.slug, max(i.number) AS number, max(i.date) AS date FROM issues i "
            "JOIN newsletters n ON n.id = i.newsletter_id WHERE i.content_hash <> '' GROUP BY n.slug"
        )
        return {row["slug"]: Newest(row["number"], rows.day(row["date"])) for row in found}

    async def arrivals(self, since: dt.datetime) -> list[Arrival]:
        found = await self._all(
            "SELECT n.slug, i.key, a.seen_at, a.is_news FROM arrivals a JOIN issues i ON i.id = a.issue_id "
            "JOIN newsletters n ON n.id = i.newsletter_id WHERE a.seen_at >= ? ORDER BY a.seen_at, n.slug, i.key",
            rows.time_value(since),
        )
        return [
            Arrival(row["slug"], row["key"], dt.datetime.fromisoformat(row["seen_at"]), bool(row["is_news"]))
            for row in found
        ]

    async def generation(self) -> GenerationRecord | None:
        found = await self._all("SELECT * FROM generations ORDER BY number DESC LIMIT 1")
        return _generation(found[0]) if found else None

    async def synced_commands(self, application_id: int) -> str | None:
        found = await self._all("SELECT hash FROM command_syncs WHERE application_id = ?", application_id)
        return found[0]["hash"] if found else None

    async def set_synced_commands(self, application_id: int, digest: str) -> None:
        async with self._connections.transaction() as connection:
            await connection.execute(
                "INSERT INTO command_syncs VALUES (?, ?) ON CONFLICT DO UPDATE SET hash = excluded.hash",
                (application_id, digest),
            )

    async def _all(self, statement: str, *values: Value) -> list[sqlite3.Row]:
        async with self._connections.snapshot() as connection:
            return await fetch_all(connection, statement, *values)


def _document(row: sqlite3.Row) -> StoredDocument:
    return StoredDocument(row["address"], row["sha256"], bool(row["settled"]), row["named_newsletter"])


def _generation(row: sqlite3.Row) -> GenerationRecord:
    built = dt.datetime.fromisoformat(row["built_at"])
    return GenerationRecord(row["number"], row["name"], built, row["issues"], row["items"], row["links"])
