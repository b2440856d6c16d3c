"""An item and a question -> the span of the item that answers. Knows sentences; a quote is always a slice of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bot.model import Item, Quote, Role
from bot.search.evidence import evidence
from bot.search.generation import Generation, Tokens
from bot.search.understanding import Asks

LONGEST = 350
LONGEST_LIST = 600
"""Code points in a quote, and in one that is a list."""

_CLAUSE_END = re.compile(r"[,;:)–—](?=\s)|\s[–—-](?=\s)")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much a term of the vocabulary counts in a quote: its rarity; `marked` are the ones to highlight."""

    rarity: Mapping[int, float]
    marked: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of a long one, with the terms of the question that it holds."""

    start: int
    end: int
    role: Role
    part: int
    terms: frozenset[int]


def quote(generation: Generation, place: int, item: Item, weights: Weights, asks: Asks) -> Quote:
    """The span of the item that best answers; at most 350 code points, 600 where it is a list.

    An item without text is quoted as an empty span.
    """
    tokens = generation.tokens(place)
    units = list(_units(generation, place, item, tokens, weights))
    if not units:
        return Quote("", 0, 0)
    start, end = max(_windows(units, asks), key=lambda span: _worth(item, units, span, weights, asks))
    first, last = units[start].start, units[end].end
    return Quote(item.text[first:last], first, last, _highlights(tokens, weights, first, last))


def opening(item: Item) -> Quote:
    """The beginning of an item: its tagline and first sentences, for a question about the item as a whole."""
    start = next((part.start for part in item.parts if part.role is not Role.PLACE), 0)
    end = _cut(item.text, start, start + LONGEST)
    return Quote(item.text[start:end], start, end)


def _units(generation: Generation, place: int, item: Item, tokens: Tokens, weights: Weights) -> Iterator[_Unit]:
    wanted = np.isin(tokens.terms, np.fromiter(weights.rarity, np.uint32, len(weights.rarity)))
    found = list(zip(tokens.starts[wanted].tolist(), tokens.terms[wanted].tolist(), strict=True))
    for start, end, part in generation.sentences(place).tolist():
        for first, last in _pieces(item.text, start, end):
            terms = frozenset(term for at, term in found if first <= at < last)
            yield _Unit(first, last, item.parts[part].role, part, terms)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut at its clauses where it is longer than a quote may be."""
    while end - start > LONGEST:
        cut = _cut_clause(text, start, start + LONGEST)
        yield start, cut
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        yield start, end


def _cut_clause(text: str, start: int, limit: int) -> int:
    ends = [found.end() for found in _CLAUSE_END.finditer(text, start, limit)]
    if ends and ends[-1] - start > LONGEST // 3:
        return ends[-1]
    space = text.rfind(" ", start, limit)
    return space if space > start else limit


def _cut(text: str, start: int, limit: int) -> int:
    """Where to stop at the latest: the last end of a sentence before `limit`, else of a word."""
    if limit >= len(text):
        return len(text.rstrip())
    stops = [found.end() for found in re.finditer(r"[.!?…][\"'”’)\]]*(?=\s)", text[start:limit])]
    if stops and stops[-1] > LONGEST // 3:
        return start + stops[-1]
    space = text.rfind(" ", start, limit)
    return space if space > start else limit


def _windows(units: list[_Unit], asks: Asks) -> Iterator[tuple[int, int]]:
    """All runs of units that a quote may be."""
    for start, first in enumerate(units):
        for end in range(start, len(units)):
            length = units[end].end - first.start
            entries = any(unit.role is Role.ENTRY for unit in units[start : end + 1])
            if length > (LONGEST_LIST if entries and asks is Asks.LIST else LONGEST) and end > start:
                break
            yield start, end


def _worth(item: Item, units: list[_Unit], span: tuple[int, int], weights: Weights, asks: Asks) -> tuple[float, int]:
    window = units[span[0] : span[1] + 1]
    held = frozenset[int]().union(*(unit.terms for unit in window))
    covered = sum(weights.rarity[term] for term in held)
    whole = sum(weights.rarity.values()) or 1.0
    text = item.text[window[0].start : window[-1].end]
    worth = covered / whole
    worth += evidence(
        text, window[0].start, asks, [unit.role for unit in window], starts_part=_starts_part(units, span[0])
    )
    worth += 0.1 * min(len(text), LONGEST) / LONGEST
    return worth, -window[0].start


def _starts_part(units: list[_Unit], start: int) -> bool:
    return start == 0 or units[start - 1].part != units[start].part


def _highlights(tokens: Tokens, weights: Weights, first: int, last: int) -> tuple[tuple[int, int], ...]:
    marked = np.isin(tokens.terms, np.fromiter(weights.marked, np.uint32, len(weights.marked)))
    marked &= (tokens.starts >= first) & (tokens.ends <= last)
    spans: list[tuple[int, int]] = []
    for start, end in zip(
        (tokens.starts[marked] - first).tolist(), (tokens.ends[marked] - first).tolist(), strict=True
    ):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)
