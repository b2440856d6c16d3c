"""Threads, and the posts of a forum, follow the newsletter as channels do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord.kiosk import database, follow, fresh, issues_of, opened, posted, read, text_of, told, until
from tests.sources.letters import letters
from tests.sources.servers import FeedSite
from tests.standin import FakeDiscord, Obj
from tests.standin.constants import PERMISSIONS, ChannelType


@pytest.fixture
def site() -> Iterator[FeedSite]:
    """A feed with three issues."""
    with FeedSite(letters(3)) as opened_site:
        yield opened_site


async def test_threads_get_new_issues(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """A post opens a thread that was archived again; of one that is locked or gone, who set it up is told.

    What the bot lacks to write in a thread is said at once.
    """
    forum = discord.add_channel(discord.guild, "forum", type=ChannelType.FORUM)
    quiet = discord.add_channel(discord.guild, "quiet")
    deny = str(PERMISSIONS["send_messages_in_threads"])
    quiet.permission_overwrites = [Obj(id=discord.guild.id, type=0, allow="0", deny=deny)]
    mute, hidden = discord.add_thread(quiet, "mute"), discord.add_thread(quiet, "hidden")
    thread, locked, gone = (discord.add_thread(discord.channel, name) for name in ("thread", "locked", "gone"))
    post = discord.add_thread(forum, "New issues")
    bot = await opened(discord, site, tmp_path)
    await read(discord, "Harbour Letter 3")
    assert "give me Send Messages in Threads there" in (await follow(discord, mute)).text
    await discord.archive(hidden)
    assert "I do not see that channel" in (await follow(discord, hidden)).text
    for each in (thread, post, locked, gone):
        shown = await follow(discord, each)
        assert f"<#{each.id}> · all sections" in shown.text
    await discord.archive(post)
    await discord.archive(locked, locked=True)
    await discord.delete_channel(gone)
    site.letters.append(fresh(4))
    await until(lambda: posted(discord, thread) and posted(discord, post))
    await until(lambda: len(told(discord, discord.owner)) == 2)
    assert [issues_of(posted(discord, each)) for each in (thread, post, locked)] == [[4], [4], []]
    assert not post.thread_metadata.archived
    reasons = {text_of(each).split("\n")[0] for each in told(discord, discord.owner)}
    assert reasons == {
        f"New issues cannot be posted in <#{locked.id}>: I lack the permission Manage Threads (it is locked).",
        f"New issues cannot be posted in <#{gone.id}>: the channel is gone.",
    }
    locked.thread_metadata.locked = False
    database(tmp_path, "UPDATE deliveries SET next_attempt_at = planned_at WHERE state = 'pending'")
    site.letters.append(fresh(5))
    await until(lambda: len(posted(discord, locked)) == 2)
    assert issues_of(posted(discord, locked)) == [4, 5]
    item = await discord.click(posted(discord, post)[0], "1")
    assert fresh(4).stories[0].title in item.text
    listed = await discord.slash("follow list", user=discord.owner)
    assert listed.text.count("not possible now") == 1
    stopped = await discord.slash("follow stop", {"channel": thread}, user=discord.owner)
    assert "No more new issues" in stopped.text
    assert "Traceback" not in bot.output
