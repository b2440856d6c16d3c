"""An item -> the items most like it, and the words that they share. Knows the ranking's weights; knows no question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.model import IssueHead, Item
from bot.search.index.generation import Generation
from bot.search.index.summing import best
from bot.search.index.writing import written

_TELLING = 30
"""By how many of its words, the weightiest, an item is compared."""

_MOST_COMMON = 0.3
"""Words that stand in a larger share of the items tell nothing of one."""

SHOWN_WORDS = 5


@dataclass(frozen=True, slots=True)
class Related:
    """An item like another one. `words` are those they share as this item writes them, the weightiest first."""

    cite: str
    head: IssueHead
    item: Item
    words: tuple[str, ...]
    score: float


def related(generation: Generation, place: int, count: int = 5) -> tuple[Related, ...]:
    """The `count` items most like the one at a place, best first; only those that share two words with it."""
    terms, weights = _telling(generation, place)
    scores = np.zeros(generation.item_count)
    shared = np.zeros(generation.item_count, np.int64)
    for term, weight in zip(terms, weights, strict=True):
        documents, theirs = generation.ranking.postings.of(term)
        scores[documents] += weight * theirs
        shared[documents] += 1
    shared[place] = 0
    found = best(np.flatnonzero(shared >= 2), scores, count)
    return tuple(_related(generation, other, score, terms, weights) for other, score in found)


def _telling(generation: Generation, place: int) -> tuple[list[int], list[float]]:
    """The terms that tell most of the item, and their weights in it: those of its title, and those that it repeats."""
    title = generation.title_terms(place)
    terms, counts = np.unique(generation.tokens(place).terms, return_counts=True)
    own = np.union1d(title, terms[counts > 1])
    weighed = ((_weight(generation, term, place), term) for term in own.tolist())
    ordered = sorted((pair for pair in weighed if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))[:_TELLING]
    return [term for _, term in ordered], [weight for weight, _ in ordered]


def _weight(generation: Generation, term: int, place: int) -> float:
    documents, weights = generation.ranking.postings.of(term)
    if not 1 < len(documents) <= max(_MOST_COMMON * generation.item_count, 2):
        return 0.0
    at = int(np.searchsorted(documents, place))
    return float(weights[at]) if at < len(documents) and documents[at] == place else 0.0


def _related(
    generation: Generation, place: int, score: float, terms: Sequence[int], weights: Sequence[float]
) -> Related:
    item = generation.item_at(place)
    worth = {
        term: weight * theirs
        for term, weight in zip(terms, weights, strict=True)
        if (theirs := _weight(generation, term, place)) > 0
    }
    ordered = sorted(worth, key=lambda term: (-worth[term], term))
    words = [word for word in dict.fromkeys(written(generation, place, item, term) for term in ordered) if word]
    shown = tuple(word for word in words if not _is_part(word, words))[:SHOWN_WORDS]
    return Related(generation.cite(place), generation.head_at(place), item, shown, round(score, 4))


def _is_part(word: str, words: Sequence[str]) -> bool:
    """Whether a word stands within another one of these, as ``Git`` does in ``GitHub``."""
    return any(word.casefold() in other.casefold() for other in words if other != word)
