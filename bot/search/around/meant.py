"""A question that found nothing -> questions near it that find something. Knows how words look alike; ranks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.model import Filters
from bot.search.answering import is_answered
from bot.search.index.generation import Generation
from bot.search.index.writing import spelled
from bot.search.language.analysis import fold, is_stop, stem, tokenise
from bot.search.questions.understanding import understand

_ALIKE = 76.0
"""The likeness (rapidfuzz's ratio, 0 to 100) from which one word may have been meant by another; of four letters, three
that are the same do not suffice.
"""

_MOST_WORDS, _MOST_MEANT = 3, 3
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Meant:
    """A word of the archive for one that it lacks, and the question with it in its place."""

    word: str
    question: str


def meant(generation: Generation, text: str, filters: Filters) -> tuple[Meant, ...]:
    """At most three questions that differ from `text` in one word, and that are answered."""
    found: dict[str, Meant] = {}
    for one in _near(generation, text, filters):
        same = stem(fold(one.word))
        if same not in found and is_answered(generation, one.question, filters):
            found[same] = one
        if len(found) == _MOST_MEANT:
            break
    return tuple(found.values())


def _near(generation: Generation, text: str, filters: Filters) -> Iterator[Meant]:
    """The question with each unknown word replaced by one that looks like it."""
    unknown = set(understand(text, generation, filters, plainly=True).unknown)
    tokens = [token for token in tokenise(text) if fold(text[token.start : token.end]) in unknown]
    for token in tokens[:_MOST_WORDS]:
        word = fold(text[token.start : token.end])
        if len(word) < _SHORTEST:
            continue
        alike = process.extract(word, generation.words, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_MOST_MEANT)
        for near in (one for one, _, _ in alike if not is_stop(one)):
            shown = spelled(generation, near)
            yield Meant(shown, f"{text[: token.start]}{shown}{text[token.end :]}")
