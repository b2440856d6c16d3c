"""`/reindex`, for the bot's owner: reads the kept documents anew and says what that changed.

Answers go on meanwhile; readers swap to the new index when it stands.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card, Stage, changes_card, diff, stage_card, summary
from bot.cards.lines import number_of
from bot.chat.failures import UNREACHABLE
from bot.chat.view import edit, send
from bot.cogs.permitting import owners
from bot.errors import UsageError
from bot.intake.report import Changes, Progress, VisitReport, VisitState
from bot.intake.syncing import Syncing
from bot.intake.writer import Intake

_log = logging.getLogger(__name__)

READING = "Reading the archive anew …"
SYNCING = "Looking for new and edited issues …"
BETWEEN_EDITS = 1.0  # seconds; Discord takes five edits in two seconds


class Administering(commands.Cog):
    """What touches the one archive that every server shares, so a server's own administrators may not do it."""

    def __init__(self, intake: Intake, syncing: Syncing, owners: frozenset[int]) -> None:
        self._intake = intake
        self._syncing = syncing
        self._owners = owners
        self._running: asyncio.Task[None] | None = None
        self._stage = Stage(READING)

    async def cog_unload(self) -> None:
        """Stops a reading that is under way; what it has not finished stays as it was."""
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    @app_commands.command(description="For the bot's owner: read every kept document anew and show what changes")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.describe(sync_first="Look for new and edited issues at the newsletter's sources before")
    async def reindex(self, interaction: discord.Interaction, sync_first: bool = False) -> None:
        """Shows the sources and the reading's progress, then what it changed, to the asker alone."""
        if not self._may(interaction):
            raise UsageError("Only the owner of this bot can have its archive read anew: ask whoever runs it.")
        if self._running:
            raise UsageError(f"The archive is being read already{self._so_far()}: wait until that is done.")
        self._running = asyncio.create_task(self._reindex(interaction, sync_first=sync_first), name="reindex")
        try:
            await self._running
        finally:
            self._running = None

    def _may(self, interaction: discord.Interaction) -> bool:
        """Whether the asker is the application's owner, of its team, or named in the settings."""
        return interaction.user.id in owners(interaction.client.application, self._owners)

    def _so_far(self) -> str:
        progress = self._stage.progress
        return f" ({progress.done} of {number_of(progress.total, 'document')})" if progress and progress.total else ""

    async def _reindex(self, interaction: discord.Interaction, *, sync_first: bool) -> None:
        with self._intake.reindexing():
            self._stage = Stage(SYNCING if sync_first else READING)
            await send(interaction, stage_card(self._stage), ephemeral=True)
            showing = asyncio.create_task(self._show(interaction), name="reindex progress")
            try:
                changes = await self._changes(sync_first=sync_first)
            finally:
                showing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await showing
        _log.info("/reindex is done. %s", summary(changes))
        if not await _edit(interaction, changes_card(changes, self._stage.visits)):
            for line in diff(changes.differences):
                _log.info("%s", line)

    async def _changes(self, *, sync_first: bool) -> Changes:
        """Does the work and keeps the stage as it is at each moment."""
        state = VisitState.WAITING if sync_first else VisitState.NONE
        visits = tuple(VisitReport(record, 0, state) for record in await self._syncing.records())
        self._stage = replace(self._stage, visits=visits)
        if not sync_first:
            return await self._intake.reindex(self._note)
        await self._intake.try_again()
        synced = await self._syncing.sync(show=self._note)
        self._stage = Stage(READING, synced.visits)
        return synced.then(await self._intake.reindex(self._note))

    def _note(self, progress: Progress) -> None:
        self._stage = replace(self._stage, progress=progress, visits=progress.visits or self._stage.visits)

    async def _show(self, interaction: discord.Interaction) -> None:
        """Shows each new stage, until an edit fails: after fifteen minutes all of them would."""
        shown, visible = self._stage, True
        while visible:
            await asyncio.sleep(BETWEEN_EDITS)
            if self._stage != shown:
                shown = self._stage
                visible = await _edit(interaction, stage_card(shown))


async def _edit(interaction: discord.Interaction, card: Card) -> bool:
    """Edits what the asker sees; whether Discord took it. The work goes on in any case."""
    try:
        await edit(interaction, card)
    except UNREACHABLE as refusal:
        _log.warning("The panel of /reindex could not be shown: %s", refusal)
        return False
    return True
