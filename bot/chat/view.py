"""How a Card is sent, as a message of Discord's Components V2. Knows nothing of what the card says.

Every button and menu comes back as a `Pressable`, whose id holds all it has to know: nothing here listens, so nothing
dies with the process or after a while.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine
from typing import Any, TypedDict, TypeVar

import discord
from discord import ui

from bot.cards import Card
from bot.chat.components import Json, components

SOON = 1.5  # seconds that a member waits before they are asked for patience
NOBODY = discord.AllowedMentions.none()

_OF_THE_PRESSED = (  # answers to a press that change the message, or will
    discord.InteractionResponseType.message_update,
    discord.InteractionResponseType.deferred_message_update,
)

T = TypeVar("T")


class _Message(TypedDict):
    view: ui.LayoutView
    files: list[discord.File]
    allowed_mentions: discord.AllowedMentions


class Shown(ui.LayoutView):
    """A card as discord.py sends it: a stopped view that listens to nothing."""

    def __init__(self, card: Card) -> None:
        super().__init__(timeout=None)
        self._components = components(card)
        self.stop()

    def to_components(self) -> list[Json]:
        """The components of the message."""
        return self._components

    def has_components_v2(self) -> bool:
        """They are of the kind that texts are a part of."""
        return True


def message(card: Card) -> _Message:
    """What a message that shows the card is sent with."""
    files = [discord.File(io.BytesIO(card.picture.png), card.picture.name)] if card.picture else []
    return {"view": Shown(card), "files": files, "allowed_mentions": NOBODY}


async def send(interaction: discord.Interaction[Any], card: Card, *, ephemeral: bool = False) -> None:
    """Answers the interaction with the card; `ephemeral` shows it to the asker alone.

    Once the interaction was deferred the card takes the place of the waiting; but a message that was pressed stays.
    """
    if not interaction.response.is_done():
        await interaction.response.send_message(**message(card), ephemeral=ephemeral)
    elif interaction.response.type in _OF_THE_PRESSED:
        await interaction.followup.send(**message(card), ephemeral=ephemeral)
    else:
        await edit(interaction, card)


async def edit(interaction: discord.Interaction[Any], card: Card) -> None:
    """Puts the card in the place of the answer given before. An edit carries its own allowed mentions."""
    shown = message(card)
    await interaction.edit_original_response(
        view=shown["view"], attachments=shown["files"], allowed_mentions=shown["allowed_mentions"]
    )


async def patiently(interaction: discord.Interaction[Any], work: Coroutine[Any, Any, T], *, anew: bool = True) -> T:
    """What the work comes to. Where it takes long, as with a database in use, the member is shown that it goes on.

    With `anew` the answer will be a message of its own, else the one that was pressed is going to change.
    """
    task = asyncio.ensure_future(work)
    await asyncio.wait([task], timeout=SOON)
    if not task.done():
        await interaction.response.defer(ephemeral=True, thinking=anew)
    return await task


async def turn(interaction: discord.Interaction[Any], card: Card) -> None:
    """Answers a press: turns the asker's message over to the card, and gives others the card to themselves."""
    if not is_own(interaction):
        await send(interaction, card, ephemeral=True)
        return
    if interaction.response.is_done():
        await edit(interaction, card)
        return
    shown = message(card)
    await interaction.response.edit_message(
        view=shown["view"], attachments=shown["files"], allowed_mentions=shown["allowed_mentions"]
    )


def server_of(interaction: discord.Interaction[Any]) -> int | None:
    """The server that has the bot and in which it was asked; None where only the member has it."""
    return interaction.guild_id if interaction.is_guild_integration() else None


def is_own(interaction: discord.Interaction[Any]) -> bool:
    """Whether the message that was pressed answers the one who pressed: by a command, or by a message of theirs."""
    shown = interaction.message
    if shown is None:
        return False
    if shown.flags.ephemeral:
        return True
    if shown.interaction_metadata:
        return shown.interaction_metadata.user.id == interaction.user.id
    asked = shown.reference.resolved if shown.reference else None
    return isinstance(asked, discord.Message) and asked.author.id == interaction.user.id
