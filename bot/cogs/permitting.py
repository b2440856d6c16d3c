"""Who may do what: managers of a server, owners of the bot, the bot itself. Asked at each command and press."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.posting import ServerPlace, missing
from bot.chat.view import server_of
from bot.errors import UsageError


def managed_server(interaction: discord.Interaction[Any]) -> int:
    """The server, of a member who may manage it. Raises UsageError for others, and outside of servers.

    Discord's own check is a default that a server may change, and knows no buttons.
    """
    server = server_of(interaction)
    if server is None:
        raise UsageError("This is for servers that have the bot: use it in one that you manage.")
    if not interaction.permissions.manage_guild:
        raise UsageError("Only members who may manage this server can do this: ask one of them.")
    return server


def check_may_post(channel: ServerPlace) -> None:
    """Raises UsageError, with what the bot lacks, where it could not post new issues in the channel."""
    lacking = missing(channel)
    if lacking:
        raise UsageError(f"I cannot post in #{channel.name} yet: give me {' and '.join(lacking)} there and try again.")


def owners(application: discord.AppInfo | None, named: frozenset[int]) -> frozenset[int]:
    """The ids of the application's owner, or of its team, and of those named in the settings.

    Permissions that a server gives do not count: the archive is not the server's.
    """
    if application and application.team:
        accepted = discord.TeamMembershipState.accepted
        return named | {member.id for member in application.team.members if member.membership_state is accepted}
    return named | {application.owner.id} if application and application.owner else named
