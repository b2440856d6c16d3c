"""A Card -> a message of Discord's Components V2, and how it is sent. Knows nothing of what the card says.

Every button and menu is a `Pressable`, whose id holds all it has to know: nothing here listens, so nothing dies with
the process or after a while.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Coroutine, Iterator
from functools import lru_cache
from typing import Any, TypedDict, TypeVar

import discord
from discord import ui

from bot.cards import Action, Card, ChannelMenu, Menu, Picture, Style, Tone
from bot.cards.card import LONGEST_ID, MOST_BUTTONS, MOST_CHOICES, MOST_ROWS, Row
from bot.chat.buttons import Pressable

SOON = 1.5  # seconds that a member waits before they are asked for patience
NOBODY = discord.AllowedMentions.none()

_COLOURS = {
    Tone.FOUND: discord.Colour(0x2F81B7),
    Tone.PLAIN: discord.Colour(0x8A8F98),
    Tone.TROUBLE: discord.Colour(0xC4552D),
}
_STYLES = {
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.MAIN: discord.ButtonStyle.primary,
    Style.GOOD: discord.ButtonStyle.success,
    Style.DANGER: discord.ButtonStyle.danger,
}

_THREADS = [discord.ChannelType.news_thread, discord.ChannelType.public_thread, discord.ChannelType.private_thread]

_OF_THE_PRESSED = (  # answers to a press that change the message, or will
    discord.InteractionResponseType.message_update,
    discord.InteractionResponseType.deferred_message_update,
)

Child = ui.Item[Any]
T = TypeVar("T")


class _Message(TypedDict):
    view: ui.LayoutView
    files: list[discord.File]
    allowed_mentions: discord.AllowedMentions


@lru_cache(64)
def layout(card: Card) -> ui.LayoutView:
    """The card as a view: a stopped one that listens to nothing, so it may serve for many messages."""
    children: list[Child] = []
    for block in card.blocks:
        if children:
            children.append(ui.Separator())
        children.append(ui.TextDisplay(block))
    for control in card.controls:
        children += (ui.Separator(), ui.TextDisplay(control.text), *_row(control.row))
    if card.picture:
        children.append(_gallery(card.picture))
    children += _rows(card)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*children, accent_colour=_COLOURS[card.tone]))
    view.stop()
    return view


def _gallery(picture: Picture) -> Child:
    item = discord.MediaGalleryItem(f"attachment://{picture.name}", description=picture.description)
    return ui.MediaGallery[ui.LayoutView](item)


def _rows(card: Card) -> Iterator[Child]:
    for row in card.actions[:MOST_ROWS]:
        yield from _row(row)
    if card.buttons:
        links = (ui.Button[ui.LayoutView](label=button.label, url=button.url) for button in card.buttons)
        yield ui.ActionRow[Any](*links)


def _row(row: Row | ChannelMenu) -> Iterator[Child]:
    if isinstance(row, ChannelMenu):
        yield ui.ActionRow[Any](Pressable(_channel_select(row)))
    elif isinstance(row, Menu):
        if row.choices:
            yield ui.ActionRow[Any](Pressable(_select(row)))
    # An id that is too long would cost the whole message, so such a button is left out
    elif fitting := [action for action in row if len(action.id) <= LONGEST_ID]:
        yield ui.ActionRow[Any](*(Pressable(_button(action)) for action in fitting[:MOST_BUTTONS]))


def _button(action: Action) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        label=action.label,
        custom_id=action.id,
        style=_STYLES[action.style],
        disabled=action.disabled,
        emoji=action.emoji,
    )


def _select(menu: Menu) -> ui.Select[ui.LayoutView]:
    choices = [
        discord.SelectOption(
            label=choice.label, value=choice.value, description=choice.description, default=choice.chosen
        )
        for choice in menu.choices[:MOST_CHOICES]
    ]
    return ui.Select(custom_id=menu.id, placeholder=menu.placeholder, options=choices)


def _channel_select(menu: ChannelMenu) -> ui.ChannelSelect[ui.LayoutView]:
    chosen = [discord.SelectDefaultValue(id=each, type=discord.SelectDefaultValueType.channel) for each in menu.chosen]
    kinds = [discord.ChannelType.text, discord.ChannelType.news]
    kinds += [discord.ChannelType.forum] if menu.forums else []
    kinds += _THREADS if menu.threads else []
    return ui.ChannelSelect(
        custom_id=menu.id,
        placeholder=menu.placeholder,
        channel_types=kinds,
        min_values=0,
        max_values=MOST_CHOICES,
        default_values=chosen[:MOST_CHOICES],
    )


def message(card: Card) -> _Message:
    """What a message that shows the card is sent with."""
    files = [discord.File(io.BytesIO(card.picture.png), card.picture.name)] if card.picture else []
    return {"view": layout(card), "files": files, "allowed_mentions": NOBODY}


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
