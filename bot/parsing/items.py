"""The lines of one story -> an item: title, tagline, place, text with its parts, links.

Knows how a story is written; does not know where it begins or which issue it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.model import Item, Kind, Link, Part, Role
from bot.parsing import leads
from bot.parsing.mending import joined, whole_sentences
from bot.parsing.page import Line, Shape
from bot.parsing.story import LONGEST_TITLE, Story, bold_lead, cut, is_inspiration, is_tagline
from bot.profile import Profile

_GLUED = re.compile(r"^(.{8,80}?[a-z])(?=[A-Z][a-z]+ )")
_GLUED_LINE = 160  # a line this long is no title, so a title was lost into it
_LONGEST_NAME = 120  # of a piece of fiction whose place stands above it
_WITH_TAGLINE = re.compile(r"(.{8,150}?[:?!.])\s*(?=(?:…|\.{3})\s?\w.*(?:…|\.{3})$)")
_TAGLINE_RUN_IN = re.compile(r"((?:…|\.{3}).{3,240}?(?:…|\.{3}))\s*(?=[A-Z“\"'‘])")
_RUN_IN = re.compile(r"([^.?!]{8,140}?[^.?!:\s]):\s+(?=\S)")
_FIRST_SENTENCE = re.compile(r".{20,150}?[.?!](?=\s)|.{20,119}\S(?=\s)")


@dataclass(slots=True)
class _Text:
    """An item's text while it is put together: the parts that tile it, and the links in it."""

    text: str = ""
    parts: list[Part] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, role: Role, line: Line) -> None:
        """Adds `line` as a part: entries go below one another, everything else below a blank line."""
        if self.parts:
            listed = role is Role.ENTRY and self.parts[-1].role is Role.ENTRY
            self.text += "\n" if listed else "\n\n"
        self.parts.append(Part(role, len(self.text), len(self.text) + len(line.text)))
        self.text += line.text
        self.links += leads.links(line) if role is Role.LINK else leads.inline(line)


def read(story: Story, position: int, page_url: str | None, profile: Profile) -> Item:
    """The item that `story` tells; `page_url` is the address of the page it stands on."""
    title, lines = _titled(story)
    anchor = story.lines[0].fragment
    url = f"{page_url.partition('#')[0]}#{anchor}" if page_url and anchor else page_url
    item = Item(title, "", (), position, kind=story.kind, section=story.section, url=url)
    text = _Text(links=leads.inline(story.lines[0]) if len(story.lines[0].text) <= LONGEST_TITLE else [])
    if story.kind is Kind.FICTION:
        item, lines = _placed(item, lines, text)
    elif lines and lines[0].shape is not Shape.ENTRY and is_tagline(lines[0].text):
        item = replace(item, tagline=_without_ellipses(lines[0].text))
        text.add(Role.TAGLINE, lines[0])
        lines = lines[1:]
    inspired_by = _tell(lines, story.kind, profile, text)
    if not text.parts:
        text.add(Role.PARAGRAPH, Line(title))
    links = tuple(dict.fromkeys(text.links))
    return replace(item, text=text.text, parts=tuple(text.parts), inspired_by=inspired_by, links=links)


def _titled(story: Story) -> tuple[str, list[Line]]:
    """The title of the story, and the lines below it."""
    first, *rest = story.lines
    glued = _GLUED.match(first.text) if len(first.text) > _GLUED_LINE else None
    if glued:
        return glued.group(1), [cut(first, glued.end()), *rest]
    with_tagline = _WITH_TAGLINE.match(first.text)
    if with_tagline:
        return _without_colon(with_tagline[1]), [cut(first, with_tagline.end()), *rest]
    bold = bold_lead(first)
    if 0 < bold < len(first.text) - 2 and bold <= LONGEST_TITLE:
        return _without_colon(first.text[:bold]), [*_run_in(first, bold), *rest]
    if len(first.text) <= LONGEST_TITLE:
        return _without_colon(first.text), rest
    run_in = _RUN_IN.match(first.text)
    if run_in:
        return run_in.group(1), [cut(first, run_in.end()), *rest]
    sentence = _FIRST_SENTENCE.match(first.text)
    return sentence.group() if sentence else first.text[:LONGEST_TITLE], [first, *rest]


def _run_in(line: Line, bold: int) -> list[Line]:
    """The text after a title in bold, without the colon or dash between them; a tagline in it is a line of its own."""
    rest = cut(line, bold)
    rest = cut(rest, len(rest.text) - len(rest.text.lstrip(" :–—-")))
    tagline = _TAGLINE_RUN_IN.match(rest.text)
    return [Line(tagline[1]), cut(rest, tagline.end())] if tagline else [rest]


def _placed(item: Item, lines: list[Line], text: _Text) -> tuple[Item, list[Line]]:
    """The item with its place in brackets, which stands above or below the title of a piece of fiction."""
    if item.title.startswith("[") and lines:
        place, title, rest = Line(item.title), _without_brackets(item.title), lines
        if len(lines[0].text) <= _LONGEST_NAME and not lines[0].text.endswith("."):
            title, rest = _without_colon(lines[0].text), lines[1:]
    elif lines and lines[0].text.startswith("["):
        place, title, rest = lines[0], item.title, lines[1:]
    else:
        return item, lines
    text.add(Role.PLACE, place)
    return replace(item, title=title, place=_without_brackets(place.text)), rest


def _without_colon(title: str) -> str:
    return title.strip().removesuffix(":").strip()


def _without_ellipses(tagline: str) -> str:
    inner = re.sub(r"^(?:…\.?|\.{3})", "", tagline)
    return re.sub(r"(?:…|\.{3})(\??)$", r"\1", inner).strip()


def _without_brackets(place: str) -> str:
    return place.strip().rstrip(".").strip().removeprefix("[").removesuffix("]").strip().rstrip(".")


def _tell(lines: Sequence[Line], kind: Kind, profile: Profile, text: _Text) -> str | None:
    """Adds the body's `lines` to `text`; gives what inspired the story, if it says so."""
    inspired_by: str | None = None
    for line in _whole(lines, kind, profile):
        role = _role(line, kind, profile)
        text.add(role, line)
        if role is Role.INSPIRED_BY:
            inspired_by = line.text.partition(":")[2].strip() or None
    return inspired_by


def _whole(lines: Sequence[Line], kind: Kind, profile: Profile) -> Sequence[Line]:
    """The body's lines with broken sentences whole again, and sources apart; in fiction only what inspired it is."""
    if kind is not Kind.FICTION:
        return [part for line in whole_sentences(lines) for part in leads.parted(line)]
    if len(lines) > 1 and is_inspiration(lines[-2], profile) and lines[-2].text.endswith(":"):
        return [*lines[:-2], joined(*lines[-2:])]
    return lines


def _role(line: Line, kind: Kind, profile: Profile) -> Role:
    if is_inspiration(line, profile):
        return Role.INSPIRED_BY
    if kind is not Kind.FICTION and leads.is_link(line):
        return Role.LINK
    return {Shape.ENTRY: Role.ENTRY, Shape.QUOTATION: Role.QUOTATION}.get(line.shape, Role.PARAGRAPH)
