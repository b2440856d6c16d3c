"""Whether the best items answer at all, and what to suggest where they do not. Knows nothing of how they were ranked.

A logistic rule of six measures, and another one where likeness of meaning is known, fitted on questions of which a
quarter ask for what the archive lacks. Shared words cannot tell that a topic is here and the fact is not, so it refuses
only where it is nearly sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from operator import mul

import numpy as np

from bot.model import Filters, Query
from bot.search.index.generation import Generation
from bot.search.language.analysis import stem
from bot.search.language.meaning import likes
from bot.search.questions.understanding import Understanding
from bot.search.quotes.wanted import holds
from bot.search.results.ranking import Ranked, rank
from bot.search.semantic import Likeness

WEIGHTS = (1.8, -2.7, 1.3, -4.6, 3.1, -1.3)
"""What each of the six measures counts: those of `_measures`, and the lead of the best item."""

MEANING_WEIGHTS = (3.2, -2.7, 1.1, -4.5, 3.4, -2.05)
"""The same where likeness of meaning is known, which takes the place of the lead."""

REFUSED, UNSURE = 0.55, 0.25
"""The doubts from which on a question is refused, or answered with what is closest."""

NAMED, MEANING_NAMED = 0.25, 0.35
"""How much less each rule doubts where an issue, a time or a section is named: that is half of an answer."""

LEAST_ALIKE = 0.85
"""With one of these named, the likeness of meaning that suffices."""

WHOLE = 0.9
"""The share of a question that is as good as all of it."""

SUGGESTED = 3

_ENDING = re.compile(r"(?:s|ed|ing|ers?|ors?|ly|ions?|al|ness|ments?|ians?|ic|ous|ive|able|y|ful|ism|ists?|th|ght)$")
"""Endings of ordinary English words. A word that the archive lacks and that has none of them is likely a name."""


def doubt(
    generation: Generation, understanding: Understanding, ranked: Sequence[Ranked], likeness: Likeness | None = None
) -> float:
    """How likely (0 to 1) the archive has no answer, as far as the items found, best first, tell."""
    if not ranked:
        return 1.0
    weights = MEANING_WEIGHTS if likeness else WEIGHTS
    last = _closeness(ranked, likeness) if likeness else _lead(ranked)
    doubted = 1 / (1 + math.exp(-sum(map(mul, weights, (*_measures(generation, understanding, ranked), last)))))
    if _names_place(understanding.query.filters):
        less = NAMED if likeness is None else 1.0 if last >= LEAST_ALIKE else MEANING_NAMED
        return max(doubted - less, 0.0)
    if understanding.elsewhen and ranked[0].covered < WHOLE:
        return max(doubted, UNSURE)
    return doubted


def _names_place(filters: Filters) -> bool:
    """Whether a question says where its answer stands."""
    return bool(filters.issues or filters.since or filters.until or filters.section)


def suggestions(generation: Generation, query: Query, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """What to ask instead, three at most: the nearest items by title, else the issues nearest to those asked for."""
    near = ranked or rank(generation, replace(query, filters=Filters()), fiction=True, count=SUGGESTED)
    titles = tuple(generation.item_at(one.place).title for one in near[:SUGGESTED])
    return titles or _nearest_issues(generation, query.filters)


def is_strange(word: str) -> bool:
    """Whether an unknown word looks like a name or a version rather than like an ordinary word."""
    return any(letter.isdigit() for letter in word) or not _ENDING.search(word)


def _measures(
    generation: Generation, understanding: Understanding, ranked: Sequence[Ranked]
) -> tuple[float, float, float, float, float]:
    """The first five of what the rule weighs. A writer's name counts as held by every item.

    1. A constant, 1.
    2. The largest share of the question that one of the three best items holds, from 0 to 1.
    3. The names in the question that the archive has not, two at most.
    4. The different terms of the question in tens, from 0 to 1.
    5. The share of the question that the rarest term is which the best item lacks, from 0 to 1.
    """
    names = [word for word in understanding.unknown if is_strange(word) and not _has_like(generation, word)]
    # where one word was a slip, another unknown one is likely a slip too
    strange = min(max(len(names) - len(understanding.query.corrections), 0), 2)
    terms = {*understanding.query.terms, *understanding.writers}
    open_to_doubt = 1.0 - sum(map(generation.idf, understanding.writers)) / sum(map(generation.idf, terms))
    covered = 1.0 - open_to_doubt * (1.0 - _covered(ranked))
    lacking = open_to_doubt * _lacking(generation, understanding.query.terms, ranked[0].place)
    return 1.0, covered, strange, min(len(terms), 10) / 10, lacking


def _lead(ranked: Sequence[Ranked]) -> float:
    """The share of its score by which the best item leads."""
    first = ranked[0].score
    return (first - ranked[1].score) / first if len(ranked) > 1 and first > 0 else 1.0


def _closeness(ranked: Sequence[Ranked], likeness: Likeness) -> float:
    """The likeness of the sentence nearest in meaning among the three best items."""
    return float(likeness.best_sentences(np.array([one.place for one in ranked[:3]])).max())


def _covered(ranked: Sequence[Ranked]) -> float:
    return max(one.covered for one in ranked[:3])


def _lacking(generation: Generation, terms: Sequence[str], place: int) -> float:
    """The share of the question that its rarest term is of which the item has neither it nor a word of like meaning."""
    place_of = generation.vocabulary.get
    rarities = {term: generation.idf(term) for term in terms}
    missing = (
        rarity
        for term, rarity in rarities.items()
        if not any(holds(generation, place_of(one), place) for one in (term, *likes().get(term, ())))
    )
    return max(missing, default=0.0) / sum(rarities.values())


def _has_like(generation: Generation, word: str) -> bool:
    """Whether the archive has a word of like meaning."""
    return any(generation.vocabulary.get(other) is not None for other in likes().get(stem(word), ()))


def _nearest_issues(generation: Generation, filters: Filters) -> tuple[str, ...]:
    name = generation.newsletters.get(filters.newsletter or "")
    columns = generation.columns
    numbers = columns.issue_number[generation.is_of([filters.newsletter or ""])] if name else columns.issue_number
    asked = [number for span in filters.issues for number in span]
    near = {number: min(abs(number - one) for one in asked) for number in set(numbers.tolist()) - {-1} if asked}
    nearest = sorted(near, key=lambda number: (near[number], number))
    return tuple(f"{name or 'issue'} {number}" for number in nearest[:SUGGESTED])
