"""The commands, a small file a group. Cogs are thin: they ask the archive, have a card made, and send it."""

from bot.cogs.administering import Administering
from bot.cogs.alerting import Alerting
from bot.cogs.announcing import Announcing
from bot.cogs.asking import Asking
from bot.cogs.configuring import Configuring
from bot.cogs.counting import Counting
from bot.cogs.following import Following
from bot.cogs.joining import Joining
from bot.cogs.looking import Looking
from bot.cogs.mentioning import Mentioning
from bot.cogs.reading import Reading
from bot.cogs.searching import Searching
from bot.cogs.trending import Trending
from bot.cogs.voting import Voting
from bot.cogs.watching import Watching

__all__ = [
    "Administering",
    "Alerting",
    "Announcing",
    "Asking",
    "Configuring",
    "Counting",
    "Following",
    "Joining",
    "Looking",
    "Mentioning",
    "Reading",
    "Searching",
    "Trending",
    "Voting",
    "Watching",
]
