"""Writing to the archive inside one transaction of SQLite: see protocol.py for what each method promises."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import zlib
from collections.abc import Sequence

import aiosqlite

from bot.model import Document, Issue, Item, KnownIssue
from bot.store import rows
from bot.store.reading import fetch_all, fetch_one, load_items
from bot.store.records import Copy, StoredIssue
from bot.store.rows import Value


class SqliteTransaction:
    """See ArchiveTransaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def put_newsletter(self, slug: str, name: str) -> None:
        await self._do("INSERT INTO newsletters (slug, name) VALUES (?, ?) ON CONFLICT DO NOTHING", slug, name)

    async def keep(self, document: Document, sha256: str, named_newsletter: str | None) -> None:
        await self._do(
            "INSERT INTO documents (address, media_type, collection, named_newsletter) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (address) DO UPDATE SET media_type = excluded.media_type, collection = excluded.collection, "
            "named_newsletter = coalesce(excluded.named_newsletter, named_newsletter), settled = 0",
            document.address,
            document.media_type,
            document.collection,
            named_newsletter,
        )
        if await self.latest(document.address) != sha256:
            await self._do(
                "INSERT INTO document_versions (document_id, sha256, body, retrieved_at) "
                "SELECT id, ?, ?, ? FROM documents WHERE address = ?",
                sha256,
                zlib.compress(document.body),
                document.retrieved.isoformat(timespec="seconds"),
                document.address,
            )

    async def latest(self, address: str) -> str | None:
        row = await fetch_one(
            self._connection,
            "SELECT sha256 FROM document_versions WHERE document_id = (SELECT id FROM documents WHERE address = ?) "
            "ORDER BY id DESC LIMIT 1",
            address,
        )
        return row["sha256"] if row else None

    async def settle(self, address: str, known: tuple[KnownIssue, ...]) -> None:
        document = await self._document_id(address)
        await self._do("UPDATE documents SET settled = 1 WHERE id = ?", document)
        await self._do("DELETE FROM known_issues WHERE document_id = ?", document)
        for issue in known:
            await self._do(
                "INSERT OR REPLACE INTO known_issues (document_id, newsletter_id, number, title, date, urls) "
                "SELECT ?, id, ?, ?, ?, ? FROM newsletters WHERE slug = ?",
                document,
                issue.number,
                issue.title,
                issue.date.isoformat() if issue.date else None,
                json.dumps(issue.urls),
                issue.newsletter,
            )

    async def forget(self, address: str) -> None:
        await self._do("DELETE FROM documents WHERE address = ?", address)

    async def keys_of(self, address: str) -> set[tuple[str, str]]:
        found = await fetch_all(
            self._connection,
            "SELECT n.slug, i.key FROM copies c JOIN issues i ON i.id = c.issue_id "
            "JOIN newsletters n ON n.id = i.newsletter_id JOIN documents d ON d.id = c.document_id WHERE d.address = ?",
            address,
        )
        return {(row["slug"], row["key"]) for row in found}

    async def copies(self, newsletter: str, key: str) -> list[Copy]:
        found = await fetch_all(
            self._connection,
            "SELECT d.address, c.content FROM copies c JOIN documents d ON d.id = c.document_id "
            "WHERE c.issue_id = (SELECT i.id FROM issues i JOIN newsletters n ON n.id = i.newsletter_id "
            "WHERE n.slug = ? AND i.key = ?) ORDER BY d.address",
            newsletter,
            key,
        )
        return [Copy(row["address"], key, rows.decode_issue(row["content"])) for row in found]

    async def put_copy(self, copy: Copy) -> None:
        head = dataclasses.replace(copy.issue.head, key=copy.key)
        if await self._issue_id(head.newsletter, head.key) is None:
            newsletter_id = await self._newsletter_id(head.newsletter)
            values = {**rows.issue_values(head), "newsletter_id": newsletter_id, "content_hash": ""}
            await self._insert("issues", values)
        await self._do(
            "INSERT INTO copies (issue_id, document_id, uncertain, content) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET uncertain = excluded.uncertain, content = excluded.content",
            await self._issue_id(head.newsletter, head.key),
            await self._document_id(copy.address),
            int(head.number is None or head.inferred),
            rows.encode_issue(copy.issue),
        )

    async def drop_copy(self, address: str, newsletter: str, key: str) -> None:
        await self._do(
            "DELETE FROM copies WHERE issue_id = ? AND document_id = ?",
            await self._issue_id(newsletter, key),
            await self._document_id(address),
        )

    async def saved(self, newsletter: str, key: str) -> StoredIssue | None:
        issue_id = await self._issue_id(newsletter, key)
        row = await fetch_one(
            self._connection, f"SELECT {rows.ISSUE_COLUMNS}, content_hash FROM issues WHERE id = ?", issue_id
        )
        if row is None or not row["content_hash"]:
            return None
        items = await load_items(self._connection, issue_id)
        copies = await self.copies(newsletter, key)
        return StoredIssue(
            Issue(rows.issue_head(row, newsletter), tuple(item for item in items if item.position)),
            row["content_hash"],
            tuple(copy.address for copy in copies),
            gone=tuple(item for item in items if not item.position),
        )

    async def save(self, issue: Issue, content_hash: str, shown: str) -> None:
        head = issue.head
        issue_id = await self._issue_id(head.newsletter, head.key)
        values = {**rows.issue_values(head), "content_hash": content_hash}
        columns = ", ".join(f"{column} = ?" for column in values)
        await self._do(f"UPDATE issues SET {columns} WHERE id = ?", *values.values(), issue_id)
        await self._do(
            "UPDATE copies SET shown = (document_id = ?) WHERE issue_id = ?", await self._document_id(shown), issue_id
        )
        await self._do("UPDATE items SET position = NULL WHERE issue_id = ?", issue_id)
        if issue.items:
            await self._save_items(issue_id, issue.items)

    async def arrive(self, newsletter: str, key: str, seen: dt.datetime, *, is_news: bool) -> None:
        await self._do(
            "INSERT INTO arrivals (issue_id, seen_at, is_news) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            await self._issue_id(newsletter, key),
            rows.time_value(seen),
            int(is_news),
        )

    async def delete_issue(self, newsletter: str, key: str) -> None:
        await self._do("DELETE FROM issues WHERE id = ?", await self._issue_id(newsletter, key))

    async def rename(self, newsletter: str, key: str, new_key: str) -> None:
        if await self._issue_id(newsletter, new_key) is None:
            await self._do("UPDATE issues SET key = ? WHERE id = ?", new_key, await self._issue_id(newsletter, key))
            await self._do(
                "UPDATE OR IGNORE deliveries SET issue = ? WHERE newsletter = ? AND issue = ?", new_key, newsletter, key
            )

    async def record_generation(self, name: str, issues: int, items: int, links: int) -> int:
        built = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        number = await self._do(
            "INSERT INTO generations (name, built_at, issues, items, links) VALUES (?, ?, ?, ?, ?)",
            name,
            built,
            issues,
            items,
            links,
        )
        await self._do("DELETE FROM generations WHERE number <= ? - 20", number)
        return number

    async def _save_items(self, issue_id: int | None, items: Sequence[Item]) -> None:
        values = [{**rows.item_values(item), "issue_id": issue_id} for item in items]
        columns = list(values[0])
        await self._connection.executemany(
            f"INSERT INTO items ({', '.join(columns)}) VALUES ({', '.join(f':{column}' for column in columns)}) "
            f"ON CONFLICT (issue_id, number) DO UPDATE SET {', '.join(f'{c} = excluded.{c}' for c in columns)}",
            values,
        )
        found = await fetch_all(self._connection, "SELECT id, number FROM items WHERE issue_id = ?", issue_id)
        ids = {row["number"]: row["id"] for row in found}
        for table in ("links", "item_references"):
            await self._do(f"DELETE FROM {table} WHERE item_id IN (SELECT id FROM items WHERE issue_id = ?)", issue_id)
        await self._connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?, ?, ?, ?)",
            [
                (ids[item.number], n, link.lead, link.label, link.source, link.url)
                for item in items
                for n, link in enumerate(item.links, 1)
            ],
        )
        await self._connection.executemany(
            "INSERT INTO item_references VALUES (?, ?, ?)",
            [(ids[item.number], n, number) for item in items for n, number in enumerate(item.references, 1)],
        )

    async def _do(self, statement: str, *values: Value) -> int:
        async with self._connection.execute(statement, values) as cursor:
            return cursor.lastrowid or 0

    async def _insert(self, table: str, values: dict[str, Value], conflict: str = "") -> None:
        columns, marks = ", ".join(values), ", ".join("?" * len(values))
        await self._do(f"INSERT INTO {table} ({columns}) VALUES ({marks}) {conflict}", *values.values())

    async def _id(self, statement: str, *values: Value) -> int | None:
        row = await fetch_one(self._connection, statement, *values)
        return row["id"] if row else None

    async def _newsletter_id(self, slug: str) -> int | None:
        return await self._id("SELECT id FROM newsletters WHERE slug = ?", slug)

    async def _document_id(self, address: str) -> int | None:
        return await self._id("SELECT id FROM documents WHERE address = ?", address)

    async def _issue_id(self, newsletter: str, key: str) -> int | None:
        return await self._id(
            "SELECT i.id FROM issues i JOIN newsletters n ON n.id = i.newsletter_id WHERE n.slug = ? AND i.key = ?",
            newsletter,
            key,
        )
