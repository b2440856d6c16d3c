"""The buttons about one result: what is like it, where its words stand, why it was found, how to cite it.

Each answers the one who pressed alone, so that a channel is not flooded.
"""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.cards import cite_card, context_card, related_card, why_card
from bot.chat.buttons import Press, pressed
from bot.chat.replies import Replies
from bot.chat.view import send
from bot.cogs.leading import item_at
from bot.community.asked import Asked


class Looking(commands.Cog):
    """A closer look at an item."""

    def __init__(self, replies: Replies) -> None:
        self._archive = replies.archive
        self._notes = replies.notes

    @pressed("related")
    async def _related(self, interaction: discord.Interaction, press: Press) -> None:
        _, item = item_at(self._archive, press.state)
        card = related_card(item.title, self._archive.related(press.state), self._archive.newsletter_name)
        await send(interaction, card, ephemeral=True)

    @pressed("context")
    async def _context(self, interaction: discord.Interaction, press: Press) -> None:
        cite, span = press.parts(2)
        head, item = item_at(self._archive, cite)
        start, end = (min(int(at), len(item.text)) for at in span.split("-"))
        card = context_card(head, item, cite, start, end, self._archive.newsletter_name)
        await send(interaction, card, ephemeral=True)

    @pressed("why")
    async def _why(self, interaction: discord.Interaction, press: Press) -> None:
        cite, state = press.parts(2)
        asked = Asked.unpack(await self._notes.recall(state))
        item_at(self._archive, cite)
        explanation = self._archive.explain(asked.text, cite, filters=asked.filters)
        await send(interaction, why_card(explanation, self._archive.newsletter_name), ephemeral=True)

    @pressed("cite")
    async def _cite(self, interaction: discord.Interaction, press: Press) -> None:
        head, item = item_at(self._archive, press.state)
        await send(interaction, cite_card(head, item, press.state, self._archive.newsletter_name), ephemeral=True)
