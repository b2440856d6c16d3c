"""Items and a question -> the span of each item that answers. A quote is always a slice of its item's text."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    values = np.where(_useful(holding, runs), worth(pieces, holding, runs, asks), -np.inf)
    bounds = np.searchsorted(pieces.item[runs.first], np.arange(len(items) + 1)).tolist()
    found_quotes = []
    for item, start, end in zip(items, bounds, bounds[1:], strict=False):
        best = start + int(np.argmax(values[start:end])) if start < end else None
        found_quotes.append(Quote("", 0, 0) if best is None else _quote(item, pieces, there, runs, best))
    return found_quotes


def opening(item: Item) -> Quote:
    """The beginning of an item: its tagline and first sentences, for a question about the item as a whole."""
    start = next((part.start for part in item.parts if part.role is not Role.PLACE), 0)
    end = _cut(item.text, start, start + LONGEST)
    return Quote(item.text[start:end], start, end)


def _runs(pieces: Pieces, asks: Asks) -> Runs:
    """All runs that a quote may be, by their beginning, then by their end."""
    reach = pieces.list_reach if asks is Asks.LIST else pieces.reach
    first = np.repeat(np.arange(len(reach)), reach)
    step = np.arange(len(first)) - np.repeat(np.cumsum(reach) - reach, reach)
    return Runs(first, first + step)


def _useful(holding: Held, runs: Runs) -> Marks:
    """Which runs hold something of the question, or are of an item that holds nothing of it."""
    some = holding.own.any(axis=1) | holding.alike.any(axis=1) | holding.empty
    useful: Marks = sums(some, runs.first, runs.last) > 0
    return useful


def _quote(item: Item, pieces: Pieces, there: Found, runs: Runs, best: int) -> Quote:
    """The quote that a run is, with what it holds of the question's own words highlighted."""
    first, last = int(runs.first[best]), int(runs.last[best])
    start, end = int(pieces.start[first]), int(pieces.end[last])
    inside = there.own & (first <= there.piece) & (there.piece <= last) & (there.end <= end)
    spans: list[tuple[int, int]] = []
    for begin, stop in zip((there.start[inside] - start).tolist(), (there.end[inside] - start).tolist(), strict=True):
        if spans and begin <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(stop, spans[-1][1]))
        else:
            spans.append((begin, stop))
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
