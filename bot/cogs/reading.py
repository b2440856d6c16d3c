"""`/issue`, `/latest` and `/about`."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.archive import Archive
from bot.cards import about_card, issue_card
from bot.errors import BackIssueError
from bot.model import Issue
from bot.view import send

MOST_CHOICES = 25
LONGEST_CHOICE = 100


class Reading(commands.Cog):
    """Issues as they were published, and what the archive holds of them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    @app_commands.command(description="Show what an issue of the newsletter contains")
    @app_commands.describe(issue="Its number, words of its title, or its date")
    async def issue(self, interaction: discord.Interaction, issue: str) -> None:
        """Shows the contents of the issue that the text means."""
        await self._show(interaction, self._archive.issue(issue))

    @issue.autocomplete("issue")
    async def _issues(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        try:
            choices = self._archive.complete_issues(typed, MOST_CHOICES)
        except BackIssueError:  # while the index loads there is nothing to offer, and no place to say so
            return []
        return [
            app_commands.Choice(name=label[:LONGEST_CHOICE], value=value[:LONGEST_CHOICE])
            for label, value in choices[:MOST_CHOICES]
        ]

    @app_commands.command(description="Show what the latest issue contains")
    async def latest(self, interaction: discord.Interaction) -> None:
        """Shows the contents of the latest issue."""
        await self._show(interaction, self._archive.latest())

    @app_commands.command(description="What this archive holds, from when to when, and how it answers")
    async def about(self, interaction: discord.Interaction) -> None:
        """Shows the archive's passport."""
        await send(interaction, about_card(self._archive.about()))

    async def _show(self, interaction: discord.Interaction, issue: Issue) -> None:
        await send(interaction, issue_card(issue, self._archive.newsletter_name, sample=self._archive.about().sample))
