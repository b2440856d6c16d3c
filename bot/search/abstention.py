"""Whether the best items answer at all, and what to suggest where they do not. Knows nothing of how they were ranked.

A logistic rule of three measures, fitted on questions of which a quarter ask for what the archive lacks. Shared words
cannot tell that a topic is here and the fact is not, so it refuses only where it is nearly sure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from bot.model import Filters
from bot.search.generation import Generation
from bot.search.ranking import Ranked
from bot.search.understanding import Understanding

CONSTANT, COVERED, STRANGE, LENGTH = 2.8, -4.5, 1.3, -4.1
"""The rule's constant, and the weights of its measures (see `doubt`)."""

REFUSED = 0.6
"""A doubt from which on the question is refused."""

LEAST_COVERED = 0.15
"""With an issue or a date named, the share of the question that suffices."""

_ENDING = re.compile(r"(?:s|ed|ing|ers?|ors?|ly|ions?|al|ness|ments?|ians?|ic|ous|ive|able|y|ful|ism|ists?|th|ght)$")
"""Endings of ordinary English words. A word that the archive lacks and that has none of them is likely a name."""


def abstains(generation: Generation, understanding: Understanding, ranked: Sequence[Ranked]) -> bool:
    """Whether nothing found answers the question."""
    if not ranked:
        return True
    if _is_bounded(understanding.query.filters):
        return max(one.covered for one in ranked[:3]) < LEAST_COVERED
    return doubt(understanding, ranked) >= REFUSED


def doubt(understanding: Understanding, ranked: Sequence[Ranked]) -> float:
    """How likely (0 to 1) the archive has no answer.

    From the largest share of the question that one of the best items holds, the number of unknown words that look like
    names (two at most), and the number of different terms (in tens, ten at most).
    """
    covered = max(one.covered for one in ranked[:3])
    strange = min(sum(map(is_strange, understanding.unknown)), 2)
    length = min(len(set(understanding.query.terms)), 10) / 10
    return 1 / (1 + math.exp(-(CONSTANT + COVERED * covered + STRANGE * strange + LENGTH * length)))


def is_strange(word: str) -> bool:
    """Whether an unknown word looks like a name or a version rather than like an ordinary word."""
    return any(letter.isdigit() for letter in word) or not _ENDING.search(word)


def suggestions(generation: Generation, ranked: Sequence[Ranked], count: int = 3) -> tuple[str, ...]:
    """What to ask instead: the titles of the nearest items."""
    return tuple(generation.item_at(one.place).title for one in ranked[:count])


def _is_bounded(filters: Filters) -> bool:
    return bool(filters.issues or filters.since or filters.until)
