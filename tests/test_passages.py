"""Links that jump to the quoted words, and mark those and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.reader import Archive
from bot.intake.writer import Intake
from bot.model import Hit, Issue, IssueHead, Item, Quote
from bot.passages import Page, at_quote, at_title
from bot.profile import Profiles
from bot.settings import Settings
from tests.discord.library import PAGE_OF_FIVE
from tests.fragments import DIRECTIVE, marked, plain

PAGE = "https://example.org/7"
HEAD = IssueHead("letter", "7", "Letter 7: Boats", 7, url=PAGE)


def item(title: str, text: str, position: int = 1) -> Item:
    """An item of the issue."""
    return Item(title, text, (), position)


def jump(quote: str, *items: Item, url: str = PAGE) -> str | None:
    """The address of a quote from the last of the items."""
    text = items[-1].text
    hit = Hit("7#1", HEAD, items[-1], Quote(quote, text.index(quote), text.index(quote) + len(quote)), 1.0)
    hit = at_quote(
        Hit(hit.cite, IssueHead("letter", "7", "Letter 7", 7, url=url), hit.item, hit.quote, 1.0), page(*items)
    )
    return hit.item.url


def page(*items: Item) -> Page:
    """The page of these items."""
    return Page.of(Issue(HEAD, items))


def blocks(issue: Issue) -> list[str]:
    """The page of an issue as its blocks: the title, then each item's title and lines."""
    lines = [issue.head.title, issue.head.preheader or ""]
    for each in issue.items:
        lines += [each.title, *each.text.split("\n")]
    return lines


def test_a_short_quote_is_looked_for_whole() -> None:
    """A line of a few words is the fragment, with what the form reserves written otherwise."""
    found = jump("State-of-the-art, & more", item("Boats", "State-of-the-art, & more. And others."))
    assert found == f"{PAGE}#:~:text=State%2Dof%2Dthe%2Dart%2C%20%26%20more"


def test_a_long_quote_is_looked_for_by_its_ends() -> None:
    """The first words of its first line and the last of its last one; bullets are not on the page."""
    quote = "One two three four five six seven.\n\n- eight nine ten eleven twelve thirteen fourteen."
    found = jump(quote, item("Numbers", quote))
    assert found == f"{PAGE}#:~:text=One%20two%20three%20four%20five,ten%20eleven%20twelve%20thirteen%20fourteen."


def test_words_that_stand_earlier_on_the_page_are_not_enough() -> None:
    """A beginning that another item shares is made longer; a quote that stands there whole is not marked at all."""
    earlier = item("Boats", "The new model of the yard learns to dock in a storm by itself, says the port.")
    later = item("Trains", "The new model of the yard learns to brake on wet rails by itself, says the line.", 2)
    found = jump(later.text, earlier, later)
    assert "The new model of the yard learns to brake on wet rails," in unquote(found or "")
    again = item("Boats again", earlier.text, 2)
    assert jump(earlier.text, earlier, again) is None


def test_what_begins_or_ends_within_a_word_is_not_marked() -> None:
    """Browsers mark whole words only, so a quote that cuts one leads to the page."""
    assert jump("otor boat", item("Boats", "A motor boat docks.")) is None


def test_a_page_with_a_fragment_keeps_it() -> None:
    """The words follow the page's own anchor, and take the place of earlier words."""
    boat = item("Boats", "Here it docks.")
    assert jump("Here it docks.", boat, url=f"{PAGE}#top") == f"{PAGE}#top:~:text=Here%20it%20docks."
    assert jump("Here it docks.", boat, url=f"{PAGE}#:~:text=Boats") == f"{PAGE}#:~:text=Here%20it%20docks."


def test_what_does_not_fit_leads_to_the_page() -> None:
    """An address that would be too long for a button is left as it is."""
    long = "https://example.org/" + "a" * 480
    assert jump("One two three four.", item("Boats", "One two three four."), url=long) is None


def test_a_title_of_few_words_is_named_with_what_follows_it() -> None:
    """One or two words may stand anywhere on a page; a title that an earlier one begins with needs them too."""
    boats, again = item("Boats", "They dock in the storm.\nMore."), item("Boats that learn", "They learn.", 2)
    assert at_title(PAGE, boats, page(boats)) == f"{PAGE}#:~:text=Boats,-They%20dock%20in%20the%20storm."
    first = item("Boats that learn quickly", "Very.")
    assert at_title(PAGE, again, page(first, again)) == f"{PAGE}#:~:text=Boats%20that%20learn,-They%20learn."
    twice = item("Boats", boats.text, 2)
    assert at_title(PAGE, twice, page(boats, twice)) == PAGE


@given(st.text(max_size=400))
def test_every_link_is_one_that_discord_takes(quote: str) -> None:
    """Whatever is quoted, the address stays within 512 characters and ASCII, with no space or bracket that ends it."""
    found = jump(quote, item("Boats", quote))
    if found is not None:
        assert len(found) <= 512
        assert found.isascii()
        assert not set(found) & set(" <>\n")


def quotes(text: str) -> Iterator[Quote]:
    """Every sentence, and every two lines, of a text."""
    for pattern in (r"\S[^\n.!?]{18,}[.!?]?", r"\S.{18,}\n+.{18,}"):
        for found in re.finditer(pattern, text):
            yield Quote(found[0], found.start(), found.end())


def wrong(issue: Issue, tally: list[int]) -> Iterator[str]:
    """The addresses of an issue's titles and passages that mark other words; `tally` counts right and absent ones."""
    shown, known = blocks(issue), Page.of(issue)
    first = 2
    for each in issue.items:
        named = [(each.url or "", each.title, first)]
        for quote in quotes(each.text):
            url = at_quote(Hit("", issue.head, each, quote, 1.0), known).item.url
            named.append(
                ("" if url == each.url else url or "", quote.text, first + 1 + each.text.count("\n", 0, quote.start))
            )
        for address, words, block in named:
            tally[DIRECTIVE not in address] += 1
            if DIRECTIVE in address and not _marks(address, words, shown, block):
                yield f"{address} does not mark {words!r}"
        first += 1 + len(each.text.split("\n"))


def _marks(address: str, words: str, shown: list[str], block: int) -> bool:
    """Whether the address marks these words, which begin in that block, and no others; bullets may be left out."""
    place = marked(address, shown)
    if place is None or place[0][0] != block:
        return False
    (first, start), (last, end) = place
    lines = [plain(line) for line in shown[first : last + 1]]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    return _bare(lines) == _bare(plain(line) for line in words.split("\n"))


def _bare(lines: Iterable[str]) -> list[str]:
    return [line.lstrip("-–*•·> 0123456789.)") for line in lines if line]


@pytest.mark.parametrize("letters", ["sample", "real"])
async def test_a_browser_marks_the_words_and_no_others(
    letters: str,
    seeds: Path,
    request: pytest.FixtureRequest,
    settings: Settings,
    profiles: Profiles,
    intake: Intake,
    write: Callable[[str, str], Path],
) -> None:
    """Over all titles and sentences of the letters, each link marks what it names, by the steps browsers follow."""
    if letters == "sample":
        await intake.ingest([seeds, write("five.md", PAGE_OF_FIVE)])
    else:
        await intake.ingest([request.getfixturevalue("shared") / "seeds"])
    tally = [0, 0]
    async with Archive.open(settings, profiles) as archive:
        issues = [archive.issue(cite) for _, cite in archive.complete_issues("", 100)]
        found = [line for issue in issues if issue.items[0].url for line in wrong(issue, tally)]
    assert not found
    right, absent = tally
    assert right > 20
    assert absent <= right // 50
