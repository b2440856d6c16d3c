"""Issues as a member reads them: their contents, the buttons and menus below, and the mentions both ways."""

from __future__ import annotations

import re

import pytest

from tests.discord.library import buttons, menus
from tests.standin import FakeDiscord

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_each_item_of_an_issue_is_a_button(library_bot: FakeDiscord) -> None:
    """The button with an item's number opens that item, whole, for the one who presses alone."""
    issue = await library_bot.slash("issue", {"issue": "sample-letter/1"})
    title = re.search(r"^2\. (.*)$", issue.text, re.MULTILINE)
    assert title
    assert {"1", "2", "3", "4", "5"} <= buttons(issue).keys()
    item = await library_bot.click(issue, "2")
    assert item.text.startswith(f"## {title[1]}")
    assert "`sample-letter/1#2`" in item.text
    assert item.ephemeral


async def test_many_items_are_in_menus(library_bot: FakeDiscord) -> None:
    """An issue of 28 items has two menus instead of buttons; what is picked is opened."""
    issue = await library_bot.slash("issue", {"issue": "sample-letter/11"})
    assert [len(menu.options) for menu in menus(issue)][:2] == [25, 3]
    item = await library_bot.select(issue, 1, ["sample-letter/11#27"])
    assert item.text.startswith("## Barge number 27 leaves port")
    assert item.ephemeral


async def test_an_issue_says_what_it_mentions_and_what_mentions_it(library_bot: FakeDiscord) -> None:
    """Mentions are listed both ways, and each can be followed."""
    issue = await library_bot.slash("issue", {"issue": "sample-letter/5"})
    assert "**Mentions** Sample Letter 2" in issue.text
    assert "**Mentioned later in**" in issue.text
    assert "`sample-letter/7#3`" in issue.text
    follow = menus(issue)[-1]
    assert [option.value for option in follow.options] == ["sample-letter/2", "sample-letter/7#3", "sample-letter/10#1"]
    earlier = await library_bot.select(issue, follow.custom_id, ["sample-letter/2"])
    assert "## Sample Letter 2" in earlier.text
    later = await library_bot.select(issue, follow.custom_id, ["sample-letter/7#3"])
    assert "`sample-letter/7#3`" in later.text
    assert earlier.ephemeral
    assert later.ephemeral


async def test_the_asker_browses_from_issue_to_issue(library_bot: FakeDiscord) -> None:
    """The buttons at the foot turn the asker's message over to the issue before and after."""
    latest = await library_bot.slash("latest")
    assert "## Sample Letter 11" in latest.text
    assert "→ Sample Letter 12" not in buttons(latest)
    before = await library_bot.click(latest, "← Sample Letter 10")
    assert "## Sample Letter 10" in before.text
    assert before.message is not None
    assert latest.message is not None
    assert before.message.id == latest.message.id
    back = await library_bot.click(before, "→ Sample Letter 11")
    assert "## Sample Letter 11" in back.text


async def test_another_member_browses_alone(library_bot: FakeDiscord) -> None:
    """Who did not ask gets a copy of their own, and the asker's message stays."""
    latest = await library_bot.slash("latest")
    copy = await library_bot.click(latest, "← Sample Letter 10", user=library_bot.add_user("stranger"))
    assert "## Sample Letter 10" in copy.text
    assert copy.ephemeral
    assert "## Sample Letter 11" in latest.text


async def test_issues_are_offered_while_typing(library_bot: FakeDiscord) -> None:
    """A number or words of a title offer at most 25 issues, each of which opens."""
    for typed, expected in (("", 11), ("1", 3), ("barges", 1)):
        offered = await library_bot.autocomplete("issue", "issue", typed)
        assert offered.choices
        assert len(offered.choices) == expected
        assert offered.choices[0]["value"] == "sample-letter/11"
    numbered = await library_bot.autocomplete("issue", "issue", "2")
    assert next(each["value"] for each in numbered.choices or []) == "sample-letter/2", "before a title that has a 2"


@pytest.mark.parametrize("where", [{"dm": True}, {"user_install": True}])
async def test_reading_works_without_a_server(library_bot: FakeDiscord, where: dict[str, bool]) -> None:
    """In direct messages and as a user install commands, buttons and menus answer alike."""
    issue = await library_bot.slash("issue", {"issue": "sample-letter/5"}, **where)  # type: ignore[arg-type]
    assert "## [Sample Letter 5" in issue.text
    assert "`sample-letter/5#1`" in (await library_bot.click(issue, "1")).text
    assert "`sample-letter/7#3`" in (await library_bot.select(issue, 0, ["sample-letter/7#3"])).text
    for name, options in (("item", {"item": "backflip"}), ("random", None), ("help", None), ("about", None)):
        assert (await library_bot.slash(name, options, **where)).text  # type: ignore[arg-type]
