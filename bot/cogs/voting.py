"""`Helpful` and `Not helpful`: what members think of the answers."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.archive.reader import Archive
from bot.cards import notice_card
from bot.chat.buttons import Press, pressed
from bot.chat.view import patiently, send, server_of
from bot.cogs.leading import item_at
from bot.store import Community

_THANKS = {
    True: "Thank you: kept as helpful, without your name, for 90 days. Press the other button to change your mind.",
    False: "Thank you: kept as not helpful, without your name, for 90 days. Other words for it may find more.",
}


class Voting(commands.Cog):
    """Takes votes."""

    def __init__(self, archive: Archive, community: Community) -> None:
        self._archive = archive
        self._community = community

    @pressed("helpful", "unhelpful")
    async def _vote(self, interaction: discord.Interaction, press: Press) -> None:
        cite, question = press.parts(2)
        item_at(self._archive, cite)
        helpful = press.name == "helpful"
        vote = self._community.vote(interaction.user.id, question, cite, helpful=helpful, server=server_of(interaction))
        await patiently(interaction, vote)
        await send(interaction, notice_card(_THANKS[helpful]), ephemeral=True)
