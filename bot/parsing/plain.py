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
        elif any(map(str.isalnum, row)):
            yield Line(row, spaced=spaced)
        spaced = not row


def _unwrapped(rows: list[str]) -> list[str]:
    """`rows` with the paragraphs made whole again that a mail program cut to the width of a screen."""
    width = max((len(row.rstrip()) for row in rows if " " in row.strip()), default=0)
    full = sum(len(row) > 0.75 * width for row in rows)
    if width > _WIDEST_WRAP or full < max(5, 0.3 * sum(map(bool, rows))):
        return rows
    whole: list[str] = []
    open_width = 0
    for row in rows:
        first = row.split(maxsplit=1)[0] if row.strip() else ""
        goes_on = first and open_width + 1 + len(first) > width and not bullet(row.strip()) and not is_rule(row.strip())
        if goes_on:
            whole[-1] = f"{whole[-1].rstrip()} {row.strip()}"
        else:
            whole.append(row)
        open_width = 0 if not first or is_rule(row.strip()) else len(row.rstrip())
    return whole
