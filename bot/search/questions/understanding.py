"""A question in a person's words -> a Query. Knows how people write words, phrases and slips; knows no scores."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.model import Filters, Query
from bot.search.index.generation import Generation
from bot.search.language.analysis import Token, fold, stem, tokenise
from bot.search.language.asking import Asks, asked_for, wants_source
from bot.search.language.lexicon import SOURCE_WORDS
from bot.search.language.rules import Rule
from bot.search.questions import filters as plain
from bot.search.questions.spelling import corrected, parted

MOST_TERMS = 64
"""A question is understood by this many terms: the rarest ones."""

MOST_MENDED = 12
"""So many unknown words are looked at for slips."""

MOST_TEXT = 20_000
"""Code points of a question that are read."""

PHRASE = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)[-–](?:[\"“]([^\"”]+)[\"”]|(\w[\w'’-]*))")
_US = re.compile(r"\bus\b")
_PRONOUN = Rule(r"\b((?:tell|give|let|show|for|with|of|to|at|on|from|among)\s+)us\b(?!\s+\w)", cues=(" us",))
_SOURCE_TERMS = frozenset(map(stem, SOURCE_WORDS))


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query, and what the ranking and the quote need besides: `asks` for what, `fiction` invites stories in.

    `unknown` are the words of the question that the archive has not, folded; `writers` the terms of a writer's name,
    which are left out of the query.
    """

    query: Query
    asks: Asks
    fiction: bool
    unknown: tuple[str, ...]
    writers: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Words:
    """The growing terms of a question, with the corrections made and the words still unknown."""

    terms: list[str] = field(default_factory=list)
    corrections: list[tuple[str, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def leave_out(self, terms: Container[str]) -> frozenset[str]:
        """Takes out terms that say nothing of the subject, unless there are no others; those taken out."""
        kept = [term for term in self.terms if term not in terms] or self.terms
        left = frozenset(self.terms) - frozenset(kept)
        self.terms = kept
        return left


def understand(text: str, generation: Generation, given: Filters, *, plainly: bool) -> Understanding:
    """What `text` asks of `generation`. The filters `given` win over those in the text.

    With `plainly`, filters and sources are read from ordinary words too, else from operators only.
    """
    written = " ".join(text[:MOST_TEXT].replace("’", "'").split())
    state = plain.Understood(written)
    plain.operators(state)
    excluded = tuple(_taken_out(state, _EXCLUDED))
    phrases = tuple(_taken_out(state, PHRASE))
    if plainly:
        plain.plain_words(state, generation)
    words = _words(state.text, generation)
    writers = words.leave_out(generation.writers) if plainly else frozenset()
    source = plainly and wants_source(written)
    if source:
        words.leave_out(_SOURCE_TERMS)
    query = Query(
        text=text,
        terms=_rarest([*words.terms, *(term for phrase in phrases for term in phrase)], generation),
        phrases=phrases,
        excluded=excluded,
        filters=state.filters.merged(given),
        corrections=tuple(words.corrections),
        order=state.order,
        wants_source=source,
    )
    asks = asked_for(written)
    return Understanding(
        query, Asks.SOURCE if source and asks is Asks.ANYTHING else asks, state.fiction, tuple(words.unknown), writers
    )


def as_meant(query: Query) -> str:
    """The words of a query with their slips corrected."""
    text = query.text
    for written, meant in query.corrections:
        text = text.replace(written, meant)
    return text


def _taken_out(state: plain.Understood, pattern: re.Pattern[str]) -> Iterator[tuple[str, ...]]:
    """The terms of each match of `pattern`, which is blanked out of the text."""
    for found in list(pattern.finditer(state.text)):
        words = next(group for group in found.groups() if group)
        terms = tuple(token.term for token in tokenise(words) if not token.compound)
        if terms:
            state.text = state.text.replace(found.group(), " " * len(found.group()), 1)
            yield terms


def _words(text: str, generation: Generation) -> _Words:
    text = _US.sub("US", _PRONOUN.sub(r"\1  ", text))
    tokens = tokenise(text)
    compounds = [token for token in tokens if token.compound]
    words = _Words()
    for token in tokens:
        if not token.stop:
            _take(token, _whole(token, compounds), text, generation, words)
    words.terms += _joined(tokens, text, generation)
    return words


def _take(token: Token, whole: Token | None, text: str, generation: Generation, words: _Words) -> None:
    """Adds what a token means; a number or a letter of a compound (``GPT-3``) means nothing alone."""
    written = text[token.start : token.end]
    known = generation.vocabulary.get
    if whole and (written.isdigit() or len(written) == 1):
        return
    if known(token.term) is not None:
        words.terms.append(token.term)
    elif token.compound and any(letter.isdigit() for letter in written):
        _mend(re.sub(r"[\W_]", "", written), generation, words)
    elif not token.compound and not (whole and known(whole.term) is not None):
        _mend(written, generation, words)


def _whole(token: Token, compounds: Sequence[Token]) -> Token | None:
    """The compound that a finest token is part of."""
    if token.compound:
        return None
    return next((other for other in compounds if other.start <= token.start and token.end <= other.end), None)


def _joined(tokens: Sequence[Token], text: str, generation: Generation) -> Iterator[str]:
    """Words of the archive that were written apart: ``deep mind``."""
    for left, right in pairwise(token for token in tokens if not token.compound):
        if not left.stop and not right.stop and text[left.end : right.start] == " ":
            word = stem(fold(text[left.start : left.end]) + fold(text[right.start : right.end]))
            if generation.vocabulary.get(word) is not None:
                yield word


def _mend(written: str, generation: Generation, words: _Words) -> None:
    """Adds the terms that were meant by a word that the archive has not."""
    word = fold(written)
    tried = len(words.corrections) + len(words.unknown) < MOST_MENDED
    halves = parted(word, generation) if tried else None
    meant = corrected(word, generation) if tried and not halves else None
    words.terms += [stem(half) for half in halves or (meant or word,)]
    if meant:
        words.corrections.append((written, meant))
    elif not halves:
        words.unknown.append(word)


def _rarest(terms: Sequence[str], generation: Generation) -> tuple[str, ...]:
    if len(terms) <= MOST_TERMS:
        return tuple(terms)
    different = dict.fromkeys(terms)
    kept = set(sorted(different, key=lambda term: (-generation.idf(term), term))[:MOST_TERMS])
    return tuple(term for term in different if term in kept)
