"""What the store gives back: issues, documents and generations, with what only the store knows of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.model import Issue, Item


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A kept document without its bytes: `sha256` is of its latest version, `settled` as in the table."""

    address: str
    sha256: str
    settled: bool
    named_newsletter: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """An issue as the document at `address` has it, and the key it goes by in the archive.

    They differ where the document does not state the number and a likeness told it.
    """

    address: str
    key: str
    issue: Issue


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """The text shown of an issue, its items numbered, and the addresses of all documents that hold a copy.

    `gone` are the items that no longer stand in the text; they keep their numbers (and have position 0).
    """

    issue: Issue
    content_hash: str
    documents: tuple[str, ...]
    gone: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class GenerationRecord:
    """One generation of the index: its running number, the name of its folder, and what it counts."""

    number: int
    name: str
    built: dt.datetime
    issues: int
    items: int
    links: int


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is known of how the bot serves those who ask: counts by name, questions in vain, and votes by cite.

    `unanswered` are (text, times), most often asked first; `votes` are (cite, helpful, not helpful), worst first.
    """

    counts: dict[str, int]
    unanswered: tuple[tuple[str, int], ...]
    votes: tuple[tuple[str, int, int], ...]
