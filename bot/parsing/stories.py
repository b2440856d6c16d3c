"""The lines of one issue -> the lines of each story, by whatever parts them.

Knows which way of telling stories apart fits an issue; the ways themselves are known by the modules it calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.model import Kind
from bot.parsing import outlined, ruled
from bot.parsing.page import Line, Shape
from bot.parsing.story import Story, is_inspiration, under_section
from bot.profile import Profile, first_match


def divide(lines: Sequence[Line], title: str | None, profile: Profile) -> list[Story]:
    """The stories in `lines`; an issue that nothing parts is one story with the issue's `title`."""
    text = [line for line in lines if line.shape is not Shape.RULE]
    if ruled.is_ruled(lines):
        told = ruled.divide(lines, profile)
    else:
        told = [story for part in _sections(text, profile) for story in _told(part)]
        told = told or ([Story([*_own_title(title, profile), *text])] if text else [])
    return [_known(under_section(story), profile) for story in told]


def _known(story: Story, profile: Profile) -> Story:
    """`story`, known as fiction where it tells what inspired it."""
    if not any(is_inspiration(line, profile) for line in story.lines):
        return story
    named = next((section.name for section in profile.sections if section.kind is Kind.FICTION), None)
    return replace(story, kind=Kind.FICTION, section=story.section or named)


def _own_title(title: str | None, profile: Profile) -> list[Line]:
    """The title of an issue that is one story, as the story's: without the newsletter's name and the number."""
    found = first_match(profile.headings, title or "")
    own = title[found.end() :].lstrip(" :.|,–—-") if title and found else title
    return [Line(own or title)] if title else []


def _sections(lines: Sequence[Line], profile: Profile) -> list[Story]:
    """The lines under each heading of the newsletter's own sections."""
    parts = [Story()]
    for line in lines:
        section = ruled.section_of(line, profile)
        if section:
            parts.append(Story(section=line.text.rstrip(": "), kind=section.kind))
        else:
            parts[-1].lines.append(line)
    return parts


def _told(part: Story) -> list[Story]:
    """The stories in a part of an issue: a piece of fiction is one."""
    if part.kind is Kind.FICTION:
        return [part] if part.lines else []
    told = outlined.divide(part.lines)
    if not told and part.section and part.lines:
        return [part]
    return [replace(story, section=story.section or part.section) for story in told]
