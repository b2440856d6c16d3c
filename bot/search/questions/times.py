"""Times in plain words -> spans of days that a result must be of. Knows how people name them; see also periods."""

from __future__ import annotations

import re

import numpy as np

from bot.search.index.generation import Generation
from bot.search.language.analysis import tokenise
from bot.search.language.periods import MONTHS, PARTS_OF_YEAR, Days, bounds, days_of, months_of
from bot.search.language.rules import Rule
from bot.search.questions.state import Understood, taken

_DIGITS = tuple("0123456789")
_WITHIN = ("in", "from", "during", "around")
_FROM_ON = ("since", "after")
_UP_TO = ("before", "until", "till")
_RELATION = r"(?P<relation>in|on|from|during|since|after|before|until|till|by|of|the|around|for)"
_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
_MONTH_CUES = tuple(dict.fromkeys(name[:3] for name in MONTHS))
_DAY_MONTH_YEAR = Rule(
    rf"\b(?:{_RELATION}\s+)?(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\.?,?\s+(?P<year>20\d\d)\b",
    cues=("20",),
)
_MONTH_DAY_YEAR = Rule(
    rf"\b(?:{_RELATION}\s+)?{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b", cues=("20",)
)
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
    r"(?<![\w-])(?P<bare>(?:19|20)\d\d-\d{2}(?:-\d{2})?)(?![\w-])|^\s*(?P<alone>(?:19|20)\d\d)\s*$",
    cues=_DIGITS,
)
_MONTH_ALONE = Rule(
    rf"\b(?P<relation>in|from|during|since|after|before|until|till)\s+{_MONTH}\b(?!\s*\d)",
    cues=_MONTH_CUES,
)
_NOTHING_ELSE = Rule(rf"^\s*(?P<relation>){_MONTH}\s*$", cues=_MONTH_CUES)


def times(state: Understood, generation: Generation) -> None:
    """Understands months, parts of years, years and days."""
    _days_of_months(state)
    _months_with_year(state)
    _parts_of_year(state)
    _days(state, generation)
    _months(state, generation)


def _days_of_months(state: Understood) -> None:
    for rule in (_DAY_MONTH_YEAR, _MONTH_DAY_YEAR):
        for found in taken(state, rule, lambda found: _day_of_month(found) is not None):
            days = _day_of_month(found)
            if days:
                state.narrow(bounds(_relation(found), days))


def _day_of_month(found: re.Match[str]) -> Days | None:
    return days_of(f"{found['year']}-{MONTHS[found['month'].casefold()]}-{found['day']}")


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
        return _is_year_of_issues(_relation(found), written, state.text, generation)

    for found in taken(state, _DAYS, is_time):
        days = days_of(_date(found))
        if days:
            state.narrow(bounds(_relation(found), days))
    years = (found for found in _DAYS.finditer(state.text) if days_of(_date(found)))
    state.elsewhen = any(_relation(found) in _WITHIN for found in years)


def _date(found: re.Match[str]) -> str:
    return found["date"] or found["bare"] or found["alone"]


def _is_year_of_issues(relation: str, year: str, text: str, generation: Generation) -> bool:
    """Whether a year tells when issues came out: ``the 2012 paper`` does not.

    ``in 2012`` and ``by 2012`` do only where issues came out in that year, and ``until 2050`` only where no item has
    that year and another word of the text: else it is what they write of.
    """
    if days_of(year) is None:
        return False
    if relation in (*_WITHIN, "by"):
        return _reaches(generation, year)
    newest = generation.newest
    if relation in _UP_TO and newest and int(year) > newest.year:
        return not _written_of(year, text, generation)
    return relation in (*_UP_TO, *_FROM_ON)


def _written_of(year: str, text: str, generation: Generation) -> bool:
    """Whether an item has a year and another word of a text."""
    places = generation.ranking.matches([year])
    others = {token.term for token in tokenise(text) if not token.stop} - {year}
    return any(bool(generation.held(term, places)[0].any()) for term in others)


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
    for found in (*taken(state, _MONTH_ALONE, _is_month), *taken(state, _NOTHING_ELSE, _is_month)):
        month = MONTHS[found["month"].casefold()]
        state.narrow(bounds(_relation(found), months_of(newest.year - (month > newest.month), month, month)))


def _is_month(found: re.Match[str]) -> bool:
    """Whether this is a month rather than a word that is written alike."""
    return found["month"].casefold() not in ("may", "mar")


def _relation(found: re.Match[str]) -> str:
    return (found["relation"] or "in").casefold().strip()
