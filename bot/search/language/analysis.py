"""Text -> terms with the code points they stand at. Knows spelling and stems; knows nothing of indexes or questions.

A text gives its finest terms (``GPT-3`` gives ``gpt`` and ``3``) and, over the same code points, the compounds that
readers write in several ways (``gpt3``; ``DeepMind`` also gives ``deep`` and ``mind``), so that all spellings meet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import Stemmer

from bot.search.language.lexicon import STOP_WORDS, UNITS

VERSION = 2
"""Goes up when the same text gives other terms, so that generations are built again."""

_WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"  # U.S., e.g.
    r"|(?<![^\W_])(?:[A-Za-z]+\+\+|[A-Za-z]#(?![\w#]))(?!\+)"  # C++, F#
    r"|\d+(?:[.,]\d+)*"
    r"|[^\W\d_]+(?:['’][^\W\d_]+)*"
)
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z]{2})|[A-Z]?[a-z]+|[A-Z]+")
_STEMMER = Stemmer.Stemmer("english", 0)


class Token(NamedTuple):
    """`term` stands at `text[start:end]`; a `compound` overlaps the finest tokens and is no step of a phrase."""

    term: str
    start: int
    end: int
    compound: bool = False
    stop: bool = False


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word in lower case without accents, apostrophes, possessive or full stops: ``Clark’s`` -> ``clark``."""
    word = unicodedata.normalize("NFKD", word).casefold()
    word = "".join(letter for letter in word if not unicodedata.combining(letter))
    word = (
        word.replace("’", "'").removesuffix("'s").replace("'", "").replace(".", "") if not word[:1].isdigit() else word
    )
    return word.replace(",", "") if word[:1].isdigit() else word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball (Porter 2) stem of a folded word, with British spellings written the American way."""
    if len(word) > 5:
        word = re.sub(r"is(?=(?:e[sdr]?|ing|ations?)$)", "iz", word)
        word = re.sub(r"our(?=(?:s|ed|ing|al|able|ites?)?$)", "or", word)
    return str(_STEMMER.stemWord(word))


def tokenise(text: str) -> list[Token]:
    """All tokens of `text`, stop words included, by their start; compounds follow the token that they begin with."""
    pieces = list(_pieces(text))
    compounds = list(_compounds(text, pieces))
    return sorted([*pieces, *compounds], key=lambda token: (token.start, token.compound)) if compounds else pieces


def steps(phrase: str) -> tuple[str, ...]:
    """The terms of a phrase, one after the other: all of its words, and no compound."""
    return tuple(token.term for token in tokenise(phrase) if not token.compound)


def is_stop(written: str) -> bool:
    """Whether a word carries no weight. ``US`` in capitals is a country."""
    return fold(written) in STOP_WORDS or written in ("us", "Us")


def _pieces(text: str) -> Iterator[Token]:
    end = -1
    number = False
    for found in _WORD.finditer(text):
        written = found.group()
        word = fold(written)
        glued = found.start() == end and number
        word = UNITS.get(word, word) if glued else word
        yield Token(stem(word), found.start(), found.end(), stop=not glued and is_stop(written))
        end, number = found.end(), written[0].isdigit()


def _compounds(text: str, pieces: list[Token]) -> Iterator[Token]:
    run: list[Token] = []
    for token in pieces:
        yield from _camel(text, token)
        if run and not _joined(text, run[-1], token):
            yield from _whole(text, run)
            run.clear()
        run.append(token)
    yield from _whole(text, run)


def _camel(text: str, token: Token) -> Iterator[Token]:
    written = text[token.start : token.end]
    if len(written) < 4 or written.islower() or not written.isalpha():
        return
    parts = list(_CAMEL.finditer(written))
    if len(parts) < 2 or min(len(part.group()) for part in parts) < 2:
        return
    for part in parts:
        word = fold(part.group())
        yield Token(stem(word), token.start + part.start(), token.start + part.end(), True, word in STOP_WORDS)


def _joined(text: str, left: Token, right: Token) -> bool:
    between = text[left.end : right.start]
    if between in ("", "-", "‐", "‑"):
        return True
    return (
        between == " "
        and text[left.start].isupper()
        and text[right.start].isdigit()
        and right.end - right.start <= 2
        and not left.stop
    )


def _whole(text: str, run: list[Token]) -> Iterator[Token]:
    """The run written together, and its first two where there are more: ``DALL-E 2`` -> ``dalle2``, ``dalle``."""
    for length in {2, len(run)} if len(run) > 1 else ():
        part = run[:length]
        if len(part) <= 4:
            start, end = part[0].start, part[-1].end
            joined = "".join(fold(text[token.start : token.end]) for token in part)
            if not joined.isdigit():
                yield Token(stem(joined), start, end, compound=True)
