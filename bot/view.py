"""A Card -> a message of Discord's Components V2, and how it is sent. Knows nothing of what the card says."""

from __future__ import annotations

import discord
from discord import ui

from bot.cards import Card, Tone

_COLOURS = {
    Tone.FOUND: discord.Colour(0x2F81B7),
    Tone.PLAIN: discord.Colour(0x8A8F98),
    Tone.TROUBLE: discord.Colour(0xC4552D),
}


def layout(card: Card) -> ui.LayoutView:
    """The card as a view. It has no interactive children, so it is stopped: nothing listens for clicks on it."""
    children: list[ui.Item[ui.LayoutView]] = []
    for block in card.blocks:
        if children:
            children.append(ui.Separator())
        children.append(ui.TextDisplay(block))
    if card.buttons:
        links = (ui.Button[ui.LayoutView](label=button.label, url=button.url) for button in card.buttons)
        children.append(ui.ActionRow(*links))
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*children, accent_colour=_COLOURS[card.tone]))
    view.stop()
    return view


async def send(interaction: discord.Interaction, card: Card, *, ephemeral: bool = False) -> None:
    """Answers the interaction with the card; `ephemeral` shows it to the asker alone."""
    await interaction.response.send_message(
        view=layout(card), ephemeral=ephemeral, allowed_mentions=discord.AllowedMentions.none()
    )


async def edit(interaction: discord.Interaction, card: Card) -> None:
    """Puts the card in the place of the answer given before. An edit carries its own allowed mentions."""
    await interaction.edit_original_response(view=layout(card), allowed_mentions=discord.AllowedMentions.none())
