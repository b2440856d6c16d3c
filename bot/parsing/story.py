"""A story while it is still lines, and the marks by which its lines are known.

Knows single lines; the modules that part stories and read them share it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.model import Kind
from bot.parsing.page import Line, Shape, bullet
from bot.profile import Profile, first_match

LONGEST_TITLE = 200
SUBSTANTIAL = 280  # characters from which text above the first title is worth an item of its own
_LONGEST_TAGLINE = 250
_LONGEST_TRAILING = 160
_ELLIPSIS_FIRST = re.compile(r"[\"'“‘]?(?:…|\.\.\.)")
_ELLIPSIS_LAST = re.compile(r"(?:…|\.\.\.)[?!\"'”’]?$")


@dataclass(slots=True)
class Story:
    """The lines of one story, its title first, and the heading it stands under."""

    lines: list[Line] = field(default_factory=list)
    section: str | None = None
    kind: Kind = Kind.STORY


def opens_like_tagline(text: str) -> bool:
    """Whether `text` opens with an ellipsis."""
    return len(text) <= _LONGEST_TAGLINE and _ELLIPSIS_FIRST.match(text) is not None


def is_tagline(text: str) -> bool:
    """Whether the line under a title is its tagline: it opens with an ellipsis, or is short and trails off."""
    return opens_like_tagline(text) or (len(text) <= _LONGEST_TRAILING and _ELLIPSIS_LAST.search(text) is not None)


def is_titled(line: Line, below: Line) -> bool:
    """Whether `line` is a title, as shown by a tagline between ellipses `below` it."""
    is_text = line.shape in (Shape.PARAGRAPH, Shape.HEADING) and len(line.text) <= LONGEST_TITLE
    between = opens_like_tagline(below.text) and _ELLIPSIS_LAST.search(below.text) is not None
    return is_text and between and not is_tagline(line.text)


def is_inspiration(line: Line, profile: Profile) -> bool:
    """Whether `line` tells what inspired a piece of fiction."""
    return first_match(profile.inspired_by, line.text.lstrip("*_ ")) is not None


def is_bold(line: Line) -> bool:
    """Whether the whole of `line` is bold."""
    return sum(end - start for start, end in line.bold) >= len(line.text) - 2 > 0


def bold_lead(line: Line) -> int:
    """Where the bold words end with which `line` opens; 0 where it opens with none."""
    return next((end for start, end in line.bold if start == 0), 0)


_LEAD_IN = re.compile(
    r"\W*(?:why (?:this|it)|what (?:this|they|we|it)|how (?:it|they|this)|read|more|get)\b", re.IGNORECASE
)


def is_lead_in(line: Line) -> bool:
    """Whether `line` opens like a paragraph within a story, such as ``Why this matters:``, and not like a title."""
    return _LEAD_IN.match(line.text) is not None


def is_told(story: Story) -> bool:
    """Whether `story` is more than a title, or its title leads to a source or goes on with text."""
    return len(story.lines) > 1 or any(
        line.anchors or len(line.text) > LONGEST_TITLE or 0 < bold_lead(line) < len(line.text) - 2
        for line in story.lines
    )


_LONGEST_SECTION = 40
_LONGEST_NAME = 120
_PLACE = re.compile(r"\[.+\]\W*")


def under_section(story: Story) -> Story:
    """`story`, with its first line as its section where that heads the title below it.

    It ends in a colon over a title that is marked as one, or a place in brackets stands below that title.
    """
    if story.section or len(story.lines) < 3 or len(story.lines[0].text) > _LONGEST_SECTION:
        return story
    heading, title, below = story.lines[:3]
    marked = is_bold(title) or title.shape is Shape.HEADING
    heads = _PLACE.fullmatch(below.text) or (marked and heading.text.endswith(":"))
    if not heads or not _is_name(title):
        return story
    return replace(story, lines=story.lines[1:], section=heading.text.rstrip(": "))


def _is_name(line: Line) -> bool:
    """Whether `line` may be the title of a story, and is no sentence, tagline or place."""
    is_text = line.shape in (Shape.PARAGRAPH, Shape.HEADING) and len(line.text) <= _LONGEST_NAME
    told = line.text.endswith((".", ",", ";")) or line.text.startswith("[")
    return is_text and not (told or is_tagline(line.text) or is_lead_in(line))


def cut(line: Line, start: int, end: int | None = None) -> Line:
    """`line` from `start` on, or up to `end`, with what is marked in it."""
    text = line.text[start:end].lstrip()
    by = len(line.text[:end]) - len(text)
    text = text.rstrip()
    bold = tuple((a - by, b - by) for a, b in line.bold if by <= a and b <= by + len(text))
    anchors = tuple(
        replace(each, start=each.start - by, end=each.end - by)
        for each in line.anchors
        if by <= each.start and each.end <= by + len(text)
    )
    return replace(line, text=text, bold=bold, anchors=anchors)


def unmarked(line: Line) -> Line:
    """`line` without the bullet it opens with, as a paragraph."""
    return replace(cut(line, len(bullet(line.text) or "")), shape=Shape.PARAGRAPH)
