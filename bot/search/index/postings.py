"""Which documents hold each term, and what it adds to the score of each. Arrays alone; knows no words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Documents = npt.NDArray[np.uint32]

Part = tuple[Documents, Floats]
"""The postings of one term: its documents, ascending, and what it adds to the score of each."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of all terms, one after the other.

    Those of term t are `[offsets[t]:offsets[t + 1]]` of `documents` (ascending places of documents) and of `weights`
    (what one occurrence of the term in a query adds to the document's score).
    """

    offsets: Ints
    documents: Documents
    weights: Floats

    def of(self, term: int) -> Part:
        """The documents and weights of a term."""
        start, end = self.offsets[term : term + 2].tolist()
        return self.documents[start:end], self.weights[start:end]

    def at(self, term: int, places: Ints) -> tuple[Mask, Floats]:
        """Which of some documents, ascending, hold a term, and what it adds to the score of each. Shapes (places,)."""
        documents, weights = self.of(term)
        wanted = places.astype(np.uint32)
        held, added = np.zeros(len(wanted), np.bool_), np.zeros(len(wanted))
        if len(documents) < len(wanted):
            where, there = _shared(documents, wanted)
        else:
            there, where = _shared(wanted, documents)
        held[there] = True
        added[there] = weights[where]
        return held, added


def _shared(few: Documents, many: Documents) -> tuple[Ints, Ints]:
    """Where in each of two ascending arrays that hold different numbers stand those that are in both."""
    at = np.searchsorted(many, few)
    found = np.flatnonzero(at < len(many))
    found = found[many[at[found]] == few[found]]
    return found, at[found]
