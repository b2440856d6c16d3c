"""Where words stand on the page of their issue: addresses that open it there, and mark them. Pure.

The form is that of https://wicg.github.io/scroll-to-text-fragment/. A browser marks the first place that fits, so an
address names words only where that place is the right one; else it leads to the item, or to the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote as percent_encoded

from bot.model import Hit, Issue, Item

LONGEST_ADDRESS = 512  # code points; what Discord takes in a button
_DIRECTIVE = ":~:text="
_ENDS = (5, 8, 12, 3)  # how many words of the beginning and the end of a quote are tried; few only if more are too long
_SHORT = 12  # words that are looked for as a whole
_FEW = 3  # a title of fewer words may stand anywhere on a page, so what follows it is named too
_MARKS = re.compile("[\u0300-\u036f]")
_BULLET = re.compile(r"^\s*(?:[-*•–—·▪◦>]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words to look for: `start`, or all from `start` to `end`, with `suffix` right behind."""

    start: str
    end: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        parts = (_encoded(self.start), _encoded(self.end), f"-{_encoded(self.suffix)}" if self.suffix else "")
        return ",".join(filter(None, parts))

    def found(self, page: str) -> tuple[int, int] | None:
        """The first place in compared words that a browser would mark."""
        start, end, suffix = map(compared, (self.start, self.end, self.suffix))
        for first in _places(start, page, 0):
            stop = first + len(start)
            if suffix and not page[stop : stop + len(suffix) + 1].lstrip().startswith(suffix):
                continue
            if not end:
                return first, stop
            last = next(_places(end, page, stop), None)
            return None if last is None else (first, last + len(end))
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """The words of an issue's page as a browser compares them, and where in them each item (by position) begins."""

    words: str
    starts: Mapping[int, int]

    @classmethod
    def of(cls, issue: Issue) -> Page:
        """What is known of the page: the issue's title and preheader, then its items in order."""
        words = compared(f"{issue.head.title} {issue.head.preheader or ''}")
        starts = {}
        for item in issue.items:
            starts[item.position] = len(words) + 1
            words = f"{words} {compared(item.title)} {compared(item.text)}"
        return cls(words, starts)


def compared(text: str) -> str:
    """`text` as a browser compares it: without case, accents, and differences of white space."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return " ".join((plain if plain.isascii() else _MARKS.sub("", plain)).split())


def at_title(url: str, item: Item, page: Page) -> str:
    """The address of an item's title on the page at `url`; of the page, where the title is not sure to be found."""
    following = " ".join(item.text.split("\n", 1)[0].split()[: _ENDS[0]])
    alone, followed = Fragment(item.title), Fragment(item.title, suffix=following)
    start = page.starts[item.position]
    for fragment in (followed,) if len(item.title.split()) < _FEW else (alone, followed):
        place = fragment.found(page.words)
        address = _with(url, fragment)
        if place and place[0] == start and len(address) <= LONGEST_ADDRESS:
            return address
    return url


def at_quote(hit: Hit, page: Page) -> Hit:
    """The hit, its item's address leading to the quoted words where a browser is sure to mark them and no others."""
    item, start = hit.item, page.starts.get(hit.item.position)
    url = item.url or (None if hit.head.search else hit.head.url)
    lines = [line for line in (_BULLET.sub("", line).strip() for line in hit.quote.text.splitlines()) if line]
    if url is None or start is None or not lines:
        return hit
    said = list(map(compared, lines))
    if page.words.count(said[0], start) > 1:  # what stands before is long, and seldom needed
        start += len(compared(f"{item.title} {item.text[: hit.quote.start]}"))
    wanted = _span(page.words, said, start)
    for fragment in _fragments(lines) if wanted else ():
        address = _with(url, fragment)
        if len(address) <= LONGEST_ADDRESS and fragment.found(page.words) == wanted:
            return replace(hit, item=replace(item, url=address))
    return hit


def _span(words: str, lines: list[str], at: int) -> tuple[int, int] | None:
    """Where lines stand in words, all of them compared, from the first one behind a place to the last one, in order."""
    start = -1
    for line in lines:
        at = words.find(line, at)
        if at < 0:
            return None
        start = at if start < 0 else start
        at += len(line)
    return start, at


def _fragments(lines: list[str]) -> Iterator[Fragment]:
    """Ways to name the lines. A browser finds each end within one block of the page only."""
    first, last = lines[0].split(), lines[-1].split()
    if len(lines) == 1 and len(first) <= _SHORT:
        yield Fragment(" ".join(first))
        return
    for count in _ENDS:
        left = last if len(lines) > 1 else last[count:]  # the end may not begin within the beginning
        yield Fragment(" ".join(first[:count]), " ".join(left[-count:]))


def _with(url: str, fragment: Fragment) -> str:
    page = url.partition(_DIRECTIVE)[0].rstrip("#")
    return f"{page}{'' if '#' in page else '#'}{_DIRECTIVE}{fragment}"


def _places(words: str, page: str, start: int) -> Iterator[int]:
    """Where the words stand from `start` on, neither beginning nor ending within a word of the page."""
    at = page.find(words, start)
    while at >= 0:
        if not _joined(page[at - 1 : at + 1]) and not _joined(page[at + len(words) - 1 : at + len(words) + 1]):
            yield at
        at = page.find(words, at + 1)


def _joined(pair: str) -> bool:
    """Whether two characters belong to one word."""
    return len(pair) == 2 and pair.replace("_", "a").isalnum()


def _encoded(words: str) -> str:
    return percent_encoded(words, safe="").replace("-", "%2D")
