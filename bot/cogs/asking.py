"""`/ask` and `/search`."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.archive import Archive
from bot.cards import answer_card, results_card
from bot.view import send


class Asking(commands.Cog):
    """Questions and words in, quotes and links out."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    @app_commands.command(description="Ask the newsletter a question; it answers with its own words and links")
    @app_commands.describe(question="In your own words. You may name an issue, a year or a section")
    async def ask(self, interaction: discord.Interaction, question: str) -> None:
        """Answers with the passage that answers the question, or says that there is none."""
        await send(interaction, answer_card(self._archive.ask(question), self._archive.newsletter_name))

    @app_commands.command(description="Find every item that has these words")
    @app_commands.describe(words='Like: gpt-3 "exact phrase" -without issue:305 section:tales before:2022-06')
    async def search(self, interaction: discord.Interaction, words: str) -> None:
        """Lists the items that match, best first."""
        await send(interaction, results_card(self._archive.search(words), self._archive.newsletter_name))
