"""The bot: its connection to Discord, its commands and the one place where their errors end.

Knows where REST and gateway are, who it is, and when Discord must be told of changed commands; what the
commands answer is in the cogs.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.cards import Tone, notice_card
from bot.errors import BackIssueError
from bot.store import ArchiveStore
from bot.view import edit, send

_log = logging.getLogger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
_UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, OSError)
_BROKEN = "Something went wrong here, and the bot's operator can read what in its log. Please try again in a minute."


class Tree(app_commands.CommandTree[commands.Bot]):
    """The commands, and what a member reads when one of them fails."""

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Says the sentence of an error of ours; logs what Discord refused, and every fault with its traceback."""
        cause = error.__cause__ if isinstance(error, app_commands.CommandInvokeError) else error
        name = interaction.command.qualified_name if interaction.command else "an unknown command"
        if isinstance(cause, BackIssueError):
            await self._say(interaction, str(cause), name)
        elif isinstance(cause, _UNREACHABLE) or self.client.is_closed():
            _log.warning("The answer to /%s was lost: %s", name, _reason(cause))
        else:
            _log.error("/%s failed.", name, exc_info=cause)
            await self._say(interaction, _BROKEN, name)

    async def _say(self, interaction: discord.Interaction, sentence: str, name: str) -> None:
        card = notice_card(sentence, Tone.TROUBLE)
        try:
            if interaction.response.is_done():
                await edit(interaction, card)
            else:
                await send(interaction, card, ephemeral=True)
        except _UNREACHABLE as refusal:
            _log.warning("The answer to /%s was lost: %s", name, _reason(refusal))


def _reason(cause: BaseException | None) -> str:
    if isinstance(cause, discord.HTTPException) and cause.code == _UNKNOWN_INTERACTION:
        return "the interaction had expired."
    if isinstance(cause, discord.HTTPException) and cause.code == _ALREADY_ACKNOWLEDGED:
        return "the interaction had been answered already."
    return f"{type(cause).__name__}: {cause}"


class BackIssueBot(commands.Bot):
    """A client without privileged intents that answers slash commands wherever it is installed."""

    def __init__(self, store: ArchiveStore, cogs: Iterable[commands.Cog], api_url: str = "") -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        super().__init__(
            commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self._store = store
        self._own_cogs = tuple(cogs)
        self._api_url = api_url
        if api_url:
            Route.BASE = api_url

    async def setup_hook(self) -> None:
        """Between login and the gateway: finds the gateway, adds the commands and tells Discord where they changed."""
        if self._api_url:  # discord.py never asks for the gateway's address by itself
            _, gateway, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        for cog in self._own_cogs:
            await self.add_cog(cog)
        if self.application_id is not None:  # login has set it
            await self._introduce(self.application_id)

    async def _introduce(self, application: int) -> None:
        """Tells Discord the commands unless it was told the same before. Refusal leaves those it knows."""
        known = await self._store.synced_commands(application)
        if known is None:
            _log.info("Invite the bot to a server with %s", invitation(application))
        described = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()
        if digest == known:
            return
        try:
            await self.tree.sync()
        except discord.HTTPException as refusal:
            _log.error("Discord did not take the commands, so members see the earlier ones: %s", refusal)
            return
        await self._store.set_synced_commands(application, digest)
        _log.info("Discord knows %d commands now.", len(described))

    async def on_ready(self) -> None:
        """Says in the log that the bot answers."""
        _log.info("Answering as %s; servers: %d.", self.user, len(self.guilds))


def invitation(application: int) -> str:
    """The address that adds the bot to a server. Answers to commands need no permission at all, so it asks for none."""
    permissions = discord.Permissions.none()
    return discord.utils.oauth_url(application, permissions=permissions, scopes=("bot", "applications.commands"))
