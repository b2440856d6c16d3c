"""Cards of what was found: the answer to a question, and the results of a search."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cards.card import Card, Tone, fitted
from bot.cards.lines import NameOf, day, item_address, provenance, sources
from bot.cards.markup import block_quote, inert_line, link, small
from bot.model import Answer, Filters, Hit, Query, Quote

BRIEF = 180  # code points of the quotes of the lesser results
SAMPLE = small("From the sample archive that a new bot starts with. Its operator can put a newsletter in its place.")


def answer_card(answer: Answer, name_of: NameOf) -> Card:
    """The best result in full and the others in brief, or the plain word that nothing was found, without links."""
    if answer.abstained or not answer.hits:
        return _not_found(answer, "I found nothing in the archive that answers this.")
    best, *others = answer.hits
    first = [*_understood(answer.query), *_full(best, name_of)]
    rest = [line for hit in others for line in _brief(hit, name_of)]
    return Card(fitted([first, rest], _footer(answer)), tone=Tone.FOUND)


def results_card(answer: Answer, name_of: NameOf) -> Card:
    """The items that match a search, each in brief, and how many there are in all."""
    if not answer.hits:
        return _not_found(answer, "No item matches these words.")
    total = max(answer.total, len(answer.hits))
    count = "1 item matches" if total == 1 else f"{total} items match"
    shown = f", the first {len(answer.hits)} shown" if total > len(answer.hits) else ""
    heading = [f"**{count}**{shown}", *_understood(answer.query)]
    return Card(
        fitted([heading, *(list(_brief(hit, name_of)) for hit in answer.hits)], _footer(answer)), tone=Tone.FOUND
    )


def _not_found(answer: Answer, sentence: str) -> Card:
    lines = [f"**{sentence}**", *_understood(answer.query)]
    if answer.suggestions:
        lines.append("You could ask about:")
        lines += [f"- {inert_line(suggestion, 100)}" for suggestion in answer.suggestions[:5]]
    else:
        lines.append("Try other words for it, or fewer of them.")
    return Card(fitted([lines], _footer(answer)))


def _full(hit: Hit, name_of: NameOf) -> Iterator[str]:
    yield f"### {link(hit.item.title, item_address(hit.head, hit.item))}"
    yield provenance(hit.head, name_of, hit.item)
    yield block_quote(hit.quote.text, hit.quote.highlights)
    yield from sources(hit)


def _brief(hit: Hit, name_of: NameOf) -> Iterator[str]:
    yield f"**{link(hit.item.title, item_address(hit.head, hit.item))}**"
    yield provenance(hit.head, name_of, hit.item)
    yield _excerpt(hit.quote)


def _excerpt(quote: Quote) -> str:
    """The beginning of the first paragraph of a quote in which a word matched."""
    matched = quote.highlights[0][0] if quote.highlights else 0
    start = quote.text.rfind("\n", 0, matched) + 1
    paragraph = quote.text[start:].split("\n", 1)[0]
    return block_quote(paragraph, [(first - start, last - start) for first, last in quote.highlights], BRIEF)


def _footer(answer: Answer) -> list[str]:
    return [SAMPLE] if answer.sample else []


def _understood(query: Query) -> Iterator[str]:
    yield small(f"“{inert_line(query.text, 150)}”")
    for written, understood in query.corrections[:3]:
        yield small(f"Showing results for **{inert_line(understood, 50)}** instead of {inert_line(written, 50)}.")
    filters = list(_filters(query.filters))
    if filters:
        yield small("Only " + " · ".join(filters))


def _filters(filters: Filters) -> Iterator[str]:
    if filters.issues:
        ranges = [str(first) if first == last else f"{first} to {last}" for first, last in filters.issues[:5]]
        yield f"issue {', '.join(ranges)}"
    if filters.since:
        yield f"since {day(filters.since)}"
    if filters.until:
        yield f"until {day(filters.until)}"
    if filters.section:
        yield f"section {inert_line(filters.section, 50)}"
    if filters.kind:
        yield str(filters.kind)
    if filters.position:
        yield "the lead item" if filters.position == 1 else f"item {filters.position} of its issue"
    if filters.newsletter:
        yield f"from {inert_line(filters.newsletter, 50)}"
