"""Tells the operator, once, of a source that is not reached or a newsletter that has fallen silent, and of the end."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import discord
from discord.ext import commands

from bot.archive.reader import Archive
from bot.cards import Tone, notice_card
from bot.chat.failures import UNREACHABLE
from bot.chat.view import NOBODY, Shown
from bot.cogs.permitting import owners
from bot.errors import BackIssueError
from bot.intake import outages
from bot.intake.outages import Trouble
from bot.store import TroubleStore

LOOK_SECONDS = 10.0

_log = logging.getLogger(__name__)


class Watching(commands.Cog):
    """Writes troubles into the log and to the owners. What was told is kept, so that no restart tells it again."""

    def __init__(self, archive: Archive, troubles: TroubleStore, named: frozenset[int]) -> None:
        self._archive = archive
        self._troubles = troubles
        self._named = named
        self._work: asyncio.Task[None] | None = None
        self._logged: set[str] = set()

    async def cog_unload(self) -> None:
        """Stops looking."""
        if self._work:
            self._work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._work

    @commands.Cog.listener()
    async def on_answering(self, bot: commands.Bot) -> None:
        """Begins to look, once the owners can be written to."""
        if self._work is None:
            self._work = asyncio.create_task(self._watch(bot), name="watching")

    async def _watch(self, bot: commands.Bot) -> None:
        while True:
            try:
                await self._look(bot)
            except BackIssueError as error:  # the index is still being read, or the database is in use
                _log.debug("%s", error)
            await asyncio.sleep(LOOK_SECONDS)

    async def _look(self, bot: commands.Bot) -> None:
        about = self._archive.about()
        now = outages.troubles(about.unreached, about.silent)
        told = await self._troubles.told()
        for trouble in now:
            if told.get(trouble.key) != trouble.since and await self._troubles.claim(trouble.key, trouble.since):
                await self._tell(bot, trouble)
        for key in told.keys() - {trouble.key for trouble in now}:
            if await self._troubles.end(key):
                self._logged.discard(key)
                _log.info("%s", outages.over(key))
                await self._write(bot, outages.over(key), Tone.PLAIN)

    async def _tell(self, bot: commands.Bot, trouble: Trouble) -> None:
        if trouble.key not in self._logged:
            _log.error("%s", trouble.sentence)
        self._logged.add(trouble.key)
        if not await self._write(bot, trouble.sentence, Tone.TROUBLE):
            await self._troubles.end(trouble.key)  # Discord is out of order: another time

    async def _write(self, bot: commands.Bot, sentence: str, tone: Tone) -> bool:
        """Writes to every owner; false where it may reach one of them another time and reached none now."""
        reached = [await _send(bot, owner, sentence, tone) for owner in sorted(owners(bot.application, self._named))]
        return any(reached) or not reached


async def _send(bot: commands.Bot, owner: int, sentence: str, tone: Tone) -> bool:
    """Whether the owner was written to, or does not want to be."""
    try:
        user = await bot.fetch_user(owner)
        await user.send(view=Shown(notice_card(sentence, tone)), allowed_mentions=NOBODY)
    except (discord.Forbidden, discord.NotFound) as refusal:
        _log.warning("An owner of the bot could not be told: %s", refusal)
    except (*UNREACHABLE, TimeoutError) as trouble:
        _log.warning("An owner of the bot could not be told now: %s", trouble)
        return False
    return True
