"""Questions for two things at once bring both."""

from __future__ import annotations

import pytest

from bot.search import Generation, answer
from tests.search.letters import small, titles


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return small(tmp_path_factory.mktemp("generation"))


@pytest.mark.parametrize(
    "text",
    [
        "compare salt batteries and WindCo",
        "WindCo vs the salt battery",
        "what is the difference between the salt battery and WindCo's turbines?",
        "what does a salt battery cost and which turbines ran all night?",
        "how many plants has the Cold Library? What does a salt battery cost?",
    ],
)
def test_two_things_asked_for_bring_an_item_each(text: str, generation: Generation) -> None:
    """A comparison, or two questions in one, shows the best item of each part before any other."""
    found = answer(generation, text)
    wanted = {"Cheap batteries from salt", "A library of seeds opens" if "Library" in text else "Wind power at night"}
    assert not found.closest
    assert set(titles(found.hits[:2])) == wanted
    assert found.hits[0].score == found.hits[1].score


def test_one_item_that_answers_both_parts_comes_alone_first(generation: Generation) -> None:
    """Where the best item holds both parts, the order stays as it is without them."""
    found = answer(generation, "how many glaciers were measured and why does the ice melt?")
    assert found.hits[0].cite == "10#1"
    assert found.hits[0].score > found.hits[1].score


def test_a_comparison_with_something_unknown_is_said_to_be_close(generation: Generation) -> None:
    """Half of what was compared is shown as the closest there is; where nothing is known of either, nothing is."""
    assert answer(generation, "compare the salt battery with Zorblax 9").closest
    assert answer(generation, "compare Zorblax 9 with Quxly 4").abstained
