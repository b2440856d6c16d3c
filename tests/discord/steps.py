"""What people can do with the bot, a line each: commands, options, menus, buttons and selects, and what they read then.

The walk carries all of it out. A command, an option or a kind of button without a line here fails it: add one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

QUESTION = "how many hours of audio was Whisper trained on?"
IN_VAIN = "transfrmrz founder whispr price stock zurich"


class Who(Enum):
    """Who may do something: any member, who manages the server, the owner of the bot."""

    MEMBER = auto()
    MANAGER = auto()
    OWNER = auto()


class Here(Enum):
    """What an option names of the place where the walk is: its channel, or a role that anybody may mention."""

    CHANNEL = auto()
    ROLE = auto()


class Seen(Enum):
    """Who sees what comes: everybody, who acted alone, or who saw the message before, which turns into it."""

    BY_ALL = auto()
    ALONE = auto()
    IN_PLACE = auto()


@dataclass(frozen=True)
class Command:
    """A slash command with some of its options. `says` is a pattern of what is read in the end.

    Who may not is told what fits `refuses`. `pictures` says that a picture comes.
    """

    name: str
    options: Mapping[str, Any]
    says: str
    seen: Seen = Seen.BY_ALL
    who: Who = Who.MEMBER
    refuses: str = ""
    only_in_servers: bool = False
    pictures: bool = False


@dataclass(frozen=True)
class Typed:
    """What is typed into an option of a command, and one of the choices offered then."""

    name: str
    option: str
    typed: str
    offered: str
    only_in_servers: bool = False


@dataclass(frozen=True)
class Menu:
    """A command in the menu of a message with this text."""

    name: str
    text: str
    says: str


@dataclass(frozen=True)
class Press:
    """A kind of button or select, by what its id begins with, and who may use it. In channel selects, one is picked."""

    kind: str
    says: str
    seen: Seen = Seen.ALONE
    who: Who = Who.MEMBER


def _managers(name: str, options: Mapping[str, Any], says: str) -> Command:
    """A command for those who manage a server, who alone see what comes."""
    refuses = r"Only members who may manage this server|This is for servers|I do not see that channel"
    return Command(name, options, says, Seen.ALONE, Who.MANAGER, refuses, only_in_servers=True)


COMMANDS = (
    Command("ask", {"question": QUESTION}, r"> .*680,000"),
    Command("ask", {"question": QUESTION, "private": True}, r"> .*680,000", Seen.ALONE),
    Command(
        "ask", {"question": QUESTION, "issue": "7", "since": "2024-07", "until": "2024"}, r"Only issue 7 · since 1"
    ),
    Command("ask", {"question": "models", "section": "tales"}, r"Tech Tales"),
    Command("ask", {"question": IN_VAIN}, r"I found nothing in the archive"),  # one for its buttons
    Command("ask", {"question": IN_VAIN}, r"I found nothing in the archive"),  # and one for its menu
    Command("search", {"words": "model"}, r"items match.* · best first · page 1 of"),
    Command(
        "search", {"words": "model", "order": "Newest first", "private": True}, r"newest first · page 1", Seen.ALONE
    ),
    Command("issue", {"issue": "sample-letter/5"}, r"## .*Sample Letter 5"),
    Command("issue", {"issue": "sample-letter/5", "private": True}, r"## .*Sample Letter 5", Seen.ALONE),
    Command("latest", {}, r"## Sample Letter 11"),
    Command("latest", {"private": True}, r"## Sample Letter 11", Seen.ALONE),
    Command("item", {"item": "sample-letter/11#2"}, r"page 1 of \d", Seen.ALONE),
    Command("random", {}, r"`sample-letter/\d+#\d+`"),
    Command("random", {"section": "Tech Tales"}, r"Tech Tales · fiction"),
    Command("random", {"private": True}, r"`sample-letter/\d+#\d+`", Seen.ALONE),
    Command("trend", {"terms": "whisper, barge"}, r"\*\*whisper\*\* in \d+ items", pictures=True),
    Command("trend", {"terms": "barge", "private": True}, r"\*\*barge\*\* in \d+ items", Seen.ALONE, pictures=True),
    Command("about", {}, r"\*\*11\*\* issues"),
    Command("help", {}, r"`/ask` answers a question", Seen.ALONE),
    Command("alert add", {"words": "barge"}, r"You get a direct message .*: barge", Seen.ALONE),
    Command("alert list", {}, r"^- barge$", Seen.ALONE),
    Command("alert remove", {"words": "barge"}, r"no longer told of: barge", Seen.ALONE),
    Command("alert add", {"words": "endless barge"}, r"You get a direct message .*: endless barge", Seen.ALONE),
    _managers("follow start", {"channel": Here.CHANNEL}, r"all sections"),
    _managers("follow stop", {"channel": Here.CHANNEL}, r"No more new issues"),
    _managers(
        "follow start", {"channel": Here.CHANNEL, "section": "tales", "ping": Here.ROLE}, r"section tales · pings"
    ),
    _managers("follow list", {}, r"section tales · pings"),
    _managers("follow stop", {}, r"section tales · pings"),
    _managers("setup", {}, r"## This server's settings"),
    _managers("stats", {}, r"## Questions in this server"),
    _managers("stats", {"days": 14}, r"\*\*14 days\*\* · "),
    Command("reindex", {}, r"Nothing changed", Seen.ALONE, Who.OWNER, r"Only the owner of this bot"),
    Command("reindex", {"sync_first": True}, r"\d+ issues · ", Seen.ALONE, Who.OWNER, r"Only the owner of this bot"),
)

TYPED = (
    Typed("ask", "issue", "7", "sample-letter/7"),
    Typed("ask", "section", "tal", "Tech Tales"),
    Typed("issue", "issue", "barges", "sample-letter/11"),
    Typed("item", "item", "backflip", "sample-letter/1#4"),
    Typed("random", "section", "tal", "Tech Tales"),
    Typed("alert remove", "words", "endl", "endless barge"),
    Typed("follow start", "section", "tal", "Tech Tales", only_in_servers=True),
)

MENUS = (
    Menu("Find in newsletter", "look: https://arxiv.org/abs/2212.04356", r"\*\*Covered that link\*\*"),
    Menu("Find in newsletter", "that AudioLM pianist is uncanny", r"AudioLM"),
)

PRESSES = (
    Press("answer", r"“", Seen.IN_PLACE),
    Press("share", r"> ", Seen.BY_ALL),
    Press("topic", r"> ", Seen.IN_PLACE),
    Press("first", r" · page 1 of ", Seen.IN_PLACE),
    Press("previous", r" · page \d+ of ", Seen.IN_PLACE),
    Press("next", r" · page \d+ of ", Seen.IN_PLACE),
    Press("last", r" · page (\d+) of \1", Seen.IN_PLACE),
    Press("order", r" first · page 1 of ", Seen.IN_PLACE),
    Press("sharefound", r"items match", Seen.BY_ALL),
    Press("related", r"\*\*More like "),
    Press("context", r"^> ", Seen.ALONE),
    Press("why", r"\*\*Why "),
    Press("cite", r"Its permanent name: "),
    Press("helpful", r"kept as helpful"),
    Press("unhelpful", r"kept as not helpful"),
    Press("open", r"^## "),
    Press("item", r"`sample-letter/\d+#\d+`", Seen.IN_PLACE),
    Press("browse", r"^## .*Sample Letter", Seen.IN_PLACE),
    Press("another", r"`sample-letter/\d+#\d+`", Seen.IN_PLACE),
    Press("kept", r"\*\*What is kept, and how long\*\*"),
    Press("forget", r"Deleted: |Nothing is kept of you"),
    Press("digest", r"^## .*Sample Letter 11"),
    Press("unfollow", r"No more new issues|No new issues are posted there", Seen.ALONE, Who.MANAGER),
    Press("setprivate", r"\*\*Answers\*\*.* are seen by", Seen.IN_PLACE, Who.MANAGER),
    Press("setkept", r"\*\*Questions that find nothing\*\* are", Seen.IN_PLACE, Who.MANAGER),
    Press("setmentions", r"are answered in <#\d+> alone", Seen.IN_PLACE, Who.MANAGER),
    Press("setdigests", r"are posted in <#\d+>", Seen.IN_PLACE, Who.MANAGER),
    Press("setsection", r"\*\*Posted\*\* are the items of every section", Seen.IN_PLACE, Who.MANAGER),
)
