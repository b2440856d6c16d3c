"""The lines that cards share: where an item is from, and what it leads to. Knows the model and the markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from bot.cards.card import LONGEST_CHOICE, Choice, Menu, action_id
from bot.cards.markup import address, block_quote, cut, inert_line, link, one_line, shown_host, small
from bot.model import Hit, IssueHead, Item, Kind, Link, Quote

MOST_LINKS = 12
BRIEF = 180  # code points of the quotes of the lesser results
LEAD = 60  # code points before the first word that matched, where it comes late

NameOf = Callable[[str], str]  # a newsletter's name for people, by its slug


def number_of(count: int, noun: str) -> str:
    """``1 issue``, ``1,200 items``: for nouns whose plural only adds an s."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def matching(count: int) -> str:
    """``1 item matches``, ``1,200 items match``."""
    return f"{number_of(count, 'item')} {'matches' if count == 1 else 'match'}"


@lru_cache(maxsize=1024)
def day(date: dt.date) -> str:
    """A date without a time has no zone, so it is printed plainly: ``11 Oct 2022``."""
    return f"{date.day} {date:%b %Y}"


def issue_name(head: IssueHead, name_of: NameOf) -> str:
    """``Import AI 305``, as plain text; an issue without a number goes by its title."""
    newsletter = name_of(head.newsletter)
    return f"{newsletter} {head.number}" if head.number is not None else f"{newsletter}: {cut(head.title, 80)}"


def item_address(head: IssueHead, item: Item) -> str | None:
    """Where the item can be read: its own address, else its issue's; None where only a search is known."""
    return item.url or (None if head.search else head.url)


def heading(hit: Hit) -> str:
    """The item's title, linked to where it can be read."""
    return link(hit.item.title, item_address(hit.head, hit.item))


def provenance(head: IssueHead, name_of: NameOf, item: Item | None = None) -> str:
    """The small print under a title: ``Import AI 305 · 11 Oct 2022 · Tech Tales``, and a search where no address is."""
    parts = [inert_line(issue_name(head, name_of))]
    if head.inferred:
        parts[0] += " (number inferred)"
    parts.append(day(head.date) if head.date else "date unknown")
    if item and item.section:
        parts.append(inert_line(item.section, 80))
    if item and item.kind is not Kind.STORY:
        parts.append(str(item.kind))
    if head.url and head.search and not (item and item.url):
        parts.append(search_link(head.url))
    return small(" · ".join(parts))


def search_link(url: str) -> str:
    """A link that says that it searches, and where."""
    target = address(url)
    return f"[search for it](<{target}>) at {inert_line(shown_host(target), 100)}" if target else "address unknown"


def brief(hit: Hit, name_of: NameOf) -> Iterator[str]:
    """A result in three lines: title, where it is from, and the beginning of the quote."""
    yield f"**{heading(hit)}**"
    yield provenance(hit.head, name_of, hit.item)
    if one_line(hit.quote.text) != one_line(hit.item.title):
        yield excerpt(hit.quote)


def excerpt(quote: Quote) -> str:
    """Some of the first paragraph of a quote in which a word matched: its beginning, or what leads to that word."""
    matched, end = quote.highlights[0] if quote.highlights else (0, 0)
    start = quote.text.rfind("\n", 0, matched) + 1
    late = end - start > BRIEF
    if late:
        start = quote.text.find(" ", matched - LEAD, matched) + 1 or matched
    paragraph = quote.text[start:].split("\n", 1)[0]
    shown = block_quote(paragraph, [(first - start, last - start) for first, last in quote.highlights], BRIEF)
    return shown.replace("> ", "> …", 1) if late else shown


def reading_menu(items: Iterable[tuple[str, str, str | None]]) -> Menu:
    """A menu to read one of some items; each is given as its title, its cite, and what else tells it apart."""
    choices = (
        Choice(_entry(title), cite, _entry(description) if description else None) for title, cite, description in items
    )
    return Menu(
        action_id("open", ""), "Read an item", tuple(one for one in choices if len(one.value) <= LONGEST_CHOICE)
    )


def _entry(text: str) -> str:
    return cut(one_line(text), LONGEST_CHOICE) or "…"


def sources(hit: Hit) -> Iterator[str]:
    """A line for each link of the item, with its true host; the link that answers the question comes first, in bold."""
    links = hit.item.links
    answering = [one for one in links if hit.read_more in (one.label, f"{one.label} ({one.source})")]
    others = [one for one in links if one not in answering]
    yield from (f"**{source(one)}**" for one in answering)
    yield from (source(one) for one in others[:MOST_LINKS])
    if len(others) > MOST_LINKS:
        yield small(f"and {len(others) - MOST_LINKS} more links")


def source(one: Link) -> str:
    """``Read more: Attention Is All You Need (arXiv) · arxiv.org``, linked where the address is known."""
    lead = f"{inert_line(one.lead, 60).rstrip(':')}: " if one.lead else ""
    named = f" ({inert_line(one.source, 60)})" if one.source else ""
    target = address(one.url)
    if target is None:
        return f"{lead}{inert_line(one.label, 200)}{named}"
    if one.search:
        return f"{lead}{inert_line(one.label, 200)}{named} · {search_link(target)}"
    host = shown_host(target)
    shown = "" if host == (one.source or "").lower() else f" · {inert_line(host, 100)}"
    return f"{lead}{link(one.label, target, 200)}{named}{shown}"
