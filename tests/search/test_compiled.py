"""The compiled loops of the extra `fast` give what numpy gives, to the bit."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from bot.search import answer, quicken
from bot.search.index.bm25 import InvertedBM25
from tests.search.letters import small
from tests.search.test_bm25 import SIZES, asked, corpus

pytest.importorskip("numba", reason="the extra `fast` is not installed")


@pytest.mark.parametrize(("documents", "vocabulary"), [*SIZES, (9000, 40), (9000, 3000)])
def test_compiled_loops_give_the_same(documents: int, vocabulary: int) -> None:
    """Places and scores are equal to the bit, over windows, masks, ties, repeated, unknown and very common words."""
    chance = random.Random(documents)  # noqa: S311  # repeatable, not secret
    texts = corpus(documents, documents, vocabulary)
    numpy, fast = InvertedBM25(texts), InvertedBM25(texts)
    fast.quicken()
    for turn in range(500):
        query, count = asked(chance, vocabulary), chance.choice((1, 3, 10, 100))
        among = np.array([chance.random() < 0.4 for _ in texts]) if turn % 5 == 0 else None
        assert fast.top(query, count, among) == numpy.top(query, count, among)


def test_compiled_loops_give_the_same_of_many_documents() -> None:
    """Where documents are many, and words held by many of them beside rare ones, all is equal to the bit too."""
    chance = random.Random(5)  # noqa: S311  # repeatable, not secret
    held = [f"w{int(chance.paretovariate(0.3)) % 3000}" for _ in range(400_005)]
    numpy = InvertedBM25([held[at : at + 5] for at in range(0, len(held), 5)])
    fast = InvertedBM25.over(numpy.terms, numpy.postings, numpy.corpus_size)
    fast.quicken()
    places = np.arange(numpy.corpus_size)
    masks = (None, places % 3 == 0, places >= numpy.corpus_size - 150)
    for turn in range(200):
        query = [f"w{int(chance.paretovariate(0.3)) % 3000}" for _ in range(chance.randint(1, 8))]
        for count in (1, 10, 100):
            among = masks[turn % 3]
            assert fast.top(query, count, among) == numpy.top(query, count, among)


def test_words_may_take_away_from_a_score() -> None:
    """BM25Okapi gives most words of a tiny vocabulary less than nothing; the best are the same then."""
    texts = [["ice"], *([["ice", "sea"]] * 9), ["ice", "sea", "sun"]]
    numpy, fast = InvertedBM25(texts), InvertedBM25(texts)
    fast.quicken()
    assert (numpy.postings.weights < 0).any()
    for query in (["ice"], ["sea", "sun"], ["sun", "ice", "sea"]):
        assert fast.top(query, 3) == numpy.top(query, 3)


def test_documents_that_score_nothing_are_given_too() -> None:
    """A word in half of the documents scores 0 and still matches, beside words that score."""
    ranking = InvertedBM25([["ice", "sea"], ["ice", "sky"], ["sun"], ["rain"]])
    ranking.quicken()
    assert ranking.top(["ice"], 5) == [(0, 0.0), (1, 0.0)]
    assert [place for place, _ in ranking.top(["ice", "sun"], 5)] == [2, 0, 1]


def test_nothing_may_be_indexed() -> None:
    """An empty corpus can be quickened, and answers nothing."""
    ranking = InvertedBM25([])
    ranking.quicken()
    assert ranking.top(["ice"], 3) == []


def test_a_large_archive_is_quickened_and_answers_the_same(tmp_path: Path) -> None:
    """Below the size asked for nothing is done; from it on answers come from the compiled loops, and are the same."""
    generation = small(tmp_path)
    questions = ("glaciers", "salt in april 2021", "water -ice", "latest on ice")
    before = [answer(generation, question) for question in questions]
    assert not quicken(generation, generation.item_count + 1)
    assert quicken(generation, generation.item_count)
    assert [answer(generation, question) for question in questions] == before
