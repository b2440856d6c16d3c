"""Stories that headings, entries of a list, bold titles or lines of their own part, where no rules do.

Knows the outlines that newsletters of every kind have; does not know what a story holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.parsing import leads
from bot.parsing.page import Anchor, Line, Shape, bullet
from bot.parsing.story import (
    LONGEST_TITLE,
    SUBSTANTIAL,
    Story,
    bold_lead,
    cut,
    is_bold,
    is_lead_in,
    is_told,
    unmarked,
)

_FEWEST_ENTRIES = 3  # paragraphs that open with a link make a list of links from here on


def divide(lines: Sequence[Line]) -> list[Story]:
    """The stories in `lines`, by the first of the outlines that fits them; no story where none does."""
    lines = _as_entries(lines)
    if _is_link_list(lines):
        return list(_by_entries(lines))
    if any(line.shape is Shape.HEADING for line in lines):
        return _by_headings(lines)
    marks: tuple[Callable[[Line], bool], ...] = (_is_bold_title, _has_bold_title)
    for is_title in marks:
        if sum(map(is_title, lines)) > 1:
            return _by_titles(lines, [is_title(line) for line in lines])
    alone = [_stands_alone(line, below) for line, below in pairwise(lines)]
    if sum(alone) > 1:
        return _by_titles(lines, [*alone, False])
    return []


def _is_linked(line: Line) -> bool:
    """Whether `line` opens a list's entry with a link."""
    text_starts = len(bullet(line.text) or "")
    return line.shape is Shape.ENTRY and any(0 <= each.start - text_starts <= 1 for each in line.anchors)


def _as_entries(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines`, with paragraphs that open with a link as entries, where most paragraphs of text do and no list is."""
    opening = [line.shape is Shape.PARAGRAPH and any(each.start == 0 for each in line.anchors) for line in lines]
    text = sum(line.shape is not Shape.HEADING for line in lines)
    if sum(opening) < _FEWEST_ENTRIES or sum(opening) * 5 < text * 2 or any(line.entry for line in lines):
        return lines
    entries: list[Line] = []
    entry: int | None = None
    for at, (line, opens) in enumerate(zip(lines, opening, strict=True)):
        entry = None if line.shape is Shape.HEADING else at + 1 if opens else entry
        entries.append(replace(line, entry=entry, shape=Shape.ENTRY if opens else line.shape))
    return entries


def _is_link_list(lines: Sequence[Line]) -> bool:
    """Whether the entries of lists are the stories: most open with a link, and few texts lead up to their list."""
    entries = [line for line in lines if line.shape is Shape.ENTRY]
    linked = sum(map(_is_linked, entries))
    listed = [_opens_with_list(under) for under in _under_headings(lines) if any(map(_is_linked, under))]
    return linked * 2 >= len(entries) and sum(listed) * 2 >= len(listed) > 0


def _under_headings(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines above the first heading, and those under each; a heading goes with what it heads."""
    under: list[list[Line]] = [[]]
    for line in lines:
        if line.shape is Shape.HEADING:
            under.append([])
        under[-1].append(line)
    return under


def _opens_with_list(under: Sequence[Line]) -> bool:
    """Whether a list is what stands under a heading; without one, whether there are more entries than text."""
    if under[0].shape is Shape.HEADING:
        return _is_linked(under[1])
    return sum(map(_is_linked, under)) > sum(line.entry is None for line in under)


def _by_entries(lines: Sequence[Line]) -> Iterator[Story]:
    """A story for each entry that leads somewhere, and for each heading over text alone."""
    section: Line | None = None
    loose: list[Line] = []
    entry: list[Line] = []
    listed = False
    for line in (*lines, Line("", Shape.HEADING)):
        if entry and not _goes_on(entry[0], line):
            yield _entry(entry, section)
            entry = []
        if line.shape is Shape.HEADING:
            if section and loose and not listed:
                yield Story([section, *loose], section.text)
            section, loose, listed = line, [], False
        elif entry:
            entry.append(line)
        elif _is_linked(line) or (line.shape is Shape.ENTRY and line.anchors):
            entry, listed = [line], True
        elif line.shape is not Shape.RULE:
            loose.append(line)


def _goes_on(first: Line, line: Line) -> bool:
    """Whether `line` belongs to the entry that `first` opens: it stands in it, or is a quotation straight below it."""
    quoted = line.shape is Shape.QUOTATION and line.entry is None
    return line.shape is not Shape.HEADING and (line.entry == first.entry or quoted)


def _entry(lines: Sequence[Line], section: Line | None) -> Story:
    """The story of one entry: what stands before its first link, such as a date, and the link are its title.

    The rest is its text, or all where no rest is.
    """
    first, *rest = lines
    whole = unmarked(first)
    link = whole.anchors[0]
    begins = link.start if link.start <= 1 or link.end > LONGEST_TITLE else 0
    title = Line(whole.text[begins : link.end], anchors=(Anchor(link.start - begins, link.end - begins, link.url),))
    remains = cut(whole, link.end)
    remains = cut(remains, len(remains.text) - len(remains.text.lstrip(" ,;:.|-–—\"'”’")))
    if not rest:
        return Story([title, Line(whole.text, anchors=whole.anchors[1:])], section.text if section else None)
    said = [remains] if any(map(str.isalnum, remains.text)) else []
    return Story([title, *said, *rest], section.text if section else None)


def _by_headings(lines: Sequence[Line]) -> list[Story]:
    """A story for each heading over text; a heading straight over a deeper one is a section's."""
    told: list[Story] = [Story()]
    section: Line | None = None
    for line, below in pairwise((*lines, Line(""))):
        if line.shape is not Shape.HEADING:
            told[-1].lines.append(line)
            continue
        if section and line.level <= section.level:
            section = None
        if below.shape is Shape.HEADING and below.level > line.level:
            section = line
        else:
            told.append(Story([line], section.text if section else None))
    return _substantial(told)


def _by_titles(lines: Sequence[Line], titles: Sequence[bool]) -> list[Story]:
    """A story for each line that is marked as a title; one that ends in a colon goes with the title below it."""
    told = [Story()]
    for line, is_title in zip(lines, titles, strict=True):
        here = told[-1].lines
        under_another = len(told) > 1 and len(here) == 1 and here[0].text.endswith(":")
        if is_title and not under_another:
            told.append(Story())
        told[-1].lines.append(line)
    return _substantial(told)


def _substantial(told: list[Story]) -> list[Story]:
    """The stories that hold more than a title; what stands before the first title must be worth an item."""
    introduction, *rest = told
    if sum(len(line.text) for line in introduction.lines) < SUBSTANTIAL:
        introduction.lines.clear()
    return [story for story in (introduction, *rest) if is_told(story)]


def _is_bold_title(line: Line) -> bool:
    is_text = line.shape is Shape.PARAGRAPH and len(line.text) <= LONGEST_TITLE
    return is_text and is_bold(line) and not leads.is_link(line) and not is_lead_in(line)


def _has_bold_title(line: Line) -> bool:
    """Whether a paragraph opens with its title in bold, and goes on with text."""
    ends = bold_lead(line) if line.shape is Shape.PARAGRAPH else 0
    return 8 <= ends <= LONGEST_TITLE and not leads.is_link(line) and not is_lead_in(line)


def _stands_alone(line: Line, below: Line) -> bool:
    """Whether a short line over a longer paragraph reads as a title: it ends like one, and nothing goes before it."""
    is_short = line.shape is Shape.PARAGRAPH and line.spaced and 8 <= len(line.text) <= 120
    unfinished = not line.text.endswith((".", ",", ";")) and not leads.is_link(line)
    return is_short and unfinished and below.shape is Shape.PARAGRAPH and len(below.text) > 1.5 * len(line.text)
