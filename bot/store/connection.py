"""Opening the SQLite file: pragmas, migrations, one writer behind a lock, readers apart."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Self, TypeVar

import aiosqlite

from bot.errors import StoreError, StoreInUseError
from bot.store.schema import MIGRATIONS, Migration

T = TypeVar("T")

BUSY_TIMEOUT = 15_000  # milliseconds to wait for another process's transaction
SHORT_TIMEOUT = 3_000  # the same where an answer, or the end of the process, would wait for it
SLICE = 500  # milliseconds of it that SQLite waits in one go, which nothing can interrupt


class Connections:
    """The connections to one database: a single writer, and a reader that never waits for it."""

    def __init__(
        self, path: Path, writer: aiosqlite.Connection, reader: aiosqlite.Connection, busy_timeout: int
    ) -> None:
        self.path = path
        self._busy_timeout = busy_timeout
        self._writer = writer
        self._writing = asyncio.Lock()
        self._reader = reader
        self._reading = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path, busy_timeout: int = BUSY_TIMEOUT) -> Self:
        """Opens or creates the database at `path` and brings its tables up to date. Raises StoreError.

        `busy_timeout` is how long to wait for another process's transaction, in milliseconds.
        """
        with translated(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _refuse_emptied(path)
            writer, reader = await _patiently(lambda: _connect_both(path, busy_timeout), busy_timeout)
        return cls(path, writer, reader, busy_timeout)

    async def close(self) -> None:
        """Closes both; a connection left open would keep the interpreter from exiting."""
        async with self._writing:
            await self._writer.close()
        async with self._reading:
            await self._reader.close()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[aiosqlite.Connection]:
        """The reader, seeing one state of the database throughout the block. Raises StoreError."""
        async with self._reading:
            with translated(self.path):
                try:  # a BEGIN that is cancelled while it waits begins all the same
                    await self._reader.execute("BEGIN")
                    yield self._reader
                finally:
                    await self._reader.rollback()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writer, inside one transaction that is undone whole when the block raises. Raises StoreError."""
        async with self._writing:
            with translated(self.path):
                try:  # a BEGIN that is cancelled while it waits begins all the same
                    await _patiently(lambda: self._writer.execute("BEGIN IMMEDIATE"), self._busy_timeout)
                    yield self._writer
                    await self._writer.commit()
                except BaseException:
                    await self._writer.rollback()
                    raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns SQLite's and the disk's errors inside the block into StoreError, with a sentence for the operator."""
    try:
        yield
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        kind = StoreInUseError if "locked" in str(error) else StoreError
        raise kind(_sentence(path, error)) from error


def _sentence(path: Path, error: Exception) -> str:
    text = str(error)
    if "locked" in text:
        return f"The database {path} is in use by another program: try again when that has finished."
    if "full" in text:
        return f"The disk of the database {path} is full: make room and try again; what was kept before is safe."
    if isinstance(error, UnicodeDecodeError) or "malformed" in text or "not a database" in text:
        return f"The database {path} is damaged: restore a backup, or delete it and ingest the documents again."
    if isinstance(error, OSError) or "readonly" in text or "unable to open" in text:
        return f"The database {path} cannot be opened for writing ({text}): check the folder and its permissions."
    return f"The database {path} could not be used: {text}."


async def _patiently(attempt: Callable[[], Awaitable[T]], busy_timeout: int) -> T:
    """What `attempt` gives, made again for `busy_timeout` milliseconds while another process is in the way."""
    deadline = time.monotonic() + busy_timeout / 1000
    while True:
        try:
            return await attempt()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
        await asyncio.sleep(0.02)  # SQLite does not always wait itself


async def _connect_both(path: Path, busy_timeout: int) -> tuple[aiosqlite.Connection, aiosqlite.Connection]:
    """The writer, once the tables are up to date, and the reader."""
    writer = await _connect(path, SLICE)
    try:
        await _migrate(writer, path)
        reader = await _connect(path, SLICE)
        await reader.execute(f"PRAGMA busy_timeout = {busy_timeout}")
    except BaseException:
        await writer.close()
        raise
    return writer, reader


async def _connect(path: Path, busy_timeout: int) -> aiosqlite.Connection:
    connection = await _opened(path)
    try:
        connection.row_factory = sqlite3.Row
        await connection.execute(f"PRAGMA busy_timeout = {busy_timeout}")
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.execute("PRAGMA synchronous = NORMAL")
        await connection.execute("PRAGMA foreign_keys = ON")
        await connection.execute("PRAGMA secure_delete = ON")  # a takedown leaves nothing in free pages
    except BaseException:
        await connection.close()
        raise
    return connection


async def _opened(path: Path) -> aiosqlite.Connection:
    """A connection; one that is cancelled meanwhile is closed first, as its thread would outlive the event loop."""
    opening = asyncio.ensure_future(aiosqlite.connect(path, isolation_level=None))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(sqlite3.Error):
            await (await opening).close()
        raise


def _refuse_emptied(path: Path) -> None:
    """A database of no bytes beside an index once held an archive: it is not taken for a new one."""
    if path.exists() and path.stat().st_size == 0 and any((path.parent / "generations").glob("*/manifest.json")):
        raise StoreError(f"The database {path} is empty though its index is there: restore a backup, or delete both.")


async def _migrate(connection: aiosqlite.Connection, path: Path) -> None:
    applied = await _applied(connection)
    if applied and max(applied) > MIGRATIONS[-1].version:
        raise StoreError(f"The database {path} was written by a newer Back Issue: install that version or a later one.")
    for migration in MIGRATIONS:
        if migration.version not in applied:
            await _apply(connection, migration)


async def _applied(connection: aiosqlite.Connection) -> set[int]:
    """The versions that are recorded. Only looks, so that a database that is up to date need not be writable."""
    async with connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'") as cursor:
        if await cursor.fetchone() is None:
            return set()
    async with connection.execute("SELECT version FROM migrations") as cursor:
        return {row["version"] for row in await cursor.fetchall()}


async def _apply(connection: aiosqlite.Connection, migration: Migration) -> None:
    """Applies the migration unless it is recorded, which is looked up inside: two programs may start at once."""
    await connection.execute("BEGIN IMMEDIATE")
    try:
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations "
            "(version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT"
        )
        query = "SELECT 1 FROM migrations WHERE version = ?"
        async with connection.execute(query, (migration.version,)) as cursor:
            if await cursor.fetchone() is None:
                for statement in migration.statements:
                    await connection.execute(statement)
                await connection.execute(
                    "INSERT INTO migrations VALUES (?, ?, ?)",
                    (migration.version, migration.name, dt.datetime.now(dt.UTC).isoformat(timespec="seconds")),
                )
        await connection.commit()
    except BaseException:
        await connection.rollback()
        raise
