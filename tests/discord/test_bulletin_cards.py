"""The cards of those who follow, inside Discord's limits whatever an issue holds."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.cards import Card, alert_card, alerts_card, digest_card, follows_card, mark, trouble_card
from bot.model import Cite, Hit, Issue, IssueHead, Item, Quote
from bot.store import Alert, Follow
from tests.discord.test_answer_cards import assert_discord_takes

NASTY = "@everyone <@&7> [click](https://example.org) **bold** `code` " * 12
NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)


def head(number: int, title: str = "things") -> IssueHead:
    """An issue whose address is long."""
    return IssueHead("letter", str(number), title, number, NOW.date(), f"https://example.org/{'a' * 400}/{number}")


def items(count: int) -> tuple[Item, ...]:
    """Items with long titles full of markup."""
    return tuple(Item(NASTY, NASTY, (), n, number=n, section=f"{NASTY} {n % 7}") for n in range(1, count + 1))


def name_of(_: str) -> str:
    """A newsletter with a long name."""
    return "Letter " * 20


def cite_of(issue: IssueHead, item: Item | None = None) -> str:
    """Its cite."""
    return Cite.of(issue, item).format("letter")


def check(card: Card) -> str:
    """The text of a card that Discord takes."""
    assert_discord_takes(card)
    return "\n".join(card.blocks)


@pytest.mark.parametrize("count", [1, 10, 11, 80])
def test_a_digest_fits(count: int) -> None:
    """However many items and further issues there are: it has its mark and a way to each, and pings only the role."""
    issue = Issue(head(9, NASTY), items(count))
    card = digest_card(issue, issue.items, [head(n, NASTY) for n in range(10, 30)], name_of, cite_of, role=5)
    text = check(card)
    assert text.startswith("<@&5>\n")
    assert text.count("<@&") - text.count("\\<@&") == 1
    assert "**Also new**" in text
    assert "and 10 more" in text
    assert str(mark("9")) in str(card.actions)


@pytest.mark.parametrize(
    ("count", "more"), [(25, "and 20 more, in the menu"), (60, "and 55 more; the menu has the first 25")]
)
def test_an_alert_fits(count: int, more: str) -> None:
    """Twenty alerts that match many items make one message; five are quoted, as many can be read as a menu holds."""
    hits = [Hit(f"9#{each.number}", head(9), each, Quote(NASTY[:700], 0, 700), 1.0) for each in items(count)]
    card = alert_card(head(9), {f"{NASTY[:80]} {n}": hits for n in range(20)}, name_of, cite_of)
    text = check(card)
    assert f"{count} items match" in text
    assert more in text
    assert str(mark("9")) in str(card.actions)


def test_lists_fit() -> None:
    """As many alerts and channels as there may be are shown, or said to be more; what is wrong is said."""
    follows = [Follow(1, n, NASTY, 5, 3, NOW, is_troubled=True) for n in range(80)]
    assert "not possible now" in check(follows_card(follows, {}))
    assert "(20 of 20)" in check(alerts_card([Alert(1, NASTY[:100] + str(n), NOW) for n in range(20)], 20))
    assert "<#7>" in check(trouble_card(7, NASTY))
