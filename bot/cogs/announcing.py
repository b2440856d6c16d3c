"""Runs, for as long as the bot is connected, what tells those who follow of new issues."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

import discord
from discord.ext import commands

from bot.archive.reader import Archive
from bot.chat.delivery import Delivering
from bot.store import ArchiveStore, Following


class Announcing(commands.Cog):
    """Posts digests and sends alerts."""

    def __init__(self, archive: Archive, store: ArchiveStore, following: Following, lock: Path) -> None:
        self._archive = archive
        self._store = store
        self._following = following
        self._lock = lock
        self._running: asyncio.Task[None] | None = None

    @commands.Cog.listener()
    async def on_answering(self, bot: discord.Client) -> None:
        """Begins once the servers are known."""
        if self._running is None:
            delivering = Delivering(bot, self._archive, self._store, self._following, self._lock)
            self._running = asyncio.create_task(delivering.keep_on(), name="deliver")

    async def cog_unload(self) -> None:
        """Ends in whatever it does; what it leaves open is taken up at the next start."""
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
