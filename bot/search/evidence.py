"""What kind of answer a span of text holds: a number, a name, a date, a reason, a definition, a list. Knows no question words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model import Role
from bot.search.understanding import Asks

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|billions?|half|twice)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<![.!?…:]\s)(?<!^)\b[A-Z][\w’'-]*(?:\s+(?:of|for|and|the)?\s*[A-Z][\w’'-]*)*")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_REASON = re.compile(
    r"\b(?:because|since|so that|due to|in order to|therefore|as a result|which means|this means|that means|reasons?|thanks to|leads? to|lets?|why this matters|could|would|might)\b",
    re.IGNORECASE,
)
_DEFINING = re.compile(
    r"\b(?:is|are|was|refers to|means|stands for|called|known as|describes?|dubbed|idea|concept|where|in which|technique|that)\b|\(|[–—]| - ",
    re.IGNORECASE,
)
_NAMING = re.compile(r"\b(?:called|named|dubbed|titled|known as)\b|[‘“\"']\w", re.IGNORECASE)

_SIGNS = {
    Asks.NUMBER: (_NUMBER, 0.25),
    Asks.WHO: (_NAME, 0.15),
    Asks.WHERE: (_NAME, 0.1),
    Asks.WHEN: (_DATE, 0.25),
    Asks.WHY: (_REASON, 0.1),
    Asks.DEFINITION: (_DEFINING, 0.1),
    Asks.NAME: (_NAMING, 0.15),
}
_ROLES = {Role.LINK: -0.3, Role.INSPIRED_BY: -0.4, Role.PLACE: -0.3, Role.TAGLINE: -0.05}


def evidence(text: str, start: int, asks: Asks, roles: Sequence[Role], *, starts_part: bool) -> float:
    """What a span is worth besides the words it shares with the question, beside a full share's 1."""
    worth = sum(_ROLES.get(role, 0.0) for role in roles) / len(roles)
    if asks is Asks.SOURCE and Role.LINK in roles:
        worth += 0.6
    if asks in _SIGNS:
        sign, value = _SIGNS[asks]
        worth += value * bool(sign.search(text))
    if asks is Asks.LIST:
        worth += 0.1 * min(sum(role is Role.ENTRY for role in roles), 4)
    worth += 0.03 * starts_part
    return worth
