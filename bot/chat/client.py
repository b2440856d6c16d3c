"""The bot: its connection to Discord, its commands and the one place where their errors end.

Knows where REST and gateway are, who it is, and when Discord must be told of changed commands; what the
commands answer is in the cogs.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.buttons import Handler, Press, Pressable, handlers
from bot.chat.failures import tell
from bot.community.cooldowns import Cooldowns, LimitError
from bot.errors import StoreError, UsageError
from bot.store import ArchiveStore

_log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["BackIssueBot"]):
    """The commands, and what a member reads when one of them fails."""

    async def interaction_check(self, interaction: discord.Interaction[BackIssueBot], /) -> bool:
        """Whether a command may be carried out now; what is offered while a member types always may."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        try:
            interaction.client.cooldowns.take(interaction.user.id, interaction.guild_id)
        except LimitError as refusal:
            await tell(interaction, refusal, "a command")
            return False
        return True

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        """Says what went wrong, to the member or in the log."""
        cause: BaseException | None = error
        if isinstance(error, app_commands.CommandInvokeError):
            cause = error.__cause__
        elif isinstance(error, app_commands.TransformerError):
            cause = _unusable(error)
        name = interaction.command.qualified_name if interaction.command else "an unknown command"
        await tell(interaction, cause or error, f"/{name}")


class BackIssueBot(commands.Bot):
    """A client without privileged intents that answers slash commands wherever it is installed."""

    def __init__(
        self, store: ArchiveStore, cogs: Iterable[commands.Cog], cooldowns: Cooldowns, api_url: str = ""
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
        super().__init__(
            commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
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
        self.cooldowns = cooldowns
        self._presses: dict[str, Handler] = {}
        if api_url:
            Route.BASE = api_url

    async def setup_hook(self) -> None:
        """Between login and the gateway: finds the gateway, adds the commands and tells Discord where they changed."""
        if self._api_url:  # discord.py never asks for the gateway's address by itself
            _, gateway, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        for cog in self._own_cogs:
            await self.add_cog(cog)
            self._presses.update(handlers(cog))
            for menu in getattr(cog, "menus", ()):
                self.tree.add_command(menu)
        self.add_dynamic_items(Pressable)
        if self.application_id is not None:  # login has set it
            await self._introduce(self.application_id)

    async def _introduce(self, application: int) -> None:
        """Tells Discord the commands unless it was told the same before. Where that fails, those it knows go on."""
        try:
            await self._tell_commands(application)
        except discord.HTTPException as refusal:
            _log.error("Discord did not take the commands, so members see the earlier ones: %s", refusal)
        except StoreError as error:
            _log.error("Which commands Discord knows is looked at again at the next start: %s", error)

    async def _tell_commands(self, application: int) -> None:
        known = await self._store.synced_commands(application)
        if known is None:
            _log.info("Invite the bot to a server with %s", invitation(application))
        described = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()
        if digest == known:
            return
        await self.tree.sync()
        await self._store.set_synced_commands(application, digest)
        _log.info("Discord knows %d commands now.", len(described))

    async def answer_press(self, interaction: discord.Interaction[BackIssueBot], press: Press) -> None:
        """Answers a button or a menu, of this process or of an earlier one. Errors end here."""
        try:
            self.cooldowns.take(interaction.user.id, interaction.guild_id)
            handler: Handler = self._presses.get(press.name) or outdated
            await handler(interaction, press)
        except Exception as error:  # noqa: BLE001  (the one place where errors of presses end)
            await tell(interaction, error, f"the button {press.name}")

    async def on_message(self, message: discord.Message) -> None:
        """Passes on what people say to the bot, as the event `question`, or `refusal` where they ask too much.

        That is direct messages, mentions and replies.
        Other messages arrive without their text, since the bot asks for no privileged intent.
        """
        if self.user is None or message.author.bot or not (message.guild is None or self.user in message.mentions):
            return
        try:
            self.cooldowns.take(message.author.id, message.guild.id if message.guild else None)
        except LimitError as refusal:
            if refusal.first:  # who goes on and on is not told again and again
                self.dispatch("refusal", message, str(refusal))
            return
        named = message.guild is None or self.user.id in message.raw_mentions
        self.dispatch("question", message, named=named)

    async def on_ready(self) -> None:
        """Says in the log, and by the event `answering` to the cogs, that the bot answers and knows its servers."""
        _log.info("Answering as %s; servers: %d.", self.user, len(self.guilds))
        self.dispatch("answering", self)


def _unusable(error: app_commands.TransformerError) -> UsageError:
    """What a member reads of an option whose value cannot be used, such as a channel that is gone meanwhile."""
    if error.type is discord.AppCommandOptionType.channel:
        return UsageError("I do not see that channel: let me view it, or choose another one.")
    return UsageError("One of the options has a value that I cannot use: choose as you are offered while you type.")


async def outdated(_: discord.Interaction[Any], __: Press) -> None:
    """Answers a button that no cog knows. Raises UsageError."""
    raise UsageError("This button is from another version of the bot: use the command again.")


def invitation(application: int) -> str:
    """The address that adds the bot to a server.

    Commands need no permission; to answer those who mention it, it must read and write where they do.
    """
    permissions = discord.Permissions(
        view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True
    )
    return discord.utils.oauth_url(application, permissions=permissions, scopes=("bot", "applications.commands"))
