"""Why an item was found for a question: the words that matched and what each gave. Reads what the ranking reads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.model import Filters, IssueHead, Item, Order, Query
from bot.search.index.generation import Generation
from bot.search.index.writing import written
from bot.search.language.analysis import tokenise
from bot.search.language.meaning import likes
from bot.search.questions.understanding import as_meant, understand
from bot.search.quotes.wanted import holds
from bot.search.results.ranking import SYNONYM_SHARE


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the question and what the item has for it.

    `asked` and `found` are as question and item write them; `found` is None where the item has nothing for it. `like`
    marks a word of like meaning. `share` is what it gave of all that the words gave (0 to 1), `held` in how many items
    of the archive the word stands.
    """

    asked: str
    found: str | None
    like: bool
    share: float
    held: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an item was found. `matches` come weightiest first, and last the words that it lacks.

    `closer_than` is the share (0 to 1) of the archive that is less alike to the question in meaning than the item; None
    where likeness of meaning did not count.
    """

    query: Query
    head: IssueHead
    item: Item
    cite: str
    matches: tuple[Match, ...]
    items: int
    closer_than: float | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    term: int | None
    like: bool
    weight: float


def explain(generation: Generation, text: str, place: int, filters: Filters, *, plainly: bool = True) -> Explanation:
    """Why the item at a place was found for a question (`plainly`), or for words that were looked up."""
    query = understand(text, generation, filters, plainly=plainly).query
    item = generation.item_at(place)
    terms = list(dict.fromkeys(query.terms))
    found = [_found(generation, place, term, set(terms)) for term in terms]
    asked = _as_asked(query)
    whole = sum(one.weight for one in found) or 1.0
    matches = [
        Match(
            asked=asked.get(term, term),
            found=None if one.term is None else written(generation, place, item, one.term),
            like=one.like,
            share=one.weight / whole,
            held=_held(generation, term),
        )
        for term, one in zip(terms, found, strict=True)
    ]
    ordered = sorted(matches, key=lambda match: (match.found is None, -match.share))
    return Explanation(
        query=query,
        head=generation.head_at(place),
        item=item,
        cite=generation.cite(place),
        matches=tuple(ordered),
        items=generation.item_count,
        closer_than=_closer_than(generation, query, place) if plainly else None,
    )


def _closer_than(generation: Generation, query: Query, place: int) -> float | None:
    """The share of the items that are less alike to the question in meaning than the one at a place."""
    counts = query.terms and query.order is Order.RELEVANCE
    likeness = generation.likeness(as_meant(query)) if counts else None
    return float(np.mean(likeness.items < likeness.items[place])) if likeness else None


def _found(generation: Generation, place: int, term: str, asked: set[str]) -> _Found:
    """What the item has for a term: itself, or the weightiest word of like meaning, as the ranking counts it."""
    own = generation.vocabulary.get(term)
    best = _Found(own, False, _weight(generation, own, place)) if holds(generation, own, place) else None
    for other in likes().get(term, ()) if best is None else ():
        there = None if other in asked else generation.vocabulary.get(other)
        if there is not None and holds(generation, there, place):
            share = SYNONYM_SHARE * min(1.0, generation.idf(term) / generation.idf(other))
            weight = share * _weight(generation, there, place)
            if best is None or weight > best.weight:
                best = _Found(there, True, weight)
    return best or _Found(None, False, 0.0)


def _weight(generation: Generation, term: int | None, place: int) -> float:
    if term is None:
        return 0.0
    documents, weights = generation.ranking.postings.of(term)
    return float(weights[int(np.searchsorted(documents, place))])


def _held(generation: Generation, term: str) -> int:
    place = generation.vocabulary.get(term)
    return 0 if place is None else len(generation.ranking.postings.of(place)[0])


def _as_asked(query: Query) -> dict[str, str]:
    """How the question, its slips corrected, writes each of its terms."""
    texts = [*(understood for _, understood in query.corrections), query.text]
    return {token.term: text[token.start : token.end] for text in texts for token in tokenise(text)}
