"""A newsletter that publishes while the bot runs, and what of it the bot tells to channels and members."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.discord.conftest import launched
from tests.sources.letters import Letter, letter
from tests.sources.servers import FeedSite
from tests.standin import BotProcess, FakeDiscord, Interaction, Obj, walk
from tests.standin.objects import visible_text
from tests.sync.conftest import profile_of

SOON = 80.0  # seconds; a generous guard
OFTEN = "0.02"  # minutes


def today() -> dt.date:
    """The day in UTC."""
    return dt.datetime.now(dt.UTC).date()


def fresh(number: int, days: int = 0) -> Letter:
    """The issue of this number, dated so many days from today."""
    return replace(letter(number), day=today() + dt.timedelta(days=days))


async def opened(discord: FakeDiscord, site: FeedSite, folder: Path) -> BotProcess:
    """The bot, which visits the site all the time."""
    return await launched(
        discord,
        folder,
        BACKISSUE_PROFILE=str(profile_of(folder, site.address)),
        BACKISSUE_FETCH_ALLOW=site.allow,
        BACKISSUE_SYNC_MINUTES=OFTEN,
    )


async def until(holds: Callable[[], object], seconds: float = SOON) -> None:
    """Waits until it holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not holds():  # noqa: ASYNC110  (what is waited for happens in another process)
            await asyncio.sleep(0.05)


async def read(discord: FakeDiscord, wanted: str) -> None:
    """Waits until the newest issue's title holds what is wanted."""
    async with asyncio.timeout(SOON):
        while wanted not in (await discord.slash("latest")).text:  # noqa: ASYNC110  (as above)
            await asyncio.sleep(0.3)


async def follow(discord: FakeDiscord, channel: Obj | None = None, **options: object) -> Interaction:
    """A manager has new issues posted in a channel."""
    chosen = channel or discord.channel
    here = discord.guild_of(chosen) or discord.guild
    return await discord.slash("follow start", {"channel": chosen, **options}, user=discord.owner, guild=here)


def posted(discord: FakeDiscord, channel: Obj | None = None) -> list[Obj]:
    """What the bot wrote in a channel by itself, in order."""
    where = (channel or discord.channel).id
    own = (each for each in discord.messages.values() if each.author.id == discord.app_id and each.channel_id == where)
    return sorted((each for each in own if not each.interaction_metadata), key=lambda each: int(each.id))


def told(discord: FakeDiscord, user: Obj) -> list[Obj]:
    """The direct messages that the bot wrote to somebody by itself, in order."""
    return posted(discord, discord.dm_channel(user))


def issues_of(messages: Sequence[Obj]) -> list[int]:
    """The numbers of the issues that messages are digests or alerts of."""
    ids = (each.custom_id or "" for message in messages for each in walk(message.components))
    return [int(each.removeprefix("digest:")) for each in ids if each.startswith("digest:") and each != "digest:"]


def text_of(message: Obj) -> str:
    """All that a member reads of a message."""
    return visible_text(message)


def database(folder: Path, statement: str, *values: str | int) -> None:
    """Changes the database of the bot in a folder."""
    with closing(sqlite3.connect(folder / "data" / "backissue.sqlite3", timeout=30)) as connection, connection:
        connection.execute(statement, values)


def rows(folder: Path, query: str) -> int:
    """How many rows of the bot's database a query finds."""
    with closing(sqlite3.connect(folder / "data" / "backissue.sqlite3", timeout=30)) as connection:
        return len(connection.execute(query).fetchall())
