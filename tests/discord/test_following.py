"""Channels that follow the newsletter get each new issue once, and nothing else."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.community.bulletin import PATIENCE
from tests.discord.conftest import Start
from tests.discord.kiosk import database, follow, fresh, issues_of, opened, posted, read, rows, text_of, told, until
from tests.sources.letters import letters
from tests.sources.servers import FeedSite
from tests.standin import FakeDiscord, Obj, walk
from tests.standin.constants import CROSSPOSTED, PERMISSIONS, ChannelType

MESSAGES = r"/channels/{}/messages$"


@pytest.fixture
def site() -> Iterator[FeedSite]:
    """A feed with three issues, the first two old and the third of today."""
    with FeedSite([*letters(2), fresh(3)]) as opened_site:
        yield opened_site


def _denied(discord: FakeDiscord, channel: Obj, permission: str) -> None:
    """From its next connection on the bot lacks a permission in a channel."""
    overwrite = Obj(id=discord.guild.id, type=0, allow="0", deny=str(PERMISSIONS[permission]))
    channel.permission_overwrites = [overwrite]


async def test_a_new_issue_is_posted_once(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """A first sync, edited dates and old entries sent again post nothing; what is new has its digest, once a channel.

    It is published in an announcement channel, and pings no other role than the one named, while that is there. Its
    buttons open items for who presses alone, after a restart too; what came out meanwhile is caught up on, with five
    digests a day. What comes in after them waits for some hours, and names what comes after it.
    """
    news = discord.add_channel(discord.guild, "news", type=ChannelType.ANNOUNCEMENT)
    readers = discord.add_role(discord.guild, "readers", mentionable=True)
    site.stop()
    bot = await opened(discord, site, tmp_path)
    await read(discord, "Sample")
    assert f"<#{discord.channel.id}> · all sections" in (await follow(discord)).text
    assert f"<#{news.id}> · all sections · pings <@&{readers.id}>" in (await follow(discord, news, ping=readers)).text
    site.start()
    await read(discord, "Harbour Letter 3")

    site.letters[1] = replace(site.letters[1], day=fresh(2).day, edited_after=1)
    site.letters.append(fresh(0))  # numbered before all that was there
    site.letters.append(fresh(4))
    await until(lambda: posted(discord, news) and posted(discord))
    (digest,), (other,) = posted(discord, news), posted(discord)
    assert text_of(digest).startswith(f"<@&{readers.id}>\n## [{fresh(4).title}]")
    assert all(each.title in text_of(digest) for each in fresh(4).stories)
    await until(lambda: digest.flags & CROSSPOSTED)  # published once it is there
    assert "<@" not in text_of(other)
    allowed = [call.body.allowed_mentions for call in discord.requests("POST", MESSAGES.format(r"\d+"))]
    assert sorted(allowed, key=len) == [{"parse": []}, {"parse": [], "roles": [int(readers.id)]}]

    await bot.stop()
    discord.guild.roles.remove(readers)
    site.letters += [fresh(number) for number in range(5, 12)]
    bot = await opened(discord, site, tmp_path)
    await until(lambda: len(posted(discord, news)) == 5)
    await until(lambda: len(posted(discord)) == 5)
    assert issues_of(posted(discord, news)) == issues_of(posted(discord)) == [4, 5, 6, 7, 8]
    assert not any("<@" in text_of(each) for each in posted(discord, news)[1:])
    last = posted(discord)[-1]
    assert text_of(last).endswith("**Also new** Harbour Letter 9, Harbour Letter 10, Harbour Letter 11")
    (menu,) = (each for each in walk(last.components) if each.options)
    assert [option.value for option in menu.options] == ["9", "10", "11"]
    item = await discord.click(other, "1")
    assert item.ephemeral
    assert fresh(4).stories[0].title in item.text
    whole = await discord.click(digest, "Whole issue")
    assert whole.ephemeral
    assert all(each.title in whole.text for each in fresh(4).stories)

    site.letters.append(fresh(12))
    await until(lambda: rows(tmp_path, "SELECT 1 FROM deliveries WHERE issue = '12'") == 2)
    waiting = "SELECT 1 FROM deliveries WHERE issue = '12' AND state = 'pending' AND next_attempt_at > planned_at"
    assert rows(tmp_path, waiting) == 2
    site.letters.append(fresh(13))
    await until(lambda: rows(tmp_path, "SELECT 1 FROM deliveries WHERE named_in LIKE '%/12' AND issue = '13'") == 2)
    database(tmp_path, "UPDATE deliveries SET next_attempt_at = planned_at WHERE issue = '12'")
    site.letters.append(fresh(14))  # so that the bot looks at once
    await until(lambda: len(posted(discord, news)) == len(posted(discord)) == 6)
    assert "**Also new** Harbour Letter 13" in text_of(posted(discord)[-1])
    assert "Traceback" not in bot.output


async def test_a_lost_ledger_posts_nothing_again(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """With a database from before a post, the bot finds the post in the channel, and does not repeat it.

    Where it may not read, it does not post, and tells the operator and who set it up; other channels get theirs.
    """
    blind, later = (discord.add_channel(discord.guild, name) for name in ("blind", "later"))
    bot = await opened(discord, site, tmp_path)
    await read(discord, "Harbour Letter 3")
    for channel in (discord.channel, blind, later):
        await follow(discord, channel)
    await bot.stop()
    database(tmp_path, "VACUUM INTO ?", str(tmp_path / "snapshot"))
    site.letters.append(fresh(4))
    bot = await opened(discord, site, tmp_path)
    await until(lambda: all(posted(discord, channel) for channel in (discord.channel, blind, later)))
    await bot.stop(signal.SIGKILL)
    for name in ("backissue.sqlite3-wal", "backissue.sqlite3-shm"):
        (tmp_path / "data" / name).unlink(missing_ok=True)
    (tmp_path / "snapshot").replace(tmp_path / "data" / "backissue.sqlite3")
    discord.remembers_nonces = False
    _denied(discord, blind, "read_message_history")
    site.letters.append(fresh(5))
    bot = await opened(discord, site, tmp_path)
    await until(lambda: all(len(posted(discord, channel)) > 1 for channel in (discord.channel, later)))
    await until(lambda: told(discord, discord.owner))
    await bot.wait_line(f"WARNING.*{blind.id}")
    assert [issues_of(posted(discord, each)) for each in (discord.channel, later, blind)] == [[4, 5], [4, 5], [4]]
    assert f"<#{blind.id}>: I lack the permission Read Message History." in text_of(told(discord, discord.owner)[0])
    assert len([line for _, line in bot.lines if "WARNING" in line and blind.id in line]) == 1


async def test_two_workers_post_once(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """Two programs over one archive, as while a host replaces one, post an issue once in every channel.

    Once the one that posts is killed, in the middle of a post, the other one takes over, that post too, however long it
    was claimed.
    """
    discord.remembers_nonces = False
    channels = [discord.add_channel(discord.guild, f"news-{number}") for number in range(8)]
    first = await opened(discord, site, tmp_path)
    await read(discord, "Harbour Letter 3")
    for channel in channels:
        await follow(discord, channel)
    await opened(discord, site, tmp_path)
    await until(lambda: sum(what == "READY" for _, what in discord.gateway_log) == 2)
    site.letters.append(fresh(4))
    await until(lambda: rows(tmp_path, "SELECT 1 FROM deliveries WHERE state = 'sent'") == len(channels))
    assert [issues_of(posted(discord, channel)) for channel in channels] == [[4]] * len(channels)
    discord.fault("POST", MESSAGES.format(channels[0].id), hang=True)
    site.letters.append(fresh(5))
    await until(lambda: rows(tmp_path, "SELECT 1 FROM deliveries WHERE state = 'sent'") == 2 * len(channels) - 1)
    database(tmp_path, "UPDATE deliveries SET next_attempt_at = '2999-01-01T00:00:00+00:00' WHERE state = 'unknown'")
    await first.stop(signal.SIGKILL)
    await until(lambda: len(posted(discord, channels[0])) == 2)
    assert [issues_of(posted(discord, channel)) for channel in channels] == [[4, 5]] * len(channels)


async def test_a_channel_that_refuses_is_tried_again(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """Of a channel that takes no posts, or is gone, who set it up is told once, and so is the log; others get theirs.

    A server that put the bot out is not told, and has what it missed once it has the bot back. Once a channel takes
    them again it has what it missed; one message that failed often holds up no other. A cut connection after a post,
    whose outcome is unknown, makes no second post.
    """
    strict, gone, shaky = (discord.add_channel(discord.guild, name) for name in ("strict", "gone", "shaky"))
    bot = await opened(discord, site, tmp_path)
    await read(discord, "Harbour Letter 3")
    away = discord.add_guild("away")
    await discord.dispatch("GUILD_CREATE", away, away)
    for channel in (discord.channel, strict, gone, shaky, away.channels[0]):
        await follow(discord, channel)
    discord.remembers_nonces = False
    discord.fault("POST", MESSAGES.format(strict.id), status=403, code=50013, message="Missing Permissions", times=99)
    discord.fault("POST", MESSAGES.format(shaky.id), reset=True, after=True, times=1)
    discord.guild.channels.remove(discord.channels.pop(gone.id))
    await discord.dispatch("CHANNEL_DELETE", gone, discord.guild)
    await discord.leave_guild(away)
    site.letters.append(fresh(4))
    await until(lambda: posted(discord) and len(told(discord, discord.owner)) == 2)
    database(tmp_path, "UPDATE deliveries SET next_attempt_at = planned_at")
    site.letters.append(fresh(5))
    await until(lambda: rows(tmp_path, "SELECT 1 FROM deliveries WHERE attempts > 1 AND state = 'pending'") == 3)
    discord.guilds[away.id] = away
    await discord.dispatch("GUILD_CREATE", Obj({name: away[name] for name in away if name != "unavailable"}), away)
    discord.clear_faults()
    database(tmp_path, "UPDATE deliveries SET next_attempt_at = planned_at WHERE recipient <> ?", int(strict.id))
    often = "UPDATE deliveries SET attempts = ?, next_attempt_at = '2999-01-01T00:00:00+00:00' WHERE recipient = ?"
    database(tmp_path, f"{often} AND issue = '4'", PATIENCE, int(strict.id))
    database(tmp_path, "UPDATE deliveries SET next_attempt_at = planned_at WHERE issue = '5'")
    site.letters.append(fresh(6))
    await until(lambda: len(posted(discord, strict)) == 2)
    database(tmp_path, "UPDATE deliveries SET next_attempt_at = planned_at")
    site.letters.append(fresh(7))
    healthy = (discord.channel, shaky, away.channels[0])
    await until(lambda: all(len(posted(discord, each)) == 4 for each in (strict, *healthy)))
    assert [issues_of(posted(discord, each)) for each in healthy] == [[4, 5, 6, 7]] * 3
    assert issues_of(posted(discord, strict)) == [5, 6, 4, 7]
    texts = sorted(text_of(each).split(": ")[1] for each in told(discord, discord.owner))
    assert [text.split("\n")[0] for text in texts] == [
        "Discord does not let me (Missing Permissions).",
        "the channel is gone.",
    ]
    assert "Traceback" not in bot.output
    shown = await discord.slash("follow list", user=discord.owner)
    assert shown.text.count("not possible now") == 1
    ended = await discord.select(shown, 0, [gone.id])
    assert "No more new issues" in ended.text
    assert f"<#{gone.id}>" not in (await discord.slash("follow list", user=discord.owner)).text


async def test_a_ledger_that_takes_nothing_is_waited_for(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """What cannot be planned costs a line in the log now and then, and is posted once it can be."""
    bot = await opened(discord, site, tmp_path)
    await read(discord, "Harbour Letter 3")
    await follow(discord)
    broken = "SELECT RAISE(FAIL, 'database or disk is full')"
    database(tmp_path, f"CREATE TRIGGER broken BEFORE INSERT ON deliveries BEGIN {broken}; END")
    site.letters.append(fresh(4))
    await bot.wait_line("WARNING.*delivery.*is full")
    await asyncio.sleep(2)
    assert len([line for _, line in bot.lines if "is full" in line]) == 1
    database(tmp_path, "DROP TRIGGER broken")
    site.letters.append(fresh(5))
    await until(lambda: len(posted(discord)) == 2)
    assert issues_of(posted(discord)) == [4, 5]


async def test_only_managers_follow(discord: FakeDiscord, start: Start) -> None:
    """Whoever does not manage the server is refused in code too; what the bot lacks in a channel is said at once."""
    mute = discord.add_channel(discord.guild, "mute")
    shy = discord.add_role(discord.guild, "shy")
    _denied(discord, mute, "send_messages")
    await start()
    everyone = discord.guild.roles[0]
    for name, options in (
        ("start", {"channel": discord.channel}),
        ("stop", {"channel": discord.channel}),
        ("list", {}),
    ):
        refused = await discord.slash(f"follow {name}", options, force=True)
        assert "Only members who may manage this server" in refused.text
        assert refused.ephemeral
    assert "give me Send Messages there" in (await follow(discord, mute)).text
    assert "let anyone mention that role" in (await follow(discord, ping=shy)).text
    assert "I do not ping everyone" in (await follow(discord, ping=everyone)).text
    assert "No section's heading" in (await follow(discord, section="nonsense" * 600)).text
    assert "No channel here gets new issues" in (await discord.slash("follow list", user=discord.owner)).text
    gone = Obj(discord.channel, id=discord.snowflake())
    assert "I do not see that channel" in (await follow(discord, gone)).text
    shown = await follow(discord, section="  ")
    assert "all sections" in shown.text
    assert shown.ephemeral
    assert "Only members" in (await discord.select(shown, 0, [discord.channel.id], permissions=0)).text
    stopped = await discord.slash("follow stop", {"channel": discord.channel}, user=discord.owner)
    assert "No more new issues" in stopped.text
    again = await discord.slash("follow stop", {"channel": discord.channel}, user=discord.owner)
    assert "/follow list shows" in again.text
