"""One rule tells which issue is the newest, whichever way it is asked for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.search import Generation, answer
from bot.search.around.browsing import matching
from bot.search.around.titles import named_issue
from tests.search.letters import issue, item, opened

STRAIT, FJORD = "strait", "fjord"


def assert_agreed(generation: Generation, newsletter: str, number: int) -> None:
    """Fails unless every way to the newest issue leads to this one."""
    newest = generation.heads[generation.issues_newest_first[0]]
    found = answer(generation, "latest issue").hits[0].head
    named = generation.heads[named_issue(generation, "newest issue") or 0]
    offered = generation.head_at(matching(generation, "boats", 1)[0])
    for head in (newest, found, named, offered):
        assert (head.newsletter, head.number) == (newsletter, number)


def test_newsletters_go_by_date_and_each_by_its_numbers(tmp_path: Path) -> None:
    """The highest number of all is not the newest where it is older, and a wrong date does not change an order."""
    boats = item("Boats", "Boats go to sea.")
    old = [issue(n, boats, newsletter=STRAIT, date=dt.date(2020, 1, n)) for n in (7, 8)]
    new = [issue(n, boats, newsletter=FJORD, date=dt.date(2024, 1, 9 - n)) for n in (2, 3)]
    undated = [issue(n, boats, newsletter="banks") for n in (400, 401)]
    generation = opened(tmp_path, [*old, *new, *undated], default="elsewhere")
    assert_agreed(generation, FJORD, 3)
    assert answer(generation, "what's new").hits[0].head.number == 3
    assert answer(generation, "latest issue of strait").hits[0].head.number == 8
    assert {hit.head.newsletter for hit in answer(generation, "newest issue", limit=9).hits} == {FJORD}


def test_the_default_newsletter_is_the_one_whose_newest_issue_is_meant(tmp_path: Path) -> None:
    """Where it is here, a newer issue of another is not the newest issue."""
    boats = item("Boats", "Boats go to sea.")
    own = [issue(n, boats, date=dt.date(2022, n, 1)) for n in (1, 2)]
    other = issue(9, boats, newsletter=STRAIT, date=dt.date(2024, 1, 1))
    assert_agreed(opened(tmp_path, [*own, other]), own[1].head.newsletter, 2)
