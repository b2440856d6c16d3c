"""The panel of `/setup`: how the bot behaves in a server, and what to press to change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.cards.card import (
    LONGEST_CHOICE,
    MOST_CHOICES,
    Action,
    Card,
    ChannelMenu,
    Choice,
    Control,
    Menu,
    Style,
    action_id,
)
from bot.cards.markup import inert_line, small
from bot.store import ServerSettings

EVERY_SECTION = "*"  # the value of the choice that is no section
_OPENLY = "Everybody there sees these answers: only those to commands can be private. Commands work in every channel."

_ANSWERS = {
    False: "**Answers** are seen by everybody in the channel.",
    True: "**Answers** to commands are seen by who asked alone. They can share them afterwards.",
}
_QUESTIONS = {
    True: "**Questions that find nothing** are kept for 30 days, without who asked, and listed in `/stats`.\n"
    + small("Those that are answered privately never are; mentions and replies are answered openly."),
    False: "**Questions that find nothing** are counted, and their words are not kept.",
}


@dataclass(frozen=True, slots=True)
class Setup:
    """The state of the panel.

    `digests` are the channels that get new issues, and `narrowed` the different sections that they get, None for every
    section; `there` are the channels that the bot sees; `sections` are headings to choose from.
    """

    settings: ServerSettings
    digests: tuple[int, ...]
    narrowed: frozenset[str | None]
    sections: tuple[str, ...]
    there: frozenset[int]


def setup_card(setup: Setup) -> Card:
    """The panel. Buttons say what they set, not that they change it, so a press that comes twice does no harm."""
    heading = "## This server's settings\n" + small("Only you see this panel. What you press holds at once.")
    return Card((heading,), controls=tuple(_controls(setup)))


def _controls(setup: Setup) -> Iterator[Control]:
    settings = setup.settings
    text = f"{_ANSWERS[settings.private]}\n{small('The option `private` of a command wins over this.')}"
    yield Control(text, _pair("setprivate", settings.private, no="Public", yes="Private"))
    yield Control(
        f"{_mentions(settings)}\n{small(_OPENLY if settings.private else 'Commands work in every channel.')}",
        ChannelMenu(
            action_id("setmentions", ""),
            "Everywhere. Choose channels to answer there alone",
            _still(settings.mention_channels, setup),
            forums=True,
        ),
    )
    yield Control(
        f"**New issues** are posted {_listed(setup.digests) or 'nowhere'}.\n"
        + small("`/follow` also chooses a role to ping."),
        ChannelMenu(
            action_id("setdigests", ""),
            "Nowhere. Choose channels to post in",
            _still(setup.digests, setup),
            threads=True,
        ),
    )
    if setup.digests:
        yield Control(
            _posted(setup.narrowed),
            Menu(action_id("setsection", ""), "Choose a section for all", tuple(_choices(setup))),
        )
    yield Control(
        _QUESTIONS[settings.keeps_questions],
        _pair("setkept", settings.keeps_questions, no="Count them only", yes="Keep their words"),
    )


def _pair(name: str, now: bool, *, no: str, yes: str) -> tuple[Action, ...]:
    """Two buttons, the one that holds now in colour."""
    return tuple(
        Action(label, action_id(name, int(value)), Style.MAIN if value is now else Style.PLAIN)
        for value, label in ((False, no), (True, yes))
    )


def _mentions(settings: ServerSettings) -> str:
    where = _listed(sorted(settings.mention_channels))
    return f"**Mentions and replies** are answered {f'{where} alone' if where else 'in every channel'}."


def _listed(channels: Sequence[int]) -> str:
    return f"in {', '.join(f'<#{channel}>' for channel in channels)}" if channels else ""


def _posted(narrowed: frozenset[str | None]) -> str:
    if len(narrowed) > 1:
        return f"**Posted** are different sections.\n{small('`/follow list` shows which. A choice here is for all.')}"
    (section,) = narrowed or {None}
    what = f"items of the section “{inert_line(section, 80)}” alone" if section else "the items of every section"
    return f"**Posted** are {what}."


def _choices(setup: Setup) -> Iterator[Choice]:
    """Every section, those that are chosen, then the others; one is marked where it is the only one."""
    chosen = setup.narrowed if len(setup.narrowed) == 1 else frozenset()
    yield Choice("Every section", EVERY_SECTION, chosen=None in chosen)
    names = dict.fromkeys((*sorted(filter(None, setup.narrowed)), *setup.sections))
    fitting = [name for name in names if len(name) <= LONGEST_CHOICE]
    for name in fitting[: MOST_CHOICES - 1]:
        yield Choice(name, name, chosen=name in chosen)


def _still(channels: Sequence[int] | frozenset[int], setup: Setup) -> tuple[int, ...]:
    """Those that Discord still knows; it takes no others as picked."""
    return tuple(channel for channel in sorted(channels) if channel in setup.there)
