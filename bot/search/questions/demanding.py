"""Words of which an item must have every one, as they are written: what somebody wants to be told of."""

from __future__ import annotations

import re

from bot.search.language.analysis import tokenise
from bot.search.questions.understanding import PHRASE

_PART = re.compile(rf"-?(?:{PHRASE.pattern})|\S+")
_AS_IT_IS = re.compile(r"[-\"“]|\w+:\w")  # an exclusion, a phrase, or an operator such as section:tales


def all_of(words: str) -> str:
    """The words as a search that finds only what has them all, its own phrases and exclusions kept; empty for none.

    Each bare word becomes a phrase, which must occur and whose spelling is not mended; words without weight go.
    """
    parts = (found.group() for found in _PART.finditer(words))
    return " ".join(part if _AS_IT_IS.match(part) else f'"{part}"' for part in parts if _weighs(part))


def _weighs(part: str) -> bool:
    return bool(_AS_IT_IS.match(part)) or any(not token.stop for token in tokenise(part))
