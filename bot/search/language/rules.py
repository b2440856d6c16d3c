"""Forms of words that people use, looked for only in texts that have a cue for one. Knows no form and no meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator


class Rule:
    """Some forms of words as one regular expression, whatever their case.

    `cues` are pieces of text in lower case, one of which stands in every text that has one of the forms. To see that
    none of them is there takes a quarter of the time that the expression needs for a text without its forms.
    """

    def __init__(self, *forms: str, cues: tuple[str, ...]) -> None:
        self._pattern = re.compile("|".join(forms), re.IGNORECASE)
        self._cues = cues

    def search(self, text: str) -> re.Match[str] | None:
        """The first of the forms in a text."""
        return self._pattern.search(text) if self._cued(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All of the forms in a text."""
        return self._pattern.finditer(text) if self._cued(text) else iter(())

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with `new` in the place of each of the forms."""
        return self._pattern.sub(new, text) if self._cued(text) else text

    def _cued(self, text: str) -> bool:
        folded = text.casefold()
        return any(cue in folded for cue in self._cues)
