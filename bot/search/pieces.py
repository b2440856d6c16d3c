"""An item's text -> the pieces that quotes are made of, each with what it holds of a question.

A piece is a sentence, or a clause of one that is longer than a quote may be. Knows nothing of which piece is best.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.model import Item, Role
from bot.search.asking import Asks
from bot.search.evidence import has_sign, is_beside_number, is_opinion
from bot.search.generation import Generation, Tokens
from bot.search.semantic import Likeness

LONGEST = 350
"""Code points in a quote."""

_CLAUSE_END = re.compile(r"[,;:)–—](?=\s)|\s[–—-](?=\s)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The terms of a question by their place in the vocabulary (below 0: not in it).

    `own` gives the rarity of each; `alike` gives, for words of like meaning, the term that they stand for.
    """

    own: Mapping[int, float]
    alike: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` of an item and what it holds.

    `own` and `alike` are terms of the question; `numbers` counts those beside a number; `commas` counts what parts the
    entries of a list; `meant` is how alike its sentence is to the question in meaning, where the item shares no word
    with it; `part` is the place of the part that it belongs to, `lead` whether that is the first paragraph.
    """

    start: int
    end: int
    part: int
    role: Role
    own: frozenset[int]
    alike: frozenset[int]
    numbers: int
    commas: int
    sign: bool
    opinion: bool
    asking: bool
    lead: bool
    meant: float


def pieces(
    generation: Generation, place: int, item: Item, wanted: Wanted, asks: Asks, likeness: Likeness | None = None
) -> list[Piece]:
    """The pieces of the item at a place, in order."""
    found = _found(generation.tokens(place), wanted)
    spans = generation.sentences(place).tolist()
    meant = [0.0] * len(spans) if found or likeness is None else likeness.sentences(place).tolist()
    return [
        _piece(item, start, end, part, [one for one in found if start <= one[0] < end], wanted, asks, meant[number])
        for number, (sentence_start, sentence_end, part) in enumerate(spans)
        for start, end in _clauses(item.text, sentence_start, sentence_end)
    ]


def rarity_within(held: Sequence[Piece], wanted: Wanted) -> dict[int, float]:
    """How much each term tells one piece of the item from another: rare in the archive, and rare in the item."""
    counts = Counter(term for piece in held for term in piece.own | piece.alike)
    return {
        term: rarity * (math.log1p(len(held) / counts[term]) if counts[term] else 1.0)
        for term, rarity in wanted.own.items()
    }


def _found(tokens: Tokens, wanted: Wanted) -> list[tuple[int, int]]:
    """Where the text has terms of the question: (start, term)."""
    here = np.isin(tokens.terms, np.array([*wanted.own, *wanted.alike], np.int64))
    return list(zip(tokens.starts[here].tolist(), tokens.terms[here].tolist(), strict=True))


def _piece(
    item: Item,
    start: int,
    end: int,
    part: int,
    found: Sequence[tuple[int, int]],
    wanted: Wanted,
    asks: Asks,
    meant: float,
) -> Piece:
    text = item.text[start:end]
    own = frozenset(term for _, term in found if term in wanted.own)
    return Piece(
        start=start,
        end=end,
        part=part,
        role=item.parts[part].role,
        own=own,
        alike=frozenset(wanted.alike[term] for _, term in found if term in wanted.alike),
        numbers=sum(is_beside_number(item.text, at) for at, _ in found) if asks is Asks.NUMBER else 0,
        commas=text.count(",") + text.count(";") if asks is Asks.LIST else 0,
        sign=has_sign(text, asks),
        opinion=is_opinion(text),
        asking=text.endswith("?"),
        lead=item.parts[part].role is Role.PARAGRAPH
        and all(one.role is not Role.PARAGRAPH for one in item.parts[:part]),
        meant=meant,
    )


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut at its clauses where it is longer than a quote may be."""
    while end - start > LONGEST:
        cut = _clause_end(text, start, start + LONGEST)
        yield start, cut
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        yield start, end


def _clause_end(text: str, start: int, limit: int) -> int:
    ends = [found.end() for found in _CLAUSE_END.finditer(text, start, limit)]
    if ends and ends[-1] - start > LONGEST // 3:
        return len(text[: ends[-1]].rstrip(" –—-"))
    space = text.rfind(" ", start, limit)
    return space if space > start else limit
