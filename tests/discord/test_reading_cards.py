"""The cards of issues, items and trends, as text and as plain data, inside Discord's limits whatever they hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.archive.mentions import Around, Mentioned
from bot.archive.passport import About
from bot.cards import Card, Menu, ReadItem, about_card, issue_card, item_card, trend_card
from bot.cards.card import LONGEST_CHOICE, LONGEST_ID, LONGEST_LABEL, LONGEST_TEXT, MOST_CHOICES, MOST_ROWS, length
from bot.model import Cite, Issue, IssueHead, Item, Link, Mention, Part, Role
from bot.trend import Mentions, Period, Step, TermTrend, Trend

HEAD = IssueHead("paper-trail", "7", "Paper Trail 7: a; b", 7, dt.date(2022, 10, 3), "https://example.org/7")
LATER = IssueHead("paper-trail", "9", "Paper Trail 9: c", 9, dt.date(2022, 11, 1), "https://example.org/9")
NOWHERE = Around((), ())


def name_of(_: str) -> str:
    return "Paper Trail"


def cite_of(head: IssueHead, item: Item | None) -> str:
    return Cite.of(head, item).format("paper-trail")


def written(title: str, *parts: tuple[Role, str], position: int = 2, section: str | None = None) -> Item:
    """An item of these parts."""
    text, spans = "", []
    for role, part in parts:
        text += "\n\n" if text else ""
        spans.append(Part(role, len(text), len(text) + len(part)))
        text += part
    return Item(title, text, tuple(spans), position, position, section=section)


PLAIN = written("A small model", (Role.PARAGRAPH, "It has 12 layers."))


def reading(item: Item, around: Around = NOWHERE) -> ReadItem:
    return ReadItem(f"7#{item.number}", HEAD, item, around)


def text_of(card: Card) -> str:
    return "\n".join(card.blocks)


def test_an_issue_lists_its_items_in_order() -> None:
    """Contents stand in order under their headings, and a button leads to the issue."""
    items = (replace(PLAIN, title="First", position=1, number=1), replace(PLAIN, section="Short Stories"))
    issue = Issue(replace(HEAD, preheader="What *now*?"), items)
    card = issue_card(issue, NOWHERE, (None, LATER), name_of, cite_of, sample=False)
    assert card.blocks[0].startswith("## [Paper Trail 7: a; b](<https://example.org/7>)\n-# Paper Trail 7 · 3 Oct 2022")
    assert r"*What \*now\*?*" in card.blocks[0]
    assert card.blocks[1] == "1. First\n**Short Stories**\n2. A small model"
    assert card.buttons[0].label == "Read it on example.org"
    assert [action.label for row in card.actions if isinstance(row, tuple) for action in row] == [
        "1",
        "2",
        "→ Paper Trail 9",
    ]


def test_an_item_reads_as_it_was_set() -> None:
    """Taglines are in italics, entries of a list below one another, quotations are quotations, links come last."""
    item = written(
        "A small model",
        (Role.TAGLINE, "…Small is *beautiful*…"),
        (Role.PARAGRAPH, "It has # 12 layers."),
        (Role.ENTRY, "- one"),
        (Role.ENTRY, "• two"),
        (Role.QUOTATION, "We tried."),
        (Role.LINK, "Read more: The paper (arXiv)."),
    )
    item = replace(item, links=(Link("Read more", "The paper", "arXiv", "https://arxiv.org/abs/1"),))
    body = item_card(reading(item), name_of).blocks[1]
    assert body.split("\n\n") == [
        r"*…Small is \*beautiful\*…*",
        "It has # 12 layers.",
        "- one\n- two",
        "> We tried.",
        "Read more: [The paper](<https://arxiv.org/abs/1>) (arXiv) · arxiv.org",
    ]


def test_names_of_issues_are_links_only_where_an_address_is_known() -> None:
    """The name of an issue in the text is a link to its address, and plain text without one."""
    item = written("A model", (Role.PARAGRAPH, "See Paper Trail 3 and Paper Trail 4."))
    known = Mentioned("paper-trail", 3, "3", None, "https://example.org/3")
    around = Around((known, replace(known, number=4, cite="4", url=None)), (), ((4, 17, 0), (22, 35, 1)))
    body = item_card(reading(item, around), name_of).blocks[1]
    assert body == "See [Paper Trail 3](<https://example.org/3>) and Paper Trail 4."


def test_about_is_a_passport() -> None:
    """It shows what is held, from when to when, and the gaps as ranges."""
    about = About(
        newsletters=("Paper Trail",),
        issues=2,
        items=9,
        links=12,
        first=HEAD,
        last=HEAD,
        numbered="Paper Trail",
        missing=(2, 3, 4, 6),
        generation="abcdef0123456789",
        built=dt.datetime(2024, 1, 1, tzinfo=dt.UTC),
        sample=False,
        version="1.0",
    )
    text = text_of(about_card(about))
    assert "**2** issues · **9** items · **12** links" in text
    assert "**1** issue · **1,000** items" in text_of(about_card(replace(about, issues=1, items=1000)))
    assert "Not in the archive: 2 to 4, 6" in text
    several = replace(about, newsletters=("Paper Trail", "Harbour Letter"))
    assert "Not in the archive of Paper Trail: 2 to 4, 6" in text_of(about_card(several))
    assert "`abcdef0123456789` · updated <t:1704067200:R>" in text
    assert "An empty archive" in text_of(about_card(replace(about, newsletters=(), first=None, last=None, built=None)))


def test_a_trend_has_a_line_a_term() -> None:
    """First, peak and latest are linked where an address is known, the peak with its count; nothing is said of more."""
    first, last = Mention("7#2", HEAD, PLAIN), Mention("9#1", LATER, PLAIN)
    periods = (Period(6, HEAD.date, (7, 7)), Period(0, None, (8, 8)), Period(5, LATER.date, (9, 9)))
    trend = Trend(Step.ISSUE, periods, (TermTrend("layers", (1, 0, 3), Mentions(first, last, 2, last)),))
    assert trend_card(trend, name_of, sample=False).blocks[1] == (
        "**layers** in 4 items · first [Paper Trail 7](<https://example.org/7>), 3 Oct 2022"
        " · peak [Paper Trail 9](<https://example.org/9>), 3 of 5 items"
        " · latest [Paper Trail 9](<https://example.org/9>), 1 Nov 2022"
    )


LONG = st.text(max_size=3000) | st.just("\U0001f600" * 900) | st.just("*_" * 2000) | st.just("word. " * 900)
LINK = st.builds(
    Link, lead=LONG, label=LONG, source=st.none() | LONG, url=st.none() | st.just("https://example.org/" + "a" * 480)
)


@settings(max_examples=60, deadline=None)
@given(
    title=LONG,
    section=st.none() | LONG,
    parts=st.lists(st.tuples(st.sampled_from(Role), LONG), max_size=6),
    links=st.lists(LINK, max_size=30).map(tuple),
    count=st.integers(0, 90),
    later=st.integers(0, 40),
    page=st.integers(-1, 9),
)
def test_every_card_fits(
    title: str,
    section: str | None,
    parts: list[tuple[Role, str]],
    links: tuple[Link, ...],
    count: int,
    later: int,
    page: int,
) -> None:
    """However long titles, texts and links are, and however many, Discord takes the card."""
    item = replace(written(title, *parts, section=section), links=links)
    items = tuple(replace(item, position=number, number=number) for number in range(1, count + 1))
    head = replace(HEAD, title=title, preheader=title, url="https://example.org/" + "a" * 480)
    issues = tuple(
        Mentioned("paper-trail", number, str(number), head if number % 2 else None, head.url) for number in range(later)
    )
    mentions = tuple(Mention(f"{number}#1", head, item) for number in range(later))
    spans = tuple((place, place + 1, place) for place in range(min(later, len(item.text))))
    around = Around(issues, mentions, spans)
    for card in (
        issue_card(Issue(head, items), around, (head, LATER), name_of, cite_of, sample=True),
        item_card(ReadItem("7#1", head, item, around, sample=True), name_of, page, again="another:x"),
    ):
        assert_within_limits(card)


def test_no_word_of_a_long_item_is_lost() -> None:
    """The pages of an item have its whole text, in order."""
    words = [f"word{number}" for number in range(4000)]
    text = " ".join(f"{word}." if number % 17 == 0 else word for number, word in enumerate(words))
    item = written("Long", (Role.PARAGRAPH, text), (Role.QUOTATION, text), (Role.ENTRY, f"- {text}"))
    count = int(item_card(reading(item), name_of).blocks[2].rpartition(" of ")[2])
    pages = (item_card(reading(item), name_of, page).blocks[1] for page in range(1, count + 1))
    found = " ".join(pages).replace(".", "").split()
    assert [word for word in found if word.startswith("word")] == words * 3


def assert_within_limits(card: Card) -> None:
    """Asserts what Discord counts: characters of text, rows, labels, choices, and ids that differ."""
    assert sum(map(length, card.blocks)) <= LONGEST_TEXT
    assert all(block.strip() for block in card.blocks)
    assert len(card.actions) <= MOST_ROWS
    ids = []
    for row in card.actions:
        if isinstance(row, Menu):
            ids.append(row.id)
            assert 1 <= len(row.choices) <= MOST_CHOICES
            assert len({choice.value for choice in row.choices}) == len(row.choices)
            for choice in row.choices:
                assert 1 <= len(choice.label) <= LONGEST_CHOICE
                assert len(choice.description or "") <= LONGEST_CHOICE
        else:
            ids += [action.id for action in row]
            assert all(1 <= len(action.label) <= LONGEST_LABEL for action in row)
    assert len(set(ids)) == len(ids)
    assert all(len(each) <= LONGEST_ID for each in ids)
    assert all(len(button.label) <= LONGEST_LABEL and len(button.url) <= 512 for button in card.buttons)
