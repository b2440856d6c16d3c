"""`/trend`: how often something comes up, in words at once and as a chart a moment later."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict

import discord
from discord import app_commands
from discord.ext import commands

from bot.archive import Archive
from bot.cards import charted, trend_card
from bot.charts import draw
from bot.offload import Offload, Overrun
from bot.trend import Trend
from bot.view import edit, send

_log = logging.getLogger(__name__)

DRAWING_SECONDS = 30.0
DRAWING_MEBIBYTES = 1024
MOST_KEPT = 24  # charts of about 100 kB each


class Trending(commands.Cog):
    """Mentions over time. Charts are drawn one at a time, in a process that ends with each: it is large."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._charts: OrderedDict[tuple[Trend, str], bytes] = OrderedDict()
        self._drawing = asyncio.Lock()

    @app_commands.command(description="Draw how often the newsletter mentions something over time")
    @app_commands.describe(terms="Up to four, parted by commas; phrases too. Like: whisper, stable diffusion")
    async def trend(self, interaction: discord.Interaction, terms: app_commands.Range[str, 1, 260]) -> None:
        """Says each term's first, peak and latest mention, then adds the chart."""
        found = await asyncio.to_thread(self._archive.trend, terms)
        about, name_of = self._archive.about(), self._archive.newsletter_name
        newsletter = about.newsletters[0] if len(about.newsletters) == 1 else f"{len(about.newsletters)} newsletters"
        card = trend_card(found, name_of, sample=about.sample)
        kept = self._charts.get((found, newsletter))
        if kept:
            await send(interaction, charted(card, found, kept))
            return
        await send(interaction, trend_card(found, name_of, sample=about.sample, drawing=True))
        try:
            await edit(interaction, charted(card, found, await self._drawn(found, newsletter)))
        except (Overrun, discord.Forbidden) as reason:
            _log.warning("A chart could not be shown: %s", reason)
            await edit(interaction, card)

    async def _drawn(self, trend: Trend, newsletter: str) -> bytes:
        """The chart; one that was asked for while it was being drawn is drawn once."""
        key = trend, newsletter
        async with self._drawing:
            if key not in self._charts:
                async with Offload.open() as offload:
                    self._charts[key] = await offload.run(DRAWING_SECONDS, DRAWING_MEBIBYTES, draw, trend, newsletter)
            if len(self._charts) > MOST_KEPT:
                self._charts.popitem(last=False)
            return self._charts[key]
