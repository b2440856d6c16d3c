"""Links that jump to the quoted words."""

from __future__ import annotations

from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.passage import passage_address

PAGE = "https://example.org/7"


def test_a_short_quote_is_looked_for_whole() -> None:
    """A line of a few words is the fragment, with what the form reserves written otherwise."""
    found = passage_address(PAGE, "State-of-the-art, & more")
    assert found == f"{PAGE}#:~:text=State%2Dof%2Dthe%2Dart%2C%20%26%20more"


def test_a_long_quote_is_looked_for_by_its_ends() -> None:
    """The first words of its first line and the last of its last one; bullets are not on the page."""
    quote = "One two three four five six seven.\n\n- eight nine ten eleven twelve thirteen fourteen."
    found = passage_address(PAGE, quote)
    assert found is not None
    assert unquote(found) == f"{PAGE}#:~:text=One two three four five,ten eleven twelve thirteen fourteen."


def test_a_page_with_a_fragment_keeps_it() -> None:
    """The directive follows the page's own fragment."""
    assert passage_address(f"{PAGE}#top", "Here") == f"{PAGE}#top:~:text=Here"


def test_what_does_not_fit_leads_to_the_page() -> None:
    """An address that would be too long for a button is left as it is; none stays none."""
    long = "https://example.org/" + "a" * 480
    assert passage_address(long, "word " * 30) == long
    assert passage_address(None, "word") is None
    assert passage_address(PAGE, "") == PAGE


@given(st.text(max_size=400))
def test_every_link_is_one_that_discord_takes(quote: str) -> None:
    """Whatever is quoted, the address stays within 512 characters and ASCII, with no space or bracket that ends it."""
    found = passage_address(PAGE, quote)
    assert found is not None
    assert len(found) <= 512
    assert found.isascii()
    assert not set(found) & set(" <>\n")


def test_a_link_jumps_to_one_passage() -> None:
    """Where the item's own address jumps to its title already, the quoted words take the place of that."""
    assert passage_address("https://example.org/7#:~:text=A%20title", "Quoted words.") == (
        "https://example.org/7#:~:text=Quoted%20words."
    )
