"""Where the quoted words stand on a page: a link that jumps to them. Knows URLs; knows no Markdown.

The form is that of https://wicg.github.io/scroll-to-text-fragment/: ``#:~:text=first words,last words``.
"""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encoded

from bot.cards.markup import LONGEST_ADDRESS, address

_WORDS = 5  # of the beginning, and of the end, of what is to be found
_SHORT = 12  # words that are looked for as a whole
_BULLET = re.compile(r"^\s*(?:[-*•–—·▪◦>]|\d+[.)])\s+")


def passage_address(url: str | None, quoted: str) -> str | None:
    """The address that opens `url` at the quoted words; `url` itself where that would be too long; None without one.

    A browser that does not find the words shows the page from its beginning.
    """
    target = address(url)
    fragment = _fragment(quoted)
    if target is None or not fragment:
        return target
    page = target.partition(":~:")[0]  # the item's own address may jump to its title
    jump = f"{page}{'' if '#' in page else '#'}:~:text={fragment}"
    return jump if len(jump) <= LONGEST_ADDRESS else target


def _fragment(quoted: str) -> str:
    # A browser finds each of the two ends within one block of the page only
    lines = [_BULLET.sub("", line).split() for line in quoted.splitlines()]
    lines = [words for words in lines if words]
    if not lines:
        return ""
    if len(lines) == 1 and len(lines[0]) <= _SHORT:
        return _encoded(lines[0])
    return f"{_encoded(lines[0][:_WORDS])},{_encoded(lines[-1][-_WORDS:])}"


def _encoded(words: list[str]) -> str:
    return percent_encoded(" ".join(words), safe="").replace("-", "%2D")
