"""Issues as a member reads them: their contents, the buttons and menus below, and the mentions both ways."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.discord.conftest import launched
from tests.discord.library import buttons, menus, stock
from tests.standin import FakeDiscord

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    """One bot serves all these tests, since reading changes nothing."""
    folder = tmp_path_factory.mktemp("bot")
    stock(folder)
    async with FakeDiscord() as standin:
        await launched(standin, folder)
        yield standin
        standin.assert_clean()


async def test_each_item_of_an_issue_is_a_button(discord: FakeDiscord) -> None:
    """The button with an item's number opens that item, whole, for the one who presses alone."""
    issue = await discord.slash("issue", {"issue": "sample-letter/1"})
    title = re.search(r"^2\. (.*)$", issue.text, re.MULTILINE)
    assert title
    assert {"1", "2", "3", "4", "5"} <= buttons(issue).keys()
    item = await discord.click(issue, "2")
    assert item.text.startswith(f"## {title[1]}")
    assert "`sample-letter/1#2`" in item.text
    assert item.ephemeral


async def test_many_items_are_in_menus(discord: FakeDiscord) -> None:
    """An issue of 28 items has two menus instead of buttons; what is picked is opened."""
    issue = await discord.slash("issue", {"issue": "sample-letter/11"})
    assert [len(menu.options) for menu in menus(issue)][:2] == [25, 3]
    item = await discord.select(issue, 1, ["sample-letter/11#27"])
    assert item.text.startswith("## Barge number 27 leaves port")
    assert item.ephemeral


async def test_an_issue_says_what_it_mentions_and_what_mentions_it(discord: FakeDiscord) -> None:
    """Mentions are listed both ways, and each can be followed."""
    issue = await discord.slash("issue", {"issue": "sample-letter/5"})
    assert "**Mentions** Sample Letter 2" in issue.text
    assert "**Mentioned later in**" in issue.text
    assert "`sample-letter/7#3`" in issue.text
    follow = menus(issue)[-1]
    assert [option.value for option in follow.options] == ["sample-letter/2", "sample-letter/7#3", "sample-letter/10#1"]
    earlier = await discord.select(issue, follow.custom_id, ["sample-letter/2"])
    assert "## Sample Letter 2" in earlier.text
    later = await discord.select(issue, follow.custom_id, ["sample-letter/7#3"])
    assert "`sample-letter/7#3`" in later.text
    assert earlier.ephemeral
    assert later.ephemeral


async def test_the_asker_browses_from_issue_to_issue(discord: FakeDiscord) -> None:
    """The buttons at the foot turn the asker's message over to the issue before and after."""
    latest = await discord.slash("latest")
    assert "## Sample Letter 11" in latest.text
    assert "→ Sample Letter 12" not in buttons(latest)
    before = await discord.click(latest, "← Sample Letter 10")
    assert "## Sample Letter 10" in before.text
    assert before.message is not None
    assert latest.message is not None
    assert before.message.id == latest.message.id
    back = await discord.click(before, "→ Sample Letter 11")
    assert "## Sample Letter 11" in back.text


async def test_another_member_browses_alone(discord: FakeDiscord) -> None:
    """Who did not ask gets a copy of their own, and the asker's message stays."""
    latest = await discord.slash("latest")
    copy = await discord.click(latest, "← Sample Letter 10", user=discord.add_user("stranger"))
    assert "## Sample Letter 10" in copy.text
    assert copy.ephemeral
    assert "## Sample Letter 11" in latest.text


async def test_issues_are_offered_while_typing(discord: FakeDiscord) -> None:
    """A number or words of a title offer at most 25 issues, each of which opens."""
    for typed, expected in (("", 11), ("1", 3), ("barges", 1)):
        offered = await discord.autocomplete("issue", "issue", typed)
        assert offered.choices
        assert len(offered.choices) == expected
        assert offered.choices[0]["value"] == "sample-letter/11"


@pytest.mark.parametrize("where", [{"dm": True}, {"user_install": True}])
async def test_reading_works_without_a_server(discord: FakeDiscord, where: dict[str, bool]) -> None:
    """In direct messages and as a user install commands, buttons and menus answer alike."""
    issue = await discord.slash("issue", {"issue": "sample-letter/5"}, **where)  # type: ignore[arg-type]
    assert "## [Sample Letter 5" in issue.text
    assert "`sample-letter/5#1`" in (await discord.click(issue, "1")).text
    assert "`sample-letter/7#3`" in (await discord.select(issue, 0, ["sample-letter/7#3"])).text
    for name, options in (("item", {"item": "backflip"}), ("random", None), ("help", None), ("about", None)):
        assert (await discord.slash(name, options, **where)).text  # type: ignore[arg-type]
