"""What kind of answer a question wants: a number, a name, a reason, a list, a source. Knows how people ask."""

from __future__ import annotations

from enum import StrEnum

from bot.search.language.rules import Rule


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
        Rule(
            r"^\W*(?:(?:so|and|but|hey|ok)\W+)?(?:why|how come)\b",
            r"\bwhy (?:do|does|did|is|are|was|were|would|should|can)\b",
            cues=("why", "how come"),
        ),
    ),
    (
        Asks.NUMBER,
        Rule(
            r"\bhow (?:many|much|large|big|long|old|often|fast|accurate|expensive|far|high)\b",
            r"\bwhat (?:percent(?:age)?|share|number|fraction|score|size)\b",
            r"\b(?:percent(?:age)?|score|accuracy|elo)\b",
            r"\b(?:number|cost|price|size|average) of\b|\b(?:training|average) (?:cost|error)\b|\bspeed-?up\b",
            cues=("how ", "what ", "percent", "score", "accuracy", "elo", " of", "cost", "error", "speed"),
        ),
    ),
    (
        Asks.NAME,
        Rule(r"\b(?:called|named|name of|titled|stands? for)\b", cues=("called", "name", "titled", "stand")),
    ),
    (
        Asks.WHO,
        Rule(
            r"\b(?:who|whose|whom|who's)\b",
            rf"\b(?:which|what) (?:(?!(?:did|do|does|is|are|was|were|the)\b)[\w-]+ ){{0,3}}(?:{_MAKERS})\b",
            cues=("who", "which ", "what "),
        ),
    ),
    (
        Asks.WHEN,
        Rule(r"\bwhen\b", r"\b(?:what|which) (?:year|date|day|month)\b", cues=("when", "what ", "which ")),
    ),
    (
        Asks.WHERE,
        Rule(r"\bwhere\b", r"\b(?:what|which) (?:site|city|place)\b", cues=("where", "what ", "which ")),
    ),
    (
        Asks.LIST,
        Rule(
            r"\blist\b",
            rf"\b(?:what|which|some|any|all|other|more|different|main|name|example) (?:[\w'-]+ ){{0,3}}(?:{_LISTED})\b",
            rf"^\W*(?:{_LISTED})\b|\b(?:{_LISTED}) (?:did|does|do|are|were|of|for|that|to|in)\b",
            rf"\b(?:what|which|the) (?:\w+ )?(?:{_COUNTED})\b",
            cues=("list", *_LISTED.split("|"), *_COUNTED.split("|")),
        ),
    ),
    (
        Asks.WHY,
        Rule(
            r"\bwhy\b|\bhow come\b|\breasons?\b",
            r"\bwhat (?:made|caused|led)\b",
            r"\bwhat did \w+ (?:mean|find|think|fear|argue|worry)\b",
            r"\bhow (?:could|would|does|do|did|is|are|can)\b",
            cues=("why", "how ", "reason", "what "),
        ),
    ),
    (
        Asks.DEFINITION,
        Rule(
            r"^\W*(?:so )?(?:what(?:'?s| is| are| was)|define|explain)\b",
            r"\b(?:meaning|definition)\b|\bmeant by\b|\?\?$",
            cues=("what", "define", "explain", "meaning", "definition", "meant", "??"),
        ),
    ),
)

_SOURCE = Rule(
    r"\b(?:links?|urls?|sources?)\b",
    r"\bwhere(?:'s|s| is| are)? (?:can|could|do|to|the|that)\b",
    r"\b(?:code|repo|repository|github|weights|dataset|demo) (?:for|of)\b",
    r"\b(?:get|download|share|send(?: me)?) the\b|\b(?:code|pdf|repo|github)\W*$",
    r"\b(?:the|that|a|an) (?:[\w'-]+ ){0,4}(?:article|paper|blog ?post|post|preprint|report|website)\b",
    r"^(?:[\w'-]+ )?(?:article|paper|blog ?post|post) (?:on|about|calling|where|for|behind)\b",
    cues=(
        "link",
        "url",
        "source",
        "where",
        "code",
        "repo",
        "github",
        "weights",
        "dataset",
        "demo",
        "get",
        "download",
        "share",
        "send",
        "pdf",
        "article",
        "paper",
        "post",
        "preprint",
        "report",
        "website",
    ),
)


def asked_for(text: str) -> Asks:
    """The kind of answer that a question wants."""
    return next((asks for asks, rule in _RULES if rule.search(text)), Asks.ANYTHING)


def wants_source(text: str) -> bool:
    """Whether a question looks for the thing that was written about: a paper, an article, code, a link."""
    return bool(_SOURCE.search(text))
