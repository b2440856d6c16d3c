"""The database comes up to date by itself, keeps whole transactions, and says plainly what is wrong with it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import SqliteArchiveStore
from bot.store.schema import MIGRATIONS


async def test_tables_are_strict_and_explained(tmp_path: Path) -> None:
    """Every table is STRICT, its migration is recorded, and WAL is on: a person can open the file and understand it."""
    path = tmp_path / "data" / "archive.sqlite3"
    async with SqliteArchiveStore.open(path):
        pass
    with sqlite3.connect(path) as connection:
        tables = dict(connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'"))
        assert all(sql.rstrip().endswith("STRICT") for sql in tables.values())
        assert {"newsletters", "documents", "issues", "items", "links", "known_issues", "generations"} <= set(tables)
        applied = connection.execute("SELECT version, name FROM migrations ORDER BY version").fetchall()
        assert applied == [(migration.version, migration.name) for migration in MIGRATIONS]
        assert [version for version, _ in applied] == list(range(1, len(applied) + 1))
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


async def test_an_earlier_database_is_brought_up_to_date(tmp_path: Path) -> None:
    """A database of the first version keeps what it holds, and gets the tables that came since."""
    path = tmp_path / "archive.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT"
        )
        for statement in MIGRATIONS[0].statements:
            connection.execute(statement)
        connection.execute("INSERT INTO migrations VALUES (1, 'the archive', '2026-01-01T00:00:00+00:00')")
        connection.execute("INSERT INTO newsletters (slug, name) VALUES ('weekly', 'Weekly')")
    connection.close()
    async with SqliteArchiveStore.open(path) as store:
        assert await store.newsletters() == {"weekly": "Weekly"}
        assert await store.sources.all() == []


async def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    """What was written before an error in the same transaction is undone."""
    async with SqliteArchiveStore.open(tmp_path / "archive.sqlite3") as store:
        with pytest.raises(RuntimeError):
            await _write_and_fail(store)
        assert await store.newsletters() == {}


async def _write_and_fail(store: SqliteArchiveStore) -> None:
    async with store.transaction() as transaction:
        await transaction.put_newsletter("weekly", "Weekly")
        raise RuntimeError


def test_who_is_told_to_stop_while_it_opens_leaves_nothing(tmp_path: Path) -> None:
    """Opening can be cancelled at any moment: no thread goes on after the event loop that it would report to."""

    async def cancelled_after(turns: int) -> None:
        opening = asyncio.ensure_future(SqliteArchiveStore.open(tmp_path / "archive.sqlite3").__aenter__())
        for _ in range(turns):
            await asyncio.sleep(0)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening

    before = set(threading.enumerate())
    for turns in range(8):
        asyncio.run(cancelled_after(turns))
        for thread in set(threading.enumerate()) - before:
            thread.join(10)
            assert not thread.is_alive()


async def test_a_newer_database_is_refused(tmp_path: Path) -> None:
    """A database written by a later version is left alone, with a sentence that says so."""
    path = tmp_path / "archive.sqlite3"
    async with SqliteArchiveStore.open(path):
        pass
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'tomorrow', '2099-01-01')")
    connection.close()
    with pytest.raises(StoreError, match="newer Back Issue"):
        async with SqliteArchiveStore.open(path):
            pass


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """A damaged file gives one sentence with its path and what to do."""
    path = tmp_path / "archive.sqlite3"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="damaged") as error:
        async with SqliteArchiveStore.open(path):
            pass
    assert str(path) in str(error.value)


async def test_synced_commands_are_kept_by_application(tmp_path: Path) -> None:
    """What Discord was told is remembered for each application apart, over a restart."""
    path = tmp_path / "archive.sqlite3"
    async with SqliteArchiveStore.open(path) as store:
        assert await store.synced_commands(1) is None
        await store.set_synced_commands(1, "old")
        await store.set_synced_commands(1, "new")
    async with SqliteArchiveStore.open(path) as store:
        assert (await store.synced_commands(1), await store.synced_commands(2)) == ("new", None)


async def test_an_emptied_database_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """A database of no bytes beside an index is refused, so that the sample never takes an archive's place."""
    (tmp_path / "generations" / "abc").mkdir(parents=True)
    (tmp_path / "generations" / "abc" / "manifest.json").write_text("{}")
    (tmp_path / "archive.sqlite3").touch()
    with pytest.raises(StoreError, match="restore a backup"):
        async with SqliteArchiveStore.open(tmp_path / "archive.sqlite3"):
            pass
