"""Who mentions an issue, which of its items that means, and where a text names it."""

from __future__ import annotations

from pathlib import Path

from bot.archive.mentions import around_issue, around_item
from bot.model import Issue
from bot.profile import Profiles
from bot.search import Generation
from bot.search.index.references import meant
from tests.search.letters import issue, item, opened


def letters() -> list[Issue]:
    """Three issues of Import AI: the third mentions the first, which is held, and one that is only catalogued."""
    ferry = item("A ferry docks by itself", "The ferry Aurora docks in Bergen with a camera.")
    bread = item("Bread bakes itself", "An oven watches the crust.")
    later = item(
        "The ferry Aurora sails again",
        "The ferry of Bergen (Import AI 1) has a new camera, as did the one in Import AI #304 and Import AI 2.",
        references=(1, 304),
    )
    vague = item("A word on everything", "See Import AI 1.", references=(1,))
    return [
        issue(1, ferry, bread, newsletter="import-ai"),
        issue(2, bread, newsletter="import-ai"),
        issue(3, later, vague, newsletter="import-ai"),
    ]


def archive(folder: Path) -> Generation:
    return opened(folder, letters())


def test_an_issue_knows_what_mentions_it(tmp_path: Path) -> None:
    """Both items that name issue 1 are listed with it, and issue 3 lists what it names."""
    generation, profiles = archive(tmp_path), Profiles.load("import-ai")
    assert [each.cite for each in around_issue(generation, profiles, 0).later] == ["3#1", "3#2"]
    assert around_issue(generation, profiles, 1).later == ()
    assert [each.number for each in around_issue(generation, profiles, 2).issues] == [1, 304]


def test_a_mention_means_the_item_that_is_clearly_alike(tmp_path: Path) -> None:
    """A mention goes to the item of the issue that shares its rare words; one that is like none of them to no item."""
    generation = archive(tmp_path)
    assert meant(generation, 0) == {3: 0}
    assert meant(generation, 1) == {}
    later = around_item(generation, Profiles.load("import-ai"), 0).later
    assert [each.cite for each in later] == ["3#1"]


def test_names_of_issues_are_found_in_the_text_with_their_addresses(tmp_path: Path) -> None:
    """Each name of a mentioned issue has its place in the text; a catalogued issue has the address that is known."""
    generation = archive(tmp_path)
    around = around_item(generation, Profiles.load("import-ai"), 3)
    text = generation.item_at(3).text
    assert [text[start:end] for start, end, _ in around.spans] == ["Import AI 1", "Import AI #304"]
    held, catalogued = around.issues
    assert held.head is not None
    assert held.url is None
    assert catalogued.head is None
    assert str(catalogued.url).startswith("https://")
