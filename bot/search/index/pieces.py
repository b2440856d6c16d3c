"""An item's text -> the pieces that quotes are made of, with what each is and holds apart from any question.

A piece is a sentence, or a clause of one that is longer than a quote may be. Pieces are made when a generation is
built. Knows nothing of questions or of which piece is best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag, auto
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.model import Item, Role
from bot.search.index.postings import Floats, Ints
from bot.search.language.evidence import is_opinion, numbers, signs

LONGEST = 350
"""Code points in a quote."""

LONGEST_LIST = 600
"""Code points in a quote that is a list."""

_CLAUSE_END = re.compile(r"[,;:)–—](?=\s)|\s[–—-](?=\s)")


class Trait(IntFlag):
    """What a piece is: in a link line, a tagline or its like, a list's entry, the item's first paragraph ...

    STARTS_ENTRY is the first piece of an entry. OPINION opens the writer's own view, ASKING ends in a question.
    """

    LINK = auto()
    ASIDE = auto()
    ENTRY = auto()
    STARTS_ENTRY = auto()
    LEAD = auto()
    OPINION = auto()
    ASKING = auto()


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of some items, in order, a number each for every field. `text[start:end]` is what they say.

    `item` is the place of their item among those items, `sentence` the place within it of the sentence that a piece
    belongs to. `traits` are `Trait`, and `signs` what it holds, as `evidence.signs` tells; `commas` counts what parts
    the entries of a list, `numbers` the numbers. `reach` is how many pieces a quote has at most that begins with this
    one, `list_reach` the same where a list is asked for.
    """

    item: Ints
    start: Ints
    end: Ints
    sentence: Ints
    traits: Ints
    signs: Ints
    commas: Ints
    numbers: Ints
    reach: Ints
    list_reach: Ints

    def have(self, trait: Trait) -> npt.NDArray[np.bool_]:
        """Which pieces have a trait."""
        having: npt.NDArray[np.bool_] = (self.traits & int(trait)) != 0
        return having

    @property
    def bounds(self) -> tuple[Ints, Ints]:
        """The first and the last piece of each item. An item without text ends before it begins."""
        items = np.arange(self.item[-1] + 1 if len(self.item) else 0)
        first, end = np.searchsorted(self.item, items), np.searchsorted(self.item, items, side="right")
        return first, end - 1


def sums(values: npt.NDArray[Any], first: Ints, last: Ints) -> Floats:
    """The sums of `values` over runs of its rows."""
    upto = np.zeros((len(values) + 1, *values.shape[1:]))
    np.cumsum(values, axis=0, out=upto[1:])
    found: Floats = upto[last + 1] - upto[first]
    return found


def pieces(item: Item, sentences: Sequence[tuple[int, int, int]]) -> list[tuple[int, ...]]:
    """The pieces of an item, each a row of the fields of `Pieces` after the first.

    A sentence is its start, its end and the place of its part.
    """
    spans = [
        (start, end, number, part)
        for number, (sentence_start, sentence_end, part) in enumerate(sentences)
        for start, end in _clauses(item.text, sentence_start, sentence_end)
    ]
    traits = [_traits(item, start, end, part) for start, end, _, part in spans]
    for at, (_, _, _, part) in enumerate(spans):
        if traits[at] & Trait.ENTRY and (at == 0 or spans[at - 1][3] != part):
            traits[at] |= Trait.STARTS_ENTRY
    return [
        (
            start,
            end,
            number,
            int(traits[at]),
            signs(item.text[start:end]),
            item.text.count(",", start, end) + item.text.count(";", start, end),
            numbers(item.text[start:end]),
            *_reaches(spans, traits, at),
        )
        for at, (start, end, number, _) in enumerate(spans)
    ]


def _traits(item: Item, start: int, end: int, part: int) -> Trait:
    role = item.parts[part].role
    first = all(one.role is not Role.PARAGRAPH for one in item.parts[:part])
    held = {
        Trait.LINK: role is Role.LINK,
        Trait.ASIDE: role in (Role.INSPIRED_BY, Role.PLACE, Role.TAGLINE),
        Trait.ENTRY: role is Role.ENTRY,
        Trait.LEAD: role is Role.PARAGRAPH and first,
        Trait.OPINION: is_opinion(item.text[start:end]),
        Trait.ASKING: item.text.endswith("?", start, end),
    }
    return Trait(sum(trait for trait, has in held.items() if has))


def _reaches(spans: Sequence[tuple[int, int, int, int]], traits: Sequence[Trait], at: int) -> tuple[int, int]:
    """How many pieces a quote from `at` on may have, and how many if it may be a list: two entries make one."""
    ends = [end - spans[at][0] for _, end, _, _ in spans[at:]]
    reach = max(1, sum(end <= LONGEST for end in ends))
    entries = sum(
        bool(trait & Trait.STARTS_ENTRY) or (trait & Trait.ENTRY and not step)
        for step, trait in enumerate(traits[at : at + reach + 1])
    )
    return reach, max(1, sum(end <= LONGEST_LIST for end in ends)) if entries > 1 else reach


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
