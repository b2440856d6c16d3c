"""A query -> the items that may answer it at all. Knows filters, phrases and exclusions; knows no scores."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.model import Cite, Filters, Query
from bot.search.index.building import KINDS
from bot.search.index.generation import Generation
from bot.search.index.postings import Ints, Mask
from bot.search.language.analysis import fold, stem, steps
from bot.search.language.lexicon import STOP_WORDS
from bot.search.questions.filters import begins_word


def matching(generation: Generation, query: Query, terms: Sequence[str] | None) -> Ints:
    """The places, ascending, of the items that match: they hold one of `terms` (None: any item does).

    They also hold all phrases of the query and none of its exclusions, and its filters let them through.
    """
    keep = allowed(generation, query.filters)
    places = np.flatnonzero(keep) if terms is None else generation.ranking.matches(terms)
    return holding(generation, query, places[keep[places]])


def holding(generation: Generation, query: Query, places: Ints) -> Ints:
    """Those of the places whose items hold all phrases of the query and none of its exclusions."""
    for phrase in query.phrases:
        places = _with_phrase(generation, places, phrase)
    for phrase in query.excluded:
        places = np.setdiff1d(places, _with_phrase(generation, places, phrase), assume_unique=True)
    return places


def _with_phrase(generation: Generation, places: Ints, written: str) -> Ints:
    """Those of the places whose items have the phrase. Only items that hold all of its words are read."""
    phrase = steps(written)
    for term in set(phrase) - _unposted():
        places = places[generation.held(term, places)[0]]
    return places[[has_phrase(generation, place, phrase) for place in places.tolist()]]


@lru_cache(maxsize=1)
def _unposted() -> frozenset[str]:
    """The terms that stop words give, which the ranking does not know everywhere."""
    return frozenset(stem(fold(word)) for word in (*STOP_WORDS, "us"))


def allowed(generation: Generation, filters: Filters) -> npt.NDArray[np.bool_]:
    """Which items the filters let through. Shape (items,)."""
    columns = generation.columns
    keep = np.ones(generation.item_count, np.bool_)
    if filters.issues:
        keep &= _numbered(generation, filters)
    if filters.since:
        keep &= columns.date >= filters.since.toordinal()
    if filters.until:
        keep &= (columns.date <= filters.until.toordinal()) & (columns.date > 0)
    if filters.kind:
        keep &= columns.kind == KINDS.index(filters.kind)
    if filters.position:
        keep &= columns.position == filters.position
    if filters.section:
        names = [begins_word(name, filters.section) for name in generation.about.sections]
        keep &= np.array([*names, False], np.bool_)[columns.section]
    if filters.newsletter:
        keep &= generation.is_of(_slugs(generation, filters.newsletter))
    if filters.cite:
        keep &= _cited(generation, filters.cite)
    return keep


def has_phrase(generation: Generation, place: int, phrase: Sequence[str]) -> bool:
    """Whether the item's title or text has the terms one right after the other."""
    wanted = [generation.vocabulary.get(term) for term in phrase]
    if None in wanted:
        return False
    tokens = generation.tokens(place)
    text = tokens.terms[~tokens.compound]
    return any(_runs(terms, wanted) for terms in (generation.title_terms(place), text))


def _runs(terms: npt.NDArray[np.uint32], wanted: Sequence[int | None]) -> bool:
    room = len(terms) - len(wanted) + 1
    if room <= 0:
        return False
    found = np.ones(room, np.bool_)
    for step, term in enumerate(wanted):
        found &= terms[step : step + room] == term
    return bool(found.any())


def _numbered(generation: Generation, filters: Filters) -> npt.NDArray[np.bool_]:
    """The items of issues with these numbers; of the default newsletter alone where it has any and none is named."""
    number = generation.columns.issue_number
    found: npt.NDArray[np.bool_] = np.any(
        [(first <= number) & (number <= last) for first, last in filters.issues], axis=0
    )
    own = found & generation.is_of([generation.default_newsletter])
    return own if filters.newsletter is None and own.any() else found


def _slugs(generation: Generation, wanted: str) -> list[str]:
    """The newsletters with these slugs or names, which commas part."""
    names = [name.strip().casefold() for name in wanted.split(",")]
    return [slug for slug, name in generation.newsletters.items() if slug in names or name.casefold() in names]


def _cited(generation: Generation, text: str) -> Mask:
    """The items with these cites, which commas part, as far as they are here."""
    found = np.zeros(generation.item_count, np.bool_)
    cites = (Cite.parse(each, generation.default_newsletter) for each in text.split(","))
    places = [place for cite in cites if cite and (place := generation.place_of(cite)) is not None]
    found[places] = True
    return found
