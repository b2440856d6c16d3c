"""While another program writes, those who want something kept are shown in time that it goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.discord.conftest import Start
from tests.discord.kiosk import database, follow
from tests.standin import FakeDiscord, Interaction

SOON = 60.0  # seconds; a generous guard


async def test_who_waits_for_the_database_is_answered(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """Following, alerts and the wish to be forgotten are deferred, and read by the asker alone in the end."""
    await start()
    followed = await follow(discord)
    await discord.slash("alert add", {"words": "robot"})
    about = await discord.slash("about")
    with closing(sqlite3.connect(tmp_path / "data" / "backissue.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        channel = {"channel": discord.channel}
        asked: list[Interaction] = [
            await discord.slash("follow start", channel, user=discord.owner, wait=None),
            await discord.slash("follow stop", channel, user=discord.owner, wait=None),
            await discord.select(followed, "unfollow:", [discord.channel.id], wait=None),
            await discord.slash("alert add", {"words": "barge"}, wait=None),
            await discord.slash("alert remove", {"words": "robot"}, wait=None),
            await discord.click(about, "Delete what is kept of me", wait=None),
        ]
        assert [await each.until(_deferred(each), SOON) for each in asked] == [True] * len(asked)
        other.rollback()
    assert [await each.until(_told(each), SOON) for each in asked] == [True] * len(asked)
    assert all(each.ephemeral for each in asked)
    assert not any("in use" in each.text for each in asked)


async def test_where_the_database_is_members_do_not_read(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """A damaged, or full, database is told without its path, by command and by button; the log has it."""
    bot = await start()
    answer = await discord.slash("ask", {"question": "whisper"})
    for trouble in ("database disk image is malformed", "database or disk is full"):
        for table in ("alerts", "votes"):
            database(tmp_path, f"DROP TRIGGER IF EXISTS broken_{table}")
            fails = f"SELECT RAISE(FAIL, '{trouble}')"
            database(tmp_path, f"CREATE TRIGGER broken_{table} BEFORE INSERT ON {table} BEGIN {fails}; END")
        for asked in (
            await discord.slash("alert add", {"words": "robot"}),
            await discord.click(answer, "Helpful"),
        ):
            assert asked.text == (
                "My database cannot be used now, and the bot's operator can read why in its log. Please try again soon."
            )
            assert asked.ephemeral
    for what in ("/alert add", "the button helpful"):
        assert "backissue.sqlite3 is damaged" in await bot.wait_line(f"ERROR.*{what} failed")
    assert "Traceback" not in bot.output


def _deferred(asked: Interaction) -> Callable[[], bool]:
    return lambda: asked.deferred


def _told(asked: Interaction) -> Callable[[], bool]:
    return lambda: bool(asked.text)
