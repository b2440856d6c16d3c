"""What is read out of a question: filters, phrases, slips of the pen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.model import Filters, Kind, Order, Query
from bot.search import Generation, find
from bot.search.language.asking import Asks, asked_for, wants_source
from bot.search.questions.demanding import all_of
from bot.search.questions.understanding import understand
from tests.search.letters import issue, item, opened, small, titles


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return small(tmp_path_factory.mktemp("generation"))


def asked(text: str, generation: Generation) -> Query:
    return understand(text, generation, Filters(), plainly=True).query


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("what's new in issue 11", Filters(issues=((11, 11),))),
        ("ice in #12", Filters(issues=((12, 12),))),
        ("issues 10-12 on ice", Filters(issues=((10, 12),))),
        ("between issues 10 and 12", Filters(issues=((10, 12),))),
        ("issues 10, 12 and 10", Filters(issues=((10, 10), (12, 12)))),
        ("what is 10#2 about", Filters(cite="10#2")),
        ("ice 2021-05", Filters(since=day("2021-05-01"), until=day("2021-05-31"))),
        ("ice before 2019", Filters(until=day("2018-12-31"))),
        ("ice since 2040", Filters(since=day("2040-01-01"))),
        ("the ice until 2090", Filters()),
        ("batteries until 2090", Filters(until=day("2090-12-31"))),
        ("batteries before 2031", Filters(until=day("2030-12-31"))),
        ("batteries by 2021", Filters(until=day("2021-12-31"))),
        ("batteries by 2031", Filters()),
        ("batteries by 1990", Filters()),
        ("ice on 11 may 2021", Filters(since=day("2021-05-11"), until=day("2021-05-11"))),
        ("May 11th, 2021", Filters(since=day("2021-05-11"), until=day("2021-05-11"))),
        ("april", Filters(since=day("2021-04-01"), until=day("2021-04-30"))),
        ("2021", Filters(since=day("2021-01-01"), until=day("2021-12-31"))),
        ("what about ice in 11?", Filters(issues=((11, 11),))),
        ("ice in 38 countries", Filters()),
        ("10", Filters(issues=((10, 10),))),
        ("tell me about 10", Filters(issues=((10, 10),))),
        ("summarize 10", Filters(issues=((10, 10),))),
        ("10 issue", Filters(issues=((10, 10),))),
        ("story 2 in issue 10", Filters(issues=((10, 10),), position=2)),
        ("the story 2 of us", Filters()),
        ("#10#2", Filters(cite="10#2")),
        ("issue 10 #2", Filters(cite="10#2")),
        ("10#2 and 12#1", Filters(cite="10#2, 12#1")),
        ("latest issue", Filters(issues=((12, 12),))),
        ("the oldest issue", Filters(issues=((10, 10),))),
        ("ice in march 2021", Filters(since=day("2021-03-01"), until=day("2021-03-31"))),
        ("ice since 2021", Filters(since=day("2021-01-01"))),
        ("ice before 2021-06", Filters(until=day("2021-05-31"))),
        ("after april 2021", Filters(since=day("2021-05-01"))),
        ("winter 2020", Filters(since=day("2020-12-01"), until=day("2021-02-28"))),
        ("2021 Q1 ice", Filters(since=day("2021-01-01"), until=day("2021-03-31"))),
        ("ice in april", Filters(since=day("2021-04-01"), until=day("2021-04-30"))),
        ("the 2021 issues on ice", Filters(since=day("2021-01-01"), until=day("2021-12-31"))),
        ("the 2012 paper", Filters()),
        ("in 2090", Filters()),
        ("short tales about ferries", Filters(kind=Kind.FICTION)),
        ("what does the ice desk section say", Filters(section="ice desk")),
        ("lead story of issue 10", Filters(issues=((10, 10),), position=1)),
        ("issue:10-11 section:ice before:2022", Filters(issues=((10, 11),), section="ice", until=day("2021-12-31"))),
    ],
)
def test_filters_are_read_from_plain_words(text: str, filters: Filters, generation: Generation) -> None:
    """Issues, times, sections, fiction and places are understood, and nothing is where nothing was said."""
    assert asked(text, generation).filters == filters


def test_filters_given_aside_win(generation: Generation) -> None:
    """A filter from an option stands over the same one in the text."""
    given = Filters(issues=((12, 12),))
    assert understand("ice in issue 10", generation, given, plainly=True).query.filters == given


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("latest on ice", Order.NEWEST),
        ("most recent glacier news", Order.NEWEST),
        ("first story about ice", Order.OLDEST),
        ("the last story about ice", Order.NEWEST),
        ("how long will the ice last", Order.RELEVANCE),
        ("earliest mention of salt", Order.OLDEST),
        ("the first battery of salt", Order.RELEVANCE),
    ],
)
def test_recency_is_read_from_plain_words(text: str, order: Order, generation: Generation) -> None:
    """Words for new and old order by date; a first thing in the world does not."""
    assert asked(text, generation).order is order


@pytest.mark.parametrize(
    ("text", "corrections"),
    [
        ("glaicers", (("glaicers", "glaciers"),)),
        ("batery of salt", (("batery", "battery"),)),
        ("litium", (("litium", "lithium"),)),
        ("lathiam", ()),
        ("glaciers", ()),
        ("glacial zebra", ()),
        ("ise", ()),
    ],
)
def test_slips_are_mended(text: str, corrections: tuple[tuple[str, str], ...], generation: Generation) -> None:
    """Unknown words one slip from a word of the archive are mended and said so; other words are left."""
    assert asked(text, generation).corrections == corrections


def test_words_run_together_and_apart_meet(generation: Generation) -> None:
    """``deepsea`` finds deep sea, ``wind co`` finds WindCo."""
    assert asked("deepsea cable", generation).terms == asked("deep sea cable", generation).terms
    assert "windco" in asked("wind co", generation).terms


def test_phrases_and_exclusions_are_taken_out(generation: Generation) -> None:
    """Quoted words are a phrase, words with a minus are excluded, hyphens within words are neither."""
    query = asked('"salt lake" melt -lithium -"cold library" well-known', generation)
    assert query.phrases == ("salt lake",)
    assert query.excluded == ("lithium", "cold library")
    assert "lithium" not in query.terms


def test_very_long_questions_keep_their_rarest_words(generation: Generation) -> None:
    """Of 2,000 words a few dozen are looked for."""
    assert len(asked(" ".join(f"word{number}x" for number in range(2000)), generation).terms) <= 64


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("who measured them?", Asks.WHO),
        ("how many plants", Asks.NUMBER),
        ("when did it open", Asks.WHEN),
        ("why do they melt", Asks.WHY),
        ("what is a seed vault", Asks.DEFINITION),
        ("what is the vault called", Asks.NAME),
        ("the main findings", Asks.LIST),
        ("glaciers", Asks.ANYTHING),
    ],
)
def test_the_kind_of_answer_is_seen(text: str, asks: Asks) -> None:
    """What a question asks for is read from how it asks."""
    assert asked_for(text) is asks


def test_a_question_for_a_source_is_seen() -> None:
    """A question for a link, a paper or code is told from one about what they say."""
    assert all(
        map(wants_source, ("link to the atlas", "where can i read it", "got the paper on ice?", "code for glac3"))
    )
    assert not any(map(wants_source, ("how fast do glaciers melt", "who wrote about ice")))


@pytest.mark.parametrize(
    ("words", "search"),
    [
        ("the future of farming", '"future" "farming"'),
        ('robots "soft hands" -arms section:tales', '"robots" "soft hands" -arms section:tales'),
        ("GPT-4, costs", '"GPT-4," "costs"'),
        ("of the ?!", ""),
    ],
)
def test_words_that_must_all_be_there(words: str, search: str) -> None:
    """Every word of weight becomes one that must occur; phrases, exclusions and operators stay as they are."""
    assert all_of(words) == search


def test_a_year_without_issues_is_told_from_an_amount(generation: Generation) -> None:
    """``in 2012`` is of a time in which no issue came out; ``in 1000 hours`` is of none."""
    assert understand("ice in 2012", generation, Filters(), plainly=True).elsewhen
    assert not understand("ice in 1000 hours", generation, Filters(), plainly=True).elsewhen


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("305 glaciers", ((305, 305),)),
        ("glaciers 305", ((305, 305),)),
        ("305 hours", ()),
        ("305 million boats", ()),
        ("letters 305", ((305, 305),)),
        ("305 letters about glaciers", ()),
        ("305 zebras of letters", ()),
        ("letters 101", ()),
    ],
)
def test_an_issue_is_told_from_a_quantity(
    text: str, numbers: tuple[tuple[int, int], ...], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A number beside a word is an issue that has the rarer words, and what can be counted is counted."""
    letters = [
        issue(101, item("Letters of kings", "They wrote letters.")),
        issue(304, item("A race", "It took 30 hours and 4 million letters.")),
        issue(305, item("Glaciers", "In 2020 glaciers shrank for hours, as letters say, by boats in the millions.")),
    ]
    assert asked(text, opened(tmp_path_factory.mktemp("numbers"), letters)).filters.issues == numbers


def test_an_amount_is_more_than_its_unit(tmp_path: Path) -> None:
    """It is found as written and with its unit's own word; what has another amount of the unit has nothing of it."""
    texts = ("It cost 35 million coins.", "It cost 48m coins.", "The other 7M went by 2k boats.")
    generation = opened(tmp_path, [issue(n, item(f"Harbour {n}", text)) for n, text in enumerate(texts, 1)])
    found = {amount: titles(find(generation, amount).hits) for amount in ("35m", "48m", "$35m", "9m", "5k")}
    assert found == {"35m": ["Harbour 1"], "48m": ["Harbour 2"], "$35m": ["Harbour 1"], "9m": [], "5k": []}
