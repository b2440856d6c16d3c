"""The sample archive: what its files hold, and that the questions asked of it can be answered from it.

Knows the counts as they were written; nothing about how well anything is found.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.model import Document, Issue, Item, Kind, Parsed
from bot.parsing import parse
from bot.profile import Profiles

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
QUESTIONS = Path(__file__).parent / "sample.jsonl"
SHARED = ROOT / "../shared"
RUN = 12  # words in a row that two texts of different authors do not share by accident

MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html", ".eml": "message/rfc822"}
# file -> (issue, its date if the file states it, items, links), in the order they are written
WRITTEN: dict[str, list[tuple[int, str | None, int, int]]] = {
    "sample-letter-01.txt": [(1, None, 5, 6)],
    "sample-letter-02.md": [(2, "2024-02-05", 5, 5)],
    "sample-letter-03.html": [(3, "2024-03-04", 5, 7)],
    "sample-letter-04.html": [(4, "2024-04-08", 5, 6)],
    "sample-letter-05.eml": [(5, "2024-05-06", 5, 6)],
    "sample-letter-06.txt": [(6, None, 6, 4)],
    "sample-letter-07.md": [(7, "2024-07-08", 5, 7)],
    "sample-letter-07-to-09.txt": [(9, None, 6, 7), (8, None, 5, 4), (7, None, 5, 6)],
    "sample-letter-08.html": [(8, "2024-08-05", 5, 4)],
    "sample-letter-10.html": [(10, "2024-10-07", 5, 6)],
    "sample-letter-10.txt": [(10, None, 5, 6)],
}
COPIES = [
    ("sample-letter-07.md", "sample-letter-07-to-09.txt", 7),
    ("sample-letter-08.html", "sample-letter-07-to-09.txt", 8),
    ("sample-letter-10.html", "sample-letter-10.txt", 10),
]


@cache
def parsed(name: str) -> Parsed:
    """What the file `name` of the sample archive holds."""
    path = SEEDS / name
    retrieved = dt.datetime(2024, 11, 1, tzinfo=dt.UTC)
    document = Document(str(path), MEDIA_TYPES[path.suffix], path.read_bytes(), retrieved, "seeds")
    return parse(document, Profiles.load("import-ai"))


def issue_of(name: str, number: int) -> Issue:
    """Issue `number` as the file `name` has it."""
    return next(issue for issue in parsed(name).issues if issue.head.number == number)


def questions() -> list[dict[str, Any]]:
    """The questions over the sample, an object a line."""
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def letters(text: str) -> str:
    """The letters and digits of `text`, which is what two typings of one text share."""
    return "".join(re.findall(r"\w+", text.casefold()))


def whole(item: Item) -> str:
    """Everything a reader of `item` sees, as letters and digits."""
    return letters(f"{item.title}\n{item.text}")


def test_every_file_of_the_sample_is_listed_here() -> None:
    """No file of the sample archive goes unchecked."""
    assert {path.name for path in SEEDS.glob("sample-letter-*")} == set(WRITTEN)


@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_holds_what_was_written_into_it(name: str) -> None:
    """Each file gives its issues with their numbers, dates, items and links, whatever its format."""
    found = parsed(name)
    rows = [
        (
            issue.head.number,
            issue.head.date and issue.head.date.isoformat(),
            len(issue.items),
            sum(len(item.links) for item in issue.items),
        )
        for issue in found.issues
    ]
    assert found.newsletter == "sample-letter"
    assert rows == WRITTEN[name]


@pytest.mark.parametrize("name", WRITTEN)
def test_no_issue_leads_to_a_page(name: str) -> None:
    """The letter was never published, so none of its issues has an address."""
    assert not [issue.head.url for issue in parsed(name).issues if issue.head.url]


@pytest.mark.parametrize("name", WRITTEN)
def test_an_issue_ends_with_its_tale(name: str) -> None:
    """The last item of every issue is fiction with a place and what inspired it, and no other item is."""
    for issue in parsed(name).issues:
        *news, tale = issue.items
        assert tale.kind is Kind.FICTION
        assert tale.place
        assert tale.inspired_by
        assert all(item.kind is not Kind.FICTION for item in news)
        assert all(item.tagline for item in news if item.kind is Kind.STORY and item.section is None)


@pytest.mark.parametrize(("one", "other", "number"), COPIES)
def test_copies_say_the_same(one: str, other: str, number: int) -> None:
    """The two copies of an issue have the same items, word for word, though one has addresses and one has not."""
    items, copies = issue_of(one, number).items, issue_of(other, number).items
    assert [letters(item.title) for item in items] == [letters(item.title) for item in copies]
    for item, copy in zip(items, copies, strict=True):
        assert letters(item.text) == letters(copy.text)


@pytest.mark.parametrize("name", [name for name in WRITTEN if not name.endswith(".txt")])
def test_addresses_lead_to_the_research_and_nowhere_else(name: str) -> None:
    """Every link of a page with addresses has one, and none is of the made-up letter or its reader."""
    links = [link for issue in parsed(name).issues for item in issue.items for link in item.links]
    hosts = {urlsplit(link.url or "").hostname for link in links}
    assert hosts <= {"arxiv.org", "github.com", "huggingface.co", "www.nature.com", "proceedings.mlr.press"}


def test_older_messages_date_the_issues_that_state_no_date() -> None:
    """Every issue of the sample has a date, its own or one from a later issue's list of older messages."""
    dated = {number: date for rows in WRITTEN.values() for number, date, _, _ in rows if date}
    for name in ("sample-letter-06.txt", "sample-letter-10.txt"):
        for known in parsed(name).known:
            assert known.date is not None
            dated.setdefault(known.number, known.date.isoformat())
            assert dated[known.number] == known.date.isoformat()
    assert set(dated) == set(range(1, 11))


def test_other_newsletters_at_the_foot_of_a_page_are_dropped() -> None:
    """Nothing of the list of other newsletters comes into an issue, nor what the sign-off and footer say."""
    for name in ("sample-letter-06.txt", "sample-letter-10.txt"):
        text = " ".join(whole(item) for issue in parsed(name).issues for item in issue.items)
        for noise in ("Pocket Birding", "Slow Sourdough", "nine electric kettles", "Thanks for reading", "Our mailing"):
            assert letters(noise) not in text


def test_each_question_names_an_item_that_answers_it() -> None:
    """Every answer string of an answerable question stands in its item, or in one of the others it accepts."""
    for question in questions():
        if question["type"] == "unanswerable":
            assert not question["answers"]
            continue
        accepted = {letters(gold["item_title"]) for gold in [question, *question["alt_items"]]}
        names = [question["document"], *WRITTEN]
        items = [item for name in names for issue in parsed(name).issues for item in issue.items]
        texts = [whole(item) for item in items if letters(item.title) in accepted]
        assert texts, question["id"]
        for answer in question["answers"]:
            assert any(letters(answer) in text for text in texts), (question["id"], answer)


def test_the_sample_is_nobody_elses_prose() -> None:
    """No twelve words in a row of the sample stand in the newsletters kept beside the project."""
    others = sorted(SHARED.glob("seeds/*.txt"))
    if not others:
        pytest.skip("no other newsletters are kept beside the project")
    theirs = {run for path in others for run in runs(path)}
    for path in [*SEEDS.iterdir(), QUESTIONS]:
        assert not theirs & runs(path), path.name


def runs(path: Path) -> set[tuple[str, ...]]:
    """Every run of twelve words in the file at `path`."""
    words = re.findall(r"\w+", path.read_text(encoding="utf-8").casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}
