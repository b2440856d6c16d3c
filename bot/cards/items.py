"""The card of an item: its whole text on as many pages as it takes, its sources, and the mentions of and in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cards.card import (
    LONGEST_CHOICE,
    LONGEST_LABEL,
    LONGEST_TEXT,
    MOST_CHOICES,
    Action,
    Card,
    Choice,
    LinkButton,
    Menu,
    Style,
    Tone,
    action_id,
    length,
)
from bot.cards.lines import NameOf, issue_name, item_address, provenance, source
from bot.cards.markup import address, block_quote, cut, inert_line, link, linked, one_line, shown_host, small
from bot.model import IssueHead, Item, Mention, Role

if TYPE_CHECKING:
    from bot.archive.mentions import Around

LONGEST_PAGE = 2800  # characters of a page's text, where the heading leaves as many
LONGEST_PIECE = 500  # code points; a longer paragraph may be parted over two pages, at the end of a sentence
LONGEST_FOOTER = 160  # characters, with line ends
MOST_MENTIONS = 5
MOST_SHOWN_LINKS = 30


@dataclass(frozen=True, slots=True)
class ReadItem:
    """An item to be read: its cite, the head of its issue, itself, the mentions around it; whether it is a sample."""

    cite: str
    head: IssueHead
    item: Item
    around: Around
    sample: bool = False


def item_card(reading: ReadItem, name_of: NameOf, page: int = 1, *, again: str | None = None) -> Card:
    """One page (from 1; the nearest there is) of an item. `again` is the id of a button for another item by chance."""
    head, item = reading.head, reading.item
    heading = f"## {link(item.title, item_address(head, item), 200)}\n{provenance(head, name_of, item)}"
    pages = _pages(reading, name_of, min(LONGEST_PAGE, LONGEST_TEXT - length(heading) - LONGEST_FOOTER))
    page = max(1, min(page, len(pages)))
    footer = [f"`{cut(reading.cite, 100)}`", f"page {page} of {len(pages)}" if len(pages) > 1 else ""]
    footer.append("from the sample archive" if reading.sample else "")
    rows = [
        _turning(reading.cite, page, len(pages)),
        _leading(head, name_of, reading.cite, again),
        mentions_menu(reading.around),
    ]
    target = address(item_address(head, item))
    buttons = (LinkButton(cut(f"Read it on {shown_host(target)}", LONGEST_LABEL), target),) if target else ()
    return Card(
        (heading, pages[page - 1], small(" · ".join(filter(None, footer)))),
        buttons,
        Tone.FOUND,
        actions=tuple(filter(None, rows)),
    )


def later_lines(later: Sequence[Mention], name_of: NameOf, words: str = "Mentioned later in") -> Iterator[str]:
    """A line for each item that mentions something, the first of them under a heading."""
    if later:
        yield f"**{words}**"
    for each in later[:MOST_MENTIONS]:
        title = link(each.item.title, item_address(each.head, each.item), 120)
        yield f"- {title} · {inert_line(issue_name(each.head, name_of))} · `{cut(each.cite, 100)}`"
    if len(later) > MOST_MENTIONS:
        yield small(f"and {len(later) - MOST_MENTIONS} more")


def mentions_menu(around: Around) -> Menu | None:
    """A menu that opens the issues of the archive that are mentioned, and the items that mention this one later."""
    forth = [
        Choice(cut(one_line(f"{one.cite} · {one.head.title}"), LONGEST_CHOICE), one.cite)
        for one in around.issues
        if one.head
    ]
    back = [mention_choice(each, "mentions this later") for each in around.later]
    choices = (*forth[: MOST_CHOICES // 2], *back)[:MOST_CHOICES]
    return Menu(action_id("open", "mentions"), "Follow a mention", choices) if choices else None


def mention_choice(mention: Mention, why: str | None = None) -> Choice:
    """A menu's entry for an item, `why` beneath it."""
    label = cut(f"{mention.cite} · {one_line(mention.item.title)}", LONGEST_CHOICE)
    return Choice(label, mention.cite, cut(one_line(why), LONGEST_CHOICE) if why else None)


def _turning(cite: str, page: int, count: int) -> tuple[Action, ...]:
    if count == 1:
        return ()
    return (
        Action("Previous page", action_id("item", cite, page - 1), disabled=page == 1),
        Action("Next page", action_id("item", cite, page + 1), Style.MAIN, disabled=page == count),
    )


def _leading(head: IssueHead, name_of: NameOf, cite: str, again: str | None) -> tuple[Action, ...]:
    label = cut(f"Contents of {issue_name(head, name_of)}", LONGEST_LABEL)
    contents = Action(label, action_id("open", cite.partition("#")[0]))
    return (Action("Another one", again, Style.MAIN), contents) if again else (contents,)


def _pages(reading: ReadItem, name_of: NameOf, room: int) -> list[str]:
    """The text, the sources and the later mentions, a new page begun where one of so much `room` is full."""
    pages = [""]
    for glue, line in (*_text(reading, room), *_sources(reading.item), *_later(reading, name_of)):
        grown = f"{pages[-1]}{glue}{line}" if pages[-1] else line
        if pages[-1] and length(grown) > room:
            pages.append(line)
        else:
            pages[-1] = grown
    return [page for page in pages if page.strip()] or ["*It has no text.*"]


def _text(reading: ReadItem, room: int) -> Iterator[tuple[str, str]]:
    """The pieces of the text as Markdown, each behind what joins it to the one before; none if they are its title."""
    before: Role | None = None
    if one_line(reading.item.text) == one_line(reading.item.title):
        return
    for part in reading.item.parts:
        if part.role is Role.LINK:
            continue
        glue = "\n" if part.role is before is Role.ENTRY else "\n\n"
        before = part.role
        for start, end in _pieces(reading.item.text, part.start, part.end):
            yield glue, _written(reading, part.role, start, end, room, continued=start > part.start)
            glue = " "


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of text, parted behind sentences where it is too long for a page."""
    while end - start > LONGEST_PIECE:
        stop = max(text.rfind(mark, start, start + LONGEST_PIECE) for mark in (". ", "? ", "! ", ".\n", "\n"))
        stop = stop + 1 if stop > start else start + LONGEST_PIECE
        yield start, stop
        start = stop + len(text[stop:end]) - len(text[stop:end].lstrip())
    if start < end:
        yield start, end


def _written(reading: ReadItem, role: Role, start: int, end: int, room: int, *, continued: bool) -> str:
    text = reading.item.text[start:end]
    if role is Role.QUOTATION:
        quoted = block_quote(text)
        return quoted.removeprefix("> ") if continued else quoted
    if role is Role.TAGLINE:
        return f"*{inert_line(text, LONGEST_PIECE)}*"
    bullet = len(text) - len(text.lstrip("-*•·– \t")) if role is Role.ENTRY and not continued else 0
    issues = reading.around.issues
    spans = [
        (first - start - bullet, last - start - bullet, url)
        for first, last, place in reading.around.spans
        if start + bullet <= first and last <= end and (url := issues[place].url)
    ]
    whole = linked(text[bullet:], spans)
    shown = whole if length(whole) < room else linked(text[bullet:], ())
    return f"- {shown}" if bullet else shown


def _sources(item: Item) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(item.links[:MOST_SHOWN_LINKS]):
        yield ("\n" if number else "\n\n"), source(one)
    if len(item.links) > MOST_SHOWN_LINKS:
        yield "\n", small(f"and {len(item.links) - MOST_SHOWN_LINKS} more links")


def _later(reading: ReadItem, name_of: NameOf) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(later_lines(reading.around.later, name_of)):
        yield ("\n" if number else "\n\n"), line
