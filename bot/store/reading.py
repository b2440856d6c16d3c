"""Reading rows over one connection of SQLite."""

from __future__ import annotations

import sqlite3

import aiosqlite

from bot.model import Issue, Item
from bot.store import rows
from bot.store.records import StoredIssue
from bot.store.rows import Value


async def fetch_all(connection: aiosqlite.Connection, statement: str, *values: Value) -> list[sqlite3.Row]:
    """All rows of a query."""
    async with connection.execute(statement, values) as cursor:
        return list(await cursor.fetchall())


async def fetch_one(connection: aiosqlite.Connection, statement: str, *values: Value) -> sqlite3.Row | None:
    """The first row of a query."""
    async with connection.execute(statement, values) as cursor:
        return await cursor.fetchone()


async def load_items(connection: aiosqlite.Connection, issue_id: int | None) -> list[Item]:
    """The items of an issue by position; those gone from its text go last, with position 0."""
    return (await _items(connection, "WHERE i.issue_id = ?", issue_id)).get(issue_id or 0, [])


async def load_issues(connection: aiosqlite.Connection) -> list[StoredIssue]:
    """Every issue as shown, by newsletter, number, date and key; items gone from the text left out."""
    items = await _items(connection, "WHERE i.position IS NOT NULL")
    query = (
        "SELECT c.issue_id, d.address, json_extract(c.content, '$.head.url') AS url FROM copies c "
        "JOIN documents d ON d.id = c.document_id ORDER BY d.address"
    )
    copies = rows.grouped(await fetch_all(connection, query), "issue_id")
    found = await fetch_all(
        connection,
        f"SELECT i.id, n.slug, i.content_hash, {rows.ISSUE_COLUMNS} FROM issues i "
        "JOIN newsletters n ON n.id = i.newsletter_id WHERE i.content_hash <> '' "
        "ORDER BY n.slug, i.number IS NULL, i.number, i.date, i.key",
    )
    return [
        StoredIssue(
            Issue(rows.issue_head(row, row["slug"]), tuple(items.get(row["id"], ()))),
            row["content_hash"],
            tuple(copy["address"] for copy in copies.get(row["id"], ())),
            urls=_distinct(row["url"], *(copy["url"] for copy in copies.get(row["id"], ()))),
        )
        for row in found
    ]


async def _items(connection: aiosqlite.Connection, where: str, *values: Value) -> dict[int, list[Item]]:
    columns = ", ".join(f"i.{column.strip()}" for column in rows.ITEM_COLUMNS.split(","))
    links = rows.grouped(
        await fetch_all(
            connection,
            f"SELECT l.* FROM links l JOIN items i ON i.id = l.item_id {where} ORDER BY l.item_id, l.position",
            *values,
        ),
        "item_id",
    )
    references = rows.grouped(
        await fetch_all(
            connection,
            "SELECT r.* FROM item_references r JOIN items i ON i.id = r.item_id "
            f"{where} ORDER BY r.item_id, r.position",
            *values,
        ),
        "item_id",
    )
    found: dict[int, list[Item]] = {}
    query = f"SELECT i.id, i.issue_id, {columns} FROM items i {where} ORDER BY i.position IS NULL, i.position"
    for row in await fetch_all(connection, query, *values):
        numbers = [reference["issue_number"] for reference in references.get(row["id"], ())]
        found.setdefault(row["issue_id"], []).append(rows.item(row, links.get(row["id"], ()), numbers))
    return found


def _distinct(*urls: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in urls if url))
