"""`/setup`: who may use its panel, what it changes at once, and that this lasts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.discord.conftest import Start
from tests.discord.library import buttons, menus
from tests.discord.test_asking import QUESTION
from tests.discord.test_lasting import IN_VAIN, feedback
from tests.standin import CannotDo, FakeDiscord, Interaction
from tests.standin.constants import EPHEMERAL, PERMISSIONS
from tests.standin.objects import visible_text

SOON = 60.0  # seconds; a generous guard
READING: dict[str, dict[str, Any]] = {
    "ask": {"question": QUESTION},
    "search": {"words": "model"},
    "issue": {"issue": "7"},
    "latest": {},
    "random": {},
    "trend": {"terms": "whisper"},
}


async def panel(discord: FakeDiscord) -> Interaction:
    """The panel, as a manager of the server opens it."""
    return await discord.slash("setup", permissions="manage_guild")


async def press(discord: FakeDiscord, shown: Interaction, label: str) -> Interaction:
    """A manager presses a button of the panel."""
    return await discord.click(shown, label, permissions="manage_guild")


async def choose(discord: FakeDiscord, shown: Interaction, menu: str, values: list[Any]) -> Interaction:
    """A manager picks in a menu of the panel."""
    return await discord.select(shown, menu, values, permissions="manage_guild")


def follows(folder: Path) -> list[tuple[int, str | None]]:
    """The channels that follow, with their sections, as they are kept."""
    with closing(sqlite3.connect(folder / "data" / "backissue.sqlite3")) as connection:
        return connection.execute("SELECT channel, section FROM follows ORDER BY channel").fetchall()


async def test_only_those_who_manage_the_server_may(discord: FakeDiscord, start: Start) -> None:
    """Members are refused, in code too; so are direct messages, and servers where only the member has the bot."""
    await start()
    with pytest.raises(CannotDo):
        await discord.slash("setup")
    with pytest.raises(CannotDo):
        await discord.slash("setup", dm=True)
    refused = await discord.slash("setup", force=True)
    assert "members who may manage this server" in refused.text
    assert refused.ephemeral
    assert "for servers that have the bot" in (await discord.slash("setup", dm=True, force=True)).text
    alone = await discord.slash("setup", user_install=True, permissions="manage_guild", force=True)
    assert "for servers that have the bot" in alone.text
    shown = await panel(discord)
    assert shown.ephemeral
    late = await discord.click(shown, "Private", permissions="send_messages")
    assert "members who may manage this server" in late.text
    assert not (await discord.slash("latest")).ephemeral


async def test_private_answers_hold_at_once_and_the_option_wins(discord: FakeDiscord, start: Start) -> None:
    """Every reading command follows the server's choice; `private` wins over it; other places are as before."""
    await start()
    other = discord.add_guild("elsewhere")
    shown = await panel(discord)
    assert "seen by everybody" in shown.text
    await press(discord, shown, "Private")
    assert "seen by who asked alone" in shown.text
    assert "Everybody there sees these answers: only those to commands can be private." in shown.text
    assert buttons(shown)["Private"].style == 1
    assert buttons(shown)["Public"].style == 2
    for name, options in READING.items():
        assert (await discord.slash(name, options)).ephemeral, name
        assert not (await discord.slash(name, {**options, "private": False})).ephemeral, name
        assert not (await discord.slash(name, options, dm=True)).ephemeral, name
    assert "Share" in buttons(await discord.slash("ask", READING["ask"]))
    assert not (await discord.slash("latest", channel=other.channels[0])).ephemeral
    await press(discord, shown, "Public")
    assert not (await discord.slash("latest")).ephemeral
    assert (await discord.slash("latest", {"private": True})).ephemeral


async def test_mentions_are_answered_where_they_should_be(discord: FakeDiscord, start: Start) -> None:
    """With channels chosen, mentions elsewhere are left alone; threads go with their channel; none chosen is all."""
    await start()
    quiet = discord.add_channel(discord.guild, "quiet")
    thread = discord.add_thread(discord.channel, "more")
    await discord.dispatch("THREAD_CREATE", thread, discord.guild)
    shown = await panel(discord)
    await choose(discord, shown, "setmentions:", [discord.channel])
    assert f"answered in <#{discord.channel.id}> alone" in shown.text
    (chosen,) = next(menu for menu in menus(shown, "setmentions:")).default_values
    assert str(chosen.id) == discord.channel.id
    assert "680,000" in (await discord.mention(QUESTION)).text
    assert "680,000" in (await discord.mention(QUESTION, channel=thread)).text
    assert not (await discord.mention(QUESTION, channel=quiet, timeout=1)).replies
    assert "680,000" in (await discord.slash("ask", {"question": QUESTION}, channel=quiet)).text
    assert "680,000" in (await discord.say(QUESTION, dm=True)).text
    await choose(discord, shown, "setmentions:", [])
    assert "answered in every channel" in shown.text
    assert "680,000" in (await discord.mention(QUESTION, channel=quiet)).text


async def test_a_server_may_say_no_to_what_is_kept(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """Questions in vain are kept as text unless the server says no, or shows answers to who asked alone."""
    bot = await start()
    shown = await panel(discord)
    await press(discord, shown, "Count them only")
    assert "their words are not kept" in shown.text
    await discord.slash("ask", {"question": IN_VAIN})
    await press(discord, shown, "Keep their words")
    await press(discord, shown, "Private")
    await discord.slash("ask", {"question": f"{IN_VAIN} private"})
    await bot.stop()
    found = feedback(tmp_path)
    assert found["unanswered"] == []
    assert found["counts"] == {"unanswered": 2}


async def test_the_panel_sets_where_new_issues_go(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """Channels picked follow from now on, those no longer picked do not, and the section holds for all of them."""
    news = discord.add_channel(discord.guild, "news")
    mute = {"id": discord.guild.id, "type": 0, "allow": "0", "deny": str(PERMISSIONS["send_messages"])}
    closed = discord.add_channel(discord.guild, "closed", permission_overwrites=[mute])
    thread = discord.add_thread(news, "issues")
    await start()
    shown = await panel(discord)
    assert "posted nowhere" in shown.text
    assert not menus(shown, "setsection:")
    refused = await choose(discord, shown, "setdigests:", [news, closed])
    assert "I cannot post in #closed yet: give me Send Messages there" in refused.text
    assert follows(tmp_path) == []
    await choose(discord, shown, "setdigests:", [discord.channel, news])
    assert "posted in" in shown.text
    (sections,) = menus(shown, "setsection:")
    name = sections.options[1].value
    await choose(discord, shown, "setsection:", [name])
    assert f"“{name}” alone" in shown.text
    assert follows(tmp_path) == [(int(discord.channel.id), name), (int(news.id), name)]
    await discord.slash("follow start", {"channel": news}, user=discord.owner)
    again = await panel(discord)
    assert "different sections" in again.text
    assert not any(option.default for option in menus(again, "setsection:")[0].options)
    await choose(discord, shown, "setsection:", [name])
    await choose(discord, shown, "setdigests:", [news])
    assert follows(tmp_path) == [(int(news.id), name)]
    await choose(discord, shown, "setdigests:", [news, thread])
    assert {str(each.id) for each in menus(shown, "setdigests:")[0].default_values} == {news.id, thread.id}
    await discord.archive(thread)
    await choose(discord, shown, "setdigests:", [news])
    assert follows(tmp_path) == [(int(news.id), name), (int(thread.id), name)]  # archived, it was not to be picked
    await discord.select(await discord.slash("follow list", user=discord.owner), 0, [thread.id])
    await choose(discord, shown, "setsection:", ["Every section"])
    assert follows(tmp_path) == [(int(news.id), None)]
    await choose(discord, shown, "setdigests:", [])
    assert follows(tmp_path) == []


async def test_what_was_chosen_and_the_panel_outlive_a_restart(discord: FakeDiscord, start: Start) -> None:
    """The next process answers as the server chose, and the old panel still works; a deleted channel does no harm."""
    first = await start()
    gone = discord.add_channel(discord.guild, "gone")
    shown = await panel(discord)
    await press(discord, shown, "Private")
    await choose(discord, shown, "setmentions:", [gone])
    await discord.delete_channel(gone)
    await first.stop()
    await start()
    assert (await discord.slash("latest")).ephemeral
    assert not (await discord.mention(QUESTION, timeout=1)).replies
    again = await panel(discord)
    assert "seen by who asked alone" in again.text
    assert not menus(again, "setmentions:")[0].default_values
    await press(discord, shown, "Public")
    assert not (await discord.slash("latest")).ephemeral


async def test_a_press_waits_for_a_database_in_use(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """While another program writes, the press is deferred, and then the panel shows what holds.

    Where it waits in vain, the panel stays as it is and the error stands beside it; where the file is, only the log
    has.
    """
    bot = await start()
    shown = await panel(discord)
    database = tmp_path / "data" / "backissue.sqlite3"
    connection = sqlite3.connect(database, isolation_level=None)
    with closing(connection):
        connection.execute("BEGIN IMMEDIATE")
        pressed = await discord.click(shown, "Private", permissions="manage_guild", wait="ack")
        assert pressed.deferred
        connection.rollback()
        assert await pressed.until(lambda: "seen by who asked alone" in shown.text, SOON)

        connection.execute("BEGIN IMMEDIATE")
        failed = await discord.click(shown, "Public", permissions="manage_guild", wait="ack")
        assert await failed.until(lambda: failed.followups, SOON)
        connection.rollback()
    assert "## This server's settings" in shown.text
    assert "seen by who asked alone" in shown.text
    assert "Everybody there sees these answers: only those to commands can be private." in shown.text
    assert "My database is in use by another program" in visible_text(failed.followups[0])
    assert database.name not in visible_text(failed.followups[0])
    assert database.name in await bot.wait_line("in use by another program")
    assert failed.followups[0].flags & EPHEMERAL
