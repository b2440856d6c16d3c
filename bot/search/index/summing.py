"""The best documents of a query's postings, summed up in numpy. Knows postings; knows no words and no formula.

Only the documents that the postings name are looked at: the sums stand in an array of all documents, which is kept
from query to query and cleaned where it was written.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.search.index.postings import Floats, Ints, Mask, Part, Postings

_FEW = 16
"""Where the postings are fewer than one to so many documents, going through them is faster than through all."""

_MANY = 16
"""Where the places are so many times those wanted, leaving out most before they are put in order is faster."""


class Summing:
    """Sums up postings over `size` documents. It may be used by several threads at once."""

    def __init__(self, postings: Postings, size: int) -> None:
        self._postings = postings
        self._size = size
        self._clean: list[Floats] = []

    def top(self, terms: Sequence[int], count: int, among: Mask | None = None) -> list[tuple[int, float]]:
        """The `count` best (place, score) of the documents that hold one of `terms`, best first, ties by place.

        A score is the sum over the terms in their order; `among` says which documents (of all) may be given.
        """
        parts = [self._postings.of(term) for term in terms]
        if not parts or count < 1:
            return []
        documents = np.concatenate([documents for documents, _ in parts], dtype=np.intp)
        few = len(documents) * _FEW < self._size
        scores = self._zeros()
        np.add.at(scores, documents, np.concatenate([weights for _, weights in parts]))
        least = _least(parts, scores, count, among)
        if few or least <= 0:  # a document that shares a word may score nothing, or less
            places = np.unique(documents[scores[documents] >= least])
        else:
            places = np.flatnonzero(scores >= least)
        found = best(places if among is None else places[among[places]], scores, count)
        scores[documents if few else slice(None)] = 0
        self._clean.append(scores)
        return found

    def _zeros(self) -> Floats:
        try:
            return self._clean.pop()
        except IndexError:
            return np.zeros(self._size)


def _least(parts: Sequence[Part], scores: Floats, count: int, among: Mask | None) -> float:
    """A score that `count` documents reach: those of the rarest word that is in so many."""
    for documents, _ in sorted(parts, key=lambda part: len(part[0])):
        if len(documents) >= count:
            found = scores[documents if among is None else documents[among[documents]]]
            if len(found) >= count:
                return _kth(found, count)
    return -np.inf


def best(places: Ints, scores: Floats, count: int) -> list[tuple[int, float]]:
    """The `count` best of `places`, ascending, by their `scores` (of all documents), best first, ties by place."""
    found = scores[places]
    if 0 < count < len(places) // _MANY:
        enough = found >= _kth(found, count)
        places, found = places[enough], found[enough]
    order = np.argsort(-found, kind="stable")[:count]
    return list(zip(places[order].tolist(), found[order].tolist(), strict=True))


def _kth(scores: Floats, count: int) -> float:
    """The score that comes at `count` from the highest on."""
    at = len(scores) - count
    return float(np.partition(scores, at)[at])
