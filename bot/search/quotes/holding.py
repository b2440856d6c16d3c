"""What the pieces of items hold of a question. Knows terms, numbers beside them and likeness; weighs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.model import Item
from bot.search.index.pieces import Pieces, sums
from bot.search.index.postings import Floats, Ints
from bot.search.language.asking import Asks
from bot.search.language.evidence import is_beside_number
from bot.search.quotes.wanted import Found, Marks, Wanted
from bot.search.semantic import Likeness


@dataclass(frozen=True, slots=True)
class Held:
    """What each piece holds of a question.

    `own` and `alike` tell which of its terms, as themselves or as words of like meaning; `rarity` how much each of them
    tells one piece of the item from another. These have shape (pieces, terms). `numbers` counts the words of the
    question that stand beside a number, where it asks for one; `meant` is how alike a piece's sentence is to the
    question in meaning, where its item shares no word with it. `empty` marks the pieces of such items.
    """

    own: Marks
    alike: Marks
    rarity: Floats
    numbers: Ints
    meant: Floats
    empty: Marks


def held(
    places: Sequence[int],
    items: Sequence[Item],
    pieces: Pieces,
    there: Found,
    wanted: Wanted,
    asks: Asks,
    likeness: Likeness | None,
) -> Held:
    """What the pieces of the items at some places hold, where the terms are `there`."""
    shape = (len(pieces.item), len(wanted.rarity))
    own, alike = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    own[there.piece[there.own], there.column[there.own]] = True
    alike[there.piece[~there.own], there.column[~there.own]] = True
    empty = np.bincount(pieces.item[there.piece], minlength=len(items))[pieces.item] == 0
    return Held(
        own=own,
        alike=alike,
        rarity=_rarity_within(own | alike, pieces, wanted),
        numbers=_numbers(items, pieces, there) if asks is Asks.NUMBER else np.zeros(shape[0], np.int64),
        meant=_meant(places, pieces, empty, likeness) if likeness else np.zeros(shape[0]),
        empty=empty,
    )


def _rarity_within(holding: Marks, pieces: Pieces, wanted: Wanted) -> Floats:
    """How much each term tells one piece from another: rare in the archive, and rare in the item."""
    first, last = pieces.bounds
    counts = sums(holding, first, last)
    among = (last - first + 1)[:, np.newaxis]
    rarity = wanted.rarity * np.where(counts > 0, np.log1p(among / np.maximum(counts, 1)), 1.0)
    within: Floats = rarity[pieces.item]
    return within


def _numbers(items: Sequence[Item], pieces: Pieces, there: Found) -> Ints:
    """How many of the words in each piece stand beside a number."""
    owners = pieces.item[there.piece].tolist()
    beside = [is_beside_number(items[owner].text, at) for owner, at in zip(owners, there.start.tolist(), strict=True)]
    return np.bincount(there.piece[np.array(beside, np.bool_)], minlength=len(pieces.item))


def _meant(places: Sequence[int], pieces: Pieces, empty: Marks, likeness: Likeness) -> Floats:
    meant = np.zeros(len(empty))
    for number in np.unique(pieces.item[empty]).tolist():
        here = pieces.item == number
        meant[here] = likeness.sentences(places[number])[pieces.sentence[here]]
    return meant
