"""Plain text -> a page: every line end ends a paragraph, but for text that was wrapped to a width."""

from __future__ import annotations

from collections.abc import Iterator

from bot.parsing.page import Line, Page, Shape, bullet, clean, is_rule

_WIDEST_WRAP = 82


def read(text: str) -> Page:
    """The page that `text` writes. It says nothing about itself but in its lines."""
    return Page(tuple(_lines(_unwrapped(text.splitlines()))))


def _lines(rows: list[str]) -> Iterator[Line]:
    spaced, entry = True, 0
    for row in map(clean, rows):
        if is_rule(row):
            yield Line(row, Shape.RULE, spaced=spaced)
        elif bullet(row):
            entry += 1
            yield Line(row, Shape.ENTRY, entry=entry, spaced=spaced)
        elif row.strip("|"):
            yield Line(row, spaced=spaced)
        spaced = not row


def _unwrapped(rows: list[str]) -> list[str]:
    """`rows` with the paragraphs made whole again that a mail program cut to the width of a screen."""
    width = max((len(row.rstrip()) for row in rows if " " in row.strip()), default=0)
    full = sum(len(row) > 0.75 * width for row in rows)
    if width > _WIDEST_WRAP or full < max(5, 0.3 * sum(map(bool, rows))):
        return rows
    whole: list[str] = []
    filled = 0  # how far the row above was written, where its paragraph may go on
    for row in map(str.strip, rows):
        first = row.partition(" ")[0]
        if whole and first and filled + 1 + len(first) > width and not _begins_a_line(row):
            whole[-1] += f" {row}"
        else:
            whole.append(row)
        filled = 0 if is_rule(row) else len(row)
    return whole


def _begins_a_line(row: str) -> bool:
    return bullet(row) is not None or is_rule(row)
