"""A page -> the issues written on it: where each begins and ends, and what stands around its items.

Knows titles, greetings, sign-offs, footers and lists of earlier issues; does not look into items.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import pairwise

from bot.model import KnownIssue
from bot.parsing.dates import written_date
from bot.parsing.page import Line, Page, Shape
from bot.profile import Profile, first_match

_LONGEST_TITLE = 300
_LONGEST_NAME = 3  # words of an author's name
_DATELINE = 5  # lines within which a page gives its day
_LONGEST_GREETING = 15  # lines within which an issue greets its reader


@dataclass(slots=True)
class Draft:
    """An issue while its page is read: the lines of its items, and what was said above them."""

    title: str | None
    number: int | None
    url: str | None = None
    preheader: str | None = None
    lines: list[Line] = field(default_factory=list)


class _Zone(Enum):
    PREAMBLE = auto()  # above the first issue's title
    ITEMS = auto()
    FOOTER = auto()  # below a sign-off, until the next issue's title
    OLDER = auto()  # the list of earlier issues
    NOISE = auto()  # other people's newsletters, to the end


def issues(page: Page, profile: Profile) -> tuple[list[Draft], list[KnownIssue]]:
    """The issues on `page`, in its order, and those it only mentions by title and date."""
    drafts, older = _divide(page, profile)
    for draft in drafts:
        draft.preheader, draft.lines = _greeted(draft.lines, profile)
    if len(drafts) == 1:
        drafts[0].preheader = drafts[0].preheader or page.preheader
    return [draft for draft in drafts if draft.lines], _known(older, profile)


def _divide(page: Page, profile: Profile) -> tuple[list[Draft], list[Line]]:
    own = profile.number_of(page.title) if page.title else None
    drafts = [Draft(page.title, own)]
    older: list[Line] = []
    zone = _Zone.ITEMS if own is not None else _Zone.PREAMBLE
    for line in page.lines:
        ended = _ending(line, profile)
        number = None if ended else _heads(line, profile)
        if zone is _Zone.NOISE or ended is _Zone.NOISE:
            zone = _Zone.NOISE
        elif zone is _Zone.OLDER or ended is _Zone.OLDER:
            if zone is _Zone.OLDER:
                older.append(line)
            zone = _Zone.OLDER
        elif number is not None and own is None:
            if number != drafts[-1].number:
                drafts.append(Draft(line.text, number, _address(line)))
            zone = _Zone.ITEMS
        elif ended is _Zone.FOOTER:
            zone = _Zone.FOOTER
        elif zone is not _Zone.FOOTER and number is None and line.text != page.title:
            drafts[-1].lines.append(line)
    return drafts[1:] or drafts, older


def _heads(line: Line, profile: Profile) -> int | None:
    """The number of the issue that `line` is the title of, or None."""
    if line.shape not in (Shape.PARAGRAPH, Shape.HEADING) or len(line.text) > _LONGEST_TITLE:
        return None
    return profile.number_of(line.text)


def _address(line: Line) -> str | None:
    """Where a title leads to, if it is a link."""
    return next((anchor.url for anchor in line.anchors if anchor.url), None)


def _ending(line: Line, profile: Profile) -> _Zone | None:
    """The zone that `line` opens below an issue's items, or None."""
    if first_match(profile.boilerplate, line.text):
        return None
    zones = ((profile.noise, _Zone.NOISE), (profile.older, _Zone.OLDER), (profile.sign_off, _Zone.FOOTER))
    return next((zone for patterns, zone in zones if first_match(patterns, line.text)), None)


def _greeted(lines: Sequence[Line], profile: Profile) -> tuple[str | None, list[Line]]:
    """The preheader, if there is one, and `lines` without it, the greeting, and what the platform put among them."""
    preheader = None
    for at, line in enumerate(lines[:_LONGEST_GREETING]):
        if first_match(profile.welcome, line.text):
            above = [line.text for line in lines[:at] if _is_preheader(line, profile)]
            preheader = " ".join(above) or None
            lines = lines[at + 1 :]
            break
    return preheader, [line for line in lines if not first_match(profile.boilerplate, line.text)]


def _is_preheader(line: Line, profile: Profile) -> bool:
    """Whether a line above the greeting is a sentence, and not a name, a day or the count of those who liked it."""
    is_sentence = line.shape is Shape.PARAGRAPH and len(line.text.split()) > _LONGEST_NAME
    return is_sentence and not (_WRITTEN_DATE.fullmatch(line.text) or first_match(profile.boilerplate, line.text))


def dated(page: Page) -> dt.date | None:
    """The day that one of the page's first lines is, as it often stands below a title, or None."""
    written = (line.text for line in page.lines[:_DATELINE] if _WRITTEN_DATE.fullmatch(line.text))
    return next((day for text in written if (day := written_date(text))), None)


_WRITTEN_DATE = re.compile(r"(?:[a-z]+day,? )?[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-\d\d-\d\d", re.IGNORECASE)


def _known(lines: Sequence[Line], profile: Profile) -> list[KnownIssue]:
    """The earlier issues that a list of titles, each with its date below it, tells of."""
    known = []
    for title, below in pairwise(lines):
        number = profile.number_of(title.text)
        if number is not None and _WRITTEN_DATE.fullmatch(below.text):
            known.append(KnownIssue(profile.slug, number, title.text, written_date(below.text)))
    return known
