"""A query -> items in order. Knows scores; knows nothing of sentences or of words to show.

Stage one is BM25 over the query's terms; what is re-scored here are its candidates: words of like meaning add a share,
likeness of meaning lifts where there is a model, fiction is held back from questions that do not invite it, and a
question for the newest orders real matches by date.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.model import Kind, Order, Query
from bot.search.building import KINDS
from bot.search.generation import Generation
from bot.search.matching import allowed, holding, matching
from bot.search.meaning import alike, likes
from bot.search.postings import Floats, Ints
from bot.search.semantic import Likeness
from bot.search.summing import best

SYNONYM_SHARE = 0.5
"""What a word of like meaning is worth where the word itself is missing; it never counts as rarer than that word."""

HELD_BACK = 0.6
"""What is left of the score of fiction and announcements under a question that does not invite fiction."""

COVERED_WEIGHT = 2.0
"""How strongly the share of the question that an item holds lifts its score."""

ALIKE_COVERS = 0.5
"""How much of a term a word of like meaning covers."""

LIKENESS_WEIGHT = 4.0
"""How strongly likeness of meaning lifts a score: an item more alike by 0.17 counts for twice as much."""

UNSHARED = 0.1
"""What an item that shares no word with the question starts from: a share of the best score that words give."""

RESCORED, NEAREST = 100, 20
"""How many items, best by their words and most alike in meaning, are compared with the question closely."""

REAL_MATCH = 0.6
"""A real match scores at least this share of the best; only these are ordered by date."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item's place, its score, and the share (0 to 1, by rarity) of the question's terms that it holds."""

    place: int
    score: float
    covered: float


def rank(
    generation: Generation, query: Query, *, fiction: bool, count: int, likeness: Likeness | None = None
) -> list[Ranked]:
    """The `count` best items for a question, best first; `fiction` invites stories in.

    Words of like meaning count, and so does likeness as a whole. With an order by date, the items whose words really
    match come first, by date.
    """
    places = matching(generation, query, [*query.terms, *alike(query.terms)])
    covered = _covered(generation, query.terms)
    scores = _scores(generation, query, covered)
    if likeness and query.order is Order.RELEVANCE:
        places = _candidates(generation, query, places, scores, likeness)
        scores = _lifted(places, scores, likeness)
    if not fiction and query.filters.kind is None:
        scores[generation.columns.kind != KINDS.index(Kind.STORY)] *= HELD_BACK
    if query.order is not Order.RELEVANCE and len(places):
        scores = _by_date(generation, places, scores, newest=query.order is Order.NEWEST)
    return _ranked(best(places, scores, count), covered)


def look_up(generation: Generation, query: Query, count: int) -> tuple[list[Ranked], int]:
    """The `count` best items that hold words of a query as they are, in its order, and how many do in all."""
    places = matching(generation, query, query.terms)
    covered = _covered(generation, query.terms)
    scores = generation.ranking.get_scores(query.terms) + covered
    if query.order is not Order.RELEVANCE and len(places):
        scores = _in_order(generation, places, scores, newest=query.order is Order.NEWEST)
    return _ranked(best(places, scores, count), covered), len(places)


def listed(generation: Generation, query: Query, count: int) -> tuple[list[Ranked], int]:
    """The first `count` items that the filters let through, newest issue first, and how many there are in all."""
    places = matching(generation, query, None)
    recency = generation.recency[places]
    in_order = np.lexsort((places, recency if query.order is Order.OLDEST else -recency))
    return [Ranked(place, 0.0, 1.0) for place in places[in_order][:count].tolist()], len(places)


def _ranked(found: Sequence[tuple[int, float]], covered: Floats) -> list[Ranked]:
    return [Ranked(place, score, float(covered[place])) for place, score in found]


def _candidates(generation: Generation, query: Query, places: Ints, scores: Floats, likeness: Likeness) -> Ints:
    """The best of `places` by their words, and the items most alike in meaning that the query lets through."""
    by_words = [place for place, _ in best(places, scores, RESCORED)]
    open_to = np.flatnonzero(allowed(generation, query.filters))
    near = [place for place, _ in best(open_to, likeness.items, NEAREST)]
    return np.union1d(np.array(by_words, np.int64), holding(generation, query, np.array(near, np.int64)))


def _lifted(places: Ints, scores: Floats, likeness: Likeness) -> Floats:
    """The scores of some places, more the more alike they are to the question; 0 for all others."""
    lifted = np.zeros(len(scores))
    if len(places):
        alike = (likeness.items[places] + likeness.best_sentences(places)) / 2
        least = UNSHARED * max(float(scores[places].max()), 1.0)
        lifted[places] = (scores[places] + least) * np.exp(LIKENESS_WEIGHT * alike)
    return lifted


def _scores(generation: Generation, query: Query, covered: Floats) -> Floats:
    """What each item is worth by its words. Shape (items,)."""
    asked = set(query.terms)
    scores = np.zeros(generation.item_count)
    for term in query.terms:
        scores += _meaning(generation, term, asked)
    # BM25 gives a word in half of the items nothing, so in a small archive what is covered has to tell
    return (scores + covered) * (1 + COVERED_WEIGHT * covered)


def _meaning(generation: Generation, term: str, asked: Set[str]) -> Floats:
    """What a term gives each item: its own BM25 share, or the share of a word of like meaning where that is more."""
    shares = generation.ranking.get_scores([term])
    rarity = generation.idf(term)
    for other in likes().get(term, ()):
        place = None if other in asked else generation.vocabulary.get(other)
        if place is not None:
            documents, weights = generation.ranking.postings.of(place)
            share = SYNONYM_SHARE * min(1.0, rarity / generation.idf(other))
            shares[documents] = np.maximum(shares[documents], share * weights)
    return shares


def _covered(generation: Generation, terms: Sequence[str]) -> Floats:
    """The share of the terms, by rarity, that each item holds; a word of like meaning holds half. Shape (items,)."""
    covered = np.zeros(generation.item_count)
    whole = 0.0
    for term in dict.fromkeys(terms):
        held = np.zeros(generation.item_count)
        for other in likes().get(term, ()):
            held[_having(generation, other)] = ALIKE_COVERS
        held[_having(generation, term)] = 1.0
        rarity = generation.idf(term)
        covered += rarity * held
        whole += rarity
    return covered / whole if whole else covered


def _having(generation: Generation, term: str) -> npt.NDArray[np.uint32]:
    place = generation.vocabulary.get(term)
    return np.empty(0, np.uint32) if place is None else generation.ranking.postings.of(place)[0]


def _by_date(generation: Generation, places: Ints, scores: Floats, *, newest: bool) -> Floats:
    """Scores that put real matches first, in the order of their dates, and the rest behind as they were."""
    top = scores[places].max()
    return _in_order(generation, places[scores[places] >= REAL_MATCH * top], scores, newest=newest)


def _in_order(generation: Generation, places: Ints, scores: Floats, *, newest: bool) -> Floats:
    """Scores that put some places before all others, by their issues, and within an issue as they were."""
    recency = generation.recency[places].astype(np.float64)
    step = float(scores.max()) + 1.0
    lifted = scores.copy()
    lifted[places] += step * (1 + (recency if newest else generation.issue_count - recency))
    return lifted
