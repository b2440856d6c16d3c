"""Elements of HTML -> lines: what stands in a block of its own is a line, with what is bold or a link in it.

Knows the elements; does not know pages or newsletters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from bs4.element import NavigableString, PageElement, PreformattedString, Tag

from bot.parsing.addresses import true_address, without_private
from bot.parsing.page import INVISIBLE, Anchor, Line, Shape, UnreadableError, bullet, is_rule

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS.union(
    (
        *("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_BOLD = {"b", "strong"}
_start = attrgetter("start")
_DEEPEST = 250  # libxml2 itself stops at 256 unless it is told otherwise


@dataclass(slots=True)
class _Open:
    """An element within a line that has not ended yet; `href` is None for what is only bold."""

    start: int
    href: str | None


@dataclass(slots=True)
class _Writer:
    """The line being written, and the elements it stands in."""

    base: str | None
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    bold: list[tuple[int, int]] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    marks: list[_Open] = field(default_factory=list)
    blocks: list[Tag] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    spaced: bool = True
    entries: int = 0
    marker: str = ""

    def write(self, text: str) -> None:
        """Adds `text`, its white space as in a browser."""
        text = re.sub(r"\s+", " ", INVISIBLE.sub("", without_private(text)))
        text = text.lstrip() if not self.pieces or self.pieces[-1].endswith(" ") else text
        if text:
            self.pieces.append(text)
            self.size += len(text)

    def mark(self, opened: _Open) -> None:
        """Marks what was written since `opened` as bold, or as a link."""
        end = self.size - (self.pieces[-1].endswith(" ") if self.pieces else 0)
        if end <= opened.start:
            return
        if opened.href is None:
            self.bold.append((opened.start, end))
        else:
            self.anchors.append(Anchor(opened.start, end, true_address(opened.href, self.base)))

    def end(self) -> Iterator[Line]:
        """The line written so far, if there is anything on it; the next one is empty."""
        for opened in self.marks:
            self.mark(opened)
            opened.start = 0
        text = "".join(self.pieces).rstrip()
        if is_rule(text):
            yield Line(text, Shape.RULE, spaced=self.spaced)
        elif text:
            yield self._line(text)
        self.pieces, self.size, self.bold, self.anchors, self.spaced = [], 0, [], [], not text

    def _line(self, text: str) -> Line:
        by = len(self.marker)
        tag = next((tag for tag in self.blocks if tag.name in _HEADINGS), None)
        line = Line(
            self.marker + text,
            self._shape(text),
            int(tag.name[1]) if tag else 0,
            self.entries if any(tag.name == "li" for tag in self.blocks) else None,
            self.spaced,
            tuple((start + by, end + by) for start, end in self.bold),
            tuple(Anchor(each.start + by, each.end + by, each.url) for each in sorted(self.anchors, key=_start)),
            str(self.blocks[-1].get("id") or "") or None if self.blocks else None,
        )
        self.marker = ""
        return line

    def _shape(self, text: str) -> Shape:
        names = [tag.name for tag in self.blocks]
        if any(name in _HEADINGS for name in names):
            return Shape.HEADING
        if self.marker or bullet(text):
            return Shape.ENTRY
        return Shape.QUOTATION if "blockquote" in names else Shape.PARAGRAPH


def lines(bodies: Iterable[Tag], base: str | None) -> Iterator[Line]:
    """The lines of `bodies`, in order. Raises UnreadableError where elements are nested deeper than any page needs."""
    writer = _Writer(base)
    for body in bodies:
        yield from _walk(body, writer, 0)
        yield from writer.end()


def _walk(node: PageElement, writer: _Writer, depth: int) -> Iterator[Line]:
    if depth > _DEEPEST:
        raise UnreadableError("its elements are nested too deep")
    if isinstance(node, NavigableString):
        if not isinstance(node, PreformattedString):
            writer.write(str(node))
    elif isinstance(node, Tag):
        if node.name == "br":
            yield from writer.end()
        elif node.name in _BLOCKS:
            yield from _block(node, writer, depth)
        else:
            yield from _inline(node, writer, depth)


def _block(tag: Tag, writer: _Writer, depth: int) -> Iterator[Line]:
    yield from writer.end()
    writer.spaced = True
    if tag.name == "hr":
        yield Line("* * *", Shape.RULE)
        return
    if tag.name == "li":
        writer.entries += not any(each.name == "li" for each in writer.blocks)
        writer.marker = _marker(tag, writer.counts)
    writer.blocks.append(tag)
    for child in tag.children:
        yield from _walk(child, writer, depth + 1)
    yield from writer.end()
    writer.blocks.pop()
    writer.marker = writer.marker if tag.name != "li" else ""
    writer.spaced = True


def _marker(tag: Tag, counts: dict[int, int]) -> str:
    """How a list shows the beginning of an entry; `counts` counts the entries of each numbered list."""
    if tag.parent is None or tag.parent.name != "ol":
        return "• "
    counts[id(tag.parent)] = counts.get(id(tag.parent), 0) + 1
    return f"{counts[id(tag.parent)]}. "


def _inline(tag: Tag, writer: _Writer, depth: int) -> Iterator[Line]:
    """Writes an element within a line, and marks where it is bold or a link."""
    href = str(tag["href"]) if tag.name == "a" and tag.get("href") else None
    opened = _Open(writer.size, href) if href or tag.name in _BOLD else None
    if opened:
        writer.marks.append(opened)
    for child in tag.children:
        yield from _walk(child, writer, depth + 1)
    if opened:
        writer.marks.remove(opened)
        writer.mark(opened)
