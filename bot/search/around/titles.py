"""Words -> the issue or item that they name: by cite, number, time, newsletter or title. Knows no scores."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process, utils

from bot.model import Cite, Filters, Order
from bot.search.index.generation import Generation
from bot.search.questions.understanding import understand
from bot.search.results.matching import allowed

ALIKE_TITLE = 70.0
"""rapidfuzz's score (0 to 100) from which words are taken to mean a title."""


def named_issue(generation: Generation, text: str) -> int | None:
    """The index of the issue with this cite, key or date, with words of its title, or that is the newest of those which
    a question in these words would be about (``Import AI 305``, ``october 2022``); None where there is none.
    """
    newest_first = generation.issues_newest_first
    keyed = _keyed(generation, text, newest_first)
    if keyed is not None:
        return keyed
    query = understand(text, generation, Filters(), plainly=True).query
    if query.filters.issues:
        return _newest_of(generation, query.filters, newest_first)
    titles = [head.title.casefold() for head in generation.heads]
    held = holding(text, titles, newest_first)
    if held is None and not query.terms and (query.filters != Filters() or query.order is not Order.RELEVANCE):
        return _newest_of(generation, query.filters, newest_first)
    return most_like(text, titles, newest_first) if held is None else held


def holding(text: str, titles: Sequence[str], newest_first: Sequence[int]) -> int | None:
    """The place of the newest of some folded titles that holds all the words of a text."""
    words = text.casefold().split()
    return next((place for place in newest_first if words and all(word in titles[place] for word in words)), None)


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


def _newest_of(generation: Generation, filters: Filters, newest_first: Sequence[int]) -> int | None:
    """The newest issue of which the filters let an item through."""
    found = set(np.unique(generation.columns.issue[allowed(generation, filters)]).tolist())
    return next((index for index in newest_first if index in found), None)
