"""A synthetic archive made by a seed: passages and queries whose words are as common as those of a language (Zipf)."""

from __future__ import annotations

import numpy as np

VOCABULARY = 60_000
PASSAGE_WORDS = 80
EXPONENT = 1.07
"""Of the law that the r-th most common word is found in proportion to 1 / r^EXPONENT."""

COMMON = 50
"""The most common words: those that a query has where very common words are asked for."""

Words = list[str]


def passages(count: int, seed: int = 1, words: int = PASSAGE_WORDS) -> list[Words]:
    """`count` passages of so many words each."""
    drawn = _draw(np.random.default_rng(seed), count * words, first=0)
    spelled = [f"w{word}" for word in range(VOCABULARY)]
    return [[spelled[word] for word in row.tolist()] for row in drawn.reshape(count, words)]


def queries(count: int, *, common: bool, seed: int = 2) -> list[Words]:
    """`count` queries of 4 to 8 words; one word of each is very common where `common`, else none."""
    random = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        words = _draw(random, int(random.integers(4, 9)), first=COMMON).tolist()
        if common:
            words[0] = int(random.integers(0, COMMON))
        made.append([f"w{word}" for word in words])
    return made


def _draw(random: np.random.Generator, count: int, *, first: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Words from place `first` on, by their share."""
    shares = np.arange(first + 1, VOCABULARY + 1) ** -EXPONENT
    cumulated = np.cumsum(shares / shares.sum())
    return first + np.searchsorted(cumulated, random.random(count))
