"""Who may do what: those who manage a server, and the owners of the bot. Asked anew at every command and press."""

from __future__ import annotations

from typing import Any

import discord

from bot.errors import UsageError
from bot.view import server_of


def managed_server(interaction: discord.Interaction[Any]) -> int:
    """The server, of a member who may manage it. Raises UsageError for others, and outside of servers.

    Discord's own check is a default that a server may change, and knows no buttons.
    """
    server = server_of(interaction)
    if server is None:
        raise UsageError("This is for servers that have the bot: use it in one of yours.")
    if not interaction.permissions.manage_guild:
        raise UsageError("This is for members who may manage this server: ask one of them.")
    return server


def owners(application: discord.AppInfo | None, named: frozenset[int]) -> frozenset[int]:
    """The ids of the application's owner, or of its team, and of those named in the settings.

    Permissions that a server gives do not count: the archive is not the server's.
    """
    if application and application.team:
        accepted = discord.TeamMembershipState.accepted
        return named | {member.id for member in application.team.members if member.membership_state is accepted}
    return named | {application.owner.id} if application and application.owner else named
