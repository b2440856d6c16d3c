"""Cards: what a member reads, inside Discord's limits whatever the text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import (
    Card,
    Stage,
    Tone,
    answer_card,
    changes_card,
    notice_card,
    results_card,
    stage_card,
)
from bot.cards.card import LONGEST_TEXT, MOST_BLOCKS, length
from bot.intake.merging import Change, Difference, Fate
from bot.intake.report import Changes, Counts, Failure, Progress, VisitReport, VisitState
from bot.model import Answer, Filters, Hit, IssueHead, Item, Kind, Link, Order, Query, Quote
from bot.store import SourceRecord

HEAD = IssueHead("paper-trail", "7", "Paper Trail 7: a; b", 7, dt.date(2022, 10, 3), "https://example.org/7")
TEXT = "The model has 12 layers. It was trained for three days."
ITEM = Item(
    "A small model",
    TEXT,
    (),
    position=2,
    number=2,
    section="Short Stories",
    kind=Kind.FICTION,
    links=(
        Link("Read more", "The paper", "arXiv", "https://arxiv.org/abs/1706.03762"),
        Link("Get the code", "The code", "GitHub", "https://code.example.org/x"),
    ),
)
HIT = Hit("7#2", HEAD, ITEM, Quote(TEXT[:24], 0, 24, ((14, 16),)), 1.0)
ANSWER = Answer(Query("how many layers?"), (HIT, HIT, HIT), abstained=False, total=3)


def name_of(slug: str) -> str:
    """The one newsletter of these tests."""
    return {"paper-trail": "Paper Trail"}[slug]


def text_of(card: Card) -> str:
    """All that the card shows."""
    return "\n".join(card.blocks)


def assert_within_limits(card: Card) -> None:
    """Fails unless Discord would take the card."""
    assert sum(map(length, card.blocks)) <= LONGEST_TEXT
    assert 1 <= len(card.blocks) <= MOST_BLOCKS + 1
    assert all(block.strip() for block in card.blocks)
    assert all(len(button.label) <= 80 and len(button.url) <= 512 for button in card.buttons)


def test_the_best_answer_is_shown_in_full() -> None:
    """Title linked, issue, date and section in small print, the quote with its words bold, sources with their hosts."""
    lines = answer_card(ANSWER, name_of).blocks[0].splitlines()
    assert lines == [
        "-# “how many layers?”",
        "### [A small model](<https://example.org/7>)",
        "-# Paper Trail 7 · 3 Oct 2022 · Short Stories · fiction",
        "> The model has **12** layers.",
        "Read more: [The paper](<https://arxiv.org/abs/1706.03762>) (arXiv) · arxiv.org",
        "Get the code: [The code](<https://code.example.org/x>) (GitHub) · code.example.org",
    ]


def test_two_more_results_are_in_brief() -> None:
    """The others show title, place and quote, without their sources."""
    _, others = answer_card(ANSWER, name_of).blocks
    assert others.count("**[A small model]") == 2
    assert "Read more" not in others


def test_not_found_says_so_without_links() -> None:
    """An abstention is a plain sentence with what to ask instead, and leads nowhere."""
    card = answer_card(Answer(Query("who won?"), (), abstained=True, suggestions=("*layers*",)), name_of)
    assert "I found nothing" in text_of(card)
    assert r"- \*layers\*" in text_of(card)
    assert card.actions == ()
    assert "](" not in text_of(card)
    assert card.buttons == ()
    assert card.tone is not Tone.FOUND


def test_the_sample_is_named_as_such() -> None:
    """Every answer from the sample archive says that it is."""
    sample = replace(ANSWER, sample=True)
    for card in (answer_card(sample, name_of), results_card(sample, name_of)):
        assert "sample archive" in text_of(card)
    assert "sample" not in text_of(answer_card(ANSWER, name_of))


def test_corrections_and_filters_are_told() -> None:
    """Small print says which words were corrected, what narrowed the search and in which order it is."""
    filters = Filters(issues=((3, 5),), since=dt.date(2022, 1, 1), section="tales")
    query = Query("lyers", corrections=(("lyers", "layers"),), filters=filters, order=Order.NEWEST)
    text = text_of(answer_card(replace(ANSWER, query=query), name_of))
    assert "-# Showing results for **layers** instead of lyers." in text
    assert "-# Only issues 3 to 5 · since 1 Jan 2022 · section tales\n-# Newest first" in text


def test_a_reason_is_given_where_there_is_one() -> None:
    """Where something other than the words is to blame, the card says what, and does not ask for other words."""
    nothing = replace(ANSWER, hits=(), abstained=True, total=0, reason="No issue with that number is here.")
    for card in (answer_card(nothing, name_of), results_card(replace(nothing, abstained=False), name_of)):
        assert "No issue with that number is here." in text_of(card)
        assert "other words" not in text_of(card)


def test_the_link_that_answers_comes_first() -> None:
    """Who asked for a source finds it on top, in bold."""
    card = answer_card(replace(ANSWER, hits=(replace(HIT, read_more="The code (GitHub)"),)), name_of)
    sources = [line for line in text_of(card).splitlines() if "](<https" in line and ": [" in line]
    assert sources[0].startswith("**Get the code")
    assert len(sources) == 2


def test_a_search_is_labelled_as_a_search() -> None:
    """Where only a search is known, the title is no link, and the link says that it searches, and where."""
    item = replace(ITEM, links=(Link("Read more", "The paper", "arXiv", "https://arxiv.org/a?q=x", search=True),))
    head = replace(HEAD, url="https://example.org/?s=7", search=True)
    text = text_of(answer_card(replace(ANSWER, hits=(replace(HIT, head=head, item=item),)), name_of))
    assert "### A small model\n" in text
    assert "[search for it](<https://example.org/?s=7>) at example.org" in text
    assert "Read more: The paper (arXiv) · [search for it](<https://arxiv.org/a?q=x>) at arxiv.org" in text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://arxiv.org@example.org", None])
def test_addresses_that_are_none_are_not_linked(url: str | None) -> None:
    """A label without a true web address stays as plain text."""
    item = replace(ITEM, links=(Link("Read more", "The paper", "arXiv", url),))
    text = text_of(answer_card(replace(ANSWER, hits=(replace(HIT, item=item),)), name_of))
    assert "\nRead more: The paper (arXiv)" in text
    assert "javascript" not in text


def test_results_say_how_many_there_are() -> None:
    """A search tells its whole count and how many of them it shows."""
    text = text_of(results_card(replace(ANSWER, total=40), name_of))
    assert text.startswith("**40 items match**, the first 3 shown")
    assert "No item matches" in text_of(results_card(replace(ANSWER, hits=(), total=0), name_of))


def changes(differences: Sequence[Difference], failed: int = 0) -> Changes:
    """A run that changed this much and failed at so many documents."""
    failures = tuple(Failure(f"/letters/{number}.txt", "is empty") for number in range(failed))
    return Changes(1, 1, 0, 0, (), (), (), failures, Counts(2, 9, 12), differences=tuple(differences))


def difference(number: int, fate: Fate, title: str = "a; b", added: int = 0) -> Difference:
    """What became of an issue, and of so many items that were added to it."""
    items = tuple(Change(f"{number}#{item}", f"Item {item}") for item in range(added))
    return Difference(Change(str(number), f"Paper Trail {number}: {title}"), fate, items)


def test_changes_are_a_diff() -> None:
    """A reading says by title and cite which issues and items came, changed and went, and what failed and why."""
    made = [difference(7, Fate.ADDED, added=2), difference(6, Fate.CHANGED), difference(5, Fate.REMOVED)]
    text = text_of(changes_card(changes(made, 2)))
    assert text.startswith("**The archive is read anew.** Issues: 1 added, 1 changed, 1 removed.\n```diff\n")
    lines = text[text.index("```diff") :].splitlines()
    assert lines[1:3] == ["+ 7 Paper Trail 7: a; b", "+   7#0 Item 0"]
    assert lines[4:7] == ["~ 6 Paper Trail 6: a; b", "- 5 Paper Trail 5: a; b", "```"]
    assert "/letters/0.txt: is empty" in text
    assert "Nothing changed" in text_of(changes_card(changes(())))


def test_a_large_diff_counts_and_a_title_does_not_end_it() -> None:
    """With many issues their items are counted, then issues too; backticks of a title stay inside the block."""
    made = [difference(number, Fate.ADDED, "```@everyone\n+ x", added=4) for number in range(25)]
    card = changes_card(changes(made))
    assert "+ 0 Paper Trail 0: ˋˋˋ@everyone + x (+4)" in text_of(card)
    assert text_of(card).count("```") == 2
    many = changes_card(changes([*made, *made], 40), [visit("x" * 500, VisitState.DONE, "y" * 900)] * 20)
    assert_within_limits(many)
    assert "and 21 more issues\n```" in text_of(many)
    assert "50 added" in text_of(many)


def visit(address: str, state: VisitState, error: str | None = None, documents: int = 0) -> VisitReport:
    """A visit to a source, as far as it is."""
    return VisitReport(SourceRecord(address, error=error), documents, state)


def test_the_panel_shows_sources_and_progress() -> None:
    """Each source has its state, unless it never was visited and is not now; a bar and a count say what is done."""
    visits = (
        visit("a.example", VisitState.DONE, documents=3),
        visit("b.example", VisitState.DONE, "b.example answered 503."),
        visit("c.example", VisitState.READING, "an error of the time before"),
        visit("d.example", VisitState.WAITING),
        visit("e.example", VisitState.NONE),
    )
    text = text_of(stage_card(Stage("Looking …", visits, Progress(5, 20, "letter_5.txt"))))
    assert "**Looking …**\n`█████░░░░░░░░░░░░░░░` 5 of 20" in text
    assert r"letter\_5.txt" in text
    assert text.splitlines()[-4:] == [
        "● a.example · 3 new or edited",
        "✕ b.example answered 503.",
        "◐ c.example · reading",
        "○ d.example · waiting",
    ]


LONG = st.text(max_size=3000) | st.just("\U0001f600" * 900) | st.just("*_" * 2000) | st.just("word " * 900)
LINKS = st.lists(
    st.builds(
        Link,
        lead=LONG,
        label=LONG,
        source=st.none() | LONG,
        url=st.none() | st.just("https://example.org/" + "a" * 480),
    ),
    max_size=30,
).map(tuple)


@settings(max_examples=60, deadline=None)
@given(title=LONG, section=st.none() | LONG, quote=LONG, links=LINKS, question=LONG, count=st.integers(0, 40))
def test_every_card_fits(
    title: str, section: str | None, quote: str, links: tuple[Link, ...], question: str, count: int
) -> None:
    """However long titles, quotes, links and questions are, and however many, Discord takes the card."""
    item = replace(ITEM, title=title, section=section, text=quote, links=links)
    head = replace(HEAD, title=title, preheader=quote)
    hit = Hit("7#2", head, item, Quote(quote, 0, len(quote), ((0, len(quote)),)), 1.0)
    answer = Answer(
        Query(question), (hit,) * count, abstained=False, suggestions=(title,) * 9, total=count, sample=True
    )
    for card in (
        answer_card(answer, name_of),
        results_card(answer, name_of),
        notice_card(f"No issue here is “{question}”."),
    ):
        assert_within_limits(card)


def test_a_shortened_card_says_so() -> None:
    """What had to be left out is not left out in silence, and the footer stays."""
    quote = "*" * 900
    hit = replace(HIT, quote=Quote(quote, 0, 900), item=replace(ITEM, title="x" * 300))
    text = text_of(results_card(Answer(Query("x"), (hit,) * 30, abstained=False, total=30, sample=True), name_of))
    assert text.endswith("-# Shortened to fit into one message.")
    assert "sample archive" in text
