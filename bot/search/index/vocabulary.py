"""The terms of a generation and their places, read from disk as they are asked for. Knows no item."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from bot.search.index import files

REMEMBERED = 1 << 15
"""How many looked-up terms are kept at hand."""


class Vocabulary:
    """All terms in code point order, found by halving, so that a start reads none of them."""

    def __init__(self, words: files.Records) -> None:
        self._words = words
        self._found = lru_cache(maxsize=REMEMBERED)(self._find)

    def __len__(self) -> int:
        return len(self._words)

    def get(self, term: str, /) -> int | None:
        """The place of `term`, or None."""
        return self._found(term)

    def _find(self, term: str) -> int | None:
        place = bisect_left(self, term)
        return place if place < len(self) and self[place] == term else None

    def __getitem__(self, place: int) -> str:
        return str(self._words[place], "utf-8")
