"""Items by their title or section, for who reads rather than asks. Knows no scores."""

from __future__ import annotations

from collections import Counter

import numpy as np

from bot.model import Cite
from bot.search.around.titles import most_like, with_words
from bot.search.index.generation import Generation
from bot.search.questions.filters import begins_word


def matching(generation: Generation, typed: str, limit: int) -> list[int]:
    """The places of items whose cite begins with or whose title holds what is `typed`, newest issue first."""
    found = with_words(typed, generation.titles, generation.newest_first)
    return list(dict.fromkeys([*_cited(generation, typed.strip()), *found[:limit]]))[:limit]


def _cited(generation: Generation, typed: str) -> list[int]:
    """The places of the items whose cite begins with what is typed, once it names an issue and has its ``#``."""
    issue, mark, number = typed.partition("#")
    cite = Cite.parse(issue, generation.default_newsletter)
    index = generation.issue_place(cite) if cite and mark else None
    if index is None:
        return []
    first, end = generation.first_items[index : index + 2].tolist()
    return [place for place in range(first, end) if str(generation.columns.number[place]).startswith(number)]


def titled(generation: Generation, text: str) -> int | None:
    """The place of the newest item whose title holds all these words, else of the one with the title most like them."""
    found = matching(generation, text, 1) if text.split() else []
    return found[0] if found else most_like(text, generation.titles, generation.newest_first)


def sections(generation: Generation, typed: str) -> list[str]:
    """The headings of sections that hold what is `typed` from the beginning of a word, the largest section first.

    Headings that differ by case alone are one section, named as most of its items have it.
    """
    counts = Counter(generation.columns.section.tolist())
    items: Counter[str] = Counter()
    names: dict[str, str] = {}
    for count, name in sorted(((counts[index], name) for index, name in enumerate(generation.about.sections))):
        items[name.casefold()] += count
        names[name.casefold()] = name  # the commonest comes last
    largest_first = sorted((-count, names[folded]) for folded, count in items.items())
    return [name for _, name in largest_first if begins_word(name, typed)]


def of_section(generation: Generation, name: str | None) -> list[int]:
    """The places of the items of the sections whose heading holds `name`; of all items without a name."""
    if name is None:
        return list(range(generation.item_count))
    wanted = [index for index, heading in enumerate(generation.about.sections) if begins_word(heading, name)]
    return [int(place) for place in np.flatnonzero(np.isin(generation.columns.section, wanted))]
