"""What a browser marks for a text fragment: the steps of the specification over the blocks of a page's text.

See https://wicg.github.io/scroll-to-text-fragment/, "finding ranges in a document". It knows nothing of the bot.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

Place = tuple[int, int]  # a block of the page, and an offset in it
DIRECTIVE = ":~:text="


def marked(address: str, blocks: Sequence[str]) -> tuple[Place, Place] | None:
    """From where to where the words that the address names stand on the page; None where a browser marks nothing."""
    directive = address.partition(DIRECTIVE)[2]
    parts = directive.split(",")
    suffix = plain(unquote(parts.pop()[1:])) if parts[-1].startswith("-") else ""
    wanted = [plain(unquote(part)) for part in parts]
    page = [plain(block) for block in blocks]
    for place, end in _found(wanted[0], page, (0, 0)):
        if suffix and not _follows(suffix, page, end):
            continue
        if len(wanted) == 1:
            return place, end
        return next(((place, last) for _, last in _found(wanted[1], page, end)), None)
    return None


def plain(text: str) -> str:
    """The text at the level at which browsers compare: letters without case and accents, single spaces."""
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).casefold().split())


def _found(words: str, page: Sequence[str], start: Place) -> Iterator[tuple[Place, Place]]:
    """Where the words stand from a place on, within one block and between the boundaries of words."""
    for number in range(start[0], len(page)):
        offset = start[1] if number == start[0] else 0
        for found in re.finditer(f"(?={re.escape(words)})", page[number]):
            at, end = found.start(), found.start() + len(words)
            if at >= offset and _bounded(page[number], at) and _bounded(page[number], end):
                yield (number, at), (number, end)


def _bounded(block: str, at: int) -> bool:
    return not re.fullmatch(r"\w\w", block[max(0, at - 1) : at + 1])


def _follows(suffix: str, page: Sequence[str], end: Place) -> bool:
    rest = page[end[0]][end[1] :].lstrip() or next(iter(page[end[0] + 1 :]), "")
    return rest.startswith(suffix)
