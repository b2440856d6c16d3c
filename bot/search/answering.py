"""The two journeys of a text through search: `answer` for a question, `find` for words to look up."""

from __future__ import annotations

from dataclasses import replace

from bot.model import Answer, Filters, Hit, Order, Query, Quote
from bot.search.abstention import REFUSED, UNSURE, doubt, suggestions
from bot.search.asking import Asks
from bot.search.generation import Generation
from bot.search.links import best_link, label
from bot.search.meaning import likes
from bot.search.pieces import Wanted
from bot.search.quoting import opening, quote
from bot.search.ranking import Ranked, listed, look_up, rank
from bot.search.semantic import Likeness
from bot.search.understanding import Understanding, understand

_CONSIDERED = 10
"""How many items are looked at before the question is refused."""


def answer(generation: Generation, text: str, filters: Filters | None = None, limit: int = 3) -> Answer:
    """The items that answer a question, best first, each with the words of it that do; or an abstention.

    `filters` win over those that the question names itself; `total` counts the items considered, which may be more.
    """
    understanding = understand(text, generation, filters or Filters(), plainly=True)
    query = understanding.query
    likeness = generation.likeness(_meant(query)) if query.terms else None
    if query.terms:
        count = max(limit, _CONSIDERED)
        ranked = rank(generation, query, fiction=understanding.fiction, count=count, likeness=likeness)
        doubted = doubt(generation, understanding, ranked, likeness)
    else:
        ranked = listed(generation, query, limit)[0] if query.filters != Filters() else []
        doubted = 0.0 if ranked else 1.0
    if doubted >= REFUSED:
        refusal = _answer(generation, understanding, [], abstained=True)
        return replace(refusal, suggestions=suggestions(generation, query, ranked))
    found = _answer(generation, understanding, ranked[:limit], likeness, abstained=False)
    return replace(found, closest=doubted >= UNSURE, total=len(ranked))


def find(
    generation: Generation,
    text: str,
    filters: Filters | None = None,
    limit: int = 10,
    offset: int = 0,
    order: Order = Order.RELEVANCE,
) -> Answer:
    """The items that hold words, "exact phrases" and not -others, `limit` of them from `offset` on.

    `total` counts all that match. Understands ``issue:305 section:tales before:2022-06 after:2021``. Never refuses.
    """
    understanding = understand(text, generation, filters or Filters(), plainly=False)
    query = replace(understanding.query, order=order)
    seek = look_up if query.terms else listed
    asked = query.terms or query.excluded or query.filters != Filters()
    ranked, total = seek(generation, query, offset + limit) if asked else ([], 0)
    found = _answer(generation, replace(understanding, query=query), ranked[offset:], abstained=False)
    return replace(found, total=total)


def _meant(query: Query) -> str:
    """The question with its slips corrected."""
    text = query.text
    for written, meant in query.corrections:
        text = text.replace(written, meant)
    return text


def _answer(
    generation: Generation,
    understanding: Understanding,
    ranked: list[Ranked],
    likeness: Likeness | None = None,
    *,
    abstained: bool,
) -> Answer:
    wanted = _wanted(generation, understanding.query)
    return Answer(
        query=understanding.query,
        hits=tuple(_hit(generation, understanding, one, wanted, likeness) for one in ranked),
        abstained=abstained,
        total=len(ranked),
        sample=generation.sample,
    )


def _hit(
    generation: Generation, understanding: Understanding, ranked: Ranked, wanted: Wanted, likeness: Likeness | None
) -> Hit:
    query = understanding.query
    item = generation.item_at(ranked.place)
    source = None
    if query.wants_source:
        link = best_link(item, {term: generation.idf(term) for term in query.terms})
        source = label(link) if link else None
    return Hit(
        cite=generation.cite(ranked.place),
        head=generation.head_at(ranked.place),
        item=item,
        quote=_quote(generation, ranked.place, understanding.asks, wanted, likeness),
        score=round(ranked.score, 4),
        read_more=source,
    )


def _quote(generation: Generation, place: int, asks: Asks, wanted: Wanted, likeness: Likeness | None) -> Quote:
    item = generation.item_at(place)
    return quote(generation, place, item, wanted, asks, likeness) if wanted.own else opening(item)


def _wanted(generation: Generation, query: Query) -> Wanted:
    """The terms of a query that the archive has, with their rarity, and those of like meaning."""
    place_of = generation.vocabulary.get
    own = {place: generation.idf(term) for term in query.terms if (place := place_of(term)) is not None}
    alike: dict[int, int] = {}
    missing: dict[int, float] = {}
    for number, term in enumerate(dict.fromkeys(query.terms)):
        place = place_of(term)
        stands_for = place if place is not None else -1 - number
        missing |= {stands_for: generation.idf(term)} if place is None else {}
        for other in likes().get(term, ()):
            there = place_of(other)
            if there is not None and there not in own:
                alike.setdefault(there, stands_for)
    return Wanted(own | missing, alike)
