"""The two journeys of a text through search: `answer` for a question, `find` for words to look up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.model import Answer, Filters, Hit, Item, Order, Query, Quote
from bot.search.index.generation import Generation
from bot.search.index.writing import spelled
from bot.search.questions.understanding import Understanding, as_meant, understand
from bot.search.quotes.links import best_link, has_kind, label
from bot.search.quotes.phrases import with_phrases
from bot.search.quotes.quoting import opening, quotes
from bot.search.quotes.wanted import wanted
from bot.search.results.abstention import REFUSED, UNSURE, doubt, suggestions
from bot.search.results.parts import Part, is_particular, parts_of, together
from bot.search.results.ranking import Ranked, listed, look_up, rank
from bot.search.results.reasons import reason
from bot.search.semantic import Likeness

_CONSIDERED = 10
"""How many items are looked at before the question is refused."""


_WORTH = 0.2
"""Further results are those with this share of the best one's score. What has less shares a common word or two."""

_WORTH_BY_DATE = 0.5
"""By date they hold more than this share of what the best one holds of the question, as scores are dates then."""

_NEARLY = 0.9
"""An item is nearly as good as the best one with this share of its score."""


@dataclass(frozen=True, slots=True)
class _Considered:
    """The items that may answer a question, best first, how many are worth a look, and how likely (0 to 1) none is."""

    understanding: Understanding
    ranked: list[Ranked]
    worth: int
    doubt: float
    likeness: Likeness | None = None


def answer(generation: Generation, text: str, filters: Filters | None = None, limit: int = 3) -> Answer:
    """The items that answer a question, best first, each with the words of it that do; or an abstention.

    `filters` win over those that the question names itself; `total` counts the items that are worth a look, which may
    be more, and no others are given.
    """
    considered = _considered(generation, text, filters or Filters(), limit)
    understanding, ranked = considered.understanding, considered.ranked
    query = _as_written(generation, understanding.query)
    if considered.doubt >= REFUSED:
        instead = suggestions(generation, understanding.query, ranked)
        why = _reason(generation, understanding)
        return Answer(query, (), abstained=True, suggestions=instead, sample=generation.sample, reason=why)
    return Answer(
        query,
        _hits(generation, understanding, ranked[: min(limit, considered.worth)], considered.likeness),
        abstained=False,
        total=considered.worth,
        sample=generation.sample,
        closest=considered.doubt >= UNSURE,
    )


def is_answered(generation: Generation, text: str, filters: Filters) -> bool:
    """Whether a question finds an answer."""
    return _considered(generation, text, filters, 1).doubt < REFUSED


def find(
    generation: Generation,
    text: str,
    filters: Filters | None = None,
    limit: int = 10,
    offset: int = 0,
    order: Order = Order.RELEVANCE,
) -> Answer:
    """The items that hold words, "exact phrases" and not -others, `limit` of them from `offset` on.

    `total` counts all that match. Understands ``issue:305 section:tales before:2022-06 after:2021``. Never refuses, but
    finds nothing where one of these says nothing, and gives the reason.
    """
    understanding = understand(text, generation, filters or Filters(), plainly=False)
    query = replace(understanding.query, order=order)
    seek = look_up if query.terms else listed
    asked = query.terms or query.excluded or query.filters != Filters()
    ranked, total = seek(generation, query, offset + limit) if asked and not understanding.wrong else ([], 0)
    return Answer(
        _as_written(generation, query),
        _hits(generation, replace(understanding, query=query), ranked[offset:]),
        abstained=False,
        total=total,
        sample=generation.sample,
        reason=None if total else _reason(generation, understanding),
    )


def _reason(generation: Generation, understanding: Understanding) -> str | None:
    """Why nothing can be found, where operators or filters alone are to blame."""
    return next(iter(understanding.wrong), None) or reason(generation, understanding.query.filters)


def _considered(generation: Generation, text: str, filters: Filters, limit: int) -> _Considered:
    """What may answer a question: at least `limit` items where there are so many."""
    understanding = understand(text, generation, filters, plainly=True)
    query = understanding.query
    if not query.terms or query.filters.cite:  # a cite means its item, whatever is asked of it
        asked = query.filters != Filters() or query.order is not Order.RELEVANCE
        ranked, total = listed(generation, query, max(limit, _CONSIDERED)) if asked else ([], 0)
        return _Considered(understanding, ranked, total, 0.0 if ranked else 1.0)
    likeness = generation.likeness(as_meant(query))
    count = max(limit, _CONSIDERED)
    ranked = rank(generation, query, fiction=understanding.fiction, count=count, likeness=likeness)
    if query.wants_source:
        ranked = _sourced(generation, query, ranked)
    doubted = doubt(generation, understanding, ranked, likeness)
    parts = _parts(generation, understanding, count) if query.order is Order.RELEVANCE else []
    if parts:
        ranked, doubted = together(ranked, doubted, parts)
    ranked = ranked[:count]
    return _Considered(understanding, ranked, _worth(query, ranked), doubted, likeness)


def _worth(query: Query, ranked: Sequence[Ranked]) -> int:
    """How many of the items considered have enough to do with the question."""
    if not ranked:
        return 0
    if query.order is Order.RELEVANCE:
        best = ranked[0].score
        least = min(_WORTH * best, best)  # in an archive of a few items scores may be below zero
        return sum(one.score >= least for one in ranked)
    most = max(one.covered for one in ranked)
    return sum(one.covered > _WORTH_BY_DATE * most for one in ranked)


def _sourced(generation: Generation, query: Query, ranked: list[Ranked]) -> list[Ranked]:
    """The items, first of those nearly as good as the best the one that has a link of the kind asked for."""
    near = (one for one in ranked if one.score >= _NEARLY * ranked[0].score)
    first = next((one for one in near if has_kind(generation.item_at(one.place), query.text)), None)
    if first is None:
        return ranked
    return [replace(first, score=ranked[0].score), *(one for one in ranked if one is not first)]


def _parts(generation: Generation, whole: Understanding, count: int) -> list[Part]:
    """What is found for each part of a question that asks for two things, within its filters."""
    filters = whole.query.filters
    parts = [understand(text, generation, filters, plainly=True) for text in parts_of(whole.query.text)]
    if not all(is_particular(generation, part.query.terms) for part in parts):
        return []
    return [_part(generation, replace(part, fiction=whole.fiction), count) for part in parts]


def _part(generation: Generation, part: Understanding, count: int) -> Part:
    likeness = generation.likeness(as_meant(part.query))
    ranked = rank(generation, part.query, fiction=part.fiction, count=count, likeness=likeness)
    return Part(ranked, doubt(generation, part, ranked, likeness))


def _as_written(generation: Generation, query: Query) -> Query:
    """The query, its corrections written as the archive writes them."""
    if not query.corrections:
        return query
    return replace(query, corrections=tuple((was, spelled(generation, meant)) for was, meant in query.corrections))


def _hits(
    generation: Generation,
    understanding: Understanding,
    ranked: Sequence[Ranked],
    likeness: Likeness | None = None,
) -> tuple[Hit, ...]:
    items = [generation.item_at(one.place) for one in ranked]
    quoted = _quotes(generation, understanding, ranked, items, likeness)
    return tuple(map(partial(_hit, generation, understanding.query), ranked, items, quoted))


def _quotes(
    generation: Generation,
    understanding: Understanding,
    ranked: Sequence[Ranked],
    items: Sequence[Item],
    likeness: Likeness | None,
) -> list[Quote]:
    if not understanding.query.terms:
        return [opening(item) for item in items]
    places = [one.place for one in ranked]
    wants = wanted(generation, understanding.query)
    found = quotes(generation, places, items, wants, understanding.asks, likeness)
    return [with_phrases(quote, understanding.query) for quote in found]


def _hit(generation: Generation, query: Query, ranked: Ranked, item: Item, quote: Quote) -> Hit:
    link = best_link(item, query.text, _rarity(generation, query)) if query.wants_source else None
    return Hit(
        cite=generation.cite(ranked.place),
        head=generation.head_at(ranked.place),
        item=item,
        quote=quote,
        score=round(ranked.score, 4),
        read_more=label(link) if link else None,
    )


def _rarity(generation: Generation, query: Query) -> dict[str, float]:
    return {term: generation.idf(term) for term in query.terms}
