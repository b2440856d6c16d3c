"""A small discord.py bot that uses each kind of interaction, for the tests of the stand-in; a program of its own."""

from __future__ import annotations

import asyncio
import os
from typing import Any, Self

import discord
import yarl
from discord import app_commands

_NOBODY = discord.AllowedMentions.none()


class Answer(discord.ui.View):
    """A message's buttons and menu, answered for as long as the message stands."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Again", custom_id="demo:again")
    async def again(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        await interaction.response.edit_message(content="again!")

    @discord.ui.button(label="Feedback", custom_id="demo:feedback")
    async def feedback(self, interaction: discord.Interaction, _: discord.ui.Button[Self]) -> None:
        await interaction.response.send_modal(Feedback())

    @discord.ui.select(
        custom_id="demo:colour", options=[discord.SelectOption(label="Red"), discord.SelectOption(label="Blue")]
    )
    async def colour(self, interaction: discord.Interaction, menu: discord.ui.Select[Self]) -> None:
        await interaction.response.send_message(f"picked {menu.values[0]}", ephemeral=True)


class Feedback(discord.ui.Modal, title="Feedback"):
    """A form of one line."""

    words: discord.ui.TextInput[Self] = discord.ui.TextInput(label="Words", custom_id="words", max_length=20)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(f"thanks: {self.words.value}", ephemeral=True)


class Demo(discord.Client):
    """The bot. It goes where DISCORD_API_URL says."""

    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
        super().__init__(intents=intents, allowed_mentions=_NOBODY)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(quote)
        commands: list[app_commands.Command[Any, ..., Any]] = [ask, late, admin, slow, long, twice]
        for command in commands:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        _, url, _ = await self.http.get_bot_gateway()  # discord.py's Client never asks for the gateway's address
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        self.add_view(Answer())
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        if self.user and not message.author.bot and (self.user in message.mentions or message.guild is None):
            async with message.channel.typing():
                await message.reply(f"you said: {message.content.replace(self.user.mention, '').strip()}")


@app_commands.command()
async def ask(interaction: discord.Interaction, question: str, private: bool = False) -> None:
    """Answers at once."""
    embed = discord.Embed(title="Answer", description=f"{question}? 42.").set_footer(text=str(interaction.locale))
    await interaction.response.send_message(embed=embed, view=Answer(), ephemeral=private)


@ask.autocomplete("question")
async def questions(_: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
    """The questions that begin as typed."""
    return [app_commands.Choice(name=each, value=each) for each in ("who", "why", "where") if each.startswith(current)]


@app_commands.command()
async def late(interaction: discord.Interaction) -> None:
    """Answers after half a second."""
    await asyncio.sleep(0.5)
    await interaction.response.send_message("too late")


@app_commands.command()
async def slow(interaction: discord.Interaction) -> None:
    """Defers, then answers and adds a word."""
    await interaction.response.defer(thinking=True)
    await interaction.edit_original_response(content="done")
    await interaction.followup.send("a word more", ephemeral=True)


@app_commands.command()
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
async def admin(interaction: discord.Interaction) -> None:
    """For managers only; the bot checks it too."""
    allowed = interaction.permissions.manage_guild
    await interaction.response.send_message("secret" if allowed else "not for you", ephemeral=True)


@app_commands.command()
async def long(interaction: discord.Interaction) -> None:
    """Says more than fits, and then what Discord said to that."""
    try:
        await interaction.response.send_message("x" * 2001)
    except discord.HTTPException as error:
        await interaction.response.send_message(f"{error.status} {error.code}")


@app_commands.command()
async def twice(interaction: discord.Interaction) -> None:
    """Answers twice, which discord.py itself would not."""
    await interaction.response.send_message("fine")
    again = discord.http.Route("POST", f"/interactions/{interaction.id}/{interaction.token}/callback")
    try:
        await interaction.client.http.request(again, json={"type": 6})
    except discord.HTTPException as error:
        await interaction.followup.send(f"{error.status} {error.code}")


@app_commands.context_menu(name="Quote")
async def quote(interaction: discord.Interaction, message: discord.Message) -> None:
    """Repeats a message."""
    await interaction.response.send_message(f"> {message.content}")


if __name__ == "__main__":
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    Demo().run(os.environ["DISCORD_TOKEN"])
