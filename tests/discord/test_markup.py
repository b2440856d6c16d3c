"""Foreign text on Discord: it looks as it was written, and nothing in it is live."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import markup

LIVE = re.compile(
    r"[*_`<\[]|~~|\|\||@everyone|@here|://|discord\.gg|discord(?:app)?\.com|^\s*(?:#|>|-|\+|\d+[.)])|:\w+:",
    re.MULTILINE,
)
MENTIONS = "@everyone <@1> <#2> </ask:3> <t:4:R> <a:x:5> :smile: [a](http://b) https://c.de discord.gg/x"
MARKS = ("**", "__", "~~", "||", "`", "```", "\\", "# ", "> ", ">>> ", "- ", "-# ", "1. ", "\n", " ", "word", ".")
HOSTILE = st.lists(st.sampled_from((*MENTIONS.split(), *MARKS)), max_size=12).map("".join)


def shown(markdown: str) -> str:
    """What a reader sees of escaped text."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def live(markdown: str) -> list[str]:
    """What Discord would take for markup: all that is not behind a backslash."""
    return LIVE.findall(re.sub(r"\\[^0-9A-Za-z\s]", "\x00", markdown))


@given(st.text() | HOSTILE)
def test_inert_text_is_verbatim_and_dead(text: str) -> None:
    """Whatever the text, a reader sees its characters, and Discord finds no markup among them."""
    escaped = markup.inert(text)
    assert shown(escaped) == markup.visible(text)
    assert live(escaped) == []


def test_ordinary_prose_is_left_alone() -> None:
    """Plain sentences get no backslashes, so that they can be searched and copied as they are."""
    prose = "About ~100 models (2 of them C# ones) cost $5 & more: 10:30, and/or 50%... it's @someone's – fine?"
    assert markup.inert(prose) == prose


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\x00", "\x1b", "\U000e0041"])
def test_invisible_characters_are_removed(character: str) -> None:
    """Bidi marks, zero-width characters and controls do not reach a reader."""
    assert markup.inert(f"a{character}b") == "ab"


def test_joined_emoji_stay_whole() -> None:
    """An emoji that is several characters joined is still one."""
    assert markup.inert("\U0001f469\u200d\U0001f4bb") == "\U0001f469\u200d\U0001f4bb"


def test_matching_words_are_bold() -> None:
    """Spans are bold, those that touch as one, and never over a line end."""
    assert markup.bold("one two\nthree", [(0, 3)]) == "**one** two\nthree"
    assert markup.bold("one two", [(0, 3), (3, 7)]) == "**one two**"
    assert markup.bold("one\ntwo", [(0, 7)]) == "**one**\n**two**"
    assert markup.bold("one\ntwo", [(4, 7)]) == "one\n**two**"
    assert markup.bold("a*b", [(1, 2)]) == r"a**\***b"


@given(st.text() | HOSTILE, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_bold_adds_nothing_but_stars(text: str, spans: list[tuple[int, int]]) -> None:
    """Without its stars a quote is the text, whatever words of it are bold."""
    made = re.sub(r"(\\[^0-9A-Za-z\s])|\*\*", lambda found: found[1] or "", markup.bold(text, spans))
    joiners = str.maketrans("", "", "\u200c\u200d")
    assert shown(made).translate(joiners) == markup.visible(text).translate(joiners)


def test_every_line_of_a_quote_is_quoted() -> None:
    """A quote of several lines stays one quote."""
    assert markup.block_quote("one\n\n# two") == "> one\n> \n> \\# two"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("http://example.org:8080/a b?q=<x>&r=%20", "http://example.org:8080/a%20b?q=%3Cx%3E&r=%20"),
        ("https://\u0430rxiv.org/abs/1", "https://xn--rxiv-43d.org/abs/1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("ftp://example.org/x", None),
        ("https://arxiv.org@example.org/x", None),
        ("https:///nowhere", None),
        ("https://example.org/\u202egnp", None),
        ("https://[::1", None),
        ("https://example.org/" + "a" * 512, None),
        (None, None),
    ],
)
def test_addresses_are_checked(url: str | None, expected: str | None) -> None:
    """Only web addresses become links, with the host that the network will really ask."""
    assert markup.address(url) == expected


@given(st.text(min_size=1) | HOSTILE)
def test_link_text_cannot_break_out_of_its_link(text: str) -> None:
    """A title makes one masked link without a preview, whatever stands in it."""
    made = markup.link(text, "https://example.org/x")
    assert re.fullmatch(r"\[[^\[\]\\\n*`<>]+\]\(<https://example\.org/x>\)", made)
    assert "://" not in made.split("](")[0]


def test_a_title_is_linked_as_written() -> None:
    """Usual titles go into their link unchanged."""
    title = "GPT-3's big_model (175B): what's next? A/B & more!"
    assert markup.link(title, "https://example.org") == f"[{title}](<https://example.org>)"


@given(st.text(), st.integers(1, 50))
def test_cutting_keeps_the_limit(text: str, limit: int) -> None:
    """A cut text is never longer than asked for."""
    assert len(markup.cut(text, limit)) <= limit
