"""`/follow`, for those who manage a server: new issues posted in a channel of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import store
from bot.archive.reader import Archive
from bot.cards import follows_card, notice_card
from bot.chat.buttons import Press, pressed
from bot.chat.posting import ServerPlace
from bot.chat.view import patiently, send
from bot.cogs import completing
from bot.cogs.options import known_section
from bot.cogs.permitting import check_may_post, managed_server
from bot.errors import NotFoundError, UsageError

Interaction = discord.Interaction[Any]


class Following(commands.Cog):
    """Which channels get new issues."""

    follow = app_commands.Group(
        name="follow",
        description="For who manages this server: have new issues posted in a channel",
        default_permissions=discord.Permissions(manage_guild=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
    )

    def __init__(self, archive: Archive, following: store.Following) -> None:
        self._archive = archive
        self._following = following

    @follow.command(description="Post each new issue in a channel, once, from now on")
    @app_commands.describe(
        channel="Where to post, a thread too; in an announcement channel, posts are published to those who follow it",
        section="Only issues with a section of this heading, and of them that section alone",
        ping="The role to ping at each new issue; nobody, unless you choose one",
    )
    async def start(
        self,
        interaction: Interaction,
        channel: discord.TextChannel | discord.Thread,
        section: str | None = None,
        ping: discord.Role | None = None,
    ) -> None:
        """Follows in a channel; what was agreed for it before is replaced."""
        server = managed_server(interaction)
        _check(channel, ping)
        wanted = known_section(self._archive, section) if section and section.strip() else None
        role, now = ping.id if ping else None, dt.datetime.now(dt.UTC)
        work = self._following.follow(server, channel.id, wanted, role, interaction.user.id, now)
        await patiently(interaction, work)
        await self._show(interaction, server)

    @start.autocomplete("section")
    async def _sections(self, _: discord.Interaction, typed: str) -> completing.Choices:
        return completing.sections(self._archive, typed)

    @follow.command(description="Post no more new issues in a channel")
    @app_commands.describe(channel="Where new issues are posted now; without it you choose from a list")
    async def stop(self, interaction: Interaction, channel: discord.TextChannel | discord.Thread | None = None) -> None:
        """Ends it in a channel, or shows the list to choose from, where channels that are gone stand too."""
        server = managed_server(interaction)
        if channel is None:
            await self._show(interaction, server)
        else:
            await self._end(interaction, server, channel.id)

    @follow.command(name="list", description="The channels of this server in which new issues are posted")
    async def show(self, interaction: Interaction) -> None:
        """Shows what is followed, to the asker alone."""
        await self._show(interaction, managed_server(interaction))

    @pressed("unfollow")
    async def _chosen(self, interaction: Interaction, press: Press) -> None:
        await self._end(interaction, managed_server(interaction), int(press.values[0]))

    async def _show(self, interaction: Interaction, server: int) -> None:
        follows = await self._following.follows(server)
        guild = interaction.guild
        there: list[ServerPlace] = [*guild.text_channels, *guild.threads] if guild else []
        names = {each.id: f"#{each.name}" for each in there}
        await send(interaction, follows_card(follows, names), ephemeral=True)

    async def _end(self, interaction: Interaction, server: int, channel: int) -> None:
        if not await patiently(interaction, self._following.unfollow(server, channel)):
            raise NotFoundError("No new issues are posted there: /follow list shows where they are.")
        await send(interaction, notice_card("No more new issues are posted there."), ephemeral=True)


def _check(channel: ServerPlace, role: discord.Role | None) -> None:
    """Raises UsageError where the bot could not post, or not ping the role."""
    check_may_post(channel)
    if role is None:
        return
    if role.is_default():
        raise UsageError("I do not ping everyone: choose a role that members take when they want to be told.")
    if not (role.mentionable or channel.permissions_for(channel.guild.me).mention_everyone):
        raise UsageError(f"I may not ping {role.name}: let anyone mention that role in its settings and try again.")
