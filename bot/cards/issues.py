"""The card of an issue: its contents, in order, under the headings it gave them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.cards.card import LONGEST_LABEL, Card, LinkButton, Tone, fitted
from bot.cards.lines import NameOf, issue_name, provenance
from bot.cards.markup import address, cut, inert_line, link, shown_host, small
from bot.model import Issue, IssueHead, Item

ROOM_FOR_TITLES = 3200  # characters, shared evenly: the titles of an issue with many items are cut shorter
LONGEST_TITLE = 200


def issue_card(issue: Issue, name_of: NameOf, *, sample: bool) -> Card:
    """What stands in an issue. `sample` says that the archive is the sample."""
    head = issue.head
    heading = [f"## {link(_title(head, name_of), None if head.search else head.url)}", provenance(head, name_of)]
    if head.preheader:
        heading.append(f"*{inert_line(head.preheader, 300)}*")
    footer = [small("From the sample archive that a new bot starts with.")] if sample else []
    blocks = fitted([heading, list(_contents(issue.items))], footer)
    return Card(blocks, _buttons(head), Tone.FOUND)


def _title(head: IssueHead, name_of: NameOf) -> str:
    name = issue_name(head, name_of)
    return head.title if head.number is None or name in head.title else f"{name}: {head.title}"


def _contents(items: tuple[Item, ...]) -> Iterator[str]:
    longest = min(LONGEST_TITLE, ROOM_FOR_TITLES // max(1, len(items)))
    for section, group in groupby(items, key=lambda item: item.section):
        if section:
            yield f"**{inert_line(section, 60)}**"
        for item in group:
            yield f"{item.position}. {link(item.title, item.url, longest)}"


def _buttons(head: IssueHead) -> tuple[LinkButton, ...]:
    target = None if head.search else address(head.url)
    if target is None:
        return ()
    return (LinkButton(cut(f"Read it on {shown_host(target)}", LONGEST_LABEL), target),)
