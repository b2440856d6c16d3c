"""Items and a question -> the span of each item that answers. A quote is always a slice of its item's text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.model import Item, Quote, Role
from bot.search.index.generation import Generation
from bot.search.index.pieces import LONGEST, Pieces, sums
from bot.search.language.asking import Asks
from bot.search.quotes.features import Runs, worth
from bot.search.quotes.holding import Held, held
from bot.search.quotes.wanted import Found, Marks, Wanted, found
from bot.search.semantic import Likeness

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)")


class _Words(NamedTuple):
    """Words of a question in items: each stands at `text[start:end]` of a `piece`, in their order."""

    piece: list[int]
    start: list[int]
    end: list[int]


def quotes(
    generation: Generation,
    places: Sequence[int],
    items: Sequence[Item],
    wanted: Wanted,
    asks: Asks,
    likeness: Likeness | None = None,
) -> list[Quote]:
    """The span of each of the items at some places that best answers: at most 350 code points, 600 where it is a list.

    An item without text gives an empty quote.
    """
    if not places:
        return []
    pieces = generation.pieces(places)
    there = found(generation, places, pieces, wanted)
    holding = held(places, items, pieces, there, wanted, asks, likeness)
    runs = _runs(pieces, asks)
    values = np.where(_useful(holding, there, runs), worth(pieces, holding, runs, asks), -np.inf)
    bounds = pieces.item[runs.first].searchsorted(np.arange(len(items) + 1)).tolist()
    words = _own_words(there)
    found_quotes = []
    for item, start, end in zip(items, bounds, bounds[1:], strict=False):
        best = start + int(values[start:end].argmax()) if start < end else None
        found_quotes.append(Quote("", 0, 0) if best is None else _quote(item, pieces, words, runs, best))
    return found_quotes


def opening(item: Item) -> Quote:
    """The beginning of an item: its tagline and first sentences, for a question about the item as a whole."""
    start = next((part.start for part in item.parts if part.role is not Role.PLACE), 0)
    end = _cut(item.text, start, start + LONGEST)
    return Quote(item.text[start:end], start, end)


def _runs(pieces: Pieces, asks: Asks) -> Runs:
    """All runs that a quote may be, by their beginning, then by their end."""
    reach = pieces.list_reach if asks is Asks.LIST else pieces.reach
    first = np.arange(len(reach)).repeat(reach)
    step = np.arange(len(first)) - (reach.cumsum() - reach).repeat(reach)
    return Runs(first, first + step)


def _useful(holding: Held, there: Found, runs: Runs) -> Marks:
    """Which runs hold something of the question, or are of an item that holds nothing of it."""
    some = holding.empty.copy()
    some[there.piece] = True
    useful: Marks = sums(some, runs.first, runs.last) > 0
    return useful


def _own_words(there: Found) -> _Words:
    """Where the question's own words stand, in order."""
    own = there.own
    return _Words(there.piece[own].tolist(), there.start[own].tolist(), there.end[own].tolist())


def _quote(item: Item, pieces: Pieces, words: _Words, runs: Runs, best: int) -> Quote:
    """The quote that a run is, with what it holds of the question's own words highlighted."""
    first, last = int(runs.first[best]), int(runs.last[best])
    start, end = int(pieces.start[first]), int(pieces.end[last])
    inside = slice(bisect_left(words.piece, first), bisect_right(words.piece, last))
    spans: list[tuple[int, int]] = []
    for begin, stop in zip(words.start[inside], words.end[inside], strict=True):
        if stop > end:
            continue
        if spans and begin - start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(stop - start, spans[-1][1]))
        else:
            spans.append((begin - start, stop - start))
    return Quote(item.text[start:end], start, end, tuple(spans))


def _cut(text: str, start: int, limit: int) -> int:
    """Where to stop at the latest: the last end of a sentence before `limit`, else of a word."""
    if limit >= len(text):
        return len(text.rstrip())
    stops = [found.end() for found in _SENTENCE_END.finditer(text[start:limit])]
    if stops and stops[-1] > LONGEST // 3:
        return start + stops[-1]
    space = text.rfind(" ", start, limit)
    return space if space > start else limit
