"""What is offered to those who read: sections as people know them."""

from __future__ import annotations

from pathlib import Path

from bot.search.around.browsing import of_section, sections
from bot.search.around.titles import named_issue
from tests.search.letters import issue, item, opened, small


def test_a_heading_in_two_cases_is_one_section(tmp_path: Path) -> None:
    """It is named as most of its items have it, and found with all of them."""
    headings = ("Far Tales", "Far tales", "Far tales", "News")
    letters = [issue(n, item("A ferry", "It docks.", section=heading)) for n, heading in enumerate(headings, 1)]
    generation = opened(tmp_path, letters)
    assert sections(generation, "") == ["Far tales", "News"]
    assert sections(generation, "TALES") == ["Far tales"]
    assert len(of_section(generation, "Far tales")) == 3


def test_the_newest_and_the_oldest_issue_are_those_of_the_words_beside(tmp_path: Path) -> None:
    """``newest issue before 2021-05`` is of that time, ``oldest issue about wind`` has it, ``april`` is a month."""
    generation = small(tmp_path)
    called = {
        10: ("oldest", "earliest issue", "newest issue before 2021-04", "latest issue about seeds"),
        11: ("latest issue in april", "april", "latest short tale"),
        12: ("newest", "2021", "oldest issue about wind", "since 2021"),
    }
    for number, texts in called.items():
        places = [named_issue(generation, text) for text in texts]
        assert [place is not None and generation.heads[place].number for place in places] == [number] * len(texts), (
            texts
        )
    assert named_issue(generation, "latest issue about zebras") is None
