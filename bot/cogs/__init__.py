"""The commands, a small file a group. Cogs are thin: they ask the archive, have a card made, and send it."""

from bot.cogs.administering import Administering
from bot.cogs.alerting import Alerting
from bot.cogs.announcing import Announcing
from bot.cogs.asking import Asking
from bot.cogs.following import Following
from bot.cogs.looking import Looking
from bot.cogs.mentioning import Mentioning
from bot.cogs.reading import Reading
from bot.cogs.searching import Searching
from bot.cogs.trending import Trending
from bot.cogs.voting import Voting

__all__ = [
    "Administering",
    "Alerting",
    "Announcing",
    "Asking",
    "Following",
    "Looking",
    "Mentioning",
    "Reading",
    "Searching",
    "Trending",
    "Voting",
]
