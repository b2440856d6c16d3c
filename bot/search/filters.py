"""Plain words and operators of a question -> what a result must be. Knows how people name issues, dates and sections.

What was understood is blanked out of the text, so that the words left over are those to look for.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bot.model import Filters, Kind, Order
from bot.search.generation import Generation

_MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_SEASONS = {
    "early": (1, 4), "mid": (5, 8), "late": (9, 12), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11),
    "winter": (12, 14), "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
}  # fmt: skip
_RELATION = r"(?P<relation>in|from|during|since|after|before|until|till|by|of|the|around|for)"
_DAY = r"(?P<date>\d{4}-\d{2}(?:-\d{2})?|\d{4})"
_NUMBERS = r"\d{1,4}(?:\s*(?:,|and|or|&|to|through|until|-|–)\s*(?:issues?\s*)?#?\d{1,4})*"
_ORDINALS = {"lead": 1, "top": 1, "main": 1, "opening": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_ITEM = r"(?:stor(?:y|ies)|items?|articles?|pieces?|headlines?)"


@dataclass(slots=True)
class Understood:
    """What has been understood so far: `text` holds what is left, at its old places; `fiction` invites fiction in."""

    text: str
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.RELEVANCE
    fiction: bool = False


def operators(state: Understood, generation: Generation) -> None:
    """Understands ``issue:305``, ``section:tales``, ``before:2022-06``, ``after:2022``, ``kind:fiction``."""
    for found in _taken(
        state, re.compile(r"\b(issue|section|before|after|since|until|kind|newsletter):(\"[^\"]*\"|\S+)")
    ):
        name, value = found.group(1).casefold(), found.group(2).strip('"')
        added = _operator(name, value, generation)
        if added is not None:
            state.filters = state.filters.merged(added)


def plain_words(state: Understood, generation: Generation) -> None:
    """Understands issues, dates, sections, fiction, the lead story and recency in ordinary words."""
    for understand in (_issues, _edges, _bare_number, _month_year, _parts_of_year, _days, _months, _section):
        understand(state, generation)
    _fiction(state)
    _positions(state)
    _recency(state)


def _taken(
    state: Understood, pattern: re.Pattern[str], keep: Callable[[re.Match[str]], bool] | None = None
) -> Iterator[re.Match[str]]:
    """The matches of `pattern` that `keep` agrees to, each blanked out of the text."""
    for found in list(pattern.finditer(state.text)):
        if keep is None or keep(found):
            start, end = found.span()
            state.text = state.text[:start] + " " * (end - start) + state.text[end:]
            yield found


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _operator(name: str, value: str, generation: Generation) -> Filters | None:
    if name == "issue":
        ranges = tuple(_ranges(value))
        return Filters(issues=ranges) if ranges else None
    if name == "section":
        return Filters(section=value)
    if name == "newsletter":
        return Filters(newsletter=value.casefold())
    if name == "kind":
        return Filters(kind=Kind(value.casefold())) if value.casefold() in set(Kind) else None
    days = _span_of(value)
    return _bounded("after" if name == "after" else name, days) if days else None


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """``301-303, 305`` -> (301, 303), (305, 305)."""
    for first, last in re.findall(r"(\d{1,4})(?:\s*(?:-|–|to|through|until)\s*(?:issues?\s*)?#?(\d{1,4}))?", text):
        ends = (int(first), int(last or first))
        yield min(ends), max(ends)


_ISSUES = _rule(
    rf"\b(?:(?:in|from|of|between|for)\s+)?(?:issues?|import ai|editions?|numbers?|no\.)\s*(?:no\.?|number)?\s*#?(?P<between>{_NUMBERS})\b"
    rf"|(?<!\w)#(?P<hash>{_NUMBERS})\b"
)
_BARE = _rule(r"\b(?:in|from|of)\s+(\d{2,4})(?=\s*(?:$|[?!.,;]|about\b|on\b|did\b|was\b|is\b|please\b|pls\b))")


def _issues(state: Understood, generation: Generation) -> None:
    for found in _taken(state, _ISSUES):
        numbers = found["between"] or found["hash"]
        if "between" in found.group().casefold().split()[0]:
            numbers = re.sub(r"\band\b", "to", numbers)
        state.filters = replace(state.filters, issues=(*state.filters.issues, *_ranges(numbers)))


def _bare_number(state: Understood, generation: Generation) -> None:
    known = set(generation.columns.issue_number.tolist())
    for found in _taken(state, _BARE, lambda found: int(found.group(1)) in known):
        number = int(found.group(1))
        state.filters = replace(state.filters, issues=(*state.filters.issues, (number, number)))


_EDGE = _rule(
    r"\b(?:the\s+)?(?P<edge>latest|newest|most recent|last|current|this week'?s|oldest|earliest|first)\s+(?:issue|edition|newsletter)\b"
)


def _edges(state: Understood, generation: Generation) -> None:
    numbers = [
        head.number for head in generation.heads if head.newsletter == generation.default_newsletter and head.number
    ]
    if not numbers:
        return
    for found in _taken(state, _EDGE):
        number = min(numbers) if found["edge"].casefold() in ("oldest", "earliest", "first") else max(numbers)
        state.filters = replace(state.filters, issues=(*state.filters.issues, (number, number)))


_MONTH_YEAR = _rule(rf"\b(?:{_RELATION}\s+)?(?:issues?\s+(?:from|of)\s+)?{_MONTH}\.?,?\s+(?:of\s+)?(?P<year>20\d\d)\b")
_PART_OF_YEAR = _rule(
    rf"\b(?:{_RELATION}\s+)?(?:the\s+)?(?P<part>{'|'.join(_SEASONS)})[\s-]+(?:of\s+)?(?P<year>20\d\d)\b"
)
_YEAR_PART = _rule(r"\b(?:in\s+)?(?P<year>20\d\d)\s*(?P<part>q[1-4])\b")
_DAYS = _rule(rf"\b{_RELATION}\s+{_DAY}\b(?P<issue>\s+(?:issues?|editions?|newsletters?))?")
_MONTH_ALONE = _rule(rf"\b(?P<relation>in|from|during|since|after|before|until)\s+{_MONTH}\b(?!\s*\d)")


def _month_year(state: Understood, generation: Generation) -> None:
    for found in _taken(state, _MONTH_YEAR):
        month, year = _MONTHS[found["month"].casefold()], int(found["year"])
        _bound(state, found["relation"], _months_of(year, month, month))


def _parts_of_year(state: Understood, generation: Generation) -> None:
    for pattern in (_PART_OF_YEAR, _YEAR_PART):
        for found in _taken(state, pattern):
            first, last = _SEASONS[found["part"].casefold()]
            relation = found.groupdict().get("relation")
            _bound(state, relation, _months_of(int(found["year"]), first, last))


def _days(state: Understood, generation: Generation) -> None:
    years = {dt.date.fromordinal(day).year for day in generation.columns.date.tolist() if day}

    def is_time(found: re.Match[str]) -> bool:
        relation, day = found["relation"].casefold(), found["date"]
        if relation in ("the", "of", "for") and not found["issue"]:
            return False
        return len(day) > 4 or bool(found["issue"]) or (int(day) in years and relation != "by")

    for found in _taken(state, _DAYS, is_time):
        days = _span_of(found["date"])
        if days:
            _bound(state, found["relation"], days)


def _months(state: Understood, generation: Generation) -> None:
    newest = generation.newest
    if newest is None:
        return
    for found in _taken(state, _MONTH_ALONE, lambda found: found["month"].casefold() not in ("may", "mar")):
        month = _MONTHS[found["month"].casefold()]
        _bound(state, found["relation"], _months_of(newest.year - (month > newest.month), month, month))


def _months_of(year: int, first: int, last: int) -> tuple[dt.date, dt.date]:
    """The first and last day of a run of months, which may reach into the next year."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return dt.date(year, first, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def _span_of(text: str) -> tuple[dt.date, dt.date] | None:
    """``2022``, ``2022-06`` or ``2022-06-14`` -> its first and last day; None for what is no date."""
    if not re.fullmatch(r"\d{4}(?:-\d{1,2}){0,2}", text):
        return None
    year, *rest = (int(part) for part in text.split("-"))
    try:
        if len(rest) == 2:
            day = dt.date(year, *rest)
            return day, day
        return _months_of(year, rest[0], rest[0]) if rest else _months_of(year, 1, 12)
    except ValueError:
        return None


def _bounded(relation: str, days: tuple[dt.date, dt.date]) -> Filters:
    first, last = days
    if relation == "since":
        return Filters(since=first)
    if relation == "after":
        return Filters(since=last + dt.timedelta(days=1))
    if relation == "before":
        return Filters(until=first - dt.timedelta(days=1))
    if relation in ("until", "till", "by"):
        return Filters(until=last)
    return Filters(since=first, until=last)


def _bound(state: Understood, relation: str | None, days: tuple[dt.date, dt.date]) -> None:
    state.filters = state.filters.merged(_bounded((relation or "in").casefold(), days))


_SECTION = _rule(r"\b(?:(?:in|from|under)\s+)?(?:the\s+)?((?:\w+\s+){1,4})sections?\b")


def _section(state: Understood, generation: Generation) -> None:
    def known(found: re.Match[str]) -> bool:
        return _heading(found.group(1), generation) is not None

    for found in _taken(state, _SECTION, known):
        state.filters = replace(state.filters, section=_heading(found.group(1), generation))


def _heading(words: str, generation: Generation) -> str | None:
    """The longest ending of `words` that a section's heading holds from the beginning of a word."""
    parts = words.split()
    endings = (" ".join(parts[start:]) for start in range(len(parts)))
    return next(
        (ending for ending in endings if any(begins_word(name, ending) for name in generation.about.sections)), None
    )


def begins_word(heading: str, words: str) -> bool:
    """Whether `words` stand in `heading` from the beginning of a word, whatever the case."""
    return f" {words.casefold().strip()}" in f" {heading.casefold()}"


_FICTION = _rule(
    r"\b(?:tech[\s-]+tales?|(?:short\s+|piece\s+of\s+)?(?:sci-?fi|science\s+fiction|fiction(?:al)?)(?:\s+(?:stor(?:y|ies)|pieces?|ones?))?|short\s+stor(?:y|ies)|tales?)\b"
)
_MAYBE_FICTION = _rule(
    r"\b(?:the|which|that|a|in)\s+(?:[\w'’-]+\s+){0,4}stor(?:y|ies)\b|\b(?:narrator|protagonist|characters?)\b"
)


def _fiction(state: Understood) -> None:
    for _ in _taken(state, _FICTION):
        state.filters = replace(state.filters, kind=Kind.FICTION)
    state.fiction = bool(_MAYBE_FICTION.search(state.text))


_POSITION = _rule(rf"\b(?:the\s+)?(?P<ordinal>{'|'.join(_ORDINALS)})\s+{_ITEM}\b")


def _positions(state: Understood) -> None:
    def is_place(found: re.Match[str]) -> bool:
        return found["ordinal"].casefold() == "lead" or bool(state.filters.issues)

    for found in _taken(state, _POSITION, is_place):
        state.filters = replace(state.filters, position=_ORDINALS[found["ordinal"].casefold()])


_NEWEST = _rule(r"\b(?:latest|newest|most\s+recent(?:ly)?|recent(?:ly)?|lately|up\s+to\s+date)\b")
_OLDEST = _rule(rf"\b(?:earliest|oldest)\b|\bfirst\s+(?={_ITEM}|mention|time|coverage|thing|report)")


def _recency(state: Understood) -> None:
    for _ in _taken(state, _NEWEST):
        state.order = Order.NEWEST
    for _ in _taken(state, _OLDEST):
        state.order = Order.OLDEST
