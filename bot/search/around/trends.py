"""How often terms are mentioned over time, from a generation's postings and dates. Counts; draws and words nothing.

What is counted is items that mention a term, against the items published in the same period, so that a thick
issue weighs no more than a thin one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import reduce

import numpy as np
import numpy.typing as npt

from bot.errors import NotFoundError, UsageError
from bot.model import Mention
from bot.search.around.timeline import Timeline, timeline
from bot.search.index.generation import Generation, Tokens
from bot.search.language.analysis import Token, fold, stem, tokenise
from bot.trend import Mentions, TermTrend, Trend

MOST_TERMS = 4
LONGEST_TERM = 60

Form = tuple[int, ...]
"""The places of terms that follow one another where a term is mentioned."""


def parted(text: str) -> tuple[str, ...]:
    """The terms that a member wrote, parted by commas, each once, quotation marks taken off. Raises UsageError."""
    written = [" ".join(part.split()).strip("\"“”' ") for part in text.split(",")]
    terms: dict[str, str] = {}
    for term in filter(None, written):
        terms.setdefault(term.casefold(), term)
    kept = tuple(terms.values())
    if not 1 <= len(kept) <= MOST_TERMS:
        raise UsageError("Give one to four terms, parted by commas, like: gpt-3, reinforcement learning.")
    too_long = next((term for term in kept if len(term) > LONGEST_TERM), None)
    if too_long:
        raise UsageError(f"“{too_long[:LONGEST_TERM]}…” is longer than a term may be: name a few words of it.")
    return kept


def trend(generation: Generation, terms: Sequence[str]) -> Trend:
    """How the mentions of `terms` went over time.

    Raises UsageError for a term that is made of the commonest words alone, and NotFoundError where no item mentions any
    of them, or nothing tells when those that do came out.
    """
    found = _once({term: _mentioning(generation, term) for term in terms})
    if not any(found.values()):
        raise NotFoundError("No item here mentions that: try other words for it, or check how it is spelled.")
    line = _line(generation, {place for each in found.values() for place in each})
    counted = tuple(_counted(generation, term, mentioning, line) for term, mentioning in found.items())
    return Trend(line.step, line.periods, counted, line.undated, line.newsletters)


def _line(generation: Generation, mentioning: Set[int]) -> Timeline:
    """The time of the whole archive; where none of the items is in it, that of the newsletters that they are from."""
    line = timeline(generation, generation.newsletters)
    if not _in_time(line, mentioning):
        line = timeline(generation, {generation.head_at(place).newsletter for place in mentioning})
    if not _in_time(line, mentioning):
        raise NotFoundError(
            "Only issues without a known date mention that, so there is no time to show: search for it."
        )
    return line


def _in_time(line: Timeline, places: Iterable[int]) -> list[int]:
    """Those of the items that have a period."""
    return [place for place in places if line.of_item[place] >= 0]


def _once(found: Mapping[str, Mapping[int, int]]) -> dict[str, Mapping[int, int]]:
    """What was found for each term, the first of several ways to write the same one: ``gpt3``, ``GPT-3``, ``gpt 3``."""
    kept: dict[tuple[str, frozenset[int]], str] = {}
    for term, mentioning in found.items():
        letters = "".join(filter(str.isalnum, fold(term)))
        kept.setdefault((letters, frozenset(mentioning)), term)
    return {term: found[term] for term in kept.values()}


def _counted(generation: Generation, term: str, found: Mapping[int, int], line: Timeline) -> TermTrend:
    """`found` is how often each item mentions the term."""
    period = line.of_item
    places = _in_time(line, found)
    undated = len(found) - len(places)
    counts = np.bincount(period[places].astype(np.int64), minlength=len(line.periods))
    if not places:
        return TermTrend(term, tuple(counts.tolist()), None, undated)
    in_time = sorted(places, key=lambda place: (period[place], generation.columns.date[place], place))
    shares = counts / np.maximum([each.items for each in line.periods], 1)
    peak = int(np.lexsort((-counts, -shares))[0])
    strongest = max((place for place in in_time if period[place] == peak), key=found.__getitem__)
    first, latest, most = (_mention(generation, place) for place in (in_time[0], in_time[-1], strongest))
    return TermTrend(term, tuple(counts.tolist()), Mentions(first, latest, peak, most), undated)


def _mention(generation: Generation, place: int) -> Mention:
    return Mention(generation.cite(place), generation.head_at(place), generation.item_at(place))


def _mentioning(generation: Generation, term: str) -> dict[int, int]:
    """How often each item mentions the term, by the places of those that do."""
    tokens = tokenise(term)
    if all(token.stop for token in tokens if not token.compound):
        raise UsageError(f"“{term}” has no word that could be counted: name something more particular.")
    stops = {token.term for token in tokens if token.stop}
    forms = set(_forms(generation, term, tokens))
    unposted = {generation.vocabulary.get(stop) for stop in stops}
    candidates = sorted({place for form in forms for place in _candidates(generation, form, unposted)})
    times = {place: _times(generation, place, forms) for place in candidates}
    return {place: count for place, count in times.items() if count}


def _forms(generation: Generation, term: str, tokens: Sequence[Token]) -> Iterator[Form]:
    """The ways to write a term that the archive knows: in its words, and run together or parted."""
    fine = [token for token in tokens if not token.compound]
    written: list[list[str]] = [[token.term for token in fine]]
    written.append([stem("".join(fold(term[token.start : token.end]) for token in fine))])
    written.append([token.term for token in tokens if token.compound and len(fine) == 1])
    for words in written:
        places = [generation.vocabulary.get(word) for word in words]
        known = tuple(place for place in places if place is not None)
        if known and len(known) == len(words):
            yield known


def _candidates(generation: Generation, form: Form, unposted: set[int | None]) -> list[int]:
    """The items that hold all words of a form that have postings."""
    postings = [generation.ranking.postings.of(word)[0] for word in form if word not in unposted]
    held: npt.NDArray[np.uint32] = reduce(np.intersect1d, postings) if postings else np.empty(0, np.uint32)
    return [int(place) for place in held]


def _times(generation: Generation, place: int, forms: set[Form]) -> int:
    """How often an item's title and text hold one of the forms."""
    tokens = generation.tokens(place)
    fine, title = tokens.terms[~tokens.compound], generation.title_terms(place)
    joined = _joined(tokens)
    apart = sum(_runs(fine, form) + _runs(title, form) for form in forms)
    return max(apart, sum(_runs(joined, form) for form in forms if len(form) == 1))


def _joined(tokens: Tokens) -> npt.NDArray[np.uint32]:
    """The compounds of several words (``DALL-E``), not those within one: ``OpenAI`` does not mention ``open``."""
    compound = tokens.compound
    within = np.searchsorted(tokens.starts[~compound], tokens.starts[compound], side="right") - 1
    joined: npt.NDArray[np.uint32] = tokens.terms[compound][tokens.ends[compound] > tokens.ends[~compound][within]]
    return joined


def _runs(terms: npt.NDArray[np.uint32], form: Form) -> int:
    room = len(terms) - len(form) + 1
    if room <= 0:
        return 0
    found = np.ones(room, np.bool_)
    for step, term in enumerate(form):
        found &= terms[step : step + room] == term
    return int(found.sum())
