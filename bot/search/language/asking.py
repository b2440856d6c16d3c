"""What kind of answer a question wants: a number, a name, a reason, a list, a source. Knows how people ask."""

from __future__ import annotations

import re
from enum import StrEnum


class Asks(StrEnum):
    """The kind of answer that a question wants."""

    NUMBER = "number"
    NAME = "name"
    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    LIST = "list"
    WHY = "why"
    DEFINITION = "definition"
    SOURCE = "source"
    ANYTHING = "anything"


def _rule(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


_COUNTED = "two|three|four|five|six|seven|eight|nine|ten"
_LISTED = (
    "trends|fixes|things|ways|kinds|types|risks|recommendations|proposals|ideas|steps|findings|takeaways|benefits|reasons|"
    "tasks|categories|topics|areas|examples|measures|rights|datasets|algorithms|languages|phenomena"
)
_MAKERS = (
    r"compan(?:y|ies)|labs?|person|people|researchers?|universit(?:y|ies)|countr(?:y|ies)|organi[sz]ations?|startups?|"
    r"groups?|teams?|unis?|scientists?|scholars?|experts?|critics?|sceptics?|skeptics?|reporters?|journalists?|authors?|"
    r"politicians?|firms?"
)

# the first that fits counts
_RULES = (
    (
        Asks.WHY,
        _rule(
            r"^\W*(?:(?:so|and|but|hey|ok)\W+)?(?:why|how come)\b",
            r"\bwhy (?:do|does|did|is|are|was|were|would|should|can)\b",
        ),
    ),
    (
        Asks.NUMBER,
        _rule(
            r"\bhow (?:many|much|large|big|long|old|often|fast|accurate|expensive|far|high)\b",
            r"\bwhat (?:percent(?:age)?|share|number|fraction|score|size)\b",
            r"\b(?:percent(?:age)?|score|accuracy|elo)\b",
            r"\b(?:number|cost|price|size|average) of\b|\b(?:training|average) (?:cost|error)\b|\bspeed-?up\b",
        ),
    ),
    (Asks.NAME, _rule(r"\b(?:called|named|name of|titled|stands? for)\b")),
    (
        Asks.WHO,
        _rule(
            r"\b(?:who|whose|whom|who's)\b",
            rf"\b(?:which|what) (?:(?!(?:did|do|does|is|are|was|were|the)\b)[\w-]+ ){{0,3}}(?:{_MAKERS})\b",
        ),
    ),
    (Asks.WHEN, _rule(r"\bwhen\b", r"\b(?:what|which) (?:year|date|day|month)\b")),
    (Asks.WHERE, _rule(r"\bwhere\b", r"\b(?:which|what) (?:site|city|place)\b")),
    (
        Asks.LIST,
        _rule(
            r"\blist\b",
            rf"\b(?:what|which|some|any|all|other|more|different|main|name|example) (?:[\w'-]+ ){{0,3}}(?:{_LISTED})\b",
            rf"^\W*(?:{_LISTED})\b|\b(?:{_LISTED}) (?:did|does|do|are|were|of|for|that|to|in)\b",
            rf"\b(?:what|which|the) (?:\w+ )?(?:{_COUNTED})\b",
        ),
    ),
    (
        Asks.WHY,
        _rule(
            r"\bwhy\b|\bhow come\b|\breasons?\b",
            r"\bwhat (?:made|caused|led)\b",
            r"\bwhat did \w+ (?:mean|find|think|fear|argue|worry)\b",
            r"\bhow (?:could|would|does|do|did|is|are|can)\b",
        ),
    ),
    (
        Asks.DEFINITION,
        _rule(
            r"^\W*(?:so )?(?:what(?:'?s| is| are| was)|define|explain)\b",
            r"\b(?:meaning|definition)\b|\bmeant by\b|\?\?$",
        ),
    ),
)

_SOURCE = _rule(
    r"\b(?:links?|urls?|sources?)\b",
    r"\bwhere(?:'s|s| is| are)? (?:can|could|do|to|the|that)\b",
    r"\b(?:code|repo|repository|github|weights|dataset|demo) (?:for|of)\b",
    r"\b(?:get|download|share|send(?: me)?) the\b|\b(?:code|pdf|repo|github)\W*$",
    r"\b(?:the|that|a|an) (?:[\w'-]+ ){0,4}(?:article|paper|blog ?post|post|preprint|report|website)\b",
    r"^(?:[\w'-]+ )?(?:article|paper|blog ?post|post) (?:on|about|calling|where|for|behind)\b",
)


def asked_for(text: str) -> Asks:
    """The kind of answer that a question wants."""
    return next((asks for asks, rule in _RULES if rule.search(text)), Asks.ANYTHING)


def wants_source(text: str) -> bool:
    """Whether a question looks for the thing that was written about: a paper, an article, code, a link."""
    return bool(_SOURCE.search(text))
