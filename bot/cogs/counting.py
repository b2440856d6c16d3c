"""`/stats`: what members ask, find and miss, for those who manage a server, and for the owner of the bot."""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card, counted, statistics_card
from bot.cards.statistics import Counted
from bot.charts.drawing import Drawing
from bot.charts.usage import draw_usage
from bot.chat.view import edit, send, server_of
from bot.cogs.permitting import managed_server, owners
from bot.offload import Overrun
from bot.store import Community
from bot.store.community import COUNT_DAYS
from bot.usage import WEEK, Usage

_log = logging.getLogger(__name__)


class Counting(commands.Cog):
    """Counts read back. A server sees its own; the owner sees all of them together, in any place."""

    def __init__(self, community: Community, drawing: Drawing, named: frozenset[int]) -> None:
        self._community = community
        self._drawing = drawing
        self._named = named

    @app_commands.command(description="What is asked in this server, what is found, and what is missing")
    @app_commands.describe(days="How many days the chart shows; 90 unless you choose otherwise")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
    async def stats(
        self, interaction: discord.Interaction, days: app_commands.Range[int, WEEK, COUNT_DAYS] = COUNT_DAYS
    ) -> None:
        """Says the sums at once, to the asker alone, then adds the chart."""
        if interaction.user.id in owners(interaction.client.application, self._named):
            server = server_of(interaction)
            here = await self._community.usage(server) if server is not None else None
            usage, everywhere = await self._community.usage(), Counted(len(interaction.client.guilds), here)
        else:
            usage, everywhere = await self._community.usage(managed_server(interaction)), None
        card = statistics_card(usage, days, everywhere)
        if not usage.last(days).questions:
            await send(interaction, card, ephemeral=True)
            return
        await send(interaction, statistics_card(usage, days, everywhere, drawing=True), ephemeral=True)
        await edit(interaction, await self._charted(card, usage, days))

    async def _charted(self, card: Card, usage: Usage, days: int) -> Card:
        """The card with its chart, or without where that cannot be drawn."""
        bars = tuple(usage.bars(days))
        try:
            png = await self._drawing.drawn(("questions", bars), draw_usage, usage, days)
        except Overrun as reason:
            _log.warning("A chart could not be shown: %s", reason)
            return card
        return counted(card, usage, days, png)
