"""The database comes up to date by itself, keeps whole transactions, and says plainly what is wrong with it."""

from __future__ import annotations

import sqlite3
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
        migrations = connection.execute("SELECT version, name FROM migrations ORDER BY version").fetchall()
        assert migrations == [(each.version, each.name) for each in MIGRATIONS]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


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
