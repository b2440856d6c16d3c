"""Plain words of a question -> what a result must be. Knows how people name sections, fiction, places and recency.

What was understood is blanked out of the text, so that the words left over are those to look for.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model import Filters, Kind, Order
from bot.search.index.generation import Generation
from bot.search.language.rules import Rule
from bot.search.questions.issues import issues, newest_and_oldest
from bot.search.questions.state import Understood, taken
from bot.search.questions.times import times


def plain_words(state: Understood, generation: Generation) -> None:
    """Understands issues, dates, sections, fiction, the lead story and recency in ordinary words."""
    issues(state, generation)
    times(state, generation)
    newest_and_oldest(state, generation)
    _section(state, generation)
    _fiction(state)
    _positions(state)
    _recency(state)


def begins_word(heading: str, words: str) -> bool:
    """Whether `words` stand in `heading` from the beginning of a word, whatever the case."""
    return f" {words.casefold().strip()}" in f" {heading.casefold()}"


_SECTION = Rule(r"\b(?:(?:in|from|under)\s+)?(?:the\s+)?((?:\w+\s+){1,4})sections?\b", cues=("section",))


def _section(state: Understood, generation: Generation) -> None:
    for found in taken(state, _SECTION, lambda found: _heading(found.group(1), generation) is not None):
        state.narrow(Filters(section=_heading(found.group(1), generation)))


def _heading(words: str, generation: Generation) -> str | None:
    """The longest ending of `words` that a section's heading holds from the beginning of a word."""
    parts = words.split()
    endings = (" ".join(parts[start:]) for start in range(len(parts)))
    names = generation.about.sections
    return next((ending for ending in endings if any(begins_word(name, ending) for name in names)), None)


_STORY = r"stor(?:y|ies)"
_TALE = (
    r"tech[\s-]+tales?\b"
    rf"|(?:short\s+|piece\s+of\s+)?(?:sci-?fi|science\s+fiction|fiction(?:al)?)(?:\s+(?:{_STORY}|pieces?|ones?))?\b"
    rf"|short\s+{_STORY}\b|(?:short\s+)?tales?\b"
)
_FICTION = Rule(rf"\b(?:(?P<edge>last|first)\s+)?(?:{_TALE})", cues=("tale", "fi", "short"))
_MAYBE_FICTION = Rule(
    rf"\b(?:the|which|that|a|in)\s+(?:[\w'’-]+\s+){{0,4}}{_STORY}\b",
    rf"\b{_STORY}\s+(?:about|on|of|with|where|in\s+which)\b",
    r"\b(?:narrator|protagonist|characters?)\b",
    cues=("stor", "narrator", "protagonist", "character"),
)
_ORDINALS = {"lead": 1, "top": 1, "main": 1, "opening": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_ITEM = rf"(?:{_STORY}|items?|articles?|pieces?|headlines?)"
_POSITION = Rule(
    rf"\b(?:the\s+)?(?P<ordinal>{'|'.join(_ORDINALS)})\s+{_ITEM}\b",
    rf"\b{_ITEM}\s+(?:number\s+|no\.?\s*|#\s*)?(?P<place>[1-9]\d?)\b",
    cues=(*_ORDINALS, "stor", "item", "article", "piece", "headline"),
)
_NEWEST = Rule(
    r"\b(?:latest|newest|most\s+recent(?:ly)?|recent(?:ly)?|lately|up\s+to\s+date)\b",
    rf"\blast\s+(?={_ITEM}|mention|time|coverage|thing|report|post|news|issue|edition)",
    r"\b(?:this|last|past)\s+week\b(?!'?s)",
    r"^\s*last\s*$",
    r"\bwhat(?:'?s|\s+is)\s+new(?:\s+(?:today|this\s+week))?\W*$",
    cues=("late", "newest", "recent", "date", "last", "new", "week"),
)
_OLDEST = Rule(
    rf"\b(?:earliest|oldest)\b|^\s*first\s*$|\bfirst\s+(?={_ITEM}|mention|time|coverage|thing|report)",
    cues=("earliest", "oldest", "first"),
)


def _fiction(state: Understood) -> None:
    for found in taken(state, _FICTION):
        state.narrow(Filters(kind=Kind.FICTION))
        if found["edge"]:
            state.order = Order.NEWEST if found["edge"].casefold() == "last" else Order.OLDEST
    state.fiction = bool(_MAYBE_FICTION.search(state.text))


def _positions(state: Understood) -> None:
    """Only the lead story has a place without an issue: a first story elsewhere is a matter of time."""

    def is_place(found: re.Match[str]) -> bool:
        return bool(state.filters.issues) or (found["ordinal"] or "").casefold() == "lead"

    for found in taken(state, _POSITION, is_place):
        place = int(found["place"]) if found["place"] else _ORDINALS[found["ordinal"].casefold()]
        state.filters = replace(state.filters, position=place)


def _recency(state: Understood) -> None:
    for _ in taken(state, _NEWEST):
        state.order = Order.NEWEST
    for _ in taken(state, _OLDEST):
        state.order = Order.OLDEST
