"""`/reindex`, for the bot's owner: reads the kept documents anew and says what that changed.

Answers go on meanwhile; readers swap to the new index when it stands.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card, changes_card, progress_card
from bot.cogs.permitting import owners
from bot.errors import UsageError
from bot.intake import Intake
from bot.report import Progress
from bot.syncing import Syncing
from bot.view import edit, send

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
        self._progress: Progress | None = None
        self._doing = READING

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
        """Shows the reading's progress, then what it changed, to the asker alone."""
        if not self._may(interaction):
            raise UsageError("Only the owner of this bot can have its archive read anew: ask whoever runs it.")
        if self._running:
            raise UsageError(f"The archive is being read already{self._so_far()}: wait until that is done.")
        self._progress = None
        self._running = asyncio.create_task(self._reindex(interaction, sync_first=sync_first), name="reindex")
        try:
            await self._running
        finally:
            self._running = None

    def _may(self, interaction: discord.Interaction) -> bool:
        """Whether the asker is the application's owner, of its team, or named in the settings."""
        return interaction.user.id in owners(interaction.client.application, self._owners)

    def _so_far(self) -> str:
        return f" ({self._progress.done} of {self._progress.total} documents)" if self._progress else ""

    async def _reindex(self, interaction: discord.Interaction, *, sync_first: bool) -> None:
        self._doing = SYNCING if sync_first else READING
        await send(interaction, progress_card(None, self._doing), ephemeral=True)
        showing = asyncio.create_task(self._show(interaction), name="reindex progress")
        try:
            synced = await self._syncing.sync(show=self._note) if sync_first else None
            self._doing, self._progress = READING, None
            read = await self._intake.reindex(self._note)
            changes = synced.then(read) if synced else read
        finally:
            showing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await showing
        await _edit(interaction, changes_card(changes))

    def _note(self, progress: Progress) -> None:
        self._progress = progress

    async def _show(self, interaction: discord.Interaction) -> None:
        shown = (self._doing, self._progress)
        while True:
            await asyncio.sleep(BETWEEN_EDITS)
            if shown != (self._doing, self._progress):
                shown = (self._doing, self._progress)
                await _edit(interaction, progress_card(self._progress, self._doing))


async def _edit(interaction: discord.Interaction, card: Card) -> None:
    """Edits what the asker sees; a reading goes on when that fails, as it does once fifteen minutes are over."""
    try:
        await edit(interaction, card)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as refusal:
        _log.warning("The progress of /reindex could not be shown: %s", refusal)
