"""Words -> the issue or item that they name: by cite, number, time, newsletter or title. Knows no scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz, process, utils

from bot.model import Cite, Filters, Order, Query
from bot.search.index.generation import Generation
from bot.search.questions.understanding import understand
from bot.search.results.matching import allowed

ALIKE_TITLE = 70.0
"""rapidfuzz's score (0 to 100) from which words are taken to mean a title."""


def named_issue(generation: Generation, text: str) -> int | None:
    """The index of the issue that is called so; None where there is none.

    It has this cite, key or date, or words of this title. Else it is one that has all that a question in these words
    asks for (``Import AI 305``, ``october 2022``, ``oldest issue about boats``): the oldest where that is asked for,
    else the newest.
    """
    newest_first = generation.issues_newest_first
    keyed = _keyed(generation, text, newest_first)
    if keyed is not None:
        return keyed
    query = understand(text, generation, Filters(), plainly=True).query
    if query.filters.issues:  # a number means its issue, whatever stands beside it
        return _first_asked_for(generation, replace(query, terms=()), newest_first)
    titles = [head.title.casefold() for head in generation.heads]
    titled = with_words(text, titles, newest_first) if text.strip() else []
    if titled:
        return titled[0]
    if query.filters != Filters() or query.order is not Order.RELEVANCE:
        return _first_asked_for(generation, query, newest_first)
    return most_like(text, titles, newest_first)


def with_words(text: str, titles: Sequence[str], order: Sequence[int]) -> Sequence[int]:
    """Those of the places in an order whose folded titles hold all the words of a text; for no words, all."""
    for word in text.casefold().split():
        order = [place for place in order if word in titles[place]]
    return order


def most_like(text: str, titles: Sequence[str], newest_first: Sequence[int]) -> int | None:
    """The place of the title most like a text, punctuation aside, the newest of equals; None where none is alike."""
    best = process.extractOne(
        text,
        [titles[place] for place in newest_first],
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE_TITLE,
    )
    return newest_first[best[2]] if best else None


def _keyed(generation: Generation, text: str, newest_first: Sequence[int]) -> int | None:
    """The issue with this cite, else the newest with this key or date."""
    wanted = text.strip().lstrip("#").casefold()
    cite = Cite.parse(wanted, generation.default_newsletter)
    index = generation.issue_place(cite) if cite else None
    if index is not None:
        return index
    heads = generation.heads
    return next((each for each in newest_first if wanted in (heads[each].key, str(heads[each].date))), None)


def _first_asked_for(generation: Generation, query: Query, newest_first: Sequence[int]) -> int | None:
    """The first issue in the order asked for of which an item has all words and passes the filters."""
    places = np.flatnonzero(allowed(generation, query.filters))
    for term in set(query.terms):
        places = places[generation.held(term, places)[0]]
    found = set(generation.columns.issue[places].tolist())
    asked_for = [index for index in newest_first if index in found]
    if not asked_for:
        return None
    first = generation.heads[asked_for[0]].newsletter
    oldest = next(index for index in reversed(asked_for) if generation.heads[index].newsletter == first)
    return oldest if query.order is Order.OLDEST else asked_for[0]
