"""Stories that rules part, or titles with taglines: the way research newsletters such as Import AI are written.

Knows sections, rules, taglines and how fiction ends; does not know what else a story holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Kind
from bot.parsing import leads
from bot.parsing.page import Line, Shape
from bot.parsing.story import (
    LONGEST_TITLE,
    SUBSTANTIAL,
    Story,
    is_bold,
    is_inspiration,
    is_lead_in,
    is_tagline,
    is_titled,
    is_told,
    opens_like_tagline,
)
from bot.profile import Profile, Section


def is_ruled(lines: Sequence[Line]) -> bool:
    """Whether rules or taglines part the stories in `lines`."""
    rules = sum(line.shape is Shape.RULE for line in lines[1:-1])
    headings = sum(line.shape is Shape.HEADING for line in lines)
    return any(map(is_titled, lines, lines[1:])) or (rules > 0 and headings < 2)


def divide(lines: Sequence[Line], profile: Profile) -> list[Story]:
    """The stories in `lines`, and the section each stands in."""
    told = [Story()]
    section: Section | None = None
    for at, line in enumerate(lines):
        here = told[-1]
        heads = section_of(line, profile)
        if heads:
            section = heads
            told.append(Story(section=line.text.rstrip(": "), kind=heads.kind))
        elif line.shape is Shape.RULE:
            section = None
            told.append(Story())
        elif here.section and not here.lines and opens_like_tagline(line.text):
            continue  # the section's own tagline
        elif here.lines and _begins(lines, at, here, section, profile):
            if len(told) == 1 and not _is_introduction(here):
                here.lines.clear()
            told.append(Story([line], here.section if section else None, here.kind if section else Kind.STORY))
        else:
            here.lines.append(line)
    return [story for story in told if is_told(story)]


def section_of(line: Line, profile: Profile) -> Section | None:
    """The section of the newsletter that `line` is the heading of, or None."""
    return next((section for section in profile.sections if section.heading.match(line.text)), None)


def _begins(lines: Sequence[Line], at: int, here: Story, section: Section | None, profile: Profile) -> bool:
    """Whether another story begins at `lines[at]`, where no rule parts it from the story `here`."""
    line, above = lines[at], here.lines[-1]
    if is_inspiration(above, profile):
        return not above.text.endswith(":")
    if leads.is_link(above) and not leads.is_link(line) and not leads.goes_on(above.text, line):
        titled = is_bold(line) and not is_lead_in(line) and len(line.text) <= LONGEST_TITLE
        if titled or (section is not None and section.many):
            return True
    if here.kind is Kind.FICTION:
        return False
    if line.shape is Shape.HEADING:
        return len(here.lines) > 1
    return any(is_titled(line, below) for below in lines[at + 1 : at + 2])


def _is_introduction(story: Story) -> bool:
    """Whether what stands above the first title is more than a line about the author and the day."""
    tells = any(is_tagline(line.text) or line.anchors or leads.is_link(line) for line in story.lines)
    return tells or sum(len(line.text) for line in story.lines) >= SUBSTANTIAL
