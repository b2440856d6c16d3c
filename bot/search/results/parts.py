"""Questions for two things at once: comparisons, and two questions in one. Knows how people put them.

The best item of each part comes before others where no single item answers both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.search.index.generation import Generation
from bot.search.language.rules import Rule
from bot.search.results.abstention import REFUSED, UNSURE
from bot.search.results.ranking import Ranked

ENOUGH = 0.5
"""The share of a part that an item holds which answers it along with the rest of the question."""

PARTICULAR = 0.15
"""Few items are no more than this share of all."""

_THING = r"(?P<{}>[^?!;,]+?)"
_ONE, _OTHER = _THING.format("one"), _THING.format("other")
_END = r"\s*(?:[?!.;,]|$)"
_COMPARISONS = (
    Rule(
        rf"\bcompar(?:e|es|ed|ing|isons?)\s+(?:of\s+|between\s+)?{_ONE}\s+(?:and|with|to|against|vs\.?|versus)\s+{_OTHER}{_END}",
        cues=("compar",),
    ),
    Rule(rf"\bdifferences?\s+between\s+{_ONE}\s+and\s+{_OTHER}{_END}", cues=("difference",)),
    Rule(
        rf"\bhow\s+(?:is|are|does|do|did)\s+{_ONE}\s+(?:differ(?:ent)?\s+from|compare\s+(?:to|with))\s+{_OTHER}{_END}",
        cues=("differ", "compare"),
    ),
    Rule(
        rf"\bwhat\s+(?:do|does|did)\s+{_ONE}\s+and\s+{_OTHER}\s+(?:have\s+in\s+common|share){_END}",
        cues=("common", "share"),
    ),
    Rule(rf"(?:^|[?!.;,]\s*){_ONE}\s+(?:vs\.?|versus)\s+{_OTHER}{_END}", cues=("vs", "versus")),
)
_REFERRING = re.compile(r"\b(?:it|its|they|them|their|he|she|him|her|his|this|that|these|those)\b", re.IGNORECASE)
_ASKS = r"(?:what|who|whose|how|why|when|where|which|did|does|do|is|are|was|were|can)\b"
_TWO_QUESTIONS = re.compile(rf"(?:\?\s+(?:and\s+|also,?\s+)?|[,;]?\s+and\s+)(?={_ASKS})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """What was found for a part of a question: items, best first, and how likely (0 to 1) they do not answer it."""

    ranked: Sequence[Ranked]
    doubt: float


def parts_of(text: str) -> tuple[str, ...]:
    """The two things that a question compares, or the two questions that it is made of; none of any other.

    A second question about *it* is one about the first one's subject.
    """
    for form in _COMPARISONS:
        found = form.search(text)
        if found:
            return found["one"], found["other"]
    questions = _TWO_QUESTIONS.split(text.strip().rstrip("?"))
    return tuple(questions) if len(questions) == 2 and not _REFERRING.search(questions[1]) else ()


def is_particular(generation: Generation, terms: Iterable[str]) -> bool:
    """Whether a part names something of its own: a word that few items have, or none."""
    few = max(1.0, PARTICULAR * generation.item_count)
    return any(generation.frequency(term) <= few for term in terms)


def together(ranked: list[Ranked], doubt: float, parts: Sequence[Part]) -> tuple[list[Ranked], float]:
    """The items for a whole question with the best of each part ahead, and how likely they do not answer it.

    `ranked` and `doubt` are those of the question as a whole. Nothing changes where its best item answers all parts,
    or where a part alone finds nothing.
    """
    sure = [part for part in parts if part.doubt < REFUSED]
    if not ranked or not sure or all(_holds(ranked[0], part) for part in parts):
        return ranked, doubt
    if len(sure) < len(parts):
        return ranked, min(doubt, max(UNSURE, min(part.doubt for part in sure)))
    best = {part.ranked[0].place: replace(part.ranked[0], score=ranked[0].score) for part in parts}
    ahead = sorted(best.values(), key=lambda one: one.place != ranked[0].place)
    rest = [one for one in ranked if one.place not in best]
    return [*ahead, *rest], min(doubt, max(part.doubt for part in parts))


def _holds(best: Ranked, part: Part) -> bool:
    """Whether an item answers a part too."""
    return any(one.place == best.place and one.covered >= ENOUGH for one in part.ranked)
