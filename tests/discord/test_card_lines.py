"""The lines of cards, read as a member reads them: nothing said twice, nothing cut that was asked for."""

from __future__ import annotations

from dataclasses import replace

from bot.archive.mentions import Around
from bot.cards import ReadItem, answer_card, item_card, trend_card
from bot.cards.trends import description
from bot.model import Filters, Item, Link, Mention, Part, Query, Quote, Role
from bot.trend import Mentions, Period, Step, TermTrend, Trend
from tests.discord.test_cards import ANSWER, HEAD, HIT, name_of, text_of


def test_a_newsletter_is_called_by_its_name() -> None:
    """What narrowed a search to a newsletter says its name, not the one in cites."""
    query = Query("layers", filters=Filters(newsletter="paper-trail"))
    assert "-# Only from Paper Trail" in text_of(answer_card(replace(ANSWER, query=query), name_of))


def test_a_brief_result_shows_the_word_that_matched() -> None:
    """Where the word comes late in a long sentence the excerpt begins shortly before it, at a word."""
    text = f"It begins with {'much that nobody asked for, ' * 12}and ends with a lighthouse on a rock."
    at = text.index("lighthouse")
    late = replace(HIT, item=replace(HIT.item, text=text), quote=Quote(text, 0, len(text), ((at, at + 10),)))
    lines = text_of(answer_card(replace(ANSWER, hits=(HIT, late)), name_of)).splitlines()
    assert lines[-1].startswith("> …")
    assert lines[-1].endswith("and ends with a **lighthouse** on a rock.")
    assert set(lines[-1].removeprefix("> …").replace("**", "").split()) <= set(text.split())


def test_a_title_that_is_all_there_is_stands_once() -> None:
    """An entry of a list of links is its title: the brief result and the item do not repeat it as text."""
    title = "Boats that dock by themselves"
    links = (Link(None, "the paper", None, "https://example.org/boats"),)
    entry = Item(title, title, (Part(Role.PARAGRAPH, 0, len(title)),), 3, 3, links=links)
    hit = replace(HIT, item=entry, quote=Quote(title, 0, len(title), ((0, 5),)))
    brief = text_of(answer_card(replace(ANSWER, hits=(HIT, hit)), name_of)).rpartition("**[")[2]
    assert "> " not in brief.splitlines()[-1]
    whole = text_of(item_card(ReadItem("7#3", HEAD, entry, Around((), ())), name_of))
    assert whole.count(title) == 1
    assert "the paper" in whole


def test_a_run_of_issues_is_told_from_its_first_to_its_last() -> None:
    """The chart's description names the first and the last issue of all, not the runs between them."""
    one = Mention("7#2", HEAD, HIT.item)
    periods = (Period(9, None, (1, 19)), Period(9, None, (20, 38)))
    trend = Trend(Step.RUN, periods, (TermTrend("layers", (2, 1), Mentions(one, one, 0, one)),))
    assert "from issue 1 to issue 38." in description(trend)
    beside = replace(trend, terms=(*trend.terms, TermTrend("ropes", (0, 0), None, 1200)), undated=1000)
    text = text_of(trend_card(beside, name_of, sample=False))
    assert "**ropes** in 1,200 items, none of them dated." in text
    assert "-# 1,000 issues are left out, since no date is known." in text
    assert "Paper Trail 1 to 19" in text_of(trend_card(trend, name_of, sample=False))
