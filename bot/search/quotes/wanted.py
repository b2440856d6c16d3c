"""What a question wants, and where the items that may answer it have it. Knows terms; knows nothing of quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.model import Query
from bot.search.index.generation import Generation
from bot.search.index.pieces import Pieces
from bot.search.index.postings import Floats, Ints
from bot.search.language.meaning import likes

Marks = npt.NDArray[np.bool_]

_TEXT = 1 << 32
"""More than there are code points in a text, so that an item and a place in its text make one number."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The different terms of a question, in its order, and the terms of the archive that stand for them.

    `rarity` is that of each term of the question. `terms` are places in the vocabulary, ascending: each stands for the
    term of the question at the same place of `column`, as itself where `own`, else as a word of like meaning.
    """

    rarity: Floats
    terms: npt.NDArray[np.uint32]
    column: Ints
    own: Marks


@dataclass(frozen=True, slots=True)
class Found:
    """The tokens of some items that stand for terms of a question, in order.

    Each stands at `text[start:end]` of the `piece` that holds it; `column` and `own` are as in `Wanted`.
    """

    piece: Ints
    start: Ints
    end: Ints
    column: Ints
    own: Marks


def wanted(generation: Generation, query: Query) -> Wanted:
    """What a query wants of a generation."""
    terms = tuple(dict.fromkeys(query.terms))
    place_of = generation.vocabulary.get
    own = {place: column for column, term in enumerate(terms) if (place := place_of(term)) is not None}
    standing = dict(own)
    for column, term in enumerate(terms):
        for other in likes().get(term, ()):
            place = place_of(other)
            if place is not None:
                standing.setdefault(place, column)
    places = sorted(standing)
    return Wanted(
        rarity=np.array([generation.idf(term) for term in terms]),
        terms=np.array(places, np.uint32),
        column=np.array([standing[place] for place in places], np.int64),
        own=np.array([place in own for place in places], np.bool_),
    )


def found(generation: Generation, places: Sequence[int], pieces: Pieces, wanted: Wanted) -> Found:
    """Where the items at some places, which these are the pieces of, have what is wanted."""
    tokens = [generation.tokens(place) for place in places]
    item = np.arange(len(tokens)).repeat([len(each.terms) for each in tokens])
    terms = np.concatenate([each.terms for each in tokens])
    at = wanted.terms.searchsorted(terms)
    here = np.flatnonzero(wanted.terms.take(at, mode="clip") == terms) if len(wanted.terms) else np.empty(0, np.int64)
    start = np.concatenate([each.starts for each in tokens])[here].astype(np.int64)
    end = np.concatenate([each.ends for each in tokens])[here].astype(np.int64)
    piece = (pieces.item * _TEXT + pieces.start).searchsorted(item[here] * _TEXT + start, side="right") - 1
    return Found(piece, start, end, wanted.column[at[here]], wanted.own[at[here]])


def holds(generation: Generation, term: int | None, place: int) -> bool:
    """Whether the item at a place has a term of the vocabulary in its title or text."""
    if term is None:
        return False
    documents, _ = generation.ranking.postings.of(term)
    at = int(documents.searchsorted(np.uint32(place)))  # of their own type, or they are all copied
    return at < len(documents) and int(documents[at]) == place
