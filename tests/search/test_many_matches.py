"""Where more items match than are compared closely, nothing that should come first is lost, and counts are whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model import Filters, Order
from bot.search import Generation, answer, find
from tests.search.letters import issue, item, opened

ISSUES, ITEMS = 60, 10


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """600 items on ice, of which one, long and in the first issue, is on penguins too."""
    folder: Path = tmp_path_factory.mktemp("many")
    stories = [[item(f"Ice on lake {place}", "The ice is thick.") for place in range(ITEMS)] for _ in range(ISSUES)]
    stories[0][7] = item(
        "Birds", "Penguins swim. " + "They walk over snow and water for months. " * 20 + "The ice melts."
    )
    return opened(folder, [issue(number, *some) for number, some in enumerate(stories, 1)])


def test_the_one_item_with_the_rare_word_is_found(generation: Generation) -> None:
    """One item among hundreds that match better by the common word comes first by the rare one."""
    assert answer(generation, "do penguins like ice?").hits[0].item.title == "Birds"


def test_dates_order_all_matches(generation: Generation) -> None:
    """The newest and the oldest of hundreds of equal matches are given, not those of the first hundred found."""
    assert {hit.head.number for hit in answer(generation, "latest on thick ice").hits} == {ISSUES}
    assert {hit.head.number for hit in answer(generation, "earliest on thick ice").hits} == {1}
    assert {hit.head.number for hit in find(generation, "thick ice", order=Order.NEWEST).hits} == {ISSUES}


def test_filters_choose_before_the_best_are_taken(generation: Generation) -> None:
    """Items that a filter lets through are found however many others match as well."""
    hits = answer(generation, "thick ice", Filters(issues=((31, 31),)), limit=10).hits
    assert [hit.cite for hit in hits] == [f"31#{number}" for number in range(1, 11)]
    assert {hit.head.number for hit in answer(generation, "thick ice in issue 59").hits} == {59}


def test_phrases_and_exclusions_choose_before_the_best_are_taken(generation: Generation) -> None:
    """An exact phrase is found in the one item that has it, and an exclusion leaves that one out alone."""
    assert [hit.cite for hit in answer(generation, 'ice "penguins swim"').hits] == ["1#8"]
    assert find(generation, 'ice "the ice melts"').total == 1
    assert find(generation, "ice -penguins").total == ISSUES * ITEMS - 1
    assert all(hit.item.title != "Birds" for hit in answer(generation, "ice -penguins", limit=10).hits)


def test_counts_are_of_all_matches_and_pages_follow_one_another(generation: Generation) -> None:
    """A search counts every match, and its pages hold each of them once."""
    assert find(generation, "ice").total == ISSUES * ITEMS
    pages = [find(generation, "ice", limit=50, offset=offset) for offset in range(0, ISSUES * ITEMS, 50)]
    assert len({hit.cite for page in pages for hit in page.hits}) == ISSUES * ITEMS


def test_long_stories_stand_beside_short_notes(tmp_path: Path) -> None:
    """A long story on the subject comes before a note that names it, however short another newsletter's notes are."""
    story = item(
        "The seals of the lake", "Seals live in this lake. " + "Nobody knows how they came here. " * 40 + "Seals!"
    )
    notes = [item(f"Note {place}", "A lake.") for place in range(300)]
    notes[7] = item("Note 7", "Seals. A lake.")
    other = item("Harbours", "Cranes lift crates from ships. " * 60)
    archive = opened(tmp_path, [issue(1, story, other), issue(1, *notes, newsletter="notes")])
    assert answer(archive, "seals in a lake").hits[0].item.title == story.title
