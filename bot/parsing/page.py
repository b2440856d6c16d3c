"""What every format becomes before it is understood: a page of lines, with what is marked in them.

Knows nothing of any format or newsletter.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum


class UnreadableError(ValueError):
    """A document's content cannot be read; its text is the reason, as a person reads it."""


class Shape(StrEnum):
    """What a line is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ENTRY = "entry"  # the first line of a list's entry, its bullet included
    QUOTATION = "quotation"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Anchor:
    """`text[start:end]` of a line leads to `url`; None where the address may not be kept."""

    start: int
    end: int
    url: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, heading, entry, quotation or rule; its text has its spaces normalised.

    `level` is a heading's (1 to 6). `entry` counts the outermost list entries of a page: lines of one entry
    share it. `spaced` says that a blank line goes before. `bold` are spans of `text`. `fragment` is the name
    by which an address can point at the line.
    """

    text: str
    shape: Shape = Shape.PARAGRAPH
    level: int = 0
    entry: int | None = None
    spaced: bool = True
    bold: tuple[tuple[int, int], ...] = ()
    anchors: tuple[Anchor, ...] = ()
    fragment: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A document as lines, and what it says about itself outside of them.

    `names` are the names it gives its newsletter or site; `url` is the address it gives itself; `notes` are its
    footnotes, each behind the mark, such as ``[1]``, that stands where the text refers to it.
    """

    lines: tuple[Line, ...]
    title: str | None = None
    date: dt.date | None = None
    number: int | None = None
    url: str | None = None
    preheader: str | None = None
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


INVISIBLE = re.compile("[\u034f\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1f]")


def clean(text: str) -> str:
    """`text` with runs of white space, no-break spaces among them, as one space, and without what cannot be seen."""
    return " ".join(INVISIBLE.sub("", text).split())


# Three of the marks that Markdown takes, or more of any one mark but those that end a sentence.
_RULE = re.compile(r"[*_=~-](?:\s?[*_=~-]){2,}|([^\w\s.…!?])(?:\s?\1){3,}|[─━—]{2,}|⁂")


def is_rule(text: str) -> bool:
    """Whether a line of `text` parts what is above it from what is below."""
    return _RULE.fullmatch(text) is not None


_BULLET = re.compile(r"(?:[-–*•◦▪‣·●○]|\d{1,2}[.)])\s+(?=\S)")


def bullet(text: str) -> str | None:
    """The mark with which `text` opens a list's entry, or None."""
    found = _BULLET.match(text)
    return found.group() if found else None
