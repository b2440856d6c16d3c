"""Which documents hold each term, and what it adds to the score of each. Arrays alone; knows no words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

Part = tuple[npt.NDArray[np.uint32], Floats]
"""The postings of one term: its documents, ascending, and what it adds to the score of each."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of all terms, one after the other.

    Those of term t are `[offsets[t]:offsets[t + 1]]` of `documents` (ascending places of documents) and of `weights`
    (what one occurrence of the term in a query adds to the document's score).
    """

    offsets: Ints
    documents: npt.NDArray[np.uint32]
    weights: Floats

    def of(self, term: int) -> Part:
        """The documents and weights of a term."""
        start, end = self.offsets[term : term + 2].tolist()
        return self.documents[start:end], self.weights[start:end]
