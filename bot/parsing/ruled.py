"""Stories that rules part, or titles with taglines: the way research newsletters such as Import AI are written.

Knows sections, rules, taglines and how fiction ends; does not know what else a story holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.model import Kind
from bot.parsing import leads
from bot.parsing.page import Line, Shape
from bot.parsing.story import LONGEST_TITLE, Story, is_bold, is_inspiration, is_titled, opens_like_tagline
from bot.profile import Profile, Section


def is_ruled(lines: Sequence[Line]) -> bool:
    """Whether rules or taglines part the stories in `lines`."""
    rules = sum(line.shape is Shape.RULE for line in lines[1:-1])
    return rules > 0 or sum(map(is_titled, lines, lines[1:])) > 0


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
            told.append(Story([line], here.section if section else None, here.kind if section else Kind.STORY))
        else:
            here.lines.append(line)
    return [_known(story, profile) for story in told if story.lines]


def section_of(line: Line, profile: Profile) -> Section | None:
    """The section of the newsletter that `line` is the heading of, or None."""
    return next((section for section in profile.sections if section.heading.match(line.text)), None)


def _begins(lines: Sequence[Line], at: int, here: Story, section: Section | None, profile: Profile) -> bool:
    """Whether another story begins at `lines[at]`, where no rule parts it from the story `here`."""
    line, above = lines[at], here.lines[-1]
    if is_inspiration(above, profile):
        return True
    if leads.is_link(above) and not leads.is_link(line) and not leads.goes_on(above.text, line):
        titled = (is_bold(line) and len(line.text) <= LONGEST_TITLE) or (section is not None and section.many)
        if titled:
            return True
    if line.shape is Shape.HEADING:
        return len(here.lines) > 1 and here.kind is not Kind.FICTION
    below = lines[at + 1] if at + 1 < len(lines) else None
    return len(here.lines) > 1 and below is not None and is_titled(line, below)


def _known(story: Story, profile: Profile) -> Story:
    """`story`, known as fiction where it tells what inspired it."""
    if any(is_inspiration(line, profile) for line in story.lines):
        story.kind = Kind.FICTION
        named = next((section.name for section in profile.sections if section.kind is Kind.FICTION), None)
        story.section = story.section or named
    return story
