"""Questions outside of commands: messages that mention the bot, and `Find in newsletter` on anybody's message."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import discord
from discord import app_commands
from discord.ext import commands

from bot.cards import Card, Tone, mentioned_card, notice_card
from bot.chat.failures import UNREACHABLE, sentence_of
from bot.chat.replies import Replies
from bot.chat.view import NOBODY, Shown, send, server_of
from bot.cogs.options import words_in
from bot.community.asked import Asked
from bot.errors import BackIssueError, UsageError

_log = logging.getLogger(__name__)

_ADDRESS = re.compile(
    r"https?://[^\s<>\"]+|\b(?:www\.)?(?:arxiv\.org|github\.com|huggingface\.co)/[^\s<>\"]+", re.IGNORECASE
)
_NOTHING_ASKED = "Ask me something after mentioning me, or use /ask: I answer from the newsletter, in its own words."


class Mentioning(commands.Cog):
    """Answers where people talk."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies
        find = app_commands.ContextMenu(name="Find in newsletter", callback=self._find)
        self.menus = (find,)

    @commands.Cog.listener()
    async def on_question(self, message: discord.Message, *, named: bool) -> None:
        """Answers a message that is for the bot; `named` says that it mentions it, or is a direct message.

        A reply that asks nothing, such as thanks, gets no answer where nothing is found.
        """
        if not self._answers_in(message):
            return
        try:
            card = await self._answer(message, words_in(message.content), named=named)
        except BackIssueError as error:
            card = notice_card(sentence_of(error, "a question"))
        if card:
            await reply(message, card)

    async def _answer(self, message: discord.Message, words: str, *, named: bool) -> Card | None:
        if not words:
            return notice_card(_NOTHING_ASKED) if named else None
        if not (named or "?" in words) and self._replies.archive.ask(words, limit=1).abstained:
            return None
        return await self._replies.ask(Asked(words), message.id, server=message.guild.id if message.guild else None)

    @commands.Cog.listener()
    async def on_refusal(self, message: discord.Message, sentence: str) -> None:
        """Says why a message is not answered."""
        if self._answers_in(message):
            await reply(message, notice_card(sentence, Tone.TROUBLE))

    def _answers_in(self, message: discord.Message) -> bool:
        """Whether the server has messages answered in this channel; a thread is in its channel."""
        if message.guild is None:
            return True
        chosen = self._replies.preferences.of(message.guild.id).mention_channels
        channel = message.channel
        inside = channel.parent_id if isinstance(channel, discord.Thread) else channel.id
        return not chosen or inside in chosen

    async def _find(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """Shows, to the asker alone, what the newsletter has of a message: its links first, then its words."""
        texts = [message.content, *(snapshot.content for snapshot in message.message_snapshots)]
        addresses = list(dict.fromkeys(_addresses(" ".join(texts), message.embeds)))
        words = words_in(_ADDRESS.sub(" ", " ".join(texts)))
        if not words and not addresses:
            raise UsageError("That message has neither words nor links to look for.")
        covering = self._replies.archive.covering(addresses, limit=5)
        if not covering:
            words = words or words_in(" ".join(embed.title or "" for embed in message.embeds))
            if not words:
                raise UsageError("No item here covers that link, and the message has no words to look for.")
            card = await self._replies.ask(Asked(words), interaction.id, server=server_of(interaction), private=True)
            await send(interaction, card, ephemeral=True)
            return
        about = self._replies.archive.ask(words).hits if words else ()
        seen = {hit.cite for hit in covering}
        others = [hit for hit in about if hit.cite not in seen]
        covered, like = self._replies.leading(covering), self._replies.leading(others)
        card = mentioned_card(covered, like, len(addresses), self._replies.archive.newsletter_name)
        await send(interaction, card, ephemeral=True)


def _addresses(text: str, embeds: list[discord.Embed]) -> Iterator[str]:
    for found in _ADDRESS.finditer(text):
        yield found[0].rstrip(").,;:!?]'*_~|")
    yield from (embed.url for embed in embeds if embed.url)


async def reply(message: discord.Message, card: Card) -> None:
    """Replies to a message without pinging anybody; where the bot may not write there, the log says so.

    Where two workers hear the message, as at an update, both reply with the same nonce: Discord keeps the first reply.
    """
    try:
        await message.reply(view=Shown(card), allowed_mentions=NOBODY, mention_author=False, nonce=str(message.id))
    except UNREACHABLE as refusal:
        _log.warning("A message could not be answered: %s: %s", type(refusal).__name__, refusal)
