"""Who writes the newsletter is in every question about their view, and in hardly any item."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.search import Generation, answer, write_generation
from tests.search.letters import issue, item, titles

GLACIERS = item("Glaciers retreat", "The ice melts because summers last longer.")
BERGEN = item("Off to Bergen", "Harbour Ferrywoman goes to Bergen for a week, to look at ferries.")
WIND = item("Wind power at night", "Turbines ran all night.")


@pytest.fixture
def generation(tmp_path: Path) -> Generation:
    name = write_generation(
        tmp_path,
        [issue(1, GLACIERS, BERGEN, WIND)],
        default_newsletter="letter",
        newsletters={"letter": "Letter"},
        sample=False,
        writers=["Harbour Ferrywoman"],
    )
    return Generation.open(tmp_path / name)


def test_a_question_for_the_writers_view_is_one_for_its_subject(generation: Generation) -> None:
    """Naming the writer neither draws items about the writer nor makes the answer doubtful."""
    found = answer(generation, "what does Harbour think about melting glaciers?")
    assert titles(found.hits)[0] == "Glaciers retreat"
    assert not found.closest


def test_the_writer_alone_can_be_asked_for(generation: Generation) -> None:
    """A question about nothing but the writer finds the item on them."""
    assert titles(answer(generation, "who is Harbour Ferrywoman?").hits)[0] == "Off to Bergen"
