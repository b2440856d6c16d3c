"""Members who ask to be told of a subject get one direct message for a new issue that has it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cogs.alerting import MOST_ALERTS
from tests.discord.conftest import Start
from tests.discord.kiosk import fresh, issues_of, opened, posted, read, rows, text_of, told, until
from tests.sources.letters import letters
from tests.sources.servers import FeedSite
from tests.standin import FakeDiscord, Obj

FOUND = "SELECT 1 FROM deliveries WHERE state = {!r}"


@pytest.fixture
def site() -> Iterator[FeedSite]:
    """A feed with three issues."""
    with FeedSite(letters(3)) as opened_site:
        yield opened_site


async def _add(discord: FakeDiscord, user: Obj, words: str, *, dm: bool = True) -> str:
    return str((await discord.slash("alert add", {"words": words}, user=user, dm=dm)).text)


async def test_a_new_issue_is_told_to_who_asked(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """One message an issue with all items that match, quoted; none for what was there, or has not the words.

    Whose messages are closed is left in peace. Who wants to be forgotten hears nothing any more.
    """
    reader, other, closed, gone = (discord.add_user(name) for name in ("reader", "other", "closed", "gone"))
    bot = await opened(discord, site, tmp_path)
    await read(discord, "Harbour Letter 3")
    first, second = fresh(4).stories[:2]
    assert "0 items so far have it" in await _add(discord, reader, first.title)
    assert "You get a direct message" in await _add(discord, reader, f'"{second.title}"', dm=False)
    assert "12 items so far have it" in await _add(discord, reader, "nights")
    await _add(discord, other, "zeppelin")
    for each in (closed, gone):
        await _add(discord, each, first.title)
    shown = await discord.slash("about", user=gone)
    assert "Deleted: 1 alert." in (await discord.click(shown, "Delete what is kept of me", user=gone)).text
    mute = discord.dm_channel(closed)
    shut = discord.fault(
        "POST", f"/channels/{mute.id}/messages", status=403, code=50007, times=9, message="Cannot send"
    )

    site.letters.append(fresh(4))
    await until(lambda: told(discord, reader) and rows(tmp_path, FOUND.format("given up")))
    site.letters.append(fresh(5))
    await until(lambda: len(told(discord, reader)) == 2)
    alert = told(discord, reader)[0]
    assert text_of(alert).startswith(f"## [{fresh(4).title}]")
    assert f"what you asked to be told of: **{first.title}**" in text_of(alert)
    assert all(f"**{word}**" in text_of(alert) for word in first.title.lower().split()[:2])
    assert second.title in text_of(alert)
    assert issues_of(told(discord, reader)) == [4, 5]
    assert "night" in text_of(told(discord, reader)[1])
    assert first.title not in text_of(told(discord, reader)[1])
    assert not told(discord, other)
    assert not told(discord, gone)
    assert shut.hits <= 1
    assert "WARNING" not in "\n".join(line for _, line in bot.lines if "bot.chat.delivery" in line)
    item = await discord.select(alert, 0, ["4#1"])
    assert first.text in item.text.replace("\\", "")


async def test_alerts_are_kept_listed_and_taken_away(discord: FakeDiscord, start: Start) -> None:
    """A member has 20 at most, sees and is offered only their own, and what cannot be looked for is refused."""
    reader, other = discord.add_user("reader"), discord.add_user("other")
    await start()
    assert "You have no alerts" in (await discord.slash("alert list", user=reader, dm=True)).text
    for words in ("?!", "the", "a", "-robot", "🚀"):
        assert "Nothing in that can be looked for" in await _add(discord, reader, words)
    for words in ("issue:3 robot", "before:2020 robot"):
        assert "An alert is for issues to come" in await _add(discord, reader, words)
    assert "You have no alert" in (await discord.slash("alert remove", {"words": "robot " * 900}, user=reader)).text
    kept = await asyncio.gather(*(_add(discord, reader, f"subject {number}") for number in range(MOST_ALERTS)))
    assert all("You get a direct message" in text for text in kept)
    assert "20 alerts, which is as many as I keep" in await _add(discord, reader, "one subject more")
    assert "You get a direct message" in await _add(discord, reader, "subject 7")
    await _add(discord, other, "subject 7 of mine")
    listed = await discord.slash("alert list", user=reader, dm=True)
    assert "(20 of 20)" in listed.text
    assert listed.text.count("- subject") == MOST_ALERTS
    offered = await discord.autocomplete("alert remove", "words", "ject 7", user=reader)
    assert [choice.value for choice in offered.choices or []] == ["subject 7"]
    removed = await discord.slash("alert remove", {"words": "subject 7"}, user=reader)
    assert removed.ephemeral
    assert "no longer told" in removed.text
    assert "You have no alert" in (await discord.slash("alert remove", {"words": "subject 7"}, user=reader)).text
    assert "(19 of 20)" in (await discord.slash("alert list", user=reader, dm=True)).text
    assert not posted(discord)
