"""A Card -> the components of a message, as Discord's JSON. Pure; knows nothing of sending or of what the card says.

They are made as they are sent, and not of discord.py's own objects, which take four times as long for every answer.
The form is that of https://docs.discord.com/developers/components/reference.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ButtonStyle, ChannelType, ComponentType

from bot.cards import Action, Card, ChannelMenu, Choice, LinkButton, Menu, Picture, Style, Tone
from bot.cards.card import LONGEST_ID, MOST_BUTTONS, MOST_CHOICES, MOST_ROWS, Row

Json = dict[str, Any]

_COLOURS = {Tone.FOUND: 0x2F81B7, Tone.PLAIN: 0x8A8F98, Tone.TROUBLE: 0xC4552D}
_STYLES = {
    Style.PLAIN: ButtonStyle.secondary.value,
    Style.MAIN: ButtonStyle.primary.value,
    Style.GOOD: ButtonStyle.success.value,
    Style.DANGER: ButtonStyle.danger.value,
}
_CONTAINER, _ROW = ComponentType.container.value, ComponentType.action_row.value
_TEXT, _GALLERY = ComponentType.text_display.value, ComponentType.media_gallery.value
_BUTTON, _MENU = ComponentType.button.value, ComponentType.string_select.value
_CHANNEL_MENU = ComponentType.channel_select.value
_LINK = ButtonStyle.link.value
_TEXT_CHANNELS = (ChannelType.text.value, ChannelType.news.value)
_FORUM = ChannelType.forum.value
_THREADS = (ChannelType.news_thread.value, ChannelType.public_thread.value, ChannelType.private_thread.value)
_LINE = {"type": ComponentType.separator.value, "divider": True, "spacing": 1}


def components(card: Card) -> list[Json]:
    """The card as one container."""
    inside = list(_inside(card))
    return [{"type": _CONTAINER, "accent_color": _COLOURS[card.tone], "spoiler": False, "components": inside}]


def _inside(card: Card) -> Iterator[Json]:
    for place, block in enumerate(card.blocks):
        if place:
            yield _LINE
        yield _text(block)
    for control in card.controls:
        yield from (_LINE, _text(control.text), *_row(control.row))
    if card.picture:
        yield _gallery(card.picture)
    for row in card.actions[:MOST_ROWS]:
        yield from _row(row)
    if card.buttons:
        yield _in_row(*map(_link, card.buttons))


def _text(markdown: str) -> Json:
    return {"type": _TEXT, "content": markdown}


def _gallery(picture: Picture) -> Json:
    media = {"url": f"attachment://{picture.name}"}
    return {"type": _GALLERY, "items": [{"media": media, "spoiler": False, "description": picture.description}]}


def _in_row(*children: Json) -> Json:
    return {"type": _ROW, "components": list(children)}


def _row(row: Row | ChannelMenu) -> Iterator[Json]:
    if isinstance(row, ChannelMenu):
        yield _in_row(_channel_menu(row))
    elif isinstance(row, Menu):
        if row.choices:
            yield _in_row(_menu(row))
    # An id that is too long would cost the whole message, so such a button is left out
    elif fitting := [action for action in row if len(action.id) <= LONGEST_ID]:
        yield _in_row(*map(_button, fitting[:MOST_BUTTONS]))


def _button(action: Action) -> Json:
    button = {
        "type": _BUTTON,
        "style": _STYLES[action.style],
        "disabled": action.disabled,
        "label": action.label,
        "custom_id": action.id,
    }
    return {**button, "emoji": {"id": None, "name": action.emoji}} if action.emoji else button


def _link(button: LinkButton) -> Json:
    return {"type": _BUTTON, "style": _LINK, "disabled": False, "label": button.label, "url": button.url}


def _menu(menu: Menu) -> Json:
    options = list(map(_option, menu.choices[:MOST_CHOICES]))
    return {**_select(_MENU, menu, least=1, most=1), "options": options}


def _option(choice: Choice) -> Json:
    option: Json = {"label": choice.label, "value": choice.value, "default": choice.chosen}
    return {**option, "description": choice.description} if choice.description else option


def _channel_menu(menu: ChannelMenu) -> Json:
    kinds = [*_TEXT_CHANNELS, *([_FORUM] if menu.forums else []), *(_THREADS if menu.threads else ())]
    select = {**_select(_CHANNEL_MENU, menu, least=0, most=MOST_CHOICES), "channel_types": kinds}
    chosen = [{"id": each, "type": "channel"} for each in menu.chosen[:MOST_CHOICES]]
    return {**select, "default_values": chosen} if chosen else select


def _select(kind: int, menu: Menu | ChannelMenu, *, least: int, most: int) -> Json:
    return {
        "type": kind,
        "custom_id": menu.id,
        "min_values": least,
        "max_values": most,
        "disabled": False,
        "required": least > 0,
        "placeholder": menu.placeholder,
    }
