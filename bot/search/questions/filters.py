"""Plain words and operators of a question -> what a result must be. Knows how people name issues, dates and sections.

What was understood is blanked out of the text, so that the words left over are those to look for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.model import Filters, Kind, Order
from bot.search.index.generation import Generation
from bot.search.language.periods import MONTHS, PARTS_OF_YEAR, bounds, days_of, months_of
from bot.search.language.rules import Rule


@dataclass(slots=True)
class Understood:
    """What has been understood so far: `text` holds what is left, at its old places; `fiction` invites fiction in."""

    text: str
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.RELEVANCE
    fiction: bool = False

    def narrow(self, added: Filters) -> None:
        """Puts `added` over the filters."""
        self.filters = self.filters.merged(added)


def operators(state: Understood) -> None:
    """Understands ``issue:305``, ``section:tales``, ``before:2022-06``, ``after:2022``, ``kind:fiction``."""
    for found in _taken(state, _OPERATOR):
        state.narrow(_operator(found.group(1).casefold(), found.group(2).strip('"')))


def plain_words(state: Understood, generation: Generation) -> None:
    """Understands issues, dates, sections, fiction, the lead story and recency in ordinary words."""
    _newsletters(state, generation)
    _issues(state)
    _first_and_last_issue(state, generation)
    _bare_number(state, generation)
    _months_with_year(state)
    _parts_of_year(state)
    _days(state, generation)
    _months(state, generation)
    _section(state, generation)
    _fiction(state)
    _positions(state)
    _recency(state)


def begins_word(heading: str, words: str) -> bool:
    """Whether `words` stand in `heading` from the beginning of a word, whatever the case."""
    return f" {words.casefold().strip()}" in f" {heading.casefold()}"


def _taken(
    state: Understood, rule: Rule, keep: Callable[[re.Match[str]], bool] | None = None
) -> Iterator[re.Match[str]]:
    """What `rule` finds and `keep` agrees to, each blanked out of the text."""
    for found in list(rule.finditer(state.text)):
        if keep is None or keep(found):
            start, end = found.span()
            state.text = state.text[:start] + " " * (end - start) + state.text[end:]
            yield found


_OPERATOR = Rule(r"\b(issue|section|before|after|since|until|kind|newsletter):(\"[^\"]*\"|\S+)", cues=(":",))


def _operator(name: str, value: str) -> Filters:
    if name == "issue":
        return Filters(issues=tuple(_ranges(value)))
    if name == "section":
        return Filters(section=value)
    if name == "newsletter":
        return Filters(newsletter=value.casefold())
    if name == "kind":
        return Filters(kind=Kind(value.casefold())) if value.casefold() in set(Kind) else Filters()
    days = days_of(value)
    return bounds(name, days) if days else Filters()


_DIGITS = tuple("0123456789")
_AND = r"\s*(?:,|and|or|&|to|through|until|-|–)\s*"
_NUMBERS = rf"\d{{1,4}}(?:{_AND}(?:issues?\s*)?#?\d{{1,4}})*"
_ISSUES = Rule(
    r"\b(?:(?:in|from|of|between|for)\s+)?(?:issues?|editions?|numbers?|no\.)\s*(?:no\.?|number)?\s*"
    rf"#?(?P<named>{_NUMBERS})\b",
    rf"(?<!\w)#(?P<marked>{_NUMBERS})\b",
    cues=("issue", "edition", "number", "no.", "#"),
)
_BARE = Rule(
    r"\b(?:in|from|of)\s+(\d{2,4})(?=\s*(?:$|[?!.,;]|(?:about|on|did|was|is|please|pls)\b))",
    cues=_DIGITS,
)
_EDGE = Rule(
    r"\b(?:the\s+)?(?P<edge>latest|newest|most recent|last|current|this week'?s|oldest|earliest|first)\s+"
    r"(?:issue|edition|newsletter)\b",
    cues=("issue", "edition", "newsletter"),
)


def _newsletters(state: Understood, generation: Generation) -> None:
    """The name of a newsletter, or its last word, before a number is an issue; the name chooses among several."""
    for slug, name in generation.newsletters.items():
        if " " not in name and len(generation.newsletters) == 1:
            continue  # one word may well be meant as a word
        whole, last = _named(name)
        if whole.search(state.text) and len(generation.newsletters) > 1:
            state.narrow(Filters(newsletter=slug))
        text = whole.sub(lambda found: " issue " if found["number"] else " ", state.text)
        state.text = last.sub("issue ", text) if last else text


@lru_cache
def _named(name: str) -> tuple[Rule, Rule | None]:
    """The rules for the name of a newsletter, and for its last word before a number, where that is long enough."""
    form = rf"\b(?:(?:in|from|of)\s+)?(?:the\s+)?{re.escape(name)}\b(?P<number>\s*(?:issue\s*)?(?=#?\d))?"
    last = name.split()[-1]
    short = Rule(rf"\b{re.escape(last)}\s+(?=#?\d)", cues=(last.casefold(),)) if len(last) > 3 else None
    return Rule(form, cues=(name.casefold(),)), short


def _issues(state: Understood) -> None:
    for found in _taken(state, _ISSUES):
        numbers = found["named"] or found["marked"]
        if found.group().casefold().startswith("between"):
            numbers = re.sub(r"\band\b", "to", numbers)
        state.narrow(Filters(issues=(*state.filters.issues, *_ranges(numbers))))


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """``301-303, 305`` -> (301, 303), (305, 305)."""
    for first, last in re.findall(r"(\d{1,4})(?:\s*(?:-|–|to|through|until)\s*(?:issues?\s*)?#?(\d{1,4}))?", text):
        ends = (int(first), int(last or first))
        yield min(ends), max(ends)


def _bare_number(state: Understood, generation: Generation) -> None:
    numbers = generation.columns.issue_number
    for found in _taken(state, _BARE, lambda found: bool(np.any(numbers == int(found.group(1))))):
        number = int(found.group(1))
        state.narrow(Filters(issues=(*state.filters.issues, (number, number))))


def _first_and_last_issue(state: Understood, generation: Generation) -> None:
    slug = state.filters.newsletter or generation.default_newsletter
    for found in _taken(state, _EDGE, lambda _: len(_numbers(generation, slug)) > 0):
        numbers = _numbers(generation, slug)
        number = int(numbers.min() if found["edge"].casefold() in ("oldest", "earliest", "first") else numbers.max())
        state.narrow(Filters(issues=(*state.filters.issues, (number, number))))


def _numbers(generation: Generation, newsletter: str) -> npt.NDArray[np.int32]:
    """The numbers of the issues of a newsletter."""
    numbers = generation.columns.issue_number[generation.is_of([newsletter])]
    return numbers[numbers > 0]


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
    cues=_DIGITS,
)
_MONTH_ALONE = Rule(
    rf"\b(?P<relation>in|from|during|since|after|before|until)\s+{_MONTH}\b(?!\s*\d)",
    cues=tuple(dict.fromkeys(name[:3] for name in MONTHS)),
)


def _months_with_year(state: Understood) -> None:
    for found in _taken(state, _MONTH_YEAR):
        month = MONTHS[found["month"].casefold()]
        state.narrow(bounds(_relation(found), months_of(int(found["year"]), month, month)))


def _parts_of_year(state: Understood) -> None:
    for pattern in (_PART_YEAR, _YEAR_PART):
        for found in _taken(state, pattern):
            days = months_of(int(found["year"]), *PARTS_OF_YEAR[found["part"].casefold()])
            state.narrow(bounds(_relation(found), days))


def _days(state: Understood, generation: Generation) -> None:
    """A year alone is a time only where issues came out in it: ``the 2012 paper`` is not."""

    def is_time(found: re.Match[str]) -> bool:
        relation, day = found["relation"].casefold(), found["date"]
        if relation in ("the", "of", "for", "by") and not found["issue"]:
            return False
        return len(day) > len("2022") or bool(found["issue"]) or _reaches(generation, day)

    for found in _taken(state, _DAYS, is_time):
        days = days_of(found["date"])
        if days:
            state.narrow(bounds(_relation(found), days))


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
    for found in _taken(state, _MONTH_ALONE, lambda found: found["month"].casefold() not in ("may", "mar")):
        month = MONTHS[found["month"].casefold()]
        state.narrow(bounds(_relation(found), months_of(newest.year - (month > newest.month), month, month)))


def _relation(found: re.Match[str]) -> str:
    return (found["relation"] or "in").casefold().strip()


_SECTION = Rule(r"\b(?:(?:in|from|under)\s+)?(?:the\s+)?((?:\w+\s+){1,4})sections?\b", cues=("section",))


def _section(state: Understood, generation: Generation) -> None:
    for found in _taken(state, _SECTION, lambda found: _heading(found.group(1), generation) is not None):
        state.narrow(Filters(section=_heading(found.group(1), generation)))


def _heading(words: str, generation: Generation) -> str | None:
    """The longest ending of `words` that a section's heading holds from the beginning of a word."""
    parts = words.split()
    endings = (" ".join(parts[start:]) for start in range(len(parts)))
    names = generation.about.sections
    return next((ending for ending in endings if any(begins_word(name, ending) for name in names)), None)


_STORY = r"stor(?:y|ies)"
_FICTION = Rule(
    r"\btech[\s-]+tales?\b",
    rf"\b(?:short\s+|piece\s+of\s+)?(?:sci-?fi|science\s+fiction|fiction(?:al)?)(?:\s+(?:{_STORY}|pieces?|ones?))?\b",
    rf"\bshort\s+{_STORY}\b|\btales?\b",
    cues=("tale", "fi", "short"),
)
_MAYBE_FICTION = Rule(
    rf"\b(?:the|which|that|a|in)\s+(?:[\w'’-]+\s+){{0,4}}{_STORY}\b",
    rf"\b{_STORY}\s+(?:about|on|of|with|where|in\s+which)\b",
    r"\b(?:narrator|protagonist|characters?)\b",
    cues=("stor", "narrator", "protagonist", "character"),
)
_ORDINALS = {"lead": 1, "top": 1, "main": 1, "opening": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_ITEM = rf"(?:{_STORY}|items?|articles?|pieces?|headlines?)"
_POSITION = Rule(rf"\b(?:the\s+)?(?P<ordinal>{'|'.join(_ORDINALS)})\s+{_ITEM}\b", cues=tuple(_ORDINALS))
_NEWEST = Rule(
    r"\b(?:latest|newest|most\s+recent(?:ly)?|recent(?:ly)?|lately|up\s+to\s+date)\b",
    cues=("late", "newest", "recent", "date"),
)
_OLDEST = Rule(
    rf"\b(?:earliest|oldest)\b|\bfirst\s+(?={_ITEM}|mention|time|coverage|thing|report)",
    cues=("earliest", "oldest", "first"),
)


def _fiction(state: Understood) -> None:
    for _ in _taken(state, _FICTION):
        state.narrow(Filters(kind=Kind.FICTION))
    state.fiction = bool(_MAYBE_FICTION.search(state.text))


def _positions(state: Understood) -> None:
    """Only the lead story has a place without an issue: a first story elsewhere is a matter of time."""

    def is_place(found: re.Match[str]) -> bool:
        return found["ordinal"].casefold() == "lead" or bool(state.filters.issues)

    for found in _taken(state, _POSITION, is_place):
        state.filters = replace(state.filters, position=_ORDINALS[found["ordinal"].casefold()])


def _recency(state: Understood) -> None:
    for _ in _taken(state, _NEWEST):
        state.order = Order.NEWEST
    for _ in _taken(state, _OLDEST):
        state.order = Order.OLDEST
