"""The best documents of a query's postings, found by compiled loops: what `Summing` gives, to the bit, and faster.

Needs numba (the extra `fast`), which takes memory and a while to load.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.search.index.lookup import Lookup, Records
from bot.search.index.loops import best
from bot.search.index.postings import Floats, Mask, Postings
from bot.search.index.summing import Summing

FOUND = np.dtype([("place", np.uint64), ("score", np.float64)])
"""A document among the best."""

WINDOW = 1 << 16
"""So many documents are gone through at a time: their sums are 512 KiB, which a processor has near."""

EVERY: Mask = np.ones(0, np.bool_)
"""Stands for a mask that lets all documents through."""


class Compiled:
    """Finds the best of `size` documents. Making it compiles the loops, or loads what was compiled before.

    It may be used by several threads at once.
    """

    def __init__(self, postings: Postings, size: int) -> None:
        lookup = Lookup.of(postings, size)
        self._index = lookup.terms, postings.documents, postings.weights, lookup.bits, lookup.before
        self._size = size
        self._rooms: list[Floats] = []
        self._summing = Summing(postings, size)
        # where a word takes away from a score, what a document has of some words tells nothing of what it has of all
        self._bounded = bool(postings.weights.min(initial=0.0) >= 0)
        self.top(range(min(len(lookup.terms), 1)), 1)

    def top(self, terms: Sequence[int], count: int, among: Mask | None = None) -> list[tuple[int, float]]:
        """The `count` best (place, score) of the documents that hold one of `terms`; see `Summing.top`."""
        if not terms or count < 1:
            return []
        if not self._bounded:
            return self._summing.top(terms, count, among)
        found: Records = np.empty(count, FOUND)
        room = self._rooms.pop() if self._rooms else _room(self._size)
        open_to = EVERY if among is None else among
        number = best(*self._index, np.array(terms, np.int64), self._size, open_to, found, room)
        self._rooms.append(room)
        if number < count:  # documents that score nothing may be due too
            return self._summing.top(terms, count, among)
        pairs: list[tuple[int, float]] = found.tolist()
        return pairs


def _room(size: int) -> Floats:
    """The room that the loops need for a window: sums, left 0 as they were found, and candidates with their totals."""
    return np.zeros(3 * (min(WINDOW, size) + 1))
