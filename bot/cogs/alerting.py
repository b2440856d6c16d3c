"""`/alert`: words that a member wants to be told of when a new issue has them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.archive.reader import Archive
from bot.cards import alerts_card, notice_card
from bot.cards.card import LONGEST_CHOICE, MOST_CHOICES
from bot.cards.lines import number_of
from bot.chat.view import patiently, send
from bot.cogs.completing import Choices
from bot.errors import BackIssueError, NotFoundError, UsageError, repeated
from bot.store import Following

MOST_ALERTS = 20  # of a member
Interaction = discord.Interaction[Any]


class Alerting(commands.Cog):
    """What members want to be told of."""

    alert = app_commands.Group(name="alert", description="Get a direct message when a new issue has your words")

    def __init__(self, archive: Archive, following: Following) -> None:
        self._archive = archive
        self._following = following

    @alert.command(description="Be told by a direct message when a new issue has an item with these words")
    @app_commands.describe(words='All of them must be in the item: compute governance, "words together", -without')
    async def add(self, interaction: Interaction, words: app_commands.Range[str, 1, LONGEST_CHOICE]) -> None:
        """Keeps the alert, and says how much of the archive would have matched."""
        wanted = " ".join(words.split())
        found = self._archive.having(wanted, limit=1)
        if not found.query.phrases:
            raise UsageError("Nothing in that can be looked for: give words that an item may have, like robot hands.")
        if found.query.filters.issues or found.query.filters.until:
            raise UsageError("An alert is for issues to come: leave out issue:, before: and until:, and try again.")
        now = dt.datetime.now(dt.UTC)
        work = self._following.add_alert(interaction.user.id, wanted, now, MOST_ALERTS)
        if not await patiently(interaction, work):
            raise UsageError(f"You have {MOST_ALERTS} alerts, which is as many as I keep: take one away first.")
        so_far = f"{number_of(found.total, 'item')} so far {'has' if found.total == 1 else 'have'}"
        text = f"You get a direct message when a new issue has an item with: {wanted}\nIn the archive, {so_far} it."
        await send(interaction, notice_card(text), ephemeral=True)

    @alert.command(description="Take one of your alerts away")
    @app_commands.describe(words="One of your alerts")
    async def remove(self, interaction: Interaction, words: str) -> None:
        """Deletes the alert with these words."""
        work = self._following.remove_alert(interaction.user.id, " ".join(words.split()))
        if not await patiently(interaction, work):
            raise NotFoundError(f"You have no alert {repeated(words)}: /alert list shows those that you have.")
        await send(interaction, notice_card(f"You are no longer told of: {words}"), ephemeral=True)

    @alert.command(name="list", description="What you are told of when a new issue has it")
    async def show(self, interaction: Interaction) -> None:
        """Shows the member's alerts, to them alone."""
        alerts = await self._following.alerts(interaction.user.id)
        await send(interaction, alerts_card(alerts, MOST_ALERTS), ephemeral=True)

    @remove.autocomplete("words")
    async def _own(self, interaction: Interaction, typed: str) -> Choices:
        try:
            alerts = await self._following.alerts(interaction.user.id)
        except BackIssueError:  # while the database is in use there is nothing to offer, and no place to say so
            return []
        fitting = [alert.words for alert in alerts if typed.casefold() in alert.words.casefold()]
        return [app_commands.Choice(name=words, value=words) for words in fitting[:MOST_CHOICES]]
