"""A query -> items in order. Knows scores; knows nothing of sentences or of words to show.

Stage one is BM25 over the query's terms; what is re-scored here are its candidates: words of like meaning add a share,
fiction is held back from questions that do not invite it, and a question for the newest orders real matches by date.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.model import Filters, Kind, Order, Query
from bot.search.analysis import fold, stem
from bot.search.bm25 import Floats, Ints, best
from bot.search.building import KINDS
from bot.search.filters import begins_word
from bot.search.generation import Generation
from bot.search.lexicon import SYNONYMS

SYNONYM_SHARE = 0.5
"""What a word of like meaning is worth where the word itself is missing; it never counts as rarer than that word."""

FICTION_SHARE = 0.6
"""What is left of a story's score under a question that does not invite fiction."""

COVERED_WEIGHT = 2.0
"""How strongly the share of the question that an item holds lifts its score."""

ALIKE_COVERS = 0.5
"""How much of a term a word of like meaning covers."""

REAL_MATCH = 0.6
"""A real match scores at least this share of the best; only these are ordered by date."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """An item's place, its score, and the share (0 to 1, by rarity) of the question's terms that it holds."""

    place: int
    score: float
    covered: float


def allowed(generation: Generation, filters: Filters) -> npt.NDArray[np.bool_]:
    """Which items the filters let through. Shape (items,)."""
    columns = generation.columns
    keep = np.ones(generation.item_count, np.bool_)
    if filters.issues:
        number = columns.issue_number
        keep &= np.any([(first <= number) & (number <= last) for first, last in filters.issues], axis=0)
    if filters.since:
        keep &= columns.date >= filters.since.toordinal()
    if filters.until:
        keep &= (columns.date <= filters.until.toordinal()) & (columns.date > 0)
    if filters.kind:
        keep &= columns.kind == KINDS.index(filters.kind)
    if filters.position:
        keep &= columns.position == filters.position
    if filters.section:
        names = [begins_word(name, filters.section) for name in generation.about.sections]
        keep &= np.array([*names, False], np.bool_)[columns.section]
    if filters.newsletter:
        keep &= _of_newsletter(generation, filters.newsletter)
    return keep


def rank(generation: Generation, query: Query, *, fiction: bool, count: int) -> list[Ranked]:
    """The `count` best items that the query's filters let through and that share a word with it, best first."""
    keep = allowed(generation, query.filters)
    places = _matching(generation, query, keep)
    if not len(places):
        return []
    covered = _covered(generation, query.terms)
    scores = _scores(generation, query, covered, hold_fiction=not fiction and query.filters.kind is None)
    if query.order is not Order.RELEVANCE:
        scores = _by_date(generation, places, scores, newest=query.order is Order.NEWEST)
    return [Ranked(place, score, float(covered[place])) for place, score in best(places, scores, count)]


def listed(generation: Generation, filters: Filters, order: Order, count: int) -> list[Ranked]:
    """The items that the filters let through, for a question that looks for no words, newest issue first."""
    places = np.flatnonzero(allowed(generation, filters))
    issues = generation.columns.issue[places].astype(np.int64)
    in_order = np.lexsort((places, issues if order is Order.OLDEST else -issues))
    return [Ranked(place, 0.0, 1.0) for place in places[in_order][:count].tolist()]


def holding(generation: Generation, query: Query) -> Ints:
    """The places of all items that match a query and its filters."""
    return _matching(generation, query, allowed(generation, query.filters))


def scored(generation: Generation, query: Query) -> Floats:
    """The score of every item for the words of a query as they are written, without anything understood."""
    return generation.ranking.get_scores(query.terms)


@lru_cache(maxsize=1)
def likes() -> dict[str, tuple[str, ...]]:
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


def has_phrase(generation: Generation, place: int, phrase: Sequence[str]) -> bool:
    """Whether the item's title or text has the terms one right after the other."""
    wanted = [generation.vocabulary.get(term) for term in phrase]
    if None in wanted:
        return False
    tokens = generation.tokens(place)
    text = tokens.terms[~tokens.compound]
    return any(_runs(terms, wanted) for terms in (generation.title_terms(place), text))


def _runs(terms: npt.NDArray[np.uint32], wanted: Sequence[int | None]) -> bool:
    room = len(terms) - len(wanted) + 1
    if room <= 0:
        return False
    found = np.ones(room, np.bool_)
    for step, term in enumerate(wanted):
        found &= terms[step : step + room] == term
    return bool(found.any())


def _matching(generation: Generation, query: Query, keep: npt.NDArray[np.bool_]) -> Ints:
    ranking = generation.ranking
    places = ranking.matches([*query.terms, *alike(query.terms)])
    places = places[keep[places]]
    for phrase in query.phrases:
        places = places[[has_phrase(generation, place, phrase) for place in places.tolist()]]
    for phrase in query.excluded:
        places = places[[not has_phrase(generation, place, phrase) for place in places.tolist()]]
    return places


def _scores(generation: Generation, query: Query, covered: Floats, *, hold_fiction: bool) -> Floats:
    """What each item is worth. Shape (items,)."""
    asked = set(query.terms)
    scores = np.zeros(generation.item_count)
    for term in query.terms:
        scores += _meaning(generation, term, asked)
    # BM25 gives a word in half of the items nothing, so in a small archive what is covered has to tell
    scores = (scores + covered) * (1 + COVERED_WEIGHT * covered)
    if hold_fiction:
        scores[generation.columns.kind == KINDS.index(Kind.FICTION)] *= FICTION_SHARE
    return scores


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
    real = places[scores[places] >= REAL_MATCH * top]
    issues = generation.columns.issue[real].astype(np.float64)
    lifted = scores.copy()
    lifted[real] = top * (2 + (issues if newest else -issues + generation.issue_count)) + scores[real]
    return lifted


def _of_newsletter(generation: Generation, wanted: str) -> npt.NDArray[np.bool_]:
    names = {wanted.casefold()}
    slugs = {slug for slug, name in generation.newsletters.items() if {slug, name.casefold()} & names}
    issues = np.array([head.newsletter in slugs for head in generation.heads], np.bool_)
    found: npt.NDArray[np.bool_] = issues[generation.columns.issue]
    return found
