"""A worker that is killed while it posts a new issue leaves none of the channels without it, and none with it twice."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import SqliteFollowing
from tests.discord.kiosk import database, fresh, issues_of, opened, posted, until
from tests.sources.letters import letters
from tests.sources.servers import FeedSite
from tests.standin import FakeDiscord, Obj
from tests.sync.conftest import profile_of

CHANNELS = 20
AT_ONCE = 4  # runs beside one another: most of a run is waiting
SECONDS_OF_POSTING = 2.0  # from the issue's arrival to the last post
LATENCY = 0.1  # seconds that Discord takes for a post
GUARD = 120.0


@pytest.fixture
def site(tmp_path: Path) -> Iterator[FeedSite]:
    """A feed that has published a new issue since the archive in `tmp_path` was synced with it."""
    with FeedSite(letters(3)) as opened_site:
        environment = {
            **os.environ,
            "BACKISSUE_PROFILE": str(profile_of(tmp_path, opened_site.address)),
            "BACKISSUE_FETCH_ALLOW": opened_site.allow,
        }
        command = [sys.executable, "-m", "bot", "sync"]
        subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, timeout=60)
        database(tmp_path, "UPDATE sources SET next_visit_at = NULL")
        opened_site.letters.append(fresh(4))
        yield opened_site


async def _run(number: int, site: FeedSite, prepared: Path) -> None:
    """One worker is killed at a moment of this run's own, and another one takes over."""
    chance = random.Random(number)  # noqa: S311  (the same moments each time)
    folder = prepared / f"run-{number}"
    shutil.copytree(prepared / "data", folder / "data")
    async with FakeDiscord(openapi=None) as discord:
        discord.remembers_nonces = False  # as Discord, after some minutes
        channels = [discord.add_channel(discord.guild, f"news-{each}") for each in range(CHANNELS)]
        await _follow(folder, discord, channels)
        discord.fault("POST", r"/channels/\d+/messages", delay=LATENCY, times=10_000, after=chance.random() < 0.5)
        first = await opened(discord, site, folder)
        await first.wait_line("1 issues added", timeout=GUARD)
        if chance.random() < 0.5:
            await asyncio.sleep(chance.uniform(0, SECONDS_OF_POSTING))
        else:
            sent = chance.randrange(CHANNELS)
            await until(lambda: len(discord.requests("POST", r"/channels/\d+/messages")) > sent, GUARD)
            await asyncio.sleep(chance.uniform(0, LATENCY))
        await first.stop(signal.SIGKILL)
        await opened(discord, site, folder)
        await until(lambda: _sent(folder) == CHANNELS, GUARD)
        assert [issues_of(posted(discord, channel)) for channel in channels] == [[4]] * CHANNELS


async def _follow(folder: Path, discord: FakeDiscord, channels: list[Obj]) -> None:
    async with SqliteFollowing.open(folder / "data" / "backissue.sqlite3") as following:
        since = dt.datetime.now(dt.UTC)
        for channel in channels:
            await following.follow(int(discord.guild.id), int(channel.id), None, None, int(discord.owner.id), since)


def _sent(folder: Path) -> int:
    """How many posts stand in the ledger as sent."""
    with closing(sqlite3.connect(folder / "data" / "backissue.sqlite3", timeout=30)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM deliveries WHERE state = 'sent'").fetchone()
    return int(count)


async def _check_kills(site: FeedSite, prepared: Path, runs: int) -> None:
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with slots:
            await _run(number, site, prepared)

    await asyncio.gather(*map(one, range(runs)))


async def test_killed_posts_are_made_once(site: FeedSite, tmp_path: Path) -> None:
    """Killed between a new issue's arrival and the last of 20 posts: in the end every channel has it, once."""
    await _check_kills(site, tmp_path, 2)


@pytest.mark.slow
@pytest.mark.timeout(7200)
async def test_a_hundred_times_killed_posts_are_made_once(site: FeedSite, tmp_path: Path) -> None:
    """The same at a hundred moments."""
    await _check_kills(site, tmp_path, 100)
