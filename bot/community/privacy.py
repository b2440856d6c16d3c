"""What is kept, why, and for how long: the one list that `/about`, `backissue privacy` and the README show."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community.bulletin import KEPT as DELIVERED
from bot.store.community import COUNT_DAYS, TEXT_DAYS, VOTE_DAYS
from bot.store.servers import LEFT_DAYS


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that is kept: what it is, what it is for, and how long it stays."""

    what: str
    why: str
    how_long: str


PRINCIPLE = "Nothing is kept of who asks what: questions are answered from memory."

KEPT = (
    Kept(
        "How many questions and votes there were by server and day, and by hour for all servers together",
        "`/stats`",
        f"{COUNT_DAYS} days",
    ),
    Kept(
        "A hash of the id of each message or command that asked, that only this database can match",
        "so that two workers, as during an update, count it once",
        "until the next day",
    ),
    Kept(
        "The words of a question asked openly in a server that found nothing, with the server, without who asked",
        "so that its managers and the bot's operator see what is missing; `/setup` turns it off",
        f"{TEXT_DAYS} days",
    ),
    Kept(
        "A question too long for the id of a button, under a short key, without who asked",
        "so that buttons work after a restart",
        f"{TEXT_DAYS} days",
    ),
    Kept(
        "A vote: the item's cite, and hashes of the member's id and of the question that only this database can match",
        "so that it counts once and can be changed",
        f"{VOTE_DAYS} days, or until deleted with the button in `/about`",
    ),
    Kept(
        "Where new issues are posted: the channel, its section and role, and the id of who set it up",
        "to post them, and to tell that member when it fails",
        "until `/follow stop`; the member's id until deleted with the button in `/about`",
    ),
    Kept(
        "An alert: its words and the member's id",
        "to send it",
        "until `/alert remove`, or until deleted with the button in `/about`",
    ),
    Kept(
        "Which issue went to which channel or member",
        "so that nothing is sent twice",
        f"{DELIVERED.days} days",
    ),
    Kept(
        "What a server chose: private answers, channels for mentions, whether words of questions are kept",
        "`/setup`",
        f"until {LEFT_DAYS} days after the bot has left it, when all that has the server's id goes",
    ),
)
