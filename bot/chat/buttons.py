"""Buttons and menus that outlive a restart: one kind of item, whose id says what it asks for and what about.

A cog marks the method that answers the id ``related:305#3`` with ``@pressed("related")``; it is called with the
interaction and a `Press`, and may raise as a command does. Knows no cog.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import discord
from discord import ui
from discord.ext import commands

C = TypeVar("C", bound=commands.Cog)
Widget = ui.Button[ui.LayoutView] | ui.Select[ui.LayoutView] | ui.ChannelSelect[ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Press:
    """What was pressed: the action's name, the state in its id, and the values picked, where it was a menu."""

    name: str
    state: str
    values: tuple[str, ...] = ()

    def parts(self, count: int) -> tuple[str, ...]:
        """The state as so many parts; missing ones are empty, and the last one keeps its colons."""
        found = self.state.split(":", count - 1)
        return (*found, *[""] * (count - len(found)))


Handler = Callable[[discord.Interaction, Press], Awaitable[None]]
Method = Callable[[C, discord.Interaction, Press], Awaitable[None]]


class Pressable(
    ui.DynamicItem[Widget],
    template=re.compile(r"(?P<name>[a-z]+):(?P<state>.*)", re.DOTALL),
):
    """Any button or menu of ours. discord.py makes it anew from the message that was pressed, whoever sent that."""

    def __init__(self, item: Widget, name: str, state: str) -> None:
        super().__init__(item)
        self._name = name
        self._state = state

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Pressable:
        """The item that was pressed."""
        if not isinstance(item, (ui.Button, ui.Select, ui.ChannelSelect)):
            raise TypeError(f"{item!r} is neither a button nor a menu")
        return cls(item, match["name"], match["state"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Has the bot answer it, where errors end too: discord.py would only log them."""
        data: dict[str, Any] = {**(interaction.data or {})}
        press = Press(self._name, self._state, tuple(data.get("values", ())))  # of channels, Discord sends the ids
        await interaction.client.answer_press(interaction, press)


def pressed(*names: str) -> Callable[[Method[C]], Method[C]]:
    """Marks a cog's method as what answers actions of these names (lower-case letters)."""

    def mark(method: Method[C]) -> Method[C]:
        method.__dict__["presses"] = names
        return method

    return mark


def handlers(cog: commands.Cog) -> Iterator[tuple[str, Handler]]:
    """The action names that a cog answers, and its methods for them."""
    for key, function in vars(type(cog)).items():
        for name in getattr(function, "presses", ()):
            yield name, getattr(cog, key)
