"""`/trend`: how often something comes up, in words at once and as a chart a moment later."""

from __future__ import annotations

import asyncio
import logging

import discord
from discord import app_commands
from discord.ext import commands

from bot.archive.reader import Archive
from bot.cards import charted, trend_card
from bot.charts.drawing import Drawing
from bot.charts.trends import draw
from bot.chat.view import edit, send, server_of
from bot.cogs.options import PRIVATE
from bot.community.preferences import Preferences
from bot.offload import Overrun

_log = logging.getLogger(__name__)


class Trending(commands.Cog):
    """Mentions over time."""

    def __init__(self, archive: Archive, preferences: Preferences, drawing: Drawing) -> None:
        self._archive = archive
        self._preferences = preferences
        self._drawing = drawing

    @app_commands.command(description="Draw how often the newsletter mentions something over time")
    @app_commands.describe(
        terms="Up to four, parted by commas; phrases too. Like: whisper, stable diffusion",
        private=PRIVATE,
    )
    async def trend(
        self, interaction: discord.Interaction, terms: app_commands.Range[str, 1, 260], private: bool | None = None
    ) -> None:
        """Says each term's first, peak and latest mention, then adds the chart."""
        found = await asyncio.to_thread(self._archive.trend, terms)
        sample, name_of = self._archive.about().sample, self._archive.newsletter_name
        counted = found.newsletters
        newsletter = name_of(counted[0]) if len(counted) == 1 else f"{len(counted)} newsletters"
        card = trend_card(found, name_of, sample=sample)
        alone = self._preferences.private(server_of(interaction), private)
        if kept := self._drawing.kept((found, newsletter)):
            await send(interaction, charted(card, found, kept), ephemeral=alone)
            return
        waiting = trend_card(found, name_of, sample=sample, drawing=True)
        await send(interaction, waiting, ephemeral=alone)
        try:
            png = await self._drawing.drawn((found, newsletter), draw, found, newsletter)
            await edit(interaction, charted(card, found, png))
        except (Overrun, discord.Forbidden) as reason:
            _log.warning("A chart could not be shown: %s", reason)
            await edit(interaction, card)
