"""A story while it is still lines, and the marks by which its lines are known.

Knows single lines; the modules that part stories and read them share it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.model import Kind
from bot.parsing.page import Line, Shape, bullet
from bot.profile import Profile

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
    lead = profile.inspired_by
    return bool(lead) and line.text.lstrip("*_ ").lower().startswith(lead)


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


def cut(line: Line, start: int) -> Line:
    """`line` from `start` on, with what is marked in it."""
    text = line.text[start:].lstrip()
    by = len(line.text) - len(text)
    bold = tuple((a - by, b - by) for a, b in line.bold if a >= by)
    anchors = tuple(
        replace(each, start=each.start - by, end=each.end - by) for each in line.anchors if each.start >= by
    )
    return replace(line, text=text, bold=bold, anchors=anchors)


def unmarked(line: Line) -> Line:
    """`line` without the bullet it opens with, as a paragraph."""
    return replace(cut(line, len(bullet(line.text) or "")), shape=Shape.PARAGRAPH)
