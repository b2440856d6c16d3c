"""Questions that the order of things answers: issues, cites, times and sections; and what is said where it cannot."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.model import Filters, Order
from bot.search import Generation, answer, find
from tests.search.letters import issue, item, opened, small, titles


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return small(tmp_path_factory.mktemp("generation"))


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """Two newsletters without dates, with numbers of three digits."""
    issues = [
        issue(110, item("Tides", "The tide rose twice."), item("Boats", "There were 120 boats in the port.")),
        issue(120, item("Kelp", "Kelp grows by the metre."), item("Nets", "Nets are mended by hand.")),
        issue(110, item("Frost", "Frost came."), item("Ice", "Ice stayed."), newsletter="north"),
    ]
    return opened(tmp_path_factory.mktemp("numbered"), issues)


def cites(generation: Generation, text: str) -> list[str]:
    return [hit.cite for hit in answer(generation, text).hits]


@pytest.mark.parametrize(
    "text",
    [
        "what's new?",
        "latest letter",
        "the most recent story",
        "latest news",
        "last week's issue",
        "what happened this week",
    ],
)
def test_the_newest_without_other_words_is_the_newest_issue(text: str, generation: Generation) -> None:
    """Who asks for news of nothing in particular gets the items of the newest issue, in their order."""
    assert cites(generation, text)[:2] == ["12#1", "12#2"]


@pytest.mark.parametrize(
    "text", ["tldr of 11", "what's 11 about", "letter 11", "11", "when was issue 11 published?", "#11 recap"]
)
def test_an_issue_without_other_words_is_its_contents(text: str, generation: Generation) -> None:
    """Who asks for an issue as a whole, or when it came out, gets its items."""
    assert cites(generation, text) == ["11#1", "11#2"]


def test_the_last_tale_is_the_newest(generation: Generation) -> None:
    """A last tale is one of the newest, not one in which something is last."""
    found = answer(generation, "last short tale")
    assert (found.query.order, [hit.cite for hit in found.hits]) == (Order.NEWEST, ["11#2"])
    assert cites(generation, "last issue on salt")[0] == "11#1"


def test_issues_take_turns(numbered: Generation) -> None:
    """Of several issues, of one newsletter or of two, each shows its first item before any shows its second."""
    assert set(cites(numbered, "issues 110 and 120")[:2]) == {"110#1", "120#1"}
    both = answer(numbered, "compare letter 110 and north 110")
    assert {hit.cite for hit in both.hits[:2]} == {"110#1", "north/110#1"}
    assert both.query.filters.issues == ((110, 110),)


def test_a_cite_is_answered_with_its_item(numbered: Generation) -> None:
    """A cite in a question means that item and no other, in whichever newsletter; if it is not here, that is said."""
    assert cites(numbered, "110#2") == ["110#2"]
    assert cites(numbered, "what is north/110#2 about?") == ["north/110#2"]
    assert cites(numbered, "north 110#1") == ["north/110#1"]
    assert cites(numbered, "letter 110#2, who paid for that?") == ["110#2"]
    missing = answer(numbered, "110#9")
    assert (missing.abstained, missing.reason) == (True, "No item here has the cite 110#9.")


def test_a_bare_number_is_an_issue_where_it_counts_nothing(numbered: Generation) -> None:
    """A number beside the words is an issue that has one of them, unless the archive counts just that by it."""
    issues = {
        text: answer(numbered, text).query.filters.issues for text in ("kelp 120", "110 tides", "120 boats", "kelp 110")
    }
    assert issues == {"kelp 120": ((120, 120),), "110 tides": ((110, 110),), "120 boats": (), "kelp 110": ()}
    assert cites(numbered, "what does 120 say about nets") == ["120#2"]


def test_doubt_stays_within_an_issue(generation: Generation) -> None:
    """In an issue that is named, an item with a common word alone is the closest, and with nothing rare it is none."""
    assert not answer(generation, "what did issue 10 say of glaciers").closest
    assert answer(generation, "prices and rivers in issue 10").closest
    assert answer(generation, "quolls and zorblatt of the glaciers in issue 10").abstained


def test_a_section_takes_its_own_words(generation: Generation) -> None:
    """Words of the heading ask for nothing more within the section, and alone for all of it."""
    desk = Filters(section="Ice Desk")
    assert titles(answer(generation, "latest snow of the desk", desk).hits) == ["Glaciers regain a little ice"]
    assert titles(answer(generation, "the desk", desk).hits) == ["Glaciers regain a little ice"]


def test_a_year_without_issues_makes_unsure(tmp_path: Path) -> None:
    """A past year without issues may be what is written about, so what lacks the rest of it is the closest."""
    told = item("Old boats", "The boats of 2012 were made of kelp and nets.")
    others = [item(f"Tides {word}", f"The {word} tide rose.") for word in ("first", "high", "low", "spring")]
    generation = opened(tmp_path, [issue(1, told, *others, date=dt.date(2021, 1, 1))])
    assert not answer(generation, "boats in 2012").closest
    assert answer(generation, "sails of boats in 2012").closest
    refused = answer(generation, "boats before 2012")
    assert refused.reason == "No issue here is of that time: they reach from 1 Jan 2021 to 1 Jan 2021."


def test_what_filters_alone_rule_out_is_said(generation: Generation, numbered: Generation) -> None:
    """Where no item can be what the filters ask for, a sentence says which of them is to blame."""
    said = {
        text: answer(generation, text).reason or ""
        for text in ("ice since 2040", "ice since:2022 until:2020", "ice issue:99")
    }
    assert "reach from 1 Mar 2021 to 11 May 2021" in said["ice since 2040"]
    assert "both since 1 Jan 2022 and until 31 Dec 2020" in said["ice since:2022 until:2020"]
    assert said["ice issue:99"] == "No issue with that number is here."
    assert "when these issues came out" in (answer(numbered, "kelp since:2018").reason or "")
    assert answer(generation, "zephyrine quolls v9").reason is None
    assert len(answer(generation, "compare 10#2 and 12#1").hits) == 2


def test_issues_without_a_date_are_not_denied(tmp_path: Path) -> None:
    """Beside dated issues they may be of any time, which is said; the days named are those that issues have."""
    generation = opened(
        tmp_path,
        [
            issue(7, item("Kelp farms", "Kelp grows."), date=dt.date(2021, 2, 1)),
            issue(9, item("Kelp soup", "Kelp is eaten."), date=dt.date(2021, 5, 1)),
            issue(3, item("Old boats", "The boats float."), newsletter="gazette"),
        ],
    )
    said = {
        text: answer(generation, text).reason or "" for text in ("boats since 2021", "march 2021", "boats since 2040")
    }
    assert "have no date" in said["boats since 2021"]
    assert said["march 2021"].endswith("known to be of that time: the nearest are of 1 Feb 2021 and 1 May 2021.")
    assert "known to be of that time: they reach from 1 Feb 2021" in said["boats since 2040"]
    assert answer(generation, "gazette 8").suggestions == ("Gazette 3",)
    assert answer(generation, "zebras since 2021", Filters(newsletter="letter")).reason is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ice before:never", "“before:never” is no date"),
        ("ice issue:abc", "“issue:abc” names no issue"),
        ("ice issue:12345", "“issue:12345” names no issue"),
        ("kind:joke", "“kind:joke” is no kind of item"),
        ("ice newsletter:nope", "No newsletter here is called “nope”"),
        ("ice section:nope", "No section's heading here has “nope”"),
    ],
)
def test_a_wrong_operator_is_named(words: str, said: str, generation: Generation) -> None:
    """A search whose operator says nothing, or names what is not here, says so instead of blaming the words."""
    found = find(generation, words)
    assert (found.hits, said in (found.reason or "")) == ((), True)
