"""What is offered while a member types an option: issues, items and sections, from memory.

An answer holds at most 25 choices of 100 characters, and a member may send what was not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from discord import app_commands

from bot.archive.reader import Archive
from bot.cards.card import LONGEST_CHOICE, MOST_CHOICES
from bot.cards.markup import cut
from bot.errors import BackIssueError

Choices = list[app_commands.Choice[str]]


def issues(archive: Archive, typed: str) -> Choices:
    """Issues by number or words of their title, newest first."""
    return _offered(lambda: archive.complete_issues(typed, MOST_CHOICES))


def items(archive: Archive, typed: str) -> Choices:
    """Items by cite or words of their title, newest first; the cite is shown behind the title."""
    return _offered(lambda: [(_titled(*found), found[1]) for found in archive.complete_items(typed, MOST_CHOICES)])


def sections(archive: Archive, typed: str) -> Choices:
    """Sections by words of their heading, the largest first."""
    return _offered(lambda: [(name, name) for name in archive.sections(typed)])


def _titled(title: str, cite: str) -> str:
    return f"{cut(title, LONGEST_CHOICE - len(cite) - 3)} · {cite}"


def _offered(found: Callable[[], Iterable[tuple[str, str]]]) -> Choices:
    try:
        pairs = list(found())
    except BackIssueError:  # while the index loads there is nothing to offer, and no place to say so
        return []
    # A value that was cut would mean something else
    fitting = [(label, value) for label, value in pairs if label.strip() and len(value) <= LONGEST_CHOICE]
    return [
        app_commands.Choice(name=cut(label, LONGEST_CHOICE), value=value) for label, value in fitting[:MOST_CHOICES]
    ]
