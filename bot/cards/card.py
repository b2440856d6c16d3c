"""What a reply holds, as plain data inside Discord's limits. Knows those limits; not what an answer or an issue is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

LONGEST_TEXT = 4000  # of all the text displays of a message together
MOST_BLOCKS = 15  # each is a text display and a separator; Discord takes 40 components
MOST_BUTTONS = 5  # in a row
MOST_ROWS = 5
MOST_CHOICES = 25
LONGEST_LABEL = 80
LONGEST_CHOICE = 100
LONGEST_ID = 100
SHORTENED = "-# Shortened to fit into one message."


class Tone(Enum):
    """How a card looks at first glance: something was found, nothing special, or something went wrong."""

    FOUND = auto()
    PLAIN = auto()
    TROUBLE = auto()


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens an address. `label` has 80 characters at most, `url` 512."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG under the text; `description` (1,024 characters at most) is what screen readers say."""

    png: bytes
    name: str
    description: str


class Style(Enum):
    """How a button looks: like any other, as the one to press, as a good deed, or as one to think about."""

    PLAIN = auto()
    MAIN = auto()
    GOOD = auto()
    DANGER = auto()


@dataclass(frozen=True, slots=True)
class Action:
    """A button that asks the bot for something. `id` is made by `action_id`, `label` has 80 characters at most."""

    label: str
    id: str
    style: Style = Style.PLAIN
    disabled: bool = False
    emoji: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu; label, value and description have 100 characters at most."""

    label: str
    value: str
    description: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A list of at most 25 choices to pick one from; `id` is made by `action_id`."""

    id: str
    placeholder: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ChannelMenu:
    """A list of a server's text channels to pick any from, as Discord makes it; `chosen` are picked already.

    With `forums` those are listed too: nothing can be posted in one, but there are questions in its threads. With
    `threads` those are.
    """

    id: str
    placeholder: str
    chosen: tuple[int, ...] = ()
    forums: bool = False
    threads: bool = False


Row = tuple[Action, ...] | Menu


@dataclass(frozen=True, slots=True)
class Control:
    """A line of Markdown with what it is about right below it: a panel is made of these."""

    text: str
    row: Row | ChannelMenu


@dataclass(frozen=True, slots=True)
class Card:
    """A reply: blocks of Markdown with a line between them, then rows of buttons and menus, then links.

    Ids differ within a card. A picture goes above the buttons, and controls go above both.
    """

    blocks: tuple[str, ...]
    buttons: tuple[LinkButton, ...] = ()
    tone: Tone = Tone.PLAIN
    actions: tuple[Row, ...] = ()
    picture: Picture | None = None
    controls: tuple[Control, ...] = ()


def action_id(name: str, *state: object) -> str:
    """The id of an action: its name and all it has to know, as ``name:first:second``.

    What does not fit into 100 characters is given as a short key into the database instead.
    """
    return ":".join([name, *map(str, state)])


def length(text: str) -> int:
    """The characters of `text` as a client counts them, in UTF-16 units: never fewer than code points."""
    return len(text.encode("utf-16-le")) // 2


def fitted(blocks: Iterable[Sequence[str]], footer: Sequence[str] = ()) -> tuple[str, ...]:
    """The blocks, each given as its lines, with as many whole lines as fit into one message, and the whole footer.

    Lines are never cut, so their Markdown stays whole; a card that lost lines says so in its footer.
    """
    wanted = [list(block) for block in blocks if block]
    room = LONGEST_TEXT - sum(length(line) + 1 for line in (*footer, SHORTENED))
    kept = _within(wanted[:MOST_BLOCKS], room)
    ending = [*footer] if kept == wanted else [*footer, SHORTENED]
    return tuple("\n".join(block) for block in (*kept, ending) if block)


def _within(blocks: Sequence[Sequence[str]], room: int) -> list[list[str]]:
    kept: list[list[str]] = []
    for block in blocks:
        lines: list[str] = []
        for line in block:
            room -= length(line) + 1
            if room < 0:
                return [*kept, lines] if lines else kept
            lines.append(line)
        kept.append(lines)
    return kept
