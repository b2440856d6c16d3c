"""The commands, a small file a group. Cogs are thin: they ask the archive, have a card made, and send it."""

from bot.cogs.administering import Administering
from bot.cogs.asking import Asking
from bot.cogs.reading import Reading

__all__ = ["Administering", "Asking", "Reading"]
