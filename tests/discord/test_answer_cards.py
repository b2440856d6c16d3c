"""Cards with buttons and menus: what is offered under an answer, inside Discord's limits whatever was found."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import (
    Card,
    Menu,
    ResultsPage,
    Turn,
    action_id,
    answer_card,
    cite_card,
    context_card,
    further_card,
    mentioned_card,
    related_card,
    results_card,
    why_card,
)
from bot.cards.answers import FURTHER
from bot.chat.components import components
from bot.model import Answer, Filters, Hit, Order, Query, Quote
from bot.search.around.explaining import Explanation, Match
from bot.search.around.meant import Meant
from bot.search.around.related import Related
from tests.discord.test_cards import ANSWER, HEAD, HIT, ITEM, LONG, name_of, text_of
from tests.standin.constants import COMPONENTS_V2
from tests.standin.objects import loads
from tests.standin.rules import check_message


def labels(card: Card) -> list[str]:
    """The labels of the card's buttons."""
    return [action.label for row in card.actions if isinstance(row, tuple) for action in row]


def assert_discord_takes(card: Card) -> None:
    """Fails unless the message keeps Discord's limits: text, components, ids, labels and choices."""
    body = loads(json.dumps({"flags": COMPONENTS_V2, "components": components(card)}))
    assert not check_message(body)


def test_an_answer_offers_what_can_be_done_with_it() -> None:
    """Pages where there are others, Share where the asker alone sees it, and always a closer look and a vote."""
    first = labels(answer_card(ANSWER, name_of, Turn("=why?", more=True)))
    assert first == ["More like this", "In context", "Why this?", "Cite", "Next results", "Helpful", "Not helpful"]
    private = labels(answer_card(ANSWER, name_of, Turn("=why?", private=True)))
    assert "Next results" not in private
    assert "Share" in private


def test_further_results_say_which_they_are_and_what_they_are_worth() -> None:
    """They are in brief, in a menu to read them from; those that are much weaker than the best are said to be so."""
    best = HIT.score
    card = further_card(ANSWER, name_of, Turn("=why?", offset=8, private=True), best)
    assert text_of(card).startswith("**Results 9 to 11**")
    assert "###" not in text_of(card)
    assert labels(card) == ["Earlier results", "Share"]
    buttons, menu = card.actions
    assert isinstance(buttons, tuple)
    assert [button.id for button in buttons] == ["answer:3:=why?", "share:8:=why?"]
    assert isinstance(menu, Menu)
    assert len(menu.choices) == 3
    assert "less to do with the question" not in text_of(card)
    one = replace(ANSWER, hits=(replace(HIT, score=best / 2),))
    weak = text_of(further_card(one, name_of, Turn("=why?", offset=3, more=True), best))
    assert weak.startswith("**Result 4**\n-# These have less to do with the question")
    assert "not sure" not in weak
    unsure = replace(one, closest=True, query=replace(one.query, order=Order.NEWEST))
    repeated = text_of(further_card(unsure, name_of, Turn("=why?", offset=3), best))
    assert repeated.startswith("**Result 4**\n-# I am not sure that this is in the archive.")
    assert "-# Newest first" in repeated


def test_not_found_offers_what_was_meant() -> None:
    """Questions near one in vain are buttons, and the nearest topics a menu."""
    vain = Answer(Query("who won?"), (), abstained=True, suggestions=("Layers",))
    card = answer_card(vain, name_of, Turn("=who won?"), [(Meant("DeepMind", "who is DeepMind"), "=who is DeepMind")])
    assert labels(card) == ["Did you mean DeepMind?"]
    assert len(card.actions) == 2
    assert_discord_takes(card)


def test_a_button_whose_state_is_too_long_is_left_out() -> None:
    """An id that Discord would not take costs its button, not the message."""
    hit = replace(HIT, cite=f"{'n' * 90}/7#2")
    card = answer_card(replace(ANSWER, hits=(hit,)), name_of, Turn("=" + "w" * 59, more=True))
    shown = json.dumps(components(card)).count('"custom_id"')
    assert 0 < shown < len(labels(card))
    assert_discord_takes(card)


def test_why_tells_found_alike_and_missing() -> None:
    """Each word is said to be there, to stand for another, or to be missing; nothing is left to guess."""
    matches = (
        Match("layers", "layers", False, 0.7, 1),
        Match("trained", "training", False, 0.2, 3),
        Match("network", "model", True, 0.1, 5),
        Match("cost", None, False, 0.0, 9),
    )
    query = Query("?", filters=Filters(section="tales"), order=Order.NEWEST, corrections=(("lyers", "layers"),))
    text = text_of(why_card(Explanation(query, HEAD, ITEM, "7#2", matches, 40, closer_than=0.97), name_of))
    assert "- **layers**: 70% (in this item alone)" in text
    assert "- **training** for your “trained”: 20% (in 3 items)" in text
    assert "- **model**, like your “network”: 10%" in text
    assert "Not in it: cost" in text
    assert "I read lyers as **layers**." in text
    assert "Only section tales was looked at." in text
    assert "newest first" in text
    assert "closer to your question than 97% of the archive" in text
    assert "It is from 3 Oct 2022." in text


def test_context_is_cut_at_paragraphs() -> None:
    """The words stand bold among whole paragraphs, and an ellipsis says where the text goes on."""
    text = "\n\n".join(f"Paragraph {number} of many. " + "word " * 60 for number in range(12))
    item = replace(ITEM, text=text)
    start = text.index("Paragraph 6 of many.")
    card = context_card(HEAD, item, "7#2", start, start + 20, name_of)
    lines = card.blocks[1].splitlines()
    assert lines[0] == lines[-1] == "> …"
    assert "**Paragraph 6 of many.**" in card.blocks[1]
    assert lines[1].startswith("> Paragraph ")
    assert_discord_takes(card)


def test_a_cite_cannot_leave_its_block() -> None:
    """The Markdown to paste stays inside its block of code whatever the title is, and links the page."""
    card = cite_card(HEAD, replace(ITEM, title="a ``` b ] [c"), "7#2", name_of)
    assert card.blocks[1].count("```") == 2
    assert "[a ˋˋˋ b ) (c](<https://example.org/7>), Paper Trail 7 (7#2), 3 Oct 2022" in card.blocks[1]


@settings(max_examples=60, deadline=None)
@given(title=LONG, quote=LONG, words=st.lists(LONG, max_size=8), question=LONG, count=st.integers(1, 6))
def test_every_card_fits(title: str, quote: str, words: list[str], question: str, count: int) -> None:
    """However long titles, quotes, words and questions are, and however many, Discord takes the card."""
    item = replace(ITEM, title=title, text=quote)
    head = replace(HEAD, title=title)
    hits = tuple(
        Hit(f"7#{number}", head, item, Quote(quote, 0, len(quote), ((0, len(quote)),)), 1.0) for number in range(count)
    )
    found = Answer(Query(question), hits[:3], abstained=False, total=40, sample=True)
    vain = Answer(Query(question), (), abstained=True, suggestions=(title, *words))
    state = "~" + "k" * 16
    matches = tuple(Match(word, word, False, 0.5, 2) for word in words)
    for card in (
        answer_card(found, name_of, Turn(state, more=True, private=True)),
        further_card(replace(found, hits=hits[:FURTHER]), name_of, Turn(state, 3, more=True, private=True), 9.0),
        answer_card(
            vain, name_of, Turn(state), [(Meant(word, question), f"={number}") for number, word in enumerate(words[:3])]
        ),
        results_card(replace(found, hits=hits), name_of, ResultsPage(state, 5, Order.OLDEST, private=True)),
        related_card(title, tuple(Related(hit.cite, head, item, tuple(words), 1.0) for hit in hits), name_of),
        why_card(Explanation(Query(question), head, item, "7#2", matches, 40), name_of),
        context_card(head, item, "7#2", 0, len(quote), name_of),
        cite_card(head, item, "7#2", name_of),
        mentioned_card(hits[:2], hits[2:], 2, name_of),
    ):
        assert_discord_takes(card)


def test_ids_hold_name_and_state() -> None:
    """An id is a name and all that the button has to know."""
    assert action_id("item", "305#3", 2) == "item:305#3:2"
