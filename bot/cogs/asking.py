"""`/ask`, and the buttons that turn its answers over, share them, and ask what was meant."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat.buttons import Press, pressed
from bot.chat.replies import Replies
from bot.chat.view import is_own, send, server_of, turn
from bot.cogs import completing
from bot.cogs.options import chosen, words_of
from bot.community.asked import Asked


class Asking(commands.Cog):
    """Questions in, quotes and links out."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    @app_commands.command(description="Ask the newsletter a question; it answers with its own words and links")
    @app_commands.describe(
        question="In your own words. You may name an issue, a year or a section",
        issue="Only this issue: its number, or words of its title",
        since="Only from this day, month or year on, like 2022-06",
        until="Only up to this day, month or year, like 2022",
        section="Only sections with this word in their heading",
        private="Show the answer to you alone; you can share it afterwards",
    )
    async def ask(
        self,
        interaction: discord.Interaction,
        question: str,
        issue: str | None = None,
        since: str | None = None,
        until: str | None = None,
        section: str | None = None,
        private: bool | None = None,
    ) -> None:
        """Answers with the passages that answer the question, or says that there are none."""
        asked = Asked(words_of(question), chosen(self._replies.archive, issue, since, until, section))
        server = server_of(interaction)
        alone = self._replies.preferences.private(server, private)
        card = await self._replies.ask(asked, interaction.id, server=server, private=alone)
        await send(interaction, card, ephemeral=alone)

    @ask.autocomplete("issue")
    async def _issues(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return completing.issues(self._replies.archive, typed)

    @ask.autocomplete("section")
    async def _sections(self, _: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return completing.sections(self._replies.archive, typed)

    @pressed("answer")
    async def _answer(self, interaction: discord.Interaction, press: Press) -> None:
        """Earlier or later results, or the answer to what was meant."""
        offset, state = press.parts(2)
        await turn(interaction, await self._replies.answer(state, int(offset), private=_alone(interaction)))

    @pressed("share")
    async def _share(self, interaction: discord.Interaction, press: Press) -> None:
        """Shows everybody what the asker saw alone."""
        offset, state = press.parts(2)
        await send(interaction, await self._replies.answer(state, int(offset), private=False))

    @pressed("topic")
    async def _topic(self, interaction: discord.Interaction, press: Press) -> None:
        """The answer to a topic near a question that found nothing."""
        state = self._replies.notes.state(Asked(press.values[0]).pack())
        await turn(interaction, await self._replies.answer(state, 0, private=_alone(interaction)))


def _alone(interaction: discord.Interaction) -> bool:
    """Whether the card that answers a press is seen by one member alone."""
    return not is_own(interaction) or bool(interaction.message and interaction.message.flags.ephemeral)
