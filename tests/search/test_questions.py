"""The real newsletters, asked by members: 151 questions of our own, a third of them never used for tuning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.evaluation import judge, summary
from bot.model import Answer
from bot.search import Generation, answer
from tests.conftest import SHARED
from tests.search.letters import opened, real_issues

QUESTIONS = Path(__file__).with_name("questions.jsonl")


def read(path: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    if not SHARED.is_dir():
        pytest.skip("the real newsletters are not at hand")
    return opened(tmp_path_factory.mktemp("generation"), real_issues(SHARED / "seeds"))


def as_json(found: Answer) -> dict[str, Any]:
    """What the command line shows of an answer, as far as it is judged; an inferred number counts as none."""
    results = [
        {
            "issue": None if hit.head.inferred else hit.head.number,
            "title": hit.item.title,
            "quote": hit.quote.text,
            "read_more": hit.read_more,
        }
        for hit in found.hits
    ]
    return {"abstained": found.abstained, "results": results}


def figures(generation: Generation, questions: list[dict[str, Any]]) -> dict[str, float]:
    asked = ((question, answer(generation, question["question"], limit=10)) for question in questions)
    return summary(judge(question, as_json(found)) for question, found in asked)


def test_questions_of_our_own_are_answered(generation: Generation) -> None:
    """On questions that the rules were made with, the right item and a quote that answers come first often enough."""
    reached = figures(generation, [question for question in read(QUESTIONS) if not question["held_out"]])
    assert reached["hit@1"] >= 0.88
    assert reached["hit@3"] >= 0.92
    assert reached["quote@1"] >= 0.67
    assert reached["refused_right"] >= 0.63
    assert reached["refused_wrong"] <= 0.03


def test_questions_never_used_for_tuning_are_answered(generation: Generation) -> None:
    """On questions that nothing was made with, the figures hold."""
    reached = figures(generation, [question for question in read(QUESTIONS) if question["held_out"]])
    assert reached["hit@1"] >= 0.84
    assert reached["quote@1"] >= 0.74
    assert reached["refused_right"] >= 0.6
    assert reached["refused_wrong"] <= 0.03


def test_the_questions_at_hand_are_answered(generation: Generation) -> None:
    """On the questions that come with the newsletters, the figures promised are reached."""
    reached = figures(generation, read(SHARED / "questions" / "dev.jsonl"))
    assert reached["hit@1"] >= 0.85
    assert reached["hit@3"] >= 0.91
    assert reached["quote@1"] >= 0.72
    assert reached["refused_right"] >= 0.4
    assert reached["refused_wrong"] <= 0.03


def test_every_quote_is_verbatim(generation: Generation) -> None:
    """Over all questions every quote is a slice of its item's text, within its length, and whole."""
    for question in [*read(QUESTIONS), *read(SHARED / "questions" / "dev.jsonl")]:
        for hit in answer(generation, question["question"], limit=10).hits:
            quote = hit.quote
            assert quote.text == hit.item.text[quote.start : quote.end] != ""
            assert len(quote.text) <= (600 if "\n" in quote.text else 350)
            assert all(0 <= start < end <= len(quote.text) for start, end in quote.highlights)
