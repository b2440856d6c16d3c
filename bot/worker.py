"""What runs for weeks: opens the archive, keeps bot and index going beside one another, and ends when told to."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from discord.ext import commands

from bot import logs, store
from bot.archive.reader import Archive
from bot.charts.drawing import Drawing
from bot.chat.client import BackIssueBot
from bot.chat.connection import stay_connected
from bot.chat.replies import Replies
from bot.cogs import (
    Administering,
    Alerting,
    Announcing,
    Asking,
    Configuring,
    Counting,
    Following,
    Joining,
    Looking,
    Mentioning,
    Reading,
    Searching,
    Trending,
    Voting,
    Watching,
)
from bot.community.cooldowns import Cooldowns
from bot.community.notes import Notes
from bot.community.preferences import Preferences
from bot.errors import BackIssueError
from bot.intake.freshness import keep_fresh
from bot.intake.syncing import Syncing
from bot.intake.writer import Intake
from bot.profile import Profiles
from bot.settings import Settings
from bot.sources.disk import seeds_folder
from bot.store import Community, SqliteCommunity, SqliteFollowing

FIRST_SYNC = 20.0  # seconds that an empty archive waits for its sources

_log = logging.getLogger(__name__)


async def run(settings: Settings, profiles: Profiles) -> None:
    """Answers in Discord until SIGTERM or SIGINT.

    Raises SettingError, without trying again, where the token is missing or Discord refuses it, and
    StoreError where the archive cannot be opened.
    """
    token = settings.require_token()
    logs.configure(settings.log_level, token)
    with _told_to_stop() as stop:
        await _first_of(stop.wait(), _serve(settings, profiles, token))
    _log.info("Stopped.")


async def _serve(settings: Settings, profiles: Profiles, token: str) -> None:
    _log.info("Opening the archive in %s.", settings.data)
    async with (
        Intake.open(settings, profiles) as intake,
        Syncing.open(intake, settings) as syncing,
        Archive.open(settings, profiles) as archive,
        SqliteCommunity.open(settings.database) as community,
        SqliteFollowing.open(settings.database) as following,
    ):
        notes = Notes(community)
        preferences = Preferences(community.servers)
        await preferences.refresh()
        cooldowns = Cooldowns(settings.member_limit, settings.server_limit)
        rooms = _Rooms(settings, archive, intake, syncing, community, following, preferences, notes, Drawing())

        def new_bot() -> BackIssueBot:
            return BackIssueBot(intake.store, _cogs(rooms), cooldowns, settings.discord_api_url)

        works = [_prepare(intake, syncing, archive, settings), archive.follow(), notes.keep()]
        if settings.sync_minutes:
            works.append(keep_fresh(syncing))
        async with _meanwhile(*works):
            await stay_connected(new_bot, token)


@dataclass(frozen=True, slots=True)
class _Rooms:
    """What the cogs are made of."""

    settings: Settings
    archive: Archive
    intake: Intake
    syncing: Syncing
    community: Community
    following: store.Following
    preferences: Preferences
    notes: Notes
    drawing: Drawing


def _cogs(rooms: _Rooms) -> Iterator[commands.Cog]:
    """All that a bot answers with; a new bot has new ones."""
    archive, community, following, preferences = rooms.archive, rooms.community, rooms.following, rooms.preferences
    owners = rooms.settings.owners
    replies = Replies(archive, rooms.notes, preferences)
    yield from (Asking(replies), Searching(replies), Looking(replies), Mentioning(replies), Voting(archive, community))
    yield from (Reading(archive, community, following, preferences), Trending(archive, preferences, rooms.drawing))
    yield from (Following(archive, following), Alerting(archive, following))
    yield Announcing(archive, rooms.intake.store, following, rooms.settings.data / "delivering.lock")
    yield from (Configuring(archive, preferences, following), Joining(community.servers, preferences))
    yield from (Counting(community, rooms.drawing, owners), Administering(rooms.intake, rooms.syncing, owners))
    if rooms.settings.sync_minutes:
        yield Watching(archive, community.troubles, owners)


async def _prepare(intake: Intake, syncing: Syncing, archive: Archive, settings: Settings) -> None:
    """Sees to it that there is something to answer from, while the bot already connects.

    An empty archive waits a moment for what the sources bring before it takes in the seeds.
    """
    if settings.sync_minutes and not await intake.store.newest():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(syncing.has_brought.wait(), FIRST_SYNC)
    for failure in (await intake.prepare(seeds_folder(settings.seeds))).failed:
        _log.warning("Not taken in: %s: %s.", failure.document, failure.reason)
    await archive.refresh()
    about = archive.about()
    _log.info("Answering from %d issues and %d items.", about.issues, about.items)
    # What was loaded by now stays: leave it out of the garbage collections that delay answers by 50 ms
    gc.collect()
    gc.freeze()


@contextmanager
def _told_to_stop() -> Iterator[asyncio.Event]:
    """An event set by SIGTERM and SIGINT. A second signal changes nothing: closing has its own limit of time."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    try:
        yield stop
    finally:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)


async def _first_of(*works: Coroutine[Any, Any, object]) -> None:
    """Waits until one of the works is done, ends the others, and raises what the first one raised."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancel(tasks)
    for task in done:
        task.result()


@asynccontextmanager
async def _meanwhile(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs the works beside the block and ends them with it. One that fails is logged, and the bot goes on."""
    tasks = [asyncio.create_task(work) for work in works]
    for task in tasks:
        task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        await _cancel(tasks)


def _log_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if isinstance(error, BackIssueError):
        _log.error("%s", error)
    elif error:
        _log.error("Work beside the bot failed.", exc_info=error)


async def _cancel(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
