"""A query -> items in order. Knows scores; knows nothing of sentences or of words to show.

Stage one is BM25 over the query's terms; what is re-scored here are its candidates: words of like meaning add a share,
likeness of meaning lifts where there is a model, fiction is held back from questions that do not invite it, and a
question for the newest orders real matches by date.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from bot.model import Kind, Order, Query
from bot.search.index.building import KINDS
from bot.search.index.generation import Generation
from bot.search.index.postings import Floats, Ints, Mask
from bot.search.index.summing import best
from bot.search.language.meaning import alike, likes
from bot.search.results.holdings import Holdings, holdings
from bot.search.results.matching import allowed, holding, matching
from bot.search.semantic import Likeness

SYNONYM_SHARE = 0.5
"""What a word of like meaning is worth where the word itself is missing; it never counts as rarer than that word."""

HELD_BACK = 0.6
"""What is left of the score of fiction and announcements under a question that does not invite fiction."""

COVERED_WEIGHT = 2.0
"""How strongly the share of the question that an item holds lifts its score."""

ALIKE_COVERS = 0.5
"""How much of a term a word of like meaning covers."""

LIKENESS_WEIGHT = 2.0
"""How strongly likeness of meaning lifts a score: an item more alike by 0.35 counts for twice as much."""

UNSHARED = 0.1
"""What an item that shares no word with the question starts from: a share of the best score that words give."""

RESCORED, NEAREST = 100, 20
"""How many items, best by their words and most alike in meaning, are compared with the question closely."""

REAL_MATCH = 0.6
"""A real match scores at least this share of the best; only these are ordered by date."""

WHOLE_MATCH = 0.5
"""An item that holds the whole question is a real match with this share; with less, it has the words here and there."""

WHOLE = 1.0 - 1e-9
"""The share of the question that counts as the whole of it, as sums of shares may be off by a rounding."""


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
    places = _candidates(generation, query, likeness, count)
    scores, covered = _worth(generation, query.terms, places)
    if likeness and query.order is Order.RELEVANCE:
        scores = _lifted(places, scores, likeness)
    whole = covered >= WHOLE
    if not fiction and query.filters.kind is None:
        held_back = generation.columns.kind[places] != KINDS.index(Kind.STORY)
        scores[held_back] *= HELD_BACK
        whole &= ~held_back
    if query.order is not Order.RELEVANCE and len(places):
        real = scores >= np.where(whole, WHOLE_MATCH, REAL_MATCH) * scores.max()
        scores = _in_order(generation, places, scores, real, newest=query.order is Order.NEWEST)
    return _ranked(places, scores, covered, count)


def look_up(generation: Generation, query: Query, count: int) -> tuple[list[Ranked], int]:
    """The `count` best items that hold words of a query as they are, in its order, and how many do in all."""
    places = matching(generation, query, query.terms)
    total = len(places)
    scores = generation.ranking.get_scores(query.terms)[places]
    if query.order is Order.RELEVANCE and 0 < count < total:
        # what is covered adds one at most, so only these can be among the best
        near = scores >= np.partition(scores, total - count)[total - count] - 1.0
        places, scores = places[near], scores[near]
    covered = _covered(generation, query.terms, _holdings(generation, query.terms, places))
    scores = scores + covered
    if query.order is not Order.RELEVANCE and total:
        scores = _in_order(generation, places, scores, np.ones(total, np.bool_), newest=query.order is Order.NEWEST)
    return _ranked(places, scores, covered, count), total


def listed(generation: Generation, query: Query, count: int) -> tuple[list[Ranked], int]:
    """The first `count` items that the filters let through, newest issue first, and how many there are in all.

    Where several issues are asked for by number, each gives its first item before any gives its second.
    """
    places = matching(generation, query, None)
    recency = generation.recency[places]
    turn = generation.columns.position[places] if query.filters.issues else np.zeros(len(places))
    in_order = np.lexsort((places, recency if query.order is Order.OLDEST else -recency, turn))
    return [Ranked(place, 0.0, 1.0) for place in places[in_order][:count].tolist()], len(places)


def _ranked(places: Ints, scores: Floats, covered: Floats, count: int) -> list[Ranked]:
    """The `count` best of some places, best first, ties by place."""
    return [
        Ranked(int(places[at]), score, float(covered[at])) for at, score in best(np.arange(len(places)), scores, count)
    ]


def _candidates(generation: Generation, query: Query, likeness: Likeness | None, count: int) -> Ints:
    """The places, ascending, of the items that are compared with the question closely.

    They are the best by stage one, and the most alike in meaning. By date, every match may be among the first.
    """
    terms = (*query.terms, *alike(query.terms))
    if query.order is not Order.RELEVANCE:
        return matching(generation, query, terms)
    open_to = allowed(generation, query.filters)
    near = _nearest(generation, query, open_to, likeness) if likeness else []
    if query.phrases or query.excluded:
        open_to = np.zeros(generation.item_count, np.bool_)
        open_to[matching(generation, query, terms)] = True
    most = max(count, RESCORED)
    found = generation.ranking.top(terms, most, open_to)
    if len(found) == most and terms != query.terms:
        # words of like meaning count in full here: common ones alone could leave no room for the words themselves
        found += generation.ranking.top(query.terms, most, open_to)
    return np.array(sorted({*near, *(place for place, _ in found)}), np.int64)


def _nearest(generation: Generation, query: Query, open_to: Mask, likeness: Likeness) -> list[int]:
    """The items most alike to the question in meaning of those that its filters are `open_to`, phrases heeded."""
    near = [place for place, _ in best(np.flatnonzero(open_to), likeness.items, NEAREST)]
    places: list[int] = holding(generation, query, np.array(near, np.int64)).tolist()
    return places


def _lifted(places: Ints, scores: Floats, likeness: Likeness) -> Floats:
    """Scores, more the more alike their items are to the question."""
    if not len(places):
        return scores
    alike = (likeness.items[places] + likeness.best_sentences(places)) / 2
    least = UNSHARED * max(float(scores.max()), 1.0)
    lifted: Floats = (scores + least) * np.exp(LIKENESS_WEIGHT * alike)
    return lifted


def _holdings(generation: Generation, terms: Sequence[str], places: Ints) -> Holdings:
    """What some items hold of the terms and of words of like meaning."""
    return holdings(generation, {*terms, *alike(terms)}, places)


def _worth(generation: Generation, terms: Sequence[str], places: Ints) -> tuple[Floats, Floats]:
    """What each item is worth by its words, and the share of the question that it holds. Shapes (places,)."""
    found = _holdings(generation, terms, places)
    asked = frozenset(terms)
    shares = {term: _meaning(generation, term, asked, found) for term in asked}
    scores = np.zeros(len(places))
    for term in terms:
        scores += shares[term]
    covered = _covered(generation, terms, found)
    # BM25 gives a word in half of the items nothing, so in a small archive what is covered has to tell
    return (scores + covered) * (1 + COVERED_WEIGHT * covered), covered


def _meaning(generation: Generation, term: str, asked: Set[str], found: Holdings) -> Floats | float:
    """What a term gives each item: its own BM25 share, or the share of a word of like meaning where that is more."""
    own = found.rows.get(term)
    shares: Floats | float = 0.0 if own is None else found.added[own]
    rarity = generation.idf(term)
    for other in likes().get(term, ()):
        row = None if other in asked else found.rows.get(other)
        if row is not None:
            share = SYNONYM_SHARE * min(1.0, rarity / generation.idf(other))
            shares = np.where(found.held[row], np.maximum(shares, share * found.added[row]), shares)
    return shares


def _covered(generation: Generation, terms: Sequence[str], found: Holdings) -> Floats:
    """The share of the terms, by rarity, that each item holds; a word of like meaning holds half. Shape (places,)."""
    covered = np.zeros(found.held.shape[1])
    whole = 0.0
    for term in dict.fromkeys(terms):
        share = np.zeros(len(covered))
        for row in found.rows_of(likes().get(term, ())):
            share[found.held[row]] = ALIKE_COVERS
        for row in found.rows_of((term,)):
            share[found.held[row]] = 1.0
        rarity = generation.idf(term)
        covered += rarity * share
        whole += rarity
    return covered / whole if whole else covered


def _in_order(generation: Generation, places: Ints, scores: Floats, first: Mask, *, newest: bool) -> Floats:
    """Scores that put the `first` of some places before the rest, by their issues, and within an issue as they were."""
    recency = generation.recency[places[first]].astype(np.float64)
    step = float(scores.max()) + 1.0
    lifted = scores.copy()
    lifted[first] += step * (1 + (recency if newest else generation.issue_count - recency))
    return lifted
