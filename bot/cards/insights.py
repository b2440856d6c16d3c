"""Cards about one result: what is like it, why it was found, where its words stand, and how to cite it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.cards.answers import filter_words
from bot.cards.card import Action, Card, Style, Tone, action_id, fitted
from bot.cards.lines import NameOf, brief, day, issue_name, item_address, number_of, provenance, reading_menu
from bot.cards.markup import address, bold, cut, inert_line, link, one_line, small
from bot.model import Hit, IssueHead, Item, Order

if TYPE_CHECKING:
    from bot.search.around.explaining import Explanation, Match
    from bot.search.around.related import Related

_ABOUT = "**About what the message says**"
AROUND = 700  # code points shown before and after a quote
_ORDERED = {
    Order.NEWEST: "You asked for the newest, so real matches come by date, newest first.",
    Order.OLDEST: "You asked for the first, so real matches come by date, oldest first.",
}


def related_card(title: str, found: Sequence[Related], name_of: NameOf) -> Card:
    """The items like the one of this title, each with the words they share."""
    if not found:
        return Card((f"Nothing else in the archive is much like **{inert_line(title)}**.",))
    first = [f"**More like {inert_line(title)}**"]
    blocks = [
        [
            f"**{link(one.item.title, item_address(one.head, one.item))}**",
            provenance(one.head, name_of, one.item),
            "They share " + ", ".join(f"**{inert_line(word, 40)}**" for word in one.words),
        ]
        for one in found
    ]
    menu = reading_menu((one.item.title, one.cite, issue_name(one.head, name_of)) for one in found)
    return Card(fitted([first, *blocks]), tone=Tone.FOUND, actions=(menu,))


def why_card(explanation: Explanation, name_of: NameOf) -> Card:
    """The words that matched and what each gave, likeness of meaning where it counted, the filters, and the date."""
    lines = [
        f"**Why {link(explanation.item.title, item_address(explanation.head, explanation.item))}?**",
        provenance(explanation.head, name_of, explanation.item),
    ]
    matched = [_matched(match) for match in explanation.matches if match.found is not None]
    asked = [match.asked for match in explanation.matches]
    lacked = [match.asked for match in explanation.matches if match.found is None and not _is_part(match.asked, asked)]
    missing = [inert_line(word, 40) for word in lacked]
    words = ["Your words in it, and their share of its score:", *matched] if matched else []
    if missing:
        words.append(f"Not in it: {', '.join(missing)}")
    return Card(fitted([lines, words, list(_rules(explanation, name_of))]), tone=Tone.FOUND)


def _matched(match: Match) -> str:
    found = inert_line(match.found or "", 40)
    same = match.found is not None and match.found.casefold() == match.asked.casefold()
    if match.like:
        shown = f"**{found}**, like your “{inert_line(match.asked, 40)}”"
    else:
        shown = f"**{found}**" if same else f"**{found}** for your “{inert_line(match.asked, 40)}”"
    rare = "in this item alone" if match.held == 1 else f"in {number_of(match.held, 'item')}"
    return f"- {shown}: {match.share:.0%}" + ("" if match.like else f" ({rare})")


def _is_part(word: str, words: Sequence[str]) -> bool:
    """Whether another of the words holds this one: ``DB`` of ``FractalDB`` was not asked for by itself."""
    return any(word != other and word.casefold() in other.casefold() for other in words)


def _rules(explanation: Explanation, name_of: NameOf) -> Iterator[str]:
    query = explanation.query
    for written, understood in query.corrections[:3]:
        yield f"I read {inert_line(written, 50)} as **{inert_line(understood, 50)}**."
    filters = filter_words(query.filters, name_of)
    yield f"Only {' · '.join(filters)} was looked at." if filters else "The whole archive was looked at."
    if query.order in _ORDERED:
        yield _ORDERED[query.order]
    if explanation.closer_than is not None:
        yield f"In meaning it is closer to your question than {explanation.closer_than:.0%} of the archive."
    date = explanation.head.date
    yield f"It is from {day(date)}." if date else "Nothing tells when it came out."
    yield small(f"Rare words weigh more. The archive has {number_of(explanation.items, 'item')}.")


def context_card(head: IssueHead, item: Item, cite: str, start: int, end: int, name_of: NameOf) -> Card:
    """What stands around `item.text[start:end]`, with those words bold, and a button for the whole item."""
    first = _paragraph_start(item.text, max(0, start - AROUND), start)
    last = _paragraph_end(item.text, min(len(item.text), end + AROUND), end)
    shown = item.text[first:last]
    text = "\n".join(f"> {line}" for line in bold(shown, [(start - first, end - first)]).split("\n"))
    lines = [f"### {link(item.title, item_address(head, item))}", provenance(head, name_of, item)]
    passage = [*(["> …"] if first else []), *text.split("\n"), *(["> …"] if last < len(item.text) else [])]
    action = Action("Read the whole item", action_id("item", cite, 1), Style.MAIN)
    return Card(fitted([lines, passage]), tone=Tone.FOUND, actions=((action,),))


def _paragraph_start(text: str, limit: int, start: int) -> int:
    """The first beginning of a paragraph, else of a word, from `limit` on and not behind `start`."""
    if limit == 0:
        return 0
    for mark in ("\n", " "):
        at = text.find(mark, limit, start)
        if at >= 0:
            return at + len(text[at:start]) - len(text[at:start].lstrip())
    return start


def _paragraph_end(text: str, limit: int, end: int) -> int:
    """The last end of a paragraph, else of a word, before `limit` and not before `end`."""
    if limit == len(text):
        return limit
    for mark in ("\n", " "):
        at = text.rfind(mark, end, limit)
        if at >= 0:
            return end + len(text[end:at].rstrip())
    return end


def cite_card(head: IssueHead, item: Item, cite: str, name_of: NameOf) -> Card:
    """The item's permanent name, and a line of Markdown to paste."""
    target = address(item_address(head, item))
    title = _plain(item.title)
    named = f"[{title}](<{target}>)" if target else title
    date = f", {day(head.date)}" if head.date else ""
    markdown = f"{named}, {_plain(issue_name(head, name_of))} ({cite}){date}"
    return Card(
        (
            f"**{inert_line(item.title)}**\nIts permanent name: `{cite}`",
            f"As Markdown:\n```md\n{markdown}\n```",
        ),
    )


def _plain(text: str) -> str:
    """Text for a code block and for the text of a link: on one line, with nothing that would end either."""
    return cut(one_line(text), 300).replace("`", "ˋ").replace("[", "(").replace("]", ")")


def mentioned_card(covering: Sequence[Hit], about: Sequence[Hit], links: int, name_of: NameOf) -> Card:
    """The items that covered the addresses in a message (so many `links`), and those about what it says besides."""
    covered = f"**Covered {'that link' if links == 1 else 'one of those links'}**"
    shown = [*covering, *about]
    leads = {len(covering): _ABOUT, 0: covered} if covering else {0: _ABOUT}
    blocks = [[*([leads[at]] if at in leads else []), *brief(hit, name_of)] for at, hit in enumerate(shown)]
    menu = reading_menu((hit.item.title, hit.cite, issue_name(hit.head, name_of)) for hit in shown)
    return Card(fitted(blocks), tone=Tone.FOUND, actions=(menu,))
