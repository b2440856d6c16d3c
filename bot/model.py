"""What the rooms hand to one another: documents, issues, items, links, questions and answers.

Small frozen types that import nothing of the project. All text offsets are in code points.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an item is: reporting, a piece of fiction, or a word about the newsletter itself."""

    STORY = "story"
    FICTION = "fiction"
    ANNOUNCEMENT = "announcement"


class Role(StrEnum):
    """What a stretch of an item's text is."""

    TAGLINE = "tagline"
    PLACE = "place"
    PARAGRAPH = "paragraph"
    ENTRY = "entry"  # one entry of a list, its bullet included
    QUOTATION = "quotation"  # a block quote
    LINK = "link"  # a line that only leads to a source
    INSPIRED_BY = "inspired_by"


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as they came from a source.

    `address` is the identity of the document (a URL, or the absolute path of a file); `media_type`
    is like ``text/html``; `retrieved` is an aware UTC time; `collection` is the name of the folder or
    archive the document came in, if any.
    """

    address: str
    media_type: str
    body: bytes
    retrieved: dt.datetime
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """`text[start:end]` of an item, and what it is. Parts are in order and do not overlap."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A source an item leads to.

    ``Read more: Attention Is All You Need (arXiv).`` has the lead ``Read more``, the label
    ``Attention Is All You Need`` and the source ``arXiv``. `url` is None where only the label is
    known; `search` marks a url that searches for the label instead of leading to it.
    """

    lead: str | None
    label: str
    source: str | None
    url: str | None
    search: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One story of an issue.

    `text` is the whole item as read, without its title: paragraphs parted by a blank line, list
    entries by a line end; `tagline`, `place` and `inspired_by` are repeated here without their
    ellipses, brackets and lead. `number` is the permanent number in the cite (0 until it is saved);
    `position` orders items within the issue, from 1. `section` is the heading as written.
    """

    title: str
    text: str
    parts: tuple[Part, ...]
    position: int
    number: int = 0
    kind: Kind = Kind.STORY
    section: str | None = None
    tagline: str | None = None
    place: str | None = None
    inspired_by: str | None = None
    url: str | None = None
    links: tuple[Link, ...] = ()
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueHead:
    """What is known of an issue besides its items.

    `newsletter` is a slug such as ``import-ai``; `key` is the identity within it: the number, else
    the date, else a slug of the title. `inferred` marks a number found by likeness, not stated.
    `search` marks a `url` that searches for the issue instead of leading to it.
    """

    newsletter: str
    key: str
    title: str
    number: int | None = None
    date: dt.date | None = None
    url: str | None = None
    search: bool = False
    preheader: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue and its items, in order."""

    head: IssueHead
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class KnownIssue:
    """An issue that was only heard of: it dates and links, and holds no text."""

    newsletter: str
    number: int
    title: str | None = None
    date: dt.date | None = None
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one document holds: the issues written in it, and those it only mentions by title and date."""

    newsletter: str
    newsletter_name: str
    issues: tuple[Issue, ...]
    known: tuple[KnownIssue, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """An item that mentions something, with its cite and the head of its issue."""

    cite: str
    head: IssueHead
    item: Item


@dataclass(frozen=True, slots=True)
class Cite:
    """The permanent name of an issue (``305``) or of an item of it (``305#3``).

    Outside the default newsletter the newsletter's slug goes first: ``haskell-weekly/305#3``.
    """

    newsletter: str
    key: str
    number: int | None = None

    # A newsletter's or issue's name begins with a letter or digit of any script; marks over letters may follow.
    _FORM = re.compile(r"(?:([^\W_][^\s/#]*)/)?([^\W_][^\s/#]*)(?:#(\d{1,9}))?")

    @classmethod
    def of(cls, head: IssueHead, item: Item | None = None) -> Cite:
        """The cite of an issue, or of an item of it."""
        return cls(head.newsletter, head.key, item.number if item else None)

    @classmethod
    def parse(cls, text: str, default: str) -> Cite | None:
        """The cite written in `text`, or None; `default` is the newsletter of a cite that names none."""
        found = cls._FORM.fullmatch(text.strip())
        if not found:
            return None
        newsletter, key, number = found.groups()
        return cls((newsletter or default).casefold(), key.casefold(), int(number) if number else None)

    def format(self, default: str) -> str:
        """The cite as people write it, where `default` is the newsletter that need not be named."""
        prefix = "" if self.newsletter == default else f"{self.newsletter}/"
        suffix = "" if self.number is None else f"#{self.number}"
        return f"{prefix}{self.key}{suffix}"


class Order(StrEnum):
    """How results are ordered: by relevance, or by date among those that match."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a result must be. Empty fields ask for nothing; ranges include both ends.

    `issues` are ranges of issue numbers; `section` is matched without case against the beginning of
    words of the section's heading; `position` is the item's place in its issue (1 is the lead);
    `newsletter` is a slug or a name, or several parted by commas; so is `cite`, that of an item.
    """

    issues: tuple[tuple[int, int], ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    section: str | None = None
    kind: Kind | None = None
    position: int | None = None
    newsletter: str | None = None
    cite: str | None = None

    def merged(self, other: Filters) -> Filters:
        """These filters, with what `other` asks for put over them."""
        names = ("issues", "since", "until", "section", "kind", "position", "newsletter", "cite")
        return Filters(**{name: getattr(other, name) or getattr(self, name) for name in names})


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood.

    `terms` are the analysed words that carry weight, in order, repeats kept; `phrases` must occur,
    `excluded` must not, both as written; `corrections` are (as written, as understood) pairs.
    """

    text: str
    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    filters: Filters = field(default_factory=Filters)
    corrections: tuple[tuple[str, str], ...] = ()
    order: Order = Order.RELEVANCE
    wants_source: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """`text` is exactly `item.text[start:end]`; `highlights` are spans within `text`."""

    text: str
    start: int
    end: int
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An item found for a question, and the words of it that answer.

    `read_more` is the label (with its source) of the link that answers a question for a source.
    """

    cite: str
    head: IssueHead
    item: Item
    quote: Quote
    score: float
    read_more: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` gives: hits, best first, or an honest abstention with suggestions of what to ask.

    `total` counts what there is to turn pages to, the hits among it; `sample` says that the hits come from the sample
    archive that a fresh bot starts with; `closest` that they are the nearest there is, and may not answer; `reason`
    is a sentence on why nothing could be found, where that is certain.
    """

    query: Query
    hits: tuple[Hit, ...]
    abstained: bool
    suggestions: tuple[str, ...] = ()
    total: int = 0
    sample: bool = False
    closest: bool = False
    reason: str | None = None
