"""What some items hold of some words, all words at once. Knows postings; weighs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.search.index.generation import Generation
from bot.search.index.postings import Documents, Floats, Ints, Mask, Part

_LONG = 8
"""Postings that are so many times longer than the list of items are looked into for each item, not gone through."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Which of some items hold words, and what each adds to the score of each. Shapes (words, items).

    `rows` tells the row of each word that the archive has.
    """

    rows: Mapping[str, int]
    held: Mask
    added: Floats

    def rows_of(self, words: Iterable[str]) -> list[int]:
        """The rows of those of the words that the archive has."""
        return [self.rows[word] for word in words if word in self.rows]


def holdings(generation: Generation, words: Iterable[str], places: Ints) -> Holdings:
    """What the items at some places, ascending, hold of some different words."""
    terms = {word: term for word in words if (term := generation.vocabulary.get(word)) is not None}
    parts = list(map(generation.ranking.postings.of, terms.values()))
    shape = len(parts), len(places)
    found = Holdings(dict(zip(terms, range(len(parts)), strict=True)), np.zeros(shape, np.bool_), np.zeros(shape))
    wanted = places.astype(np.uint32)
    most = _LONG * len(wanted)
    _go_through(found, [(row, part) for row, part in enumerate(parts) if len(part[0]) <= most], wanted)
    _look_into(found, [(row, part) for row, part in enumerate(parts) if len(part[0]) > most], wanted)
    return found


def _go_through(found: Holdings, parts: Sequence[tuple[int, Part]], wanted: Documents) -> None:
    """Fills rows from their postings, all in one go."""
    if not parts or not len(wanted):
        return
    documents = np.concatenate([documents for _, (documents, _) in parts])
    rows = np.array([row for row, _ in parts]).repeat([len(documents) for _, (documents, _) in parts])
    at = wanted.searchsorted(documents)
    there = wanted.take(at, mode="clip") == documents
    rows, at = rows[there], at[there]
    found.held[rows, at] = True
    found.added[rows, at] = np.concatenate([weights for _, (_, weights) in parts])[there]


def _look_into(found: Holdings, parts: Sequence[tuple[int, Part]], wanted: Documents) -> None:
    """Fills rows by looking for each item in their postings."""
    for row, (documents, weights) in parts:
        at = documents.searchsorted(wanted)
        there = documents.take(at, mode="clip") == wanted
        found.held[row] = there
        found.added[row, there] = weights[at[there]]
