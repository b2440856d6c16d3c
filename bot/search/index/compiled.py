"""The best documents of a query's postings, summed up by compiled loops: what `Summing` gives, to the bit, and faster.

It goes through the documents a window at a time, whose sums stay in the processor's nearest cache, and adds up in the
order of the query. Of the sums it compares only those of documents that hold a word rare enough to get them among the
best. Needs numba (the extra `fast`), which takes memory and a while to load.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from bot.search.index.postings import Documents, Floats, Ints, Mask, Postings
from bot.search.index.summing import Summing

Loop = TypeVar("Loop", bound=Callable[..., Any])

WINDOW = np.uint64(4096)
"""So many sums are 32 KiB."""

AT_ONCE = np.uint64(8)
"""So many postings are added without a look at where the window ends; places of documents are unsigned throughout."""

ONE = np.uint64(1)

SLACK = 1.000001
"""What the order of a sum may change in it is far less."""

EVERY: Mask = np.ones(0, np.bool_)
"""Stands for a mask that lets all documents through."""


class Compiled:
    """Sums up postings over `size` documents. Making it compiles the loops, or loads what was compiled before."""

    def __init__(self, postings: Postings, size: int) -> None:
        self._postings = postings
        self._size = size
        self._peaks = np.zeros(len(postings.offsets) - 1)
        self._summing = Summing(postings, size)
        self.top(range(min(len(self._peaks), 1)), 1)

    def top(self, terms: Sequence[int], count: int, among: Mask | None = None) -> list[tuple[int, float]]:
        """The `count` best (place, score) of the documents that hold one of `terms`; see `Summing.top`."""
        if not terms or count < 1:
            return []
        arrays = self._postings.offsets, self._postings.documents, self._postings.weights, self._peaks
        open_to = EVERY if among is None else among
        places, scores = _best(*arrays, np.array(terms, np.int64), self._size, count, open_to)
        if len(places) < count:  # documents that score nothing, or less, may be due too
            return self._summing.top(terms, count, among)
        return list(zip(places.tolist(), scores.tolist(), strict=True))


def compiled(loop: Loop) -> Loop:
    """The loop in machine code, kept beside this file or in the user's cache where one of them can be written."""
    try:
        made: Any = njit(cache=True, nogil=True)(loop)
    except RuntimeError:
        made = njit(nogil=True)(loop)
    return cast(Loop, made)


@compiled
def _add(
    documents: Documents, weights: Floats, start: np.uint64, stop: np.uint64, base: np.uint64, sums: Floats
) -> np.uint64:
    """Adds postings from `start` on to the sums of the window at `base`; gives the first that lies beyond it."""
    end = base + WINDOW
    at = start
    while at + AT_ONCE <= stop and documents[at + AT_ONCE - ONE] < end:
        for step in range(AT_ONCE):
            sums[documents[at + step] - base] += weights[at + step]
        at += AT_ONCE
    while at < stop and documents[at] < end:
        sums[documents[at] - base] += weights[at]
        at += ONE
    return at


@compiled
def _insert(places: Ints, scores: Floats, found: int, place: int, score: float) -> int:
    """Puts a document in its order among the `found` best, the last of which gives way; gives how many there are."""
    at = found
    if found == len(places):
        at -= 1
        if score == scores[at] and place > places[at]:
            return found
    while at > 0 and (scores[at - 1] < score or (scores[at - 1] == score and places[at - 1] > place)):
        scores[at], places[at] = scores[at - 1], places[at - 1]
        at -= 1
    scores[at], places[at] = score, place
    return min(found + 1, len(places))


@compiled
def _take(
    documents: Documents,
    start: np.uint64,
    stop: np.uint64,
    base: np.uint64,
    sums: Floats,
    among: Mask,
    places: Ints,
    scores: Floats,
    found: int,
) -> int:
    """Puts documents whose sums are above 0 and high enough among the `found` best; gives how many there are then."""
    least = scores[-1] if found == len(places) else 0.0
    for one in range(start, stop):
        document = documents[one]
        score = sums[document - base]
        if score >= least and score > 0 and (len(among) == 0 or among[document]):
            found = _insert(places, scores, found, document, score)
            least = scores[-1] if found == len(places) else 0.0
            sums[document - base] = 0.0  # it may come again, with another word
    return found


@compiled
def _bounds(offsets: Ints, weights: Floats, peaks: Floats, terms: Ints) -> Floats:
    """What terms can add at most, from each on to the last. `peaks`, by term, remembers the highest weights."""
    bounds = np.zeros(len(terms))
    bound = 0.0
    for at in range(len(terms) - 1, -1, -1):
        term = terms[at]
        if peaks[term] == 0:
            for posting in range(offsets[term], offsets[term + 1]):
                peaks[term] = max(peaks[term], weights[posting])
        bound += peaks[term]
        bounds[at] = bound
    return bounds


@compiled
def _best(
    offsets: Ints,
    documents: Documents,
    weights: Floats,
    peaks: Floats,
    terms: Ints,
    size: int,
    count: int,
    among: Mask,
) -> tuple[Ints, Floats]:
    """The places and scores of the best documents that score above 0, best first."""
    at, ends = offsets[terms].astype(np.uint64), offsets[terms + 1].astype(np.uint64)
    starts = at.copy()
    rarest = np.argsort(ends - at)
    bounds = _bounds(offsets, weights, peaks, terms[rarest])
    telling = len(terms)  # a document that holds none of so many rarest terms is not among the best
    places, scores, found = np.empty(count, np.int64), np.empty(count), 0
    sums = np.zeros(WINDOW)
    for window in range(0, size, len(sums)):
        base = np.uint64(window)
        starts[:] = at
        for term in range(len(terms)):
            at[term] = _add(documents, weights, at[term], ends[term], base, sums)
        for term in rarest[:telling]:
            found = _take(documents, starts[term], at[term], base, sums, among, places, scores, found)
        while found == count and telling > 1 and bounds[telling - 1] * SLACK < scores[count - 1]:
            telling -= 1
        sums[:] = 0.0
    return places[:found], scores[:found]
