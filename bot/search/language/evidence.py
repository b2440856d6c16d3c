"""The signs in a piece of text that it answers: a number, a name, a date, a reason, a definition, a list, an opinion.

Knows English; knows nothing of items or of how pieces make a quote.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.search.language.asking import Asks

_CASELESS = re.IGNORECASE
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundreds|thousands|millions|billions|"
    r"half|twice)\b",
    _CASELESS,
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+|^[A-Z][\w’'-]+ [A-Z]|(?<=[.!?] )[A-Z][\w’'-]+ [A-Z]")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_REASON = re.compile(
    r"\b(?:because|since|so that|due to|in order to|therefore|as a result|means|reasons?|thanks to|leads? to|lets?|"
    r"in response|consequence|could|would|might|makes? it)\b",
    _CASELESS,
)
_DEFINING = re.compile(
    r"\b(?:is|are|was|refers to|means|called|known as|dubbed|developed|released|built|technique|system|a new)\b"
    r"|\([A-Z]",
    _CASELESS,
)
_NAMING = re.compile(r"\b(?:called|named|dubbed|titled|known as|launched|short for)\b|[‘“\"']\w", _CASELESS)
_OPINION = re.compile(r"why (?:this|it|that) matters|\b[A-Z]\w+[’']s view:", _CASELESS)
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d[\d.,]*")

_SIGNS: Mapping[Asks, re.Pattern[str]] = {
    Asks.NUMBER: _NUMBER,
    Asks.WHO: _NAME,
    Asks.WHERE: _NAME,
    Asks.WHEN: _DATE,
    Asks.WHY: _REASON,
    Asks.DEFINITION: _DEFINING,
    Asks.NAME: _NAMING,
}

_KINDS = tuple(_SIGNS)

BESIDE = 25
"""How many code points away a number still stands beside a word."""


def signs(text: str) -> int:
    """The kinds of things that a text holds, a bit for each kind that a question may ask for."""
    return sum(1 << place for place, asks in enumerate(_KINDS) if _SIGNS[asks].search(text))


def sign_of(asks: Asks) -> int:
    """The bit of `signs` that tells of the kind of thing that a question asks for; 0 where there is none."""
    return 1 << _KINDS.index(asks) if asks in _SIGNS else 0


def numbers(text: str) -> int:
    """How many numbers a text writes in digits."""
    return len(_DIGITS.findall(text))


def is_opinion(text: str) -> bool:
    """Whether the text opens the writer's own view of what was reported."""
    return bool(_OPINION.search(text))


def is_beside_number(text: str, at: int) -> bool:
    """Whether a number stands beside the word at `text[at:]`."""
    return bool(_DIGIT.search(text, max(at - BESIDE, 0), at + BESIDE))
