"""An item and a question -> the span of the item that answers. A quote is always a slice of the item's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from operator import mul
from typing import NamedTuple

import numpy as np

from bot.model import Item, Quote, Role
from bot.search.asking import Asks
from bot.search.generation import Generation, Tokens
from bot.search.pieces import LONGEST, Piece, Wanted, pieces, rarity_within
from bot.search.semantic import Likeness

LONGEST_LIST = 600
"""Code points in a quote that is a list."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s)")
_ASIDES = (Role.INSPIRED_BY, Role.PLACE, Role.TAGLINE)


class Features(NamedTuple):
    """What speaks for a run of pieces as the quote, each between 0 and 1.

    covered      the share of the question, by rarity, that the run holds
    dense        the same, of an average piece of it
    alike        the share that words of like meaning hold besides
    length       its length, to the longest that a quote may be
    lead         it begins in the item's first paragraph
    link         the share of its pieces that are link lines (unless a source was asked for)
    aside        the share of its pieces that are tagline, place or inspiration
    opinion      it holds the writer's own view
    ends_asking  it ends in a question that the item answers later
    sign         it holds the kind of thing asked for: a number, a name, a reason ...
    numbers      numbers stand beside words of the question that asks for one
    listing      it lists, for a question that asks for a list
    meant        its likeness to the question in meaning, where the item shares no word with it
    """

    covered: float
    dense: float
    alike: float
    length: float
    lead: float
    link: float
    aside: float
    opinion: float
    ends_asking: float
    sign: float
    numbers: float
    listing: float
    meant: float


WEIGHTS = Features(
    covered=3.0,
    dense=3.6,
    alike=1.3,
    length=2.8,
    lead=0.4,
    link=-1.5,
    aside=-2.0,
    opinion=-1.2,
    ends_asking=-0.9,
    sign=0.8,
    numbers=1.5,
    listing=1.6,
    meant=6.0,
)
"""What each feature counts: fitted as a choice among the runs of an item, cross-validated by question."""


def quote(
    generation: Generation, place: int, item: Item, wanted: Wanted, asks: Asks, likeness: Likeness | None = None
) -> Quote:
    """The span of the item at a place that best answers: at most 350 code points, 600 where it is a list.

    An item without text gives an empty quote.
    """
    held = pieces(generation, place, item, wanted, asks, likeness)
    if not held:
        return Quote("", 0, 0)
    start, end = _best(held, rarity_within(held, wanted), asks)
    return Quote(item.text[start:end], start, end, _highlights(generation.tokens(place), wanted, start, end))


def opening(item: Item) -> Quote:
    """The beginning of an item: its tagline and first sentences, for a question about the item as a whole."""
    start = next((part.start for part in item.parts if part.role is not Role.PLACE), 0)
    end = _cut(item.text, start, start + LONGEST)
    return Quote(item.text[start:end], start, end)


def features(run: Sequence[Piece], rarity: Mapping[int, float], shares: Mapping[int, float], asks: Asks) -> Features:
    """The features of a run of pieces; `rarity` is that within the item, `shares` what the piece at a start holds."""
    whole = sum(rarity.values()) or 1.0
    own = frozenset[int]().union(*(piece.own for piece in run))
    alike = frozenset[int]().union(*(piece.alike for piece in run)) - own
    entries = sum(piece.role is Role.ENTRY for piece in run)
    commas = sum(piece.commas for piece in run) - 1
    return Features(
        covered=sum(rarity[term] for term in own) / whole,
        dense=sum(shares[piece.start] for piece in run) / whole / len(run),
        alike=sum(rarity[term] for term in alike) / whole,
        length=min(run[-1].end - run[0].start, LONGEST) / LONGEST,
        lead=float(run[0].lead),
        link=0.0 if asks is Asks.SOURCE else sum(piece.role is Role.LINK for piece in run) / len(run),
        aside=sum(piece.role in _ASIDES for piece in run) / len(run),
        opinion=float(any(piece.opinion for piece in run)),
        ends_asking=float(run[-1].asking),
        sign=float(any(piece.sign for piece in run)),
        numbers=min(sum(piece.numbers for piece in run), 2) / 2,
        listing=min(max(entries, commas, 0), 4) / 4 if asks is Asks.LIST else 0.0,
        meant=sum(piece.meant for piece in run) / len(run),
    )


def _share(piece: Piece, rarity: Mapping[int, float]) -> float:
    """What a piece holds of the question, words of like meaning by half."""
    own = sum(rarity[term] for term in piece.own)
    return own + sum(rarity[term] for term in piece.alike - piece.own) / 2


def _best(held: Sequence[Piece], rarity: Mapping[int, float], asks: Asks) -> tuple[int, int]:
    """The (start, end) of the best run; the earlier of equals."""
    shares = {piece.start: _share(piece, rarity) for piece in held}

    def worth(run: Sequence[Piece]) -> tuple[float, int]:
        return sum(map(mul, WEIGHTS, features(run, rarity, shares, asks))), -run[0].start

    best = max(_runs(held, asks), key=worth)
    return best[0].start, best[-1].end


def _runs(held: Sequence[Piece], asks: Asks) -> Iterator[Sequence[Piece]]:
    """All runs that a quote may be: they hold something of the question, if any piece does. Two entries make a list."""
    empty = not any(piece.own or piece.alike for piece in held)
    for start, first in enumerate(held):
        entries: set[int] = set()
        useful = empty
        for end in range(start, len(held)):
            piece = held[end]
            if piece.role is Role.ENTRY:
                entries.add(piece.part)
            limit = LONGEST_LIST if len(entries) > 1 and asks is Asks.LIST else LONGEST
            if end > start and piece.end - first.start > limit:
                break
            useful = useful or bool(piece.own or piece.alike)
            if useful:
                yield held[start : end + 1]


def _highlights(tokens: Tokens, wanted: Wanted, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The spans, within the quote, of the question's own words, those that touch as one."""
    here = np.isin(tokens.terms, np.array(list(wanted.own), np.int64)) & (tokens.starts >= start) & (tokens.ends <= end)
    spans: list[tuple[int, int]] = []
    for first, last in zip((tokens.starts[here] - start).tolist(), (tokens.ends[here] - start).tolist(), strict=True):
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)


def _cut(text: str, start: int, limit: int) -> int:
    """Where to stop at the latest: the last end of a sentence before `limit`, else of a word."""
    if limit >= len(text):
        return len(text.rstrip())
    stops = [found.end() for found in _SENTENCE_END.finditer(text[start:limit])]
    if stops and stops[-1] > LONGEST // 3:
        return start + stops[-1]
    space = text.rfind(" ", start, limit)
    return space if space > start else limit
