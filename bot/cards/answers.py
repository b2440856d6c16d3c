"""The cards of an answer: the best result in full and two in brief, the others in brief, or that nothing was found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cards.card import (
    LONGEST_CHOICE,
    LONGEST_LABEL,
    Action,
    Card,
    Choice,
    Menu,
    Row,
    Style,
    Tone,
    action_id,
    fitted,
)
from bot.cards.lines import NameOf, brief, day, heading, issue_name, provenance, reading_menu, sources
from bot.cards.markup import block_quote, cut, inert_line, one_line, small
from bot.model import Answer, Filters, Hit, Order, Query

if TYPE_CHECKING:
    from bot.search.around.meant import Meant

RESULTS = 3  # on the first card
FURTHER = 5  # on each of those after it
FAR = 0.6  # of the best score; below it results have less to do with the question
WEAKER = small("These have less to do with the question than the first ones.")
ORDERS = {Order.RELEVANCE: "Best first", Order.NEWEST: "Newest first", Order.OLDEST: "Oldest first"}
CLOSEST = "I am not sure that this is in the archive. This is the closest I found:"
FURTHER_CLOSEST = small("I am not sure that this is in the archive.")
SAMPLE = small("From the sample archive that a new bot starts with. Its operator can put a newsletter in its place.")


@dataclass(frozen=True, slots=True)
class Turn:
    """What the buttons under an answer have to know.

    `state` stands for the question, `offset` counts the results before the first one shown, `more` says that there are
    others behind the last one, `private` that only the asker sees the card.
    """

    state: str
    offset: int = 0
    more: bool = False
    private: bool = False


def answer_card(
    answer: Answer, name_of: NameOf, turn: Turn | None = None, meant: Sequence[tuple[Meant, str]] = ()
) -> Card:
    """The results of a question, the first of them in full. `meant`: questions near it, and what stands for each."""
    if answer.abstained or not answer.hits:
        return _not_found(answer, name_of, meant, interactive=turn is not None)
    best, *others = answer.hits
    closest = [CLOSEST] if answer.closest else []
    first = [*closest, *understood(answer.query, name_of), *_in_order(answer.query), *_full(best, name_of)]
    rest = [line for hit in others for line in brief(hit, name_of)]
    return Card(fitted([first, rest], footer(answer)), tone=Tone.FOUND, actions=tuple(_actions(best, turn)))


def further_card(answer: Answer, name_of: NameOf, turn: Turn, best: float) -> Card:
    """Results after the first ones, each in brief; `best` is the score of the best of all."""
    first, last = turn.offset + 1, turn.offset + len(answer.hits)
    named = f"**Results {first} to {last}**" if first < last else f"**Result {first}**"
    by_score = answer.query.order is Order.RELEVANCE
    weaker = [WEAKER] if by_score and answer.hits[0].score < FAR * best else []
    closest = [FURTHER_CLOSEST] if answer.closest else []
    heading = [named, *closest, *weaker, *understood(answer.query, name_of), *_in_order(answer.query)]
    share = [Action("Share", action_id("share", turn.offset, turn.state))] if turn.private else []
    menu = reading_menu((hit.item.title, hit.cite, issue_name(hit.head, name_of)) for hit in answer.hits)
    blocks = fitted([heading, *(list(brief(hit, name_of)) for hit in answer.hits)], footer(answer))
    return Card(blocks, tone=Tone.FOUND, actions=((*_pages(turn), *share), menu))


def footer(answer: Answer) -> list[str]:
    """What a card says at its end: whether the answer is from the sample."""
    return [SAMPLE] if answer.sample else []


def understood(query: Query, name_of: NameOf) -> Iterator[str]:
    """Small print: the question, and how it was understood where that is not plain."""
    yield small(f"“{inert_line(query.text, 150)}”")
    for written, meant in query.corrections[:3]:
        yield small(f"Showing results for **{inert_line(meant, 50)}** instead of {inert_line(written, 50)}.")
    filters = filter_words(query.filters, name_of)
    if filters:
        yield small("Only " + " · ".join(filters))


def filter_words(filters: Filters, name_of: NameOf) -> list[str]:
    """What narrowed a search, in words, as Markdown."""
    return [inert_line(words) for words in narrowed(filters, name_of)]


def _in_order(query: Query) -> Iterator[str]:
    if query.order is not Order.RELEVANCE:
        yield small(ORDERS[query.order])


def _full(hit: Hit, name_of: NameOf) -> Iterator[str]:
    yield f"### {heading(hit)}"
    yield provenance(hit.head, name_of, hit.item)
    yield block_quote(hit.quote.text, hit.quote.highlights)
    yield from sources(hit)


def _actions(best: Hit, turn: Turn | None) -> Iterator[Row]:
    if turn is None:
        return
    about = [
        Action("More like this", action_id("related", best.cite)),
        Action("In context", action_id("context", best.cite, f"{best.quote.start}-{best.quote.end}")),
        Action("Why this?", action_id("why", best.cite, turn.state)),
        Action("Cite", action_id("cite", best.cite)),
    ]
    yield (*about, *([Action("Share", action_id("share", turn.offset, turn.state))] if turn.private else []))
    yield (
        *_pages(turn),
        Action("Helpful", action_id("helpful", best.cite, _digest(turn.state)), emoji="👍"),
        Action("Not helpful", action_id("unhelpful", best.cite, _digest(turn.state)), emoji="👎"),
    )


def _pages(turn: Turn) -> Iterator[Action]:
    if turn.offset:
        before = turn.offset - FURTHER if turn.offset > RESULTS else 0
        yield Action("Earlier results", action_id("answer", max(before, 0), turn.state))
    if turn.more:
        after = turn.offset + FURTHER if turn.offset else RESULTS
        yield Action("Next results", action_id("answer", after, turn.state), Style.MAIN)


def _digest(state: str) -> str:
    """What tells one question from another in a vote, and does not tell the question."""
    return hashlib.blake2b(state.encode(), digest_size=8).hexdigest()


def _not_found(answer: Answer, name_of: NameOf, meant: Sequence[tuple[Meant, str]], *, interactive: bool) -> Card:
    lines = ["**I found nothing in the archive that answers this.**", *understood(answer.query, name_of)]
    if answer.reason:
        lines.append(inert_line(answer.reason))
    shortened = (cut(one_line(topic), LONGEST_CHOICE) for topic in answer.suggestions)
    topics = [topic for topic in dict.fromkeys(shortened) if topic][:5]
    if topics:
        lines.append("The nearest topics are:")
        lines += [f"- {inert_line(topic, 100)}" for topic in topics]
    elif not meant and not answer.reason:
        lines.append("Try other words for it, or fewer of them.")
    actions: list[Row] = []
    if interactive and meant:
        actions.append(tuple(_did_you_mean(one, state) for one, state in meant))
    if interactive and topics:
        choices = tuple(Choice(topic, topic) for topic in topics)
        actions.append(Menu(action_id("topic", ""), "Read about a topic nearby", choices))
    return Card(fitted([lines], footer(answer)), actions=tuple(actions))


def _did_you_mean(one: Meant, state: str) -> Action:
    return Action(cut(f"Did you mean {one_line(one.word)}?", LONGEST_LABEL), action_id("answer", 0, state), Style.MAIN)


def narrowed(filters: Filters, name_of: NameOf) -> Iterator[str]:
    """What narrows a search, in plain words."""
    if filters.issues:
        yield _issues(filters.issues)
    if filters.cite:
        yield f"item {filters.cite}"
    if filters.since:
        yield f"since {day(filters.since)}"
    if filters.until:
        yield f"until {day(filters.until)}"
    if filters.section:
        yield f"section {cut(filters.section, 50)}"
    if filters.kind:
        yield str(filters.kind)
    if filters.position:
        yield "the lead item" if filters.position == 1 else f"item {filters.position} of its issue"
    if filters.newsletter:
        yield f"from {' and '.join(cut(name_of(slug), 50) for slug in filters.newsletter.split(',')[:5])}"


def _issues(numbers: Sequence[tuple[int, int]]) -> str:
    ranges = [str(first) if first == last else f"{first} to {last}" for first, last in numbers[:5]]
    one = len(numbers) == 1 and numbers[0][0] == numbers[0][1]
    return f"issue{'' if one else 's'} {', '.join(ranges)}"
