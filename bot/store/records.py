"""What the store gives back: issues, documents and generations, with what only the store knows of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

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

    @property
    def name(self) -> tuple[str, str]:
        """The document, and the name under which it holds the issue."""
        return self.address, self.issue.head.key


@dataclass(frozen=True, slots=True)
class StoredIssue:
    """The text shown of an issue, its items numbered, and the addresses of all documents that hold a copy.

    `gone` are the items that no longer stand in the text; they keep their numbers (and have position 0).
    `urls` are the public addresses that any copy gives the issue, that of the text shown first.
    """

    issue: Issue
    content_hash: str
    documents: tuple[str, ...]
    gone: tuple[Item, ...] = ()
    urls: tuple[str, ...] = ()


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
class Arrival:
    """When the archive first had an issue; `is_news` is false for a backfill."""

    newsletter: str
    key: str
    seen: dt.datetime
    is_news: bool


@dataclass(frozen=True, slots=True)
class Newest:
    """The highest issue number and the latest date that the archive has of a newsletter."""

    number: int | None
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A place on the web that issues come from, and how the visits to it went. Times are aware, in UTC.

    `kind` and `read_from`, the address that this kind is read from, are None until it was reached once; `named` says
    that an operator named it, not the profile.
    `failing_since` is the first visit that failed after the last good one, and `failures` how many did, in a row.
    `next_visit` is when a worker comes again; before `barred_until` the server wants nobody to come.
    `issues` counts those that it has brought and the archive holds.
    """

    address: str
    kind: str | None = None
    read_from: str | None = None
    named: bool = False
    visited: dt.datetime | None = None
    succeeded: dt.datetime | None = None
    failing_since: dt.datetime | None = None
    failures: int = 0
    next_visit: dt.datetime | None = None
    barred_until: dt.datetime | None = None
    error: str | None = None
    issues: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """What is known of how the bot serves those who ask: counts by name, questions in vain, and votes by cite.

    `unanswered` are (text, times), most often asked first; `votes` are (cite, helpful, not helpful), worst first.
    """

    counts: dict[str, int]
    unanswered: tuple[tuple[str, int], ...]
    votes: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Follow:
    """A channel in which new issues are posted; all ids are Discord's.

    Only issues dated and first seen from `since` on are posted, with a `section` only those that have it. `role` is
    pinged. `by` set it up and is told when posting fails: `is_troubled` says that this was done. It is None once
    that member is forgotten.
    """

    server: int
    channel: int
    section: str | None
    role: int | None
    by: int | None
    since: dt.datetime
    is_troubled: bool = False


@dataclass(frozen=True, slots=True)
class Alert:
    """Words that a member wants to be told of when a new issue has them, from `since` on."""

    member: int
    words: str
    since: dt.datetime


class DeliveryState(StrEnum):
    """How far a delivery came. What was begun is UNKNOWN until Discord has answered."""

    PENDING = "pending"
    UNKNOWN = "unknown"
    SENT = "sent"
    GIVEN_UP = "given up"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger: an issue, by newsletter and key, that goes to a channel or a member, the `recipient`.

    With `named_in`, it is only named, in the message of the delivery with that `name`. `tried` is the first attempt,
    `message` the id of what was sent. Nobody tries again before `next_attempt`.
    """

    recipient: int
    newsletter: str
    issue: str
    planned: dt.datetime
    next_attempt: dt.datetime
    named_in: str | None = None
    state: DeliveryState = DeliveryState.PENDING
    tried: dt.datetime | None = None
    attempts: int = 0
    message: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The issue's newsletter, and its key there."""
        return self.newsletter, self.issue

    @property
    def name(self) -> str:
        """What tells it from the recipient's other deliveries."""
        return f"{self.newsletter}/{self.issue}"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """What those who manage a server chose for it. `mention_channels` are Discord's ids; none of them means all.

    `private` shows answers to the asker alone; `keeps_questions` lets the text of questions in vain be kept.
    """

    private: bool = False
    keeps_questions: bool = True
    mention_channels: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Event:
    """What is counted once: what happened, and in which server (its id), if in any.

    `in_vain` is the text of a question that found nothing, where it may be kept.
    """

    what: str
    server: int | None
    in_vain: str | None = None


@dataclass(frozen=True, slots=True)
class Noted:
    """What gathered since it was last written down.

    `events` are what happened, by Discord's id of the message or interaction that asked for it; `states` are what
    short keys in the ids of buttons stand for.
    """

    events: dict[int, Event] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.events or self.states)

    def add(self, other: Noted) -> None:
        """Takes over what the other holds."""
        self.events.update(other.events)
        self.states.update(other.states)
