"""Stage one is BM25Okapi, to the bit."""

from __future__ import annotations

import random

import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from bot.search.bm25 import InvertedBM25


def corpus(seed: int, documents: int, vocabulary: int) -> list[list[str]]:
    """Documents of 0 to 80 words, a few of them very common."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    return [
        [f"w{int(chance.paretovariate(0.8)) % vocabulary}" for _ in range(chance.choice((0, 1, 5, 80)))]
        for _ in range(documents)
    ]


@pytest.mark.parametrize(
    ("documents", "vocabulary"), [(1, 3), (2, 3), (8, 4), (50, 5), (200, 40), (300, 900), (600, 5000)]
)
def test_scores_equal_those_of_the_parent(documents: int, vocabulary: int) -> None:
    """Every score is equal to BM25Okapi's to the bit, for repeated, unknown and very common words too."""
    chance = random.Random(documents)  # noqa: S311  # repeatable, not secret
    texts = [*corpus(documents, documents, vocabulary), ["w0", "w1"]]
    parent, ours = BM25Okapi(texts), InvertedBM25(texts)
    for _ in range(500):
        query = [f"w{int(chance.paretovariate(0.5)) % (vocabulary + 5)}" for _ in range(chance.randint(0, 12))]
        assert np.array_equal(parent.get_scores(query), ours.get_scores(query))
    some = list(range(0, documents, 3))
    assert parent.get_batch_scores(["w1", "w0"], some) == ours.get_batch_scores(["w1", "w0"], some)


def test_a_match_shares_a_word_whatever_it_scores() -> None:
    """A word in half of the documents scores 0, and still matches."""
    ranking = InvertedBM25([["ice", "sea"], ["ice", "sky"], ["sun"], ["rain"]])
    assert not ranking.get_scores(["ice"]).any()
    assert ranking.top(["ice"], 5) == [(0, 0.0), (1, 0.0)]
    assert ranking.top(["unknown"], 5) == []


def test_ties_keep_the_order_of_documents() -> None:
    """Documents of the same score come in their own order, also where the list is cut."""
    ranking = InvertedBM25([["ice"], ["ice"], ["ice"], *([["sun"]] * 9)])
    assert [place for place, _ in ranking.top(["ice"], 2)] == [0, 1]


def test_top_is_the_head_of_all_scores() -> None:
    """The best k are the first k of all matches in order."""
    texts = corpus(5, 400, 60)
    ranking = InvertedBM25(texts)
    scores = ranking.get_scores(["w1", "w7", "w9"])
    matching = [place for place, words in enumerate(texts) if {"w1", "w7", "w9"} & set(words)]
    expected = sorted(matching, key=lambda place: (-scores[place], place))[:10]
    assert [place for place, _ in ranking.top(["w1", "w7", "w9"], 10)] == expected


def test_nothing_may_be_indexed() -> None:
    """An empty corpus, and documents without words, answer nothing instead of failing."""
    assert InvertedBM25([]).top(["ice"], 3) == []
    assert InvertedBM25([[], []]).top(["ice"], 3) == []
