"""The card of an issue: its contents, in order, under the headings it gave them, and the mentions of and in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from bot.cards.card import (
    LONGEST_CHOICE,
    LONGEST_LABEL,
    MOST_BUTTONS,
    MOST_CHOICES,
    Action,
    Card,
    Choice,
    LinkButton,
    Menu,
    Row,
    Style,
    Tone,
    action_id,
    fitted,
)
from bot.cards.items import later_lines, mentions_menu
from bot.cards.lines import NameOf, issue_name, provenance
from bot.cards.markup import address, cut, inert_line, link, one_line, shown_host, small
from bot.model import Issue, IssueHead, Item

if TYPE_CHECKING:
    from bot.archive.mentions import Around, Mentioned

ROOM_FOR_TITLES = 2600  # characters, shared evenly: the titles of an issue with many items are cut shorter
LONGEST_TITLE = 200
MOST_AS_BUTTONS = 10  # items that get a button each; more of them are in menus
MOST_MENUS = 3  # with two more rows for what mentions it and for its neighbours a message is full
MOST_MENTIONED = 10

CiteOf = Callable[[IssueHead, Item | None], str]
Beside = tuple[IssueHead | None, IssueHead | None]


def issue_card(issue: Issue, around: Around, beside: Beside, name_of: NameOf, cite_of: CiteOf, *, sample: bool) -> Card:
    """What stands in an issue. `beside` are the issues before and after it; `sample` says that this is the sample."""
    head = issue.head
    heading = [f"## {link(full_title(head, name_of), None if head.search else head.url)}", provenance(head, name_of)]
    if head.preheader:
        heading.append(f"*{inert_line(head.preheader, 300)}*")
    footer = [small("From the sample archive that a new bot starts with.")] if sample else []
    mentions = [*_mentioned(around.issues, name_of), *later_lines(around.later, name_of)]
    blocks = fitted([heading, list(contents(issue.items)), mentions], footer)
    rows = (*reading_rows(head, issue.items, cite_of), mentions_menu(around), _neighbours(beside, name_of, cite_of))
    return Card(blocks, site_button(head), Tone.FOUND, actions=tuple(filter(None, rows)))


def full_title(head: IssueHead, name_of: NameOf) -> str:
    """The issue's title, with the newsletter's name and its number before it where it does not say them."""
    name = issue_name(head, name_of)
    return head.title if head.number is None or name in head.title else f"{name}: {head.title}"


def contents(items: Sequence[Item]) -> Iterator[str]:
    """A line for each item, by its place in the issue, under the headings of their sections."""
    longest = min(LONGEST_TITLE, ROOM_FOR_TITLES // max(1, len(items)))
    for section, group in groupby(items, key=lambda item: item.section):
        if section:
            yield f"**{inert_line(section, 60)}**"
        for item in group:
            yield f"{item.position}. {link(item.title, item.url, longest)}"


def _mentioned(issues: Sequence[Mentioned], name_of: NameOf) -> Iterator[str]:
    """One line with the issues that this one mentions, each linked where its address is known."""
    if issues:
        names = [link(f"{name_of(each.newsletter)} {each.number}", each.url) for each in issues[:MOST_MENTIONED]]
        more = f" and {len(issues) - MOST_MENTIONED} more" if len(issues) > MOST_MENTIONED else ""
        yield f"**Mentions** {', '.join(names)}{more}"


def reading_rows(head: IssueHead, items: Sequence[Item], cite_of: CiteOf) -> Iterator[Row]:
    """A button for each item, by its place in the contents, or menus of them where they are many."""
    if len(items) <= MOST_AS_BUTTONS:
        actions = [Action(str(item.position), action_id("open", cite_of(head, item)), Style.MAIN) for item in items]
        for start in range(0, len(actions), MOST_BUTTONS):
            yield tuple(actions[start : start + MOST_BUTTONS])
        return
    for number, start in enumerate(range(0, min(len(items), MOST_MENUS * MOST_CHOICES), MOST_CHOICES), 1):
        part = items[start : start + MOST_CHOICES]
        choices = tuple(_choice(item, cite_of(head, item)) for item in part)
        yield Menu(action_id("open", number), f"Read an item, {start + 1} to {start + len(part)}", choices)


def _choice(item: Item, cite: str) -> Choice:
    label = cut(f"{item.position}. {one_line(item.title)}", LONGEST_CHOICE)
    return Choice(label, cite, cut(one_line(item.section), LONGEST_CHOICE) if item.section else None)


def _neighbours(beside: Beside, name_of: NameOf, cite_of: CiteOf) -> tuple[Action, ...]:
    """Buttons that turn the card over to the issues before and after."""
    return tuple(
        Action(cut(f"{arrow} {issue_name(head, name_of)}", LONGEST_LABEL), action_id("browse", cite_of(head, None)))
        for arrow, head in zip("←→", beside, strict=True)
        if head
    )


def site_button(head: IssueHead) -> tuple[LinkButton, ...]:
    """A button that leads to the issue where it was published; none where that is not known."""
    target = None if head.search else address(head.url)
    if target is None:
        return ()
    return (LinkButton(cut(f"Read it on {shown_host(target)}", LONGEST_LABEL), target),)
