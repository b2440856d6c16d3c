"""The questions over real newsletters: what they are made of, and that the items they name answer them.

Knows nothing about how well anything is found. The newsletters lie beside the project; where they are absent,
only the questions themselves are checked.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tarfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation import judge
from bot.model import Document, Item
from bot.parsing import parse
from bot.profile import Profiles

HERE = Path(__file__).parent
SETS = ("seeds", "haskell")
COUNTS = {"seeds": (60, 15), "haskell": (48, 12)}  # answerable, unanswerable
KEYS = {"id", "question", "type", "issue", "document", "item_title", "alt_items", "answers", "read_more", "difficulty"}
TYPES = {
    *("keyword", "paraphrase", "factoid", "number", "definition", "why", "list", "story", "filter", "latest"),
    *("source", "typo", "multi", "policy", "unanswerable"),
}
RUN = 12  # words in a row that two texts of different authors do not share by accident

Question = dict[str, Any]
Numbered = tuple[int | None, Item]  # an item and the number of its issue


def questions(name: str) -> list[Question]:
    """The questions of the set `name`."""
    return [json.loads(line) for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def golds(question: Question) -> list[Question]:
    """The items that `question` accepts, each with its issue and title."""
    return [{"issue": question["issue"], "item_title": question["item_title"]}, *question["alt_items"]]


@cache
def texts(name: str, shared: Path) -> dict[str, bytes]:
    """The documents of the set `name`: their names and bytes. The whole of the archive is unpacked only once."""
    if name == "seeds":
        return {path.name: path.read_bytes() for path in sorted((shared / "seeds").glob("*.txt"))}
    with tarfile.open(shared / "archives/haskell-weekly.tar.gz") as archive:
        files = [member for member in archive if member.name.endswith(".markdown")]
        return {Path(member.name).name: content.read() for member in files if (content := archive.extractfile(member))}


@cache
def items(name: str, document: str, shared: Path) -> tuple[Numbered, ...]:
    """The items of one document of the set `name`."""
    media_type = "text/plain" if document.endswith(".txt") else "text/markdown"
    collection = "seeds" if name == "seeds" else "haskell-weekly"
    retrieved = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    source = Document(f"/{collection}/{document}", media_type, texts(name, shared)[document], retrieved, collection)
    issues = parse(source, Profiles.load("import-ai")).issues
    return tuple((issue.head.number, item) for issue in issues for item in issue.items)


def candidates(name: str, question: Question, shared: Path) -> list[Numbered]:
    """The items of the documents in which those that `question` names should be."""
    documents = {question["document"], *question.get("also_in", ())}
    for gold in question["alt_items"]:
        documents |= {f"issue-{gold['issue']}.markdown"} if name == "haskell" else set(texts(name, shared))
    return [numbered for document in sorted(documents) for numbered in items(name, document, shared)]


def is_found(question: Question, numbered: Numbered, answers: list[str]) -> tuple[bool, bool]:
    """Whether the item is one that `question` accepts, and whether its text holds one of `answers`."""
    number, item = numbered
    result = {"issue": number, "title": item.title, "quote": item.text}
    judged = judge({**question, "answers": answers}, {"abstained": False, "results": [result]})
    return judged.rank == 1, judged.quoted_at == 1


def words(text: str) -> list[str]:
    """The words of `text`, in lower case."""
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_as_it_was_written(name: str) -> None:
    """A set has its answerable and unanswerable questions, each with its own id and all that a scorer needs."""
    asked = questions(name)
    refused = [question for question in asked if question["type"] == "unanswerable"]
    assert (len(asked) - len(refused), len(refused)) == COUNTS[name]
    assert len({question["id"] for question in asked}) == len(asked)
    for question in asked:
        assert question.keys() - {"also_in", "note"} == KEYS | {"held_out"}, question["id"]
        assert question["type"] in TYPES
        assert 1 <= len(question["answers"]) <= 3 or question in refused
        assert all(len(answer.split()) <= 8 for answer in question["answers"]), question["id"]
    assert not any(question["answers"] or question["item_title"] for question in refused)


@pytest.mark.parametrize("name", SETS)
def test_a_third_of_each_sort_is_held_out(name: str) -> None:
    """A third of a set is kept for the end, and no sort of question is kept back more than it is tried."""
    asked = questions(name)
    sorts = Counter(question["type"] for question in asked)
    held = Counter(question["type"] for question in asked if question["held_out"])
    assert held.total() * 3 == len(asked)
    assert all(held[sort] * 2 <= count for sort, count in sorts.items())
    assert all(held[sort] for sort, count in sorts.items() if count > 3)


@pytest.mark.parametrize("name", SETS)
def test_each_item_that_a_question_names_exists(name: str, shared: Path) -> None:
    """Every item that a question accepts is in its document, under that title and issue, and no other one is."""
    for question in questions(name):
        for gold in golds(question) if question["type"] != "unanswerable" else ():
            alone = {**question, **gold, "alt_items": []}
            named = [one for one in candidates(name, question, shared) if is_found(alone, one, [])[0]]
            assert len({item.text for _, item in named}) in {1, 1 + len(question.get("also_in", ()))}, (alone, named)


@pytest.mark.parametrize("name", SETS)
def test_each_answer_stands_in_an_item_that_the_question_names(name: str, shared: Path) -> None:
    """Every answer string of an answerable question stands in the text of an item that it accepts."""
    for question in questions(name):
        for answer in question["answers"]:
            found = [is_found(question, one, [answer]) for one in candidates(name, question, shared)]
            assert (True, True) in found, (question["id"], answer)


@pytest.mark.parametrize("name", SETS)
def test_a_label_asked_for_is_a_link_of_its_item(name: str, shared: Path) -> None:
    """A question for a source names the label and the source of a link that its item ends in."""
    for question in questions(name):
        if question["read_more"]:
            named = [
                item for number, item in candidates(name, question, shared) if is_found(question, (number, item), [])[0]
            ]
            assert question["type"] == "source"
            assert question["read_more"] in {f"{link.label} ({link.source})" for item in named for link in item.links}


@pytest.mark.parametrize("name", SETS)
def test_the_questions_are_nobody_elses_prose(name: str, shared: Path) -> None:
    """No question, title or answer has twelve words in a row of the newsletters, or of the questions kept with them."""
    theirs = [body.decode("utf-8") for kind in SETS for body in texts(kind, shared).values()]
    theirs.append((shared / "questions/dev.jsonl").read_text(encoding="utf-8"))
    prose = "\n".join(" ".join(words(text)) for text in theirs)
    for line in (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        for written in [value for value in re.findall(r'"((?:[^"\\]|\\.)*)"', line) if len(words(value)) >= RUN]:
            run = words(written)
            for at in range(len(run) - RUN + 1):
                assert " ".join(run[at : at + RUN]) not in prose, written
