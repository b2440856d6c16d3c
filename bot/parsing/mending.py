"""Lines that were broken in mid-sentence, by a converter or a slip, made whole again.

Knows where a sentence cannot end; a break that could be meant is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.parsing import leads
from bot.parsing.page import Line, Shape

_OPENS = re.compile(r"(?:[(\[“/]|\b(?:and|or|the|a|an|of|to|in|on|for|from|with|by|that|as|at|see))$", re.IGNORECASE)
_BRACKET_LAST = re.compile(r"[(\[“/]$")
_CLOSES = re.compile(r"(?!\.\.\.)[).,;:!?\]]+(?=\s|$)")
_FINISHED = re.compile(r"[.?!:;…\"”'’)\]*]$")


def without_breaks(lines: Iterable[Line]) -> list[Line]:
    """`lines`, less the line ends that stand around a link or a bold word, as text taken out of HTML has them.

    A line joins the one above where it opens with what closes, such as ``).``, or that one ends with what opens.
    """
    whole = _joined_where(_is_torn, lines)
    return [line for line in whole if line.shape is Shape.RULE or any(map(str.isalnum, line.text))]


def whole_sentences(lines: Iterable[Line]) -> list[Line]:
    """The `lines` of a story, where each goes on with the sentence or link that the last broke off; not for fiction."""
    return _joined_where(_goes_on, lines)


def joined(above: Line, line: Line) -> Line:
    """One line of two, with what is marked in both."""
    apart = "" if _CLOSES.match(line.text) or _BRACKET_LAST.search(above.text) else " "
    by = len(above.text) + len(apart)
    return replace(
        above,
        text=f"{above.text}{apart}{line.text}",
        bold=above.bold + tuple((start + by, end + by) for start, end in line.bold),
        anchors=above.anchors + tuple(replace(each, start=each.start + by, end=each.end + by) for each in line.anchors),
    )


def _joined_where(goes_on: Callable[[Line, Line], bool], lines: Iterable[Line]) -> list[Line]:
    whole: list[Line] = []
    for line in lines:
        if whole and goes_on(whole[-1], line):
            whole[-1] = joined(whole[-1], line)
        else:
            whole.append(line)
    return whole


def _is_torn(above: Line, line: Line) -> bool:
    if line.spaced or line.shape is not Shape.PARAGRAPH or above.shape in (Shape.RULE, Shape.HEADING):
        return False
    return _CLOSES.match(line.text) is not None or (_OPENS.search(above.text) is not None and not leads.is_link(line))


def _goes_on(above: Line, line: Line) -> bool:
    if leads.is_link(above):
        return leads.goes_on(above.text, line)
    if line.shape is not Shape.PARAGRAPH or leads.is_link(line):
        return False
    if above.shape is Shape.ENTRY and above.text.endswith(":"):
        return not line.spaced
    if above.shape is not Shape.PARAGRAPH or _FINISHED.search(above.text):
        return False
    torn = not line.spaced and (leads.is_begun(above.text) or line.text.startswith("("))
    return torn or line.text[:1].islower() or above.text.endswith(",") or _OPENS.search(above.text) is not None
