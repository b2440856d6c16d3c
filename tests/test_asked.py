"""Questions with their options, as they stand in the ids of buttons."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cogs.options import words_of
from bot.community.asked import Asked
from bot.errors import UsageError
from bot.model import Filters

DATES = st.none() | st.dates()
NAMES = st.none() | st.text(st.characters(exclude_characters="|"), min_size=1, max_size=20)
FILTERS = st.builds(
    Filters,
    issues=st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=3).map(tuple),
    since=DATES,
    until=DATES,
    section=NAMES,
    newsletter=NAMES,
)


@given(text=st.text(), filters=FILTERS)
def test_what_is_packed_is_found_again(text: str, filters: Filters) -> None:
    """Whatever was asked, and with whichever options, a button knows it."""
    asked = Asked(text, filters)
    assert Asked.unpack(asked.pack()) == asked


def test_packing_is_short() -> None:
    """Options take little room, so that most questions fit into an id."""
    filters = Filters(issues=((305, 305),), since=dt.date(2022, 1, 1))
    assert Asked("why?", filters).pack() == "305-305|2022-01-01||||why?"
    assert Asked("why?").pack() == "=why?"


@pytest.mark.parametrize("packed", ["", "why?", "a-b|||||why?", "|2022-99-99||||why?"])
def test_what_was_never_packed_is_refused(packed: str) -> None:
    """A button's id from elsewhere gets a plain sentence."""
    with pytest.raises(UsageError):
        Asked.unpack(packed)


@pytest.mark.parametrize(
    "written",
    [
        "<@12> what of boats?",
        "what <@!3> of <@&4> boats? @everyone",
        "<#5>what\nof boats?<t:-7:R>",
        "what </ask:6> <:sail:8> of <a:sail:9> boats?",
    ],
)
def test_the_markup_of_discord_is_no_word(written: str) -> None:
    """Mentions, channels, times, commands and emoji of servers are ids, and ids are not looked for."""
    assert words_of(written) == "what of boats?"


def test_what_is_left_must_be_words() -> None:
    """Nothing but markup, signs, or what nobody sees is told what to write instead."""
    for empty in ("", " \n", "<@1> @here", "\u200b\u2060", "\u3164", "???"):
        with pytest.raises(UsageError, match="write some words"):
            words_of(empty)
