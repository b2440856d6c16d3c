"""A question in a person's words -> a Query. Knows how people ask; knows nothing of scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Filters, Order, Query
from bot.search import filters as plain
from bot.search.analysis import Token, fold, stem, tokenise
from bot.search.generation import Generation
from bot.search.spelling import corrected, parted

LONGEST = 64
"""A question is understood by this many terms: the rarest ones."""

_PHRASE = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
_EXCLUDED = re.compile(r"(?:(?<=\s)|^)[-–](?:[\"“]([^\"”]+)[\"”]|(\w[\w'’-]*))")
_SOURCE = re.compile(
    r"\b(?:links?|urls?|sources?)\b|\bwhere(?:'s|s| is| are)? (?:can|could|do|to|the|that)\b|\b(?:code|repo|repository|github|weights|dataset|demo) (?:for|of)\b"
    r"|\b(?:the|that|a|an) (?:[\w'’-]+ ){0,4}(?:article|paper|blog ?post|post|preprint|report|website)\b"
    r"|^[\w'’-]+ (?:article|blog ?post|post) (?:on|about|calling|where)\b",
    re.IGNORECASE,
)
_SOURCE_WORDS = frozenset(map(stem, "link links url source sources hear download paper blog post website pdf".split()))
_US_PRONOUN = re.compile(r"\b(?:tell|give|let|show|for|with|of|to|at|on|from|among)\s+us\b(?!\s+\w)", re.IGNORECASE)


class Asks(StrEnum):
    """What a question asks for."""

    SOURCE = "source"
    LIST = "list"
    NUMBER = "number"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    NAME = "name"
    WHY = "why"
    DEFINITION = "definition"
    ANYTHING = "anything"


_ASKS = (
    (Asks.NUMBER, r"\bhow (?:many|much|large|big|long|old|often|fast|accurate|expensive|far|high)\b|\bwhat (?:percent|percentage|share|number|fraction|score|size)\b|\bpercent(?:age)?\b|\bscore\b|\b(?:number|cost|price|size) of\b"),
    (Asks.NAME, r"\b(?:called|named|name of|titled|stand for|stands for)\b|\bwhat'?s (?:the )?[\w' -]+ called\b"),
    (Asks.WHO, r"\bwho\b|\bwhose\b|\bwhich (?:company|companies|lab|labs|person|people|researchers?|universit(?:y|ies)|country|countries|organi[sz]ations?|startups?|groups?|teams?)\b|\bby whom\b"),
    (Asks.WHEN, r"\bwhen\b|\bwhat (?:year|date|day|month)\b"),
    (Asks.WHERE, r"\bwhere\b|\bwhich (?:site|city|place)\b"),
    (Asks.LIST, r"\blist\b|\bwhat (?:are|were|\w+) (?:the )?(?:(?:main|key|biggest|\w+) )?(?:trends|fixes|things|ways|kinds|types|risks|recommendations|proposals|steps|findings|takeaways|benefits|reasons|tasks|categories|areas|examples|measures)\b|\b(?:trends|fixes|things|ways|kinds|types|recommendations|proposals|steps|findings|takeaways|tasks|categories|two|three|four|five|six|seven|eight|ten)\b"),
    (Asks.WHY, r"\bwhy\b|\bhow come\b|\bwhat (?:made|caused|led)\b|\bwhat did \w+ (?:mean|find|think|fear|argue|worry)\b|\breason\b|\bhow (?:could|would|does|do|did|is|are|can)\b"),
    (Asks.DEFINITION, r"^\W*(?:so )?(?:what(?:'?s| is| are| was)|whats|define|explain)\b|\bmeaning\b|\bdefinition\b|\bmeant by\b"),
)  # fmt: skip
_ASKS_RULES = tuple((asks, re.compile(pattern, re.IGNORECASE)) for asks, pattern in _ASKS)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A query, and what the ranking and the quote need besides: `asks` for what, `fiction` invites stories in.

    `unknown` are the words of the question that the archive has not, folded.
    """

    query: Query
    asks: Asks
    fiction: bool
    unknown: tuple[str, ...]


def understand(text: str, generation: Generation, given: Filters, *, plainly: bool) -> Understanding:
    """What `text` asks of `generation`. Filters `given` aside win over those in the text.

    With `plainly` filters are read from ordinary words too, else from operators only.
    """
    state = plain.Understood(re.sub(r"\s+", " ", text.replace("’", "'")).strip()[:20_000])
    asks = _asks(state.text)
    plain.operators(state, generation)
    phrases = tuple(_phrases(state, generation))
    excluded = tuple(_without(state))
    if plainly:
        plain.plain_words(state, generation)
    terms, corrections, unknown = _terms(state.text, generation)
    wants_source = plainly and bool(_SOURCE.search(text))
    if wants_source:
        terms = tuple(term for term in terms if term not in _SOURCE_WORDS) or terms
    phrase_terms = tuple(term for phrase in phrases for term in phrase)
    query = Query(
        text=text,
        terms=_rarest((*terms, *phrase_terms), generation),
        phrases=phrases,
        excluded=excluded,
        filters=state.filters.merged(given),
        corrections=corrections,
        order=state.order,
        wants_source=wants_source,
    )
    return Understanding(query, Asks.SOURCE if wants_source and asks is Asks.ANYTHING else asks, state.fiction, unknown)


def _asks(text: str) -> Asks:
    return next((asks for asks, rule in _ASKS_RULES if rule.search(text)), Asks.ANYTHING)


def _phrases(state: plain.Understood, generation: Generation) -> Iterator[tuple[str, ...]]:
    for found in list(_PHRASE.finditer(state.text)):
        words = tuple(token.term for token in tokenise(found.group(1)) if not token.compound)
        if words:
            state.text = state.text.replace(found.group(), " " * len(found.group()), 1)
            yield words


def _without(state: plain.Understood) -> Iterator[tuple[str, ...]]:
    for found in list(_EXCLUDED.finditer(state.text)):
        words = tuple(token.term for token in tokenise(found.group(1) or found.group(2)) if not token.compound)
        state.text = state.text.replace(found.group(), " " * len(found.group()), 1)
        if words:
            yield words


def _terms(text: str, generation: Generation) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The terms of a text that carry weight, the corrections made, and the words still unknown."""
    text = _US_PRONOUN.sub(lambda found: found.group()[:-2] + "  ", text)
    text = re.sub(r"\bus\b", "US", text)
    tokens = tokenise(text)
    known = generation.vocabulary
    wholes = [token for token in tokens if token.compound]
    terms: list[str] = []
    corrections: list[tuple[str, str]] = []
    unknown: list[str] = []
    for token in tokens:
        written = text[token.start : token.end]
        whole = next((other for other in wholes if other.start <= token.start and token.end <= other.end), None)
        if token.stop or (whole and not token.compound and (written.isdigit() or len(written) == 1)):
            continue
        if known.get(token.term) is not None:
            terms.append(token.term)
        elif token.compound and any(letter.isdigit() for letter in written):
            _mend(written.replace("-", "").replace(" ", ""), generation, terms, corrections, unknown)
        elif not token.compound and not (whole and known.get(whole.term) is not None):
            _mend(written, generation, terms, corrections, unknown)
    joined = _joined(tokens, text, generation)
    return tuple([*terms, *joined]), tuple(corrections), tuple(unknown)


def _joined(tokens: list[Token], text: str, generation: Generation) -> list[str]:
    """Words of the archive that were written apart: ``deep mind``, ``gpt 3``."""
    fine = [token for token in tokens if not token.compound]
    found: list[str] = []
    for left, right in zip(fine, fine[1:], strict=False):
        if left.stop or right.stop or text[left.end : right.start] != " ":
            continue
        word = stem(fold(text[left.start : left.end]) + fold(text[right.start : right.end]))
        if generation.vocabulary.get(word) is not None:
            found.append(word)
    return found


def _mend(
    written: str, generation: Generation, terms: list[str], corrections: list[tuple[str, str]], unknown: list[str]
) -> None:
    """Puts the terms that were meant by an unknown word to `terms`, or the word to `unknown`."""
    word = fold(written)
    halves = parted(word, generation)
    better = None if halves else corrected(word, generation)
    if halves:
        terms.extend(stem(half) for half in halves)
    elif better is not None:
        terms.append(stem(better))
        corrections.append((written, better))
    else:
        unknown.append(word)
        terms.append(stem(word))


def _rarest(terms: tuple[str, ...], generation: Generation) -> tuple[str, ...]:
    if len(terms) <= LONGEST:
        return terms
    different = dict.fromkeys(terms)
    kept = set(sorted(different, key=lambda term: (-generation.idf(term), term))[:LONGEST])
    return tuple(term for term in different if term in kept)
