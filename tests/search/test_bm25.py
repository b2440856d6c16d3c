"""Stage one is BM25Okapi, to the bit."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from bot.search.index.bm25 import InvertedBM25


def corpus(seed: int, documents: int, vocabulary: int) -> list[list[str]]:
    """Documents of 0 to 80 words, a few of them very common."""
    chance = random.Random(seed)  # noqa: S311  # repeatable, not secret
    return [
        [f"w{int(chance.paretovariate(0.8)) % vocabulary}" for _ in range(chance.choice((0, 1, 5, 80)))]
        for _ in range(documents)
    ]


SIZES = [(1, 3), (2, 3), (8, 4), (50, 5), (200, 40), (300, 900), (600, 5000)]


def asked(chance: random.Random, vocabulary: int) -> list[str]:
    """A query of 0 to 12 words: common ones above all, some of them repeated, some unknown."""
    return [f"w{int(chance.paretovariate(0.5)) % (vocabulary + 5)}" for _ in range(chance.randint(0, 12))]


@pytest.mark.parametrize(("documents", "vocabulary"), SIZES)
def test_scores_equal_those_of_the_parent(documents: int, vocabulary: int) -> None:
    """Every score is equal to BM25Okapi's to the bit, for repeated, unknown and very common words too."""
    chance = random.Random(documents)  # noqa: S311  # repeatable, not secret
    texts = [*corpus(documents, documents, vocabulary), ["w0", "w1"]]
    parent, ours = BM25Okapi(texts), InvertedBM25(texts)
    for _ in range(500):
        query = asked(chance, vocabulary)
        assert np.array_equal(parent.get_scores(query), ours.get_scores(query))
    some = list(range(0, documents, 3))
    assert parent.get_batch_scores(["w1", "w0"], some) == ours.get_batch_scores(["w1", "w0"], some)


@pytest.mark.parametrize(("documents", "vocabulary"), SIZES)
def test_the_best_are_the_head_of_all_scores(documents: int, vocabulary: int) -> None:
    """The best k, among all documents or some, are those that share a word, by the parent's scores, then by place."""
    chance = random.Random(documents)  # noqa: S311  # repeatable, not secret
    texts = [*corpus(documents, documents, vocabulary), ["w0", "w1"]]
    parent, ours = BM25Okapi(texts), InvertedBM25(texts)
    words = [set(text) for text in texts]
    for turn in range(500):
        query, count = asked(chance, vocabulary), chance.choice((1, 3, 10, 100))
        among = np.array([chance.random() < 0.4 for _ in texts]) if turn % 2 else None
        scores = parent.get_scores(query)
        matching = [place for place, held in enumerate(words) if held & set(query)]
        open_to = [place for place in matching if among is None or among[place]]
        expected = sorted(open_to, key=lambda place: (-scores[place], place))[:count]
        assert ours.top(query, count, among) == [(place, scores[place]) for place in expected]


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


def test_several_threads_may_ask_at_once() -> None:
    """What one thread is given does not depend on what others ask at the same time."""
    ranking = InvertedBM25(corpus(7, 500, 60))
    queries = [asked(random.Random(turn), 60) for turn in range(400)]  # noqa: S311  # repeatable, not secret
    alone = [ranking.top(query, 10) for query in queries]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda query: ranking.top(query, 10), queries)) == alone


def test_nothing_may_be_indexed() -> None:
    """An empty corpus, and documents without words, answer nothing instead of failing."""
    assert InvertedBM25([]).top(["ice"], 3) == []
    assert InvertedBM25([[], []]).top(["ice"], 3) == []


def test_a_document_is_long_beside_those_of_its_kind() -> None:
    """A word counts the same in a usual document of a kind of long ones and of a kind of short ones.

    With a single kind every score is the parent's to the bit.
    """
    short = [["w0", *(["w1"] * 9)], ["w2"] * 10]
    long = [["w0", *(["w3"] * 99)], ["w4"] * 100]
    texts = [*short, *long, *([["w5"] * 55] * 4), []]
    first, _, second, *_ = InvertedBM25(texts, kinds=np.array([0, 0, 1, 1, 2, 2, 2, 2, 3])).get_scores(["w0"])
    assert first == second > 0
    parent = BM25Okapi(texts).get_scores(["w0", "w1"])
    assert np.array_equal(InvertedBM25(texts, kinds=np.zeros(9, np.int64)).get_scores(["w0", "w1"]), parent)
    assert parent[0] > parent[2]
