"""Lines that only lead to a source, such as ``Read more: Attention Is All You Need (arXiv)``.

Knows their forms and takes them apart; does not know whose items they end.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model import Link
from bot.parsing.addresses import written_last
from bot.parsing.page import Line, Shape
from bot.parsing.story import cut

_VERB = re.compile(
    r"\W{0,3}(?:Read|Get|Find out|Check out|More(?=:| (?:in|on|at|about|here|info\w*|details?)\b))\b", re.IGNORECASE
)
_OTHER_VERB = re.compile(
    r"\W{0,3}(?:See|Watch|Try|Download|Listen|Access|View|Visit|Play|Explore|Learn|Apply|Register|Sign up|Paper|Code"
    r"|Source|Website|Blog|Video|Link)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"[^.:?!]{2,75}?(?:\([^)]*\)[^.:?!]{0,20})?:(?!//)")
_SOURCE_LAST = re.compile(r"^(?P<label>.*?)[\s,]*\((?P<source>[^()]*(?:\([^()]*\)[^()]*)?)\)$", re.DOTALL)
_LONGEST = 400
_FEW_WORDS = 4


def is_link(line: Line) -> bool:
    """Whether `line` leads to a source: after a call to read on, a colon or a source in brackets follows."""
    text = line.text
    if line.shape in (Shape.HEADING, Shape.RULE) or len(text) > _LONGEST:
        return False
    if _VERB.match(text):
        return _LEAD.match(text) is not None or _ends_in_source(text) or _leads_away(line)
    return _OTHER_VERB.match(text) is not None and _LEAD.match(text) is not None and _ends_in_source(text)


def is_begun(text: str) -> bool:
    """Whether `text` is only the first words of a line that leads to a source."""
    return _VERB.match(text) is not None and len(text.split()) <= _FEW_WORDS


def goes_on(link: str, line: Line) -> bool:
    """Whether `line` is the rest of the `link` above it, cut off in its label."""
    if is_link(line) or line.shape is not Shape.PARAGRAPH:
        return False
    lead = _LEAD.match(link)
    empty = lead is not None and not link[lead.end() :].strip()
    return empty or (not _ends_in_source(link) and _ends_in_source(line.text) and len(line.text) <= _LONGEST / 2)


_SENTENCE_LAST = re.compile(r"[.?!)\]…\"”’]\s*$")
_SOURCE_ENDS = re.compile(r"\)[.,;]?\s+")


def parted(line: Line) -> list[Line]:
    """`line`, and apart from it each of the sources that it goes on to, behind a lead-in in bold or another source."""
    bold = {start for start, _ in line.bold}
    behind_source = {found.end() for found in _SOURCE_ENDS.finditer(line.text)} if is_link(line) else set()
    for at in sorted(bold | behind_source):
        rest = cut(line, at)
        if _SENTENCE_LAST.search(line.text[:at]) and is_link(rest) and _LEAD.match(rest.text):
            return [cut(line, 0, at), *parted(rest)]
    return [line]


def links(line: Line) -> list[Link]:
    """The links of a line that only leads to sources: the one it names, and others that stand in its label."""
    text, written = written_last(line.text)
    named = take_apart(text)
    label_starts = line.text.find(named.label)
    leading = [each for each in line.anchors if each.end > label_starts] or list(line.anchors)
    source_starts = line.text.rfind("(") if named.source else len(line.text)
    others = [each for each in leading[1:] if each.start < source_starts]
    return [replace(named, url=leading[0].url if leading else written), *inline(replace(line, anchors=tuple(others)))]


def inline(line: Line) -> list[Link]:
    """The links in a line of text, labelled by the words that are one."""
    found = [(line.text[each.start : each.end].strip(), each.url) for each in line.anchors]
    return [Link(None, label, None, url) for label, url in found if url and any(map(str.isalnum, label))]


def take_apart(text: str) -> Link:
    """The link that `text` writes, without an address."""
    whole = text.strip().rstrip(" .")
    found = _SOURCE_LAST.match(whole) if _ends_in_source(text) else None
    source = found["source"].strip() if found else None
    whole = found["label"].strip() if found else whole
    lead = _LEAD.match(whole)
    if lead is None or not whole[lead.end() :].strip():
        return Link(None, whole.rstrip(":").strip(), source, None)
    return Link(lead.group()[:-1].strip("*_•-– "), whole[lead.end() :].strip(), source, None)


def _ends_in_source(text: str) -> bool:
    return re.search(r"\S\s*\([^()]*(?:\([^()]*\)[^()]*)?\)[.\s]*$", text) is not None


def _leads_away(line: Line) -> bool:
    """Whether an address ends a short line."""
    return any(anchor.url and anchor.end >= len(line.text) - 30 for anchor in line.anchors) and len(line.text) < 160
