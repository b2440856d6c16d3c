"""The lines of one issue -> the lines of each story, by whatever parts them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.parsing import outlined, ruled
from bot.parsing.page import Line, Shape
from bot.parsing.story import Story
from bot.profile import Profile


def divide(lines: Sequence[Line], title: str | None, profile: Profile) -> list[Story]:
    """The stories in `lines`; an issue that nothing parts is one story with the issue's `title`."""
    if ruled.is_ruled(lines):
        return ruled.divide(lines, profile)
    told = outlined.divide(lines)
    if told:
        return told
    text = [line for line in lines if line.shape is not Shape.RULE]
    return [Story([Line(title), *text] if title else text)] if text else []
