"""What is offered to those who read: sections as people know them."""

from __future__ import annotations

from pathlib import Path

from bot.search.around.browsing import of_section, sections
from tests.search.letters import issue, item, opened


def test_a_heading_in_two_cases_is_one_section(tmp_path: Path) -> None:
    """It is named as most of its items have it, and found with all of them."""
    headings = ("Far Tales", "Far tales", "Far tales", "News")
    letters = [issue(n, item("A ferry", "It docks.", section=heading)) for n, heading in enumerate(headings, 1)]
    generation = opened(tmp_path, letters)
    assert sections(generation, "") == ["Far tales", "News"]
    assert sections(generation, "TALES") == ["Far tales"]
    assert len(of_section(generation, "Far tales")) == 3
