"""Issues and items to and from the database's rows. Knows columns; opens nothing."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bot.model import Issue, IssueHead, Item, Kind, KnownIssue, Link, Part

Value = str | int | bytes | None  # what a column of a STRICT table may hold here

ISSUE_COLUMNS = "key, number, inferred, title, date, url, preheader"
ITEM_COLUMNS = "number, position, kind, section, title, tagline, place, inspired_by, text, parts, url"


def issue_values(head: IssueHead) -> dict[str, Value]:
    """The row of an issue, by column."""
    return {
        "key": head.key,
        "number": head.number,
        "inferred": int(head.inferred),
        "title": head.title,
        "date": head.date.isoformat() if head.date else None,
        "url": head.url,
        "preheader": head.preheader,
    }


def issue_head(row: sqlite3.Row, newsletter: str) -> IssueHead:
    """The issue that a row holds."""
    return IssueHead(
        newsletter=newsletter,
        key=row["key"],
        title=row["title"],
        number=row["number"],
        date=day(row["date"]),
        url=row["url"],
        preheader=row["preheader"],
        inferred=bool(row["inferred"]),
    )


def item_values(item: Item) -> dict[str, Value]:
    """The row of an item, by column."""
    return {
        "number": item.number,
        "position": item.position,
        "kind": item.kind.value,
        "section": item.section,
        "title": item.title,
        "tagline": item.tagline,
        "place": item.place,
        "inspired_by": item.inspired_by,
        "text": item.text,
        "parts": msgspec.json.encode(item.parts).decode(),
        "url": item.url,
    }


def item(row: sqlite3.Row, links: Iterable[sqlite3.Row], references: Iterable[int]) -> Item:
    """The item that a row holds, with its links and references in order."""
    return Item(
        number=row["number"],
        position=row["position"] or 0,
        kind=Kind(row["kind"]),
        section=row["section"],
        title=row["title"],
        tagline=row["tagline"],
        place=row["place"],
        inspired_by=row["inspired_by"],
        text=row["text"],
        parts=msgspec.json.decode(row["parts"], type=tuple[Part, ...]),
        url=row["url"],
        links=tuple(Link(link["lead"], link["label"], link["source"], link["url"]) for link in links),
        references=tuple(references),
    )


def known_issue(row: sqlite3.Row) -> KnownIssue:
    """The known issue that a row (with its newsletter's slug) holds."""
    return KnownIssue(row["slug"], row["number"], row["title"], day(row["date"]), tuple(json.loads(row["urls"])))


def encode_issue(issue: Issue) -> str:
    """An issue as JSON, for the copies."""
    return msgspec.json.encode(issue).decode()


def decode_issue(text: str) -> Issue:
    """An issue from its JSON."""
    return msgspec.json.decode(text, type=Issue)


def time_value(moment: dt.datetime | None) -> str | None:
    """An aware time as text, in UTC, so that texts sort as times do."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else None


def moment(text: str | None) -> dt.datetime | None:
    """The time that `time_value` wrote."""
    return dt.datetime.fromisoformat(text) if text else None


def grouped(rows: Iterable[sqlite3.Row], column: str) -> Mapping[int, Sequence[sqlite3.Row]]:
    """The rows by the value of one column, in order."""
    groups: dict[int, list[sqlite3.Row]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def day(text: str | None) -> dt.date | None:
    """The date in a column."""
    return dt.date.fromisoformat(text) if text else None
