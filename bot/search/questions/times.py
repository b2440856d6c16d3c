"""Times in plain words -> spans of days that a result must be of. Knows how people name them; see also periods."""

from __future__ import annotations

import re

import numpy as np

from bot.search.index.generation import Generation
from bot.search.language.periods import MONTHS, PARTS_OF_YEAR, bounds, days_of, months_of
from bot.search.language.rules import Rule
from bot.search.questions.state import Understood, taken

_DIGITS = tuple("0123456789")
_WITHIN = ("in", "from", "during", "around")
_FROM_ON = ("since", "after")
_UP_TO = ("before", "until", "till")
_RELATION = r"(?P<relation>in|from|during|since|after|before|until|till|by|of|the|around|for)"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_MONTH_YEAR = Rule(
    rf"\b(?:{_RELATION}\s+)?(?:issues?\s+(?:from|of)\s+)?{_MONTH}\.?,?\s+(?:of\s+)?(?P<year>20\d\d)\b",
    cues=("20",),
)
_PART_YEAR = Rule(
    rf"\b(?:{_RELATION}\s+)?(?:the\s+)?(?P<part>{'|'.join(PARTS_OF_YEAR)})[\s-]+(?:of\s+)?(?P<year>20\d\d)\b",
    cues=("20",),
)
_YEAR_PART = Rule(r"\b(?P<relation>in\s+)?(?P<year>20\d\d)\s*(?P<part>q[1-4])\b", cues=("20",))
_DAYS = Rule(
    rf"\b{_RELATION}\s+(?P<date>\d{{4}}-\d{{2}}(?:-\d{{2}})?|\d{{4}})\b(?P<issue>\s+(?:issues?|editions?|newsletters?))?",
    r"(?<![\w-])(?P<bare>(?:19|20)\d\d-\d{2}(?:-\d{2})?)(?![\w-])",
    cues=_DIGITS,
)
_MONTH_ALONE = Rule(
    rf"\b(?P<relation>in|from|during|since|after|before|until)\s+{_MONTH}\b(?!\s*\d)",
    cues=tuple(dict.fromkeys(name[:3] for name in MONTHS)),
)


def times(state: Understood, generation: Generation) -> None:
    """Understands months, parts of years, years and days."""
    _months_with_year(state)
    _parts_of_year(state)
    _days(state, generation)
    _months(state, generation)


def _months_with_year(state: Understood) -> None:
    for found in taken(state, _MONTH_YEAR):
        month = MONTHS[found["month"].casefold()]
        state.narrow(bounds(_relation(found), months_of(int(found["year"]), month, month)))


def _parts_of_year(state: Understood) -> None:
    for pattern in (_PART_YEAR, _YEAR_PART):
        for found in taken(state, pattern):
            days = months_of(int(found["year"]), *PARTS_OF_YEAR[found["part"].casefold()])
            state.narrow(bounds(_relation(found), days))


def _days(state: Understood, generation: Generation) -> None:
    def is_time(found: re.Match[str]) -> bool:
        written = _date(found)
        if len(written) > len("2022") or found["issue"]:
            return days_of(written) is not None
        return _is_year_of_issues(_relation(found), written, generation)

    for found in taken(state, _DAYS, is_time):
        days = days_of(_date(found))
        if days:
            state.narrow(bounds(_relation(found), days))
    state.elsewhen = any(_relation(found) in _WITHIN for found in _DAYS.finditer(state.text))


def _date(found: re.Match[str]) -> str:
    return found["date"] or found["bare"]


def _is_year_of_issues(relation: str, year: str, generation: Generation) -> bool:
    """Whether a year tells when issues came out: ``the 2012 paper`` does not, nor does ``until 2050``.

    ``in 2012`` does only where issues came out in that year: else it is what they may write of.
    """
    newest = generation.newest
    if relation in _WITHIN:
        return _reaches(generation, year)
    if relation in _UP_TO and newest:
        return days_of(year) is not None and int(year) <= newest.year
    return relation in (*_UP_TO, *_FROM_ON) and days_of(year) is not None


def _reaches(generation: Generation, year: str) -> bool:
    """Whether issues came out in a year."""
    days = days_of(year)
    date = generation.columns.date
    return days is not None and bool(np.any((days[0].toordinal() <= date) & (date <= days[1].toordinal())))


def _months(state: Understood, generation: Generation) -> None:
    """A month without its year is the last one of that name that the archive reaches."""
    newest = generation.newest
    if newest is None:
        return
    for found in taken(state, _MONTH_ALONE, lambda found: found["month"].casefold() not in ("may", "mar")):
        month = MONTHS[found["month"].casefold()]
        state.narrow(bounds(_relation(found), months_of(newest.year - (month > newest.month), month, month)))


def _relation(found: re.Match[str]) -> str:
    return (found["relation"] or "in").casefold().strip()
