"""The card of a search: a page of what matches, each in brief, and the buttons that turn the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cards.answers import ORDERS, footer, understood
from bot.cards.card import Action, Card, Row, Tone, action_id, fitted
from bot.cards.lines import NameOf, brief, issue_name, matching, reading_menu
from bot.cards.markup import inert_line
from bot.model import Answer, Order

RESULTS = 5  # on a page


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """Which page of a search is shown: `state` stands for the words, `private` says that only the asker sees it."""

    state: str
    offset: int = 0
    order: Order = Order.RELEVANCE
    private: bool = False


def results_card(answer: Answer, name_of: NameOf, page: ResultsPage | None = None) -> Card:
    """The items that match a search, each in brief, and how many there are in all."""
    if not answer.hits:
        lines = ["**No item matches these words.**", *understood(answer.query, name_of)]
        lines.append(inert_line(answer.reason) if answer.reason else "Try other words for it, or fewer of them.")
        return Card(fitted([lines], footer(answer)))
    total = max(answer.total, len(answer.hits))
    lines = [f"**{matching(total)}**{_shown(answer, page, total)}", *understood(answer.query, name_of)]
    blocks = fitted([lines, *(list(brief(hit, name_of)) for hit in answer.hits)], footer(answer))
    actions = tuple(_actions(answer, name_of, page, total)) if page else ()
    return Card(blocks, tone=Tone.FOUND, actions=actions)


def _shown(answer: Answer, page: ResultsPage | None, total: int) -> str:
    if total <= len(answer.hits):
        return ""
    if page is None:
        return f", the first {len(answer.hits)} shown"
    order = ORDERS[page.order].lower()
    return f" · {order} · page {page.offset // RESULTS + 1:,} of {-(-total // RESULTS):,}"


def _actions(answer: Answer, name_of: NameOf, page: ResultsPage, total: int) -> Iterator[Row]:
    if total > RESULTS:
        yield tuple(_pager(page, total))
    orders = [order for order in ORDERS if order is not page.order] if total > 1 else []
    buttons = [Action(ORDERS[order], _id("order", page, 0, order)) for order in orders]
    if page.private:
        buttons.append(Action("Share", _id("sharefound", page, page.offset)))
    if buttons:
        yield tuple(buttons)
    yield reading_menu((hit.item.title, hit.cite, issue_name(hit.head, name_of)) for hit in answer.hits)


def _pager(page: ResultsPage, total: int) -> Iterator[Action]:
    last = (total - 1) // RESULTS * RESULTS
    here = page.offset
    yield Action("First", _id("first", page, 0), disabled=here == 0)
    yield Action("Previous", _id("previous", page, max(0, here - RESULTS)), disabled=here == 0)
    yield Action("Next", _id("next", page, min(last, here + RESULTS)), disabled=here >= last)
    yield Action("Last", _id("last", page, last), disabled=here >= last)


def _id(name: str, page: ResultsPage, offset: int, order: Order | None = None) -> str:
    return action_id(name, offset, (order or page.order).value, page.state)
