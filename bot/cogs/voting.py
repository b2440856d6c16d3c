"""`Helpful` and `Not helpful`, and `/privacy`: what a server lets be kept of its questions."""

from __future__ import annotations

import asyncio

import discord
from discord import app_commands
from discord.ext import commands

from bot.buttons import Press, pressed
from bot.cards import notice_card
from bot.errors import UsageError
from bot.notes import Notes
from bot.store import Community
from bot.view import send

SOON = 1.5  # seconds that a database in use is waited for before the member is asked for patience

_THANKS = {
    True: "Thank you: kept as helpful, without your name, for 90 days. Press the other button to change your mind.",
    False: "Thank you: kept as not helpful, without your name, for 90 days. Other words for it may find more.",
}
_KEEPS = {
    True: "Questions from this server that find nothing are kept for 30 days, as text without who asked, "
    "so that the bot's operator can see what is missing.",
    False: "The text of questions from this server is not kept. They are only counted.",
}


class Voting(commands.Cog):
    """What members think of the answers, and what may be kept of them."""

    def __init__(self, community: Community, notes: Notes) -> None:
        self._community = community
        self._notes = notes

    @pressed("helpful", "unhelpful")
    async def _vote(self, interaction: discord.Interaction, press: Press) -> None:
        cite, question = press.parts(2)
        helpful = press.name == "helpful"
        voting = asyncio.ensure_future(self._community.vote(interaction.user.id, question, cite, helpful=helpful))
        await asyncio.wait([voting], timeout=SOON)
        if not voting.done():
            await interaction.response.defer(ephemeral=True, thinking=True)
        await voting
        self._notes.count(press.name)
        await send(interaction, notice_card(_THANKS[helpful]), ephemeral=True)

    @app_commands.command(description="What is kept of this server's questions, and whether unanswered ones may be")
    @app_commands.describe(keep_questions="Whether the text of questions that find nothing may be kept for 30 days")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def privacy(self, interaction: discord.Interaction, keep_questions: bool | None = None) -> None:
        """Shows, or changes, what a server lets be kept."""
        server = interaction.guild_id
        if server is None:
            raise UsageError("This is for servers. Of direct messages no question is kept at all.")
        if not interaction.permissions.manage_guild:
            raise UsageError("Only members who may manage this server can look at or change this: ask one of them.")
        if keep_questions is not None:
            await self._community.set_keeps_questions(server, keeps=keep_questions)
        keeps = await self._community.keeps_questions(server)
        await send(interaction, notice_card(_KEEPS[keeps]), ephemeral=True)
