"""Which terms stand for one another. Knows the table of synonyms, by stems; knows no archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.search.language.analysis import fold, stem
from bot.search.language.lexicon import SYNONYMS


@lru_cache(maxsize=1)
def likes() -> Mapping[str, tuple[str, ...]]:
    """The stems that stand for a stem."""
    found: dict[str, dict[str, None]] = {}
    for group in SYNONYMS:
        stems = dict.fromkeys(stem(fold(word)) for word in group)
        for one in stems:
            found.setdefault(one, {}).update(stems)
    return {one: tuple(other for other in group if other != one) for one, group in found.items()}


def alike(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms of like meaning that a question does not hold itself, each once."""
    table = likes()
    return tuple(dict.fromkeys(other for term in terms for other in table.get(term, ()) if other not in terms))
