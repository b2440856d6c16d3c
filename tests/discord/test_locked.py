"""While another program writes, those who want something kept are shown in time that it goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.discord.conftest import Start
from tests.discord.kiosk import follow
from tests.standin import FakeDiscord, Interaction

SOON = 20.0  # seconds; a generous guard


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


def _deferred(asked: Interaction) -> Callable[[], bool]:
    return lambda: asked.deferred


def _told(asked: Interaction) -> Callable[[], bool]:
    return lambda: bool(asked.text)
