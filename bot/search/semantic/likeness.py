"""How alike in meaning a question is to the items and sentences of a generation. Knows vectors; ranks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bot.search.semantic.bert import Floats
from bot.search.semantic.encoder import Halves
from bot.search.semantic.scale import Scale

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Likeness:
    """A question's vector beside those of all items and of all sentences.

    The sentences of the item at place p are the rows `offsets[p]:offsets[p + 1]`. Likeness is 0 where a text has
    nothing to do with the question and 1 where a sentence usually answers it, on the `scale` of the model.
    """

    question: Floats
    item_vectors: Floats
    sentence_vectors: Halves
    offsets: npt.NDArray[np.int64]
    scale: Scale

    @cached_property
    def items(self) -> Doubles:
        """The likeness of each item as a whole. Shape (items,)."""
        return self._scaled(self.item_vectors @ self.question).astype(np.float64)

    def sentences(self, place: int) -> Floats:
        """The likeness of each sentence of the item at a place. Shape (sentences,)."""
        start, end = self.offsets[place : place + 2].tolist()
        return self._of_rows(np.arange(start, end))

    def best_sentences(self, places: npt.NDArray[np.int64]) -> Doubles:
        """The likeness of the most alike sentence of each item; of the item where it has none. Shape (places,)."""
        best = self.items[places]
        starts, counts = self.offsets[places], self.offsets[places + 1] - self.offsets[places]
        some = counts > 0
        if some.any():
            firsts = np.cumsum(counts[some]) - counts[some]
            rows = np.repeat(starts[some] - firsts, counts[some]) + np.arange(counts.sum())
            best[some] = np.maximum.reduceat(self._of_rows(rows), firsts)
        return best

    def _of_rows(self, rows: npt.NDArray[np.int64]) -> Floats:
        return self._scaled(self.sentence_vectors[rows].astype(np.float32) @ self.question)

    def _scaled(self, cosines: Floats) -> Floats:
        return (cosines - self.scale.unrelated) / (self.scale.answering - self.scale.unrelated)
