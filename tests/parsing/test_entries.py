"""A list of links: what is quoted under an entry belongs to it, and its link may stand in mid-sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.model import Document, Item
from bot.parsing import parse
from bot.profile import Profiles

ENTRY = "- [{title}](https://example.org/{title}) by Ann Lee\n{indent}> The {title} holds for years.\n"


@pytest.mark.parametrize("indent", ["", "  ", "    "])
def test_a_quotation_below_an_entry_is_its_text(profiles: Profiles, indent: str) -> None:
    """A quotation that is not indented ends the list in Markdown, but a reader takes it for the entry's."""
    entries = "\n".join(ENTRY.format(title=title, indent=indent) for title in ("Rope", "Keel", "Mast"))
    items = _items(entries, profiles)
    assert [item.title for item in items] == ["Rope", "Keel", "Mast"]
    assert [item.text.split("\n\n") for item in items] == [
        ["by Ann Lee", f"The {title} holds for years."] for title in ("Rope", "Keel", "Mast")
    ]


def test_a_link_in_mid_sentence_is_an_entry_too(profiles: Profiles) -> None:
    """In a list of links, an entry that opens with a date or some words is an item: they and its link are the title."""
    entries = "\n".join(f"- [{title}](https://example.org/{title})" for title in ("Rope", "Keel", "Mast"))
    items = _items(f"{entries}\n- May 3: [Regatta](https://example.org/regatta) in Hull\n", profiles)
    assert [item.title for item in items] == ["Rope", "Keel", "Mast", "May 3: Regatta"]
    assert items[-1].text == "May 3: Regatta in Hull"
    assert [link.url for link in items[-1].links] == ["https://example.org/regatta"]


def _items(entries: str, profiles: Profiles) -> tuple[Item, ...]:
    body = f"## News\n\n{entries}".encode()
    document = Document("/letters/issue-7.md", "text/markdown", body, dt.datetime.now(dt.UTC))
    (issue,) = parse(document, profiles, "Rigging Weekly").issues
    return issue.items
