"""Which items mention an issue, and which of its items each of them means. Knows numbers and likeness of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.model import Issue
from bot.search.index.generation import Generation
from bot.search.index.postings import Floats, Ints

CLEARLY = 1.3
"""How much more like an item must be than the next best one of its issue, to be the one that a mention means."""


def columns(issues: Sequence[Issue]) -> dict[str, npt.NDArray[Any]]:
    """For each issue the places of the items of others that mention it by number, one issue after the other."""
    places = {(each.head.newsletter, each.head.number): index for index, each in enumerate(issues)}
    owners = [each.head.newsletter for each in issues for _ in each.items]
    items = [item for each in issues for item in each.items]
    pairs = [
        (places[newsletter, number], place)
        for place, (newsletter, item) in enumerate(zip(owners, items, strict=True))
        for number in item.references
        if (newsletter, number) in places
    ]
    mentioned = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    offsets = np.searchsorted(mentioned[:, 0], np.arange(len(issues) + 1))
    return {"mentioning": mentioned[:, 1].astype(np.uint32), "mentioning_offsets": offsets.astype(np.int64)}


def meant(generation: Generation, issue: int) -> dict[int, int]:
    """Which items of the issue at `issue` its mentions mean: the place of each mentioning item, and of the item meant.

    That is the item most alike by the cosine of the weights of all their terms (a term weighs its rarity). A mention
    is left out where no item is clearly the most alike.
    """
    first, end = generation.first_items[issue : issue + 2].tolist()
    mentions = generation.mentioning(issue)
    if not mentions or first == end:
        return {}
    held = [_terms(generation, place) for place in range(first, end)]
    owners = np.repeat(np.arange(end - first), [len(each) for each in held])
    terms = np.concatenate(held)
    weights = _weights(generation, terms)
    norms = np.sqrt(np.maximum(np.bincount(owners, weights, end - first), 1e-9))
    found: dict[int, int] = {}
    for mention in mentions:
        shared = np.isin(terms, _terms(generation, mention))
        likeness = np.bincount(owners[shared], weights[shared], end - first) / norms
        best = int(np.argmax(likeness))
        others = np.delete(likeness, best)
        if likeness[best] > CLEARLY * others.max(initial=0.0):
            found[mention] = first + best
    return found


def _terms(generation: Generation, place: int) -> Ints:
    return np.unique(np.concatenate([generation.tokens(place).terms, generation.title_terms(place)])).astype(np.int64)


def _weights(generation: Generation, terms: Ints) -> Floats:
    """The squared rarity of each term; that of stop words, which have no postings, is 0."""
    offsets = generation.ranking.postings.offsets
    count = offsets[terms + 1] - offsets[terms]
    rarity = np.log1p((generation.item_count - count + 0.5) / (count + 0.5))
    return np.where(count > 0, np.square(rarity), 0.0)
