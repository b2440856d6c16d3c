"""`/setup`: the panel in which those who manage a server choose how the bot behaves there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.archive.reader import Archive
from bot.cards import Card, Setup, setup_card
from bot.cards.card import MOST_CHOICES
from bot.cards.setup import EVERY_SECTION
from bot.chat.buttons import Press, pressed
from bot.chat.view import patiently, send, turn
from bot.cogs.permitting import check_may_post, managed_server
from bot.community.preferences import Preferences
from bot.errors import NotReadyError, UsageError
from bot.store import Following, ServerSettings


class Configuring(commands.Cog):
    """The panel and its buttons, which say what they set: a press that comes twice does no harm."""

    def __init__(self, archive: Archive, preferences: Preferences, following: Following) -> None:
        self._archive = archive
        self._preferences = preferences
        self._following = following

    @app_commands.command(description="Choose how I behave in this server: answers, mentions, new issues, privacy")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def setup(self, interaction: discord.Interaction) -> None:
        """Shows the panel to the asker alone."""
        await send(interaction, await self._panel(interaction, managed_server(interaction)), ephemeral=True)

    @pressed("setprivate")
    async def _set_private(self, interaction: discord.Interaction, press: Press) -> None:
        await self._change(interaction, lambda settings: replace(settings, private=press.state == "1"))

    @pressed("setkept")
    async def _set_kept(self, interaction: discord.Interaction, press: Press) -> None:
        await self._change(interaction, lambda settings: replace(settings, keeps_questions=press.state == "1"))

    @pressed("setmentions")
    async def _set_mentions(self, interaction: discord.Interaction, press: Press) -> None:
        channels = frozenset(map(int, press.values))
        await self._change(interaction, lambda settings: replace(settings, mention_channels=channels))

    @pressed("setdigests")
    async def _set_digests(self, interaction: discord.Interaction, press: Press) -> None:
        server = managed_server(interaction)
        await self._do(interaction, server, self._follow(interaction, server, set(map(int, press.values))))

    @pressed("setsection")
    async def _set_section(self, interaction: discord.Interaction, press: Press) -> None:
        server = managed_server(interaction)
        section = None if press.values[0] == EVERY_SECTION else press.values[0]
        now = dt.datetime.now(dt.UTC)
        await self._do(interaction, server, self._following.narrow(server, section, interaction.user.id, now))

    async def _change(self, interaction: discord.Interaction, make: Callable[[ServerSettings], ServerSettings]) -> None:
        server = managed_server(interaction)
        await self._do(interaction, server, self._preferences.change(server, make))

    async def _do(self, interaction: discord.Interaction, server: int, work: Coroutine[Any, Any, None]) -> None:
        """Has the work done, and turns the panel to what holds now."""
        await patiently(interaction, work, anew=False)
        await turn(interaction, await self._panel(interaction, server))

    async def _follow(self, interaction: discord.Interaction, server: int, wanted: set[int]) -> None:
        """Has new issues posted in the channels that are wanted, and in no others; roles to ping stay."""
        follows = await self._following.follows(server)
        had = {follow.channel for follow in follows}
        for channel in wanted - had:
            found = interaction.guild.get_channel_or_thread(channel) if interaction.guild else None
            if not isinstance(found, discord.TextChannel | discord.Thread):
                raise UsageError("I do not see that channel: let me view it and try again.")
            check_may_post(found)
        sections = {follow.section for follow in follows}
        section = sections.pop() if len(sections) == 1 else None
        now = dt.datetime.now(dt.UTC)
        for channel in sorted(wanted - had):
            await self._following.follow(server, channel, section, None, interaction.user.id, now)
        shown = sorted(had & _there(interaction))[:MOST_CHOICES]  # what the menu does not show was not taken away
        for channel in set(shown) - wanted:
            await self._following.unfollow(server, channel)

    async def _panel(self, interaction: discord.Interaction, server: int) -> Card:
        follows = await self._following.follows(server)
        try:
            sections = tuple(self._archive.sections(""))
        except NotReadyError:  # the panel has more than sections
            sections = ()
        setup = Setup(
            settings=self._preferences.of(server),
            digests=tuple(follow.channel for follow in follows),
            narrowed=frozenset(follow.section for follow in follows),
            sections=sections,
            there=_there(interaction),
        )
        return setup_card(setup)


def _there(interaction: discord.Interaction) -> frozenset[int]:
    """The channels and threads of the server that the bot sees; no thread that is archived."""
    server = interaction.guild
    return frozenset(each.id for each in (*server.channels, *server.threads)) if server else frozenset()
