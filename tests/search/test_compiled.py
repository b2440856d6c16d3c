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
