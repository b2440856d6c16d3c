"""Which servers have the bot: what is kept of those that put it out goes after a month, unless they have it back."""

from __future__ import annotations

import logging
from collections.abc import Coroutine
from typing import Any

import discord
from discord.ext import commands

from bot.community.preferences import Preferences
from bot.errors import StoreError
from bot.store import ServerStore

_log = logging.getLogger(__name__)


class Joining(commands.Cog):
    """Notes arrivals and departures. A server that is only unavailable has not left."""

    def __init__(self, servers: ServerStore, preferences: Preferences) -> None:
        self._servers = servers
        self._preferences = preferences

    @commands.Cog.listener()
    async def on_answering(self, bot: commands.Bot) -> None:
        """Notes what happened while the bot was away."""
        await self._note(self._servers.present({server.id for server in bot.guilds}))

    @commands.Cog.listener()
    async def on_guild_join(self, server: discord.Guild) -> None:
        """Keeps what there is of a server that has the bot back."""
        await self._note(self._servers.joined(server.id))

    @commands.Cog.listener()
    async def on_guild_remove(self, server: discord.Guild) -> None:
        """Lets a month begin."""
        await self._note(self._servers.left(server.id))

    async def _note(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
            await self._preferences.refresh()
        except StoreError as error:
            _log.warning("Which servers have the bot could not be noted. %s", error)
