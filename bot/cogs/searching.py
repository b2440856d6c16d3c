"""`/search`, and the buttons that turn its pages, order them anew and share them."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card
from bot.cards.answers import ORDERS
from bot.chat.buttons import Press, pressed
from bot.chat.replies import Replies
from bot.chat.view import is_own, send, server_of, turn
from bot.cogs.options import words_of
from bot.community.asked import Asked
from bot.model import Order


class Searching(commands.Cog):
    """Words in, every item that has any of them out, page by page."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    @app_commands.command(description="List every item that has any of these words, the best first")
    @app_commands.describe(
        words='Like: gpt-3 "words together" -without issue:305 section:tales before:2022-06',
        order="Which items come first; the best, unless you choose otherwise",
        private="Show the results to you alone; you can share them afterwards",
    )
    @app_commands.choices(order=[app_commands.Choice(name=name, value=order.value) for order, name in ORDERS.items()])
    async def search(
        self,
        interaction: discord.Interaction,
        words: str,
        order: str = Order.RELEVANCE.value,
        private: bool | None = None,
    ) -> None:
        """Lists the items that match."""
        server = server_of(interaction)
        alone = self._replies.preferences.private(server, private)
        asked = Asked(words_of(words))
        self._replies.notes.count(interaction.id, "searched", server)
        await send(interaction, self._replies.found(asked, Order(order), private=alone), ephemeral=alone)

    @pressed("first", "previous", "next", "last", "order")
    async def _page(self, interaction: discord.Interaction, press: Press) -> None:
        """Another page, or another order."""
        alone = not is_own(interaction) or bool(interaction.message and interaction.message.flags.ephemeral)
        await turn(interaction, await self._pressed(press, private=alone))

    @pressed("sharefound")
    async def _share(self, interaction: discord.Interaction, press: Press) -> None:
        """Shows everybody what the asker saw alone."""
        await send(interaction, await self._pressed(press, private=False))

    async def _pressed(self, press: Press, *, private: bool) -> Card:
        offset, order, state = press.parts(3)
        asked = Asked.unpack(await self._replies.notes.recall(state))
        return self._replies.found(asked, Order(order), offset=int(offset), private=private)
