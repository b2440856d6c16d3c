"""A question in a person's words -> a Query. Knows how people write words, phrases and slips; knows no scores."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.model import Filters, Order, Query
from bot.search.index.generation import Generation
from bot.search.language.analysis import Token, fold, stem, steps, tokenise
from bot.search.language.asking import Asks, asked_for, wants_source
from bot.search.language.lexicon import PUBLISHED_WORDS, SOURCE_WORDS, UNITS, WHOLE_WORDS
from bot.search.language.rules import Rule
from bot.search.questions.filters import plain_words
from bot.search.questions.operators import operators
from bot.search.questions.spelling import corrected, parted, side_by_side
from bot.search.questions.state import Understood

MOST_TERMS = 64
"""A question is understood by this many terms: the rarest ones."""

MOST_MENDED = 12
"""So many unknown words are looked at for slips."""

MOST_TEXT = 20_000
"""Code points of a question that are read."""

PHRASE = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)[-–](?:[\"“]([^\"”]+)[\"”]|(\w[\w'’+#-]*))")
_AMOUNT = re.compile(r"(\d[\d.,]*)([A-Za-z]+)")
_US = re.compile(r"\bus\b")
_PRONOUN = Rule(r"\b((?:tell|give|let|show|for|with|of|to|at|on|from|among)\s+)us\b(?!\s+\w)", cues=(" us",))
_SOURCE_TERMS = frozenset(map(stem, SOURCE_WORDS))
_WHOLE_TERMS = frozenset(map(stem, WHOLE_WORDS))
_PUBLISHED_TERMS = frozenset(map(stem, PUBLISHED_WORDS))


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query, and what the ranking and the quote need besides: `asks` for what, `fiction` invites stories in.

    `unknown` are the words of the question that the archive has not, folded; `writers` the terms of a writer's name,
    which are left out of the query. `elsewhen` says that a year is named in which no issue came out, `wrong` what is
    wrong with operators that say nothing.
    """

    query: Query
    asks: Asks
    fiction: bool
    unknown: tuple[str, ...]
    writers: frozenset[str] = frozenset()
    elsewhen: bool = False
    wrong: tuple[str, ...] = ()


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

    def drop(self, terms: Container[str]) -> None:
        """Takes out terms that a filter stands for, which may be all there are."""
        self.terms = [term for term in self.terms if term not in terms]


def understand(text: str, generation: Generation, given: Filters, *, plainly: bool) -> Understanding:
    """What `text` asks of `generation`. The filters `given` win over those in the text.

    With `plainly`, filters and sources are read from ordinary words too, else from operators only.
    """
    written = " ".join(text[:MOST_TEXT].replace("’", "'").split())
    state = Understood(written)
    operators(state)
    excluded = tuple(_taken_out(state, _EXCLUDED))
    phrases = tuple(_taken_out(state, PHRASE))
    if plainly:
        plain_words(state, generation)
    source, asks = plainly and wants_source(written), asked_for(written)
    filters = state.filters.merged(given)
    words = _words("" if plainly and _asks_for_all(state, filters, asks, generation) else state.text, generation)
    writers = words.leave_out(generation.writers) if plainly else frozenset()
    if plainly and filters.section:
        words.drop(steps(filters.section))
    if source:
        words.leave_out(_SOURCE_TERMS)
    query = Query(
        text=text,
        terms=_rarest([*words.terms, *(term for phrase in phrases for term in steps(phrase))], generation),
        phrases=phrases,
        excluded=excluded,
        filters=filters,
        corrections=tuple(words.corrections),
        order=state.order,
        wants_source=source,
    )
    asks = Asks.SOURCE if source and asks is Asks.ANYTHING else asks
    unknown, wrong = tuple(words.unknown), tuple(state.wrong)
    return Understanding(query, asks, state.fiction, unknown, writers, state.elsewhen, wrong)


def _asks_for_all(state: Understood, filters: Filters, asks: Asks, generation: Generation) -> bool:
    """Whether a question names an issue, a time or an order, and nothing that what is there should be about."""
    somewhere = filters.issues or filters.since or filters.until or state.order is not Order.RELEVANCE
    if not somewhere:
        return False
    common = _WHOLE_TERMS | _PUBLISHED_TERMS if asks is Asks.WHEN and filters.issues else _WHOLE_TERMS
    names = {term for name in generation.newsletters.values() for term in steps(name)} | generation.writers
    return all(token.stop or token.term in common or token.term in names for token in tokenise(state.text))


def as_meant(query: Query) -> str:
    """The words of a query with their slips corrected."""
    text = query.text
    for written, meant in query.corrections:
        text = text.replace(written, meant)
    return text


def _taken_out(state: Understood, pattern: re.Pattern[str]) -> Iterator[str]:
    """The words in each match of `pattern`, which is blanked out of the text."""
    for found in list(pattern.finditer(state.text)):
        words = next(group for group in found.groups() if group)
        if steps(words):
            state.blank(found)
            yield words.strip()


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
    """Adds what a token means. A number or a letter of a compound (``GPT-3``) says nothing, nor of an amount."""
    written = text[token.start : token.end]
    known = generation.vocabulary.get
    part = whole is not None and (written.isdigit() or len(written) == 1)
    if part or (whole and _amount(text[whole.start : whole.end])):
        return
    amount = _amount(written)
    if amount:
        _take_amount(token, amount, generation, words)
    elif known(token.term) is not None:
        words.terms.append(token.term)
    elif token.compound and any(letter.isdigit() for letter in written):
        _mend(re.sub(r"[\W_]", "", written), generation, words)
    elif not token.compound and not (whole and known(whole.term) is not None):
        _mend(written, generation, words)


def _take_amount(token: Token, amount: tuple[str, str], generation: Generation, words: _Words) -> None:
    """Adds an amount as it is written, and its number where the archive has it before the unit's own word."""
    number, unit = amount
    together = generation.vocabulary.get(token.term) is not None
    apart = side_by_side(number, unit, generation)
    words.terms += [number] * apart + [token.term] * (together or not apart)
    if not together and not apart:
        words.unknown.append(token.term)


def _amount(written: str) -> tuple[str, str] | None:
    """The number and the word for the unit of ``101m``, which others write as ``101 million``; None of other words."""
    found = _AMOUNT.fullmatch(written)
    unit = UNITS.get(found[2].casefold()) if found else None
    return (fold(found[1]), unit) if found and unit else None


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
