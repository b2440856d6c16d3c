"""`/issue`, `/latest`, `/item`, `/random`, `/about` and `/help`, and the buttons that lead from text to text."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.archive.reader import Archive
from bot.cards import (
    MARK,
    Card,
    ReadItem,
    about_card,
    action_id,
    forgotten_card,
    help_card,
    issue_card,
    item_card,
    privacy_card,
)
from bot.chat.buttons import Press, pressed
from bot.chat.view import patiently, send, server_of, turn
from bot.cogs import completing
from bot.cogs.leading import issue_at, item_at
from bot.cogs.options import PRIVATE
from bot.community.preferences import Preferences
from bot.model import Issue, IssueHead, Item
from bot.store import Community, Following

Interaction = discord.Interaction[Any]


class Reading(commands.Cog):
    """Issues and items as they were published, and what the archive holds of them."""

    def __init__(self, archive: Archive, community: Community, following: Following, preferences: Preferences) -> None:
        self._archive = archive
        self._community = community
        self._following = following
        self._preferences = preferences

    @app_commands.command(description="Show what an issue of the newsletter contains")
    @app_commands.describe(issue="Its number, words of its title, or its date", private=PRIVATE)
    async def issue(self, interaction: discord.Interaction, issue: str, private: bool | None = None) -> None:
        """Shows the contents of the issue that the text means."""
        await self._show(interaction, self._contents(self._archive.issue(issue)), private)

    @app_commands.command(description="Show what the latest issue contains")
    @app_commands.describe(private=PRIVATE)
    async def latest(self, interaction: discord.Interaction, private: bool | None = None) -> None:
        """Shows the contents of the latest issue."""
        await self._show(interaction, self._contents(self._archive.latest()), private)

    @app_commands.command(description="Read a whole item, for your eyes alone")
    @app_commands.describe(item="Words of its title, or its cite, such as 305#3")
    async def item(self, interaction: discord.Interaction, item: str) -> None:
        """Shows the first page of the item to the asker alone."""
        await send(interaction, self._text(*self._archive.find_item(item)), ephemeral=True)

    @app_commands.command(description="Read something from the archive, picked by chance")
    @app_commands.describe(section="Only from the section with this heading", private=PRIVATE)
    async def random(
        self, interaction: discord.Interaction, section: str | None = None, private: bool | None = None
    ) -> None:
        """Shows any item, with a button for another one."""
        await self._show(interaction, self._any(section), private)

    @app_commands.command(description="What this archive holds and lacks, how it answers, and what is kept of you")
    async def about(self, interaction: discord.Interaction) -> None:
        """Shows the archive's passport."""
        await self._show(interaction, about_card(self._archive.about()), None)

    @app_commands.command(description="What you can do here, and what to type for it")
    async def help(self, interaction: discord.Interaction) -> None:
        """Shows the tasks and their commands, to the asker alone."""
        await send(interaction, help_card(), ephemeral=True)

    @issue.autocomplete("issue")
    async def _issues(self, _: discord.Interaction, typed: str) -> completing.Choices:
        return completing.issues(self._archive, typed)

    @item.autocomplete("item")
    async def _items(self, _: discord.Interaction, typed: str) -> completing.Choices:
        return completing.items(self._archive, typed)

    @random.autocomplete("section")
    async def _sections(self, _: discord.Interaction, typed: str) -> completing.Choices:
        return completing.sections(self._archive, typed)

    @pressed("open", MARK)
    async def open(self, interaction: Interaction, press: Press) -> None:
        """Opens an item or an issue, by a button of its own or from a menu, for the one who presses alone."""
        cite = press.values[0] if press.values else press.state
        await send(interaction, self._cited(cite), ephemeral=True)

    @pressed("item")
    async def page(self, interaction: Interaction, press: Press) -> None:
        """Turns the message over to a page of an item."""
        cite, page = press.parts(2)
        await turn(interaction, self._text(*item_at(self._archive, cite), page=int(page) if page.isdecimal() else 1))

    @pressed("browse")
    async def browse(self, interaction: Interaction, press: Press) -> None:
        """Turns the message over to another issue."""
        await turn(interaction, self._contents(issue_at(self._archive, press.state)))

    @pressed("another")
    async def another(self, interaction: Interaction, press: Press) -> None:
        """Turns the message over to another item by chance."""
        await turn(interaction, self._any(press.state or None))

    @pressed("kept")
    async def kept(self, interaction: Interaction, _: Press) -> None:
        """Shows what is kept of those who ask, to the one who presses alone."""
        await send(interaction, privacy_card(), ephemeral=True)

    @pressed("forget")
    async def forget(self, interaction: Interaction, _: Press) -> None:
        """Deletes what is kept of the one who presses, and says what that was."""
        votes, alerts, follows = await patiently(interaction, self._forget(interaction.user.id))
        await send(interaction, forgotten_card(votes, alerts, follows), ephemeral=True)

    async def _forget(self, member: int) -> tuple[int, int, int]:
        """Deletes what is kept of a member; how many votes and alerts that were, and follows that they set up."""
        return await self._community.forget(member), *await self._following.forget_member(member)

    async def _show(self, interaction: Interaction, card: Card, private: bool | None) -> None:
        """Sends the card to the channel or to the asker alone: as they chose, else as their server did."""
        await send(interaction, card, ephemeral=self._preferences.private(server_of(interaction), private))

    def _cited(self, cite: str) -> Card:
        if "#" in cite:
            return self._text(*item_at(self._archive, cite))
        return self._contents(issue_at(self._archive, cite))

    def _contents(self, issue: Issue) -> Card:
        archive = self._archive
        around, beside = archive.around(issue.head), archive.beside(issue.head)
        sample = archive.about().sample
        return issue_card(issue, around, beside, archive.newsletter_name, archive.cite, sample=sample)

    def _any(self, section: str | None) -> Card:
        return self._text(*self._archive.random(section), again=action_id("another", section or ""))

    def _text(self, head: IssueHead, item: Item, page: int = 1, again: str | None = None) -> Card:
        archive = self._archive
        reading = ReadItem(archive.cite(head, item), head, item, archive.around(head, item), archive.about().sample)
        return item_card(reading, archive.newsletter_name, page, again=again)
