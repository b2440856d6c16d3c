"""Where an item can be read: its own place on the page, or the words of its title there."""

from __future__ import annotations

import pytest

from bot.intake.linking import resolve
from bot.model import Issue, IssueHead, Item, KnownIssue
from bot.profile import Profiles


def _item(url: str | None) -> Item:
    return Item("Boats, oars & self-steering: 5%", "They dock.", (), 1, url=url)


@pytest.mark.parametrize(
    ("own", "page", "expected"),
    [
        ("https://x.example/1#boats", "https://x.example/1", "https://x.example/1#boats"),
        ("https://x.example/1", "https://x.example/1", "https://x.example/1#:~:text={}"),
        (None, "https://x.example/1", "https://x.example/1#:~:text={}"),
    ],
)
def test_an_item_has_its_place_on_the_page(profiles: Profiles, own: str | None, page: str, expected: str) -> None:
    """An anchor stays; without one the address leads to the words of the title, written as browsers ask for it."""
    issue = Issue(IssueHead("import-ai", "1", "One", 1, url=page), (_item(own),))
    (item,) = resolve(issue, {}, profiles.default).items
    assert item.url == expected.format("Boats%2C%20oars%20%26%20self%2Dsteering%3A%205%25")


def test_a_search_is_no_place(profiles: Profiles) -> None:
    """Where the issue's page is not known, an item has no address; once it is known, it has."""
    issue = Issue(IssueHead("import-ai", "999", "One", 999), (_item(None),))
    resolved = resolve(issue, {}, profiles.default)
    assert (resolved.head.search, resolved.items[0].url) == (True, None)
    heard = {("import-ai", 999): KnownIssue("import-ai", 999, urls=("https://x.example/999",))}
    assert str(resolve(issue, heard, profiles.default).items[0].url).startswith("https://x.example/999#:~:text=Boats")
