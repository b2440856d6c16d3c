"""Small archives for the tests of search, and the real newsletters where they are at hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.model import Document, Hit, Issue, IssueHead, Item, Kind, Link, Part, Role
from bot.parsing import parse
from bot.profile import Profiles
from bot.search import Generation, write_generation

NEWSLETTER = "letter"


def item(title: str, *paragraphs: str, links: Sequence[Link] = (), **rest: object) -> Item:
    """An item of some paragraphs. A paragraph that begins with a dash is an entry, with an ellipsis the tagline."""
    text, parts = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        parts.append(Part(_role(paragraph), len(text), len(text) + len(paragraph)))
        text += paragraph
    whole = Item(title=title, text=text, parts=tuple(parts), position=1, links=tuple(links))
    return dataclasses.replace(whole, **rest)  # type: ignore[arg-type]  # whatever else an item has


def _role(paragraph: str) -> Role:
    if paragraph.startswith("- "):
        return Role.ENTRY
    if paragraph.startswith("…"):
        return Role.TAGLINE
    return Role.LINK if paragraph.startswith("Read more:") else Role.PARAGRAPH


def issue(number: int, *items: Item, date: dt.date | None = None, newsletter: str = NEWSLETTER) -> Issue:
    """An issue whose items are numbered in order."""
    placed = [dataclasses.replace(one, position=place, number=place) for place, one in enumerate(items, 1)]
    return Issue(IssueHead(newsletter, str(number), f"Issue {number}", number, date), tuple(placed))


def opened(folder: Path, issues: Sequence[Issue], *, sample: bool = False, default: str | None = None) -> Generation:
    """The generation of some issues; the newsletter of the first is the default, unless another is."""
    names = {one.head.newsletter: one.head.newsletter.title() for one in issues}
    default = default or (issues[0].head.newsletter if issues else NEWSLETTER)
    name = write_generation(folder, issues, default_newsletter=default, newsletters=names, sample=sample)
    return Generation.open(folder / name, verify=True)


def small(folder: Path) -> Generation:
    """An archive of three issues that has something of everything."""
    return opened(
        folder,
        [
            issue(
                10,
                item(
                    "Glaciers retreat faster than thought",
                    "…Ice and water…",
                    "Researchers in Bergen measured 214 glaciers from orbit. The GLAC-3 model sees half gone by 2090.",
                    "The ice melts because summers last longer. Why this matters: rivers depend on it.",
                    "Read more: Glacier Atlas (Nature).",
                    "Read more: Code of glac3 (GitHub).",
                    links=[
                        Link("Read more", "Glacier Atlas", "Nature", None),
                        Link("Read more", "Code of glac3", "GitHub", None),
                    ],
                ),
                item(
                    "A library of seeds opens",
                    "The vault keeps seeds of 900 plants. It is called the Cold Library.",
                    "- It is free of charge.",
                    "- It is open to growers.",
                    "- It keeps two copies.",
                ),
                date=dt.date(2021, 3, 1),
            ),
            issue(
                11,
                item("Cheap batteries from salt", "A battery of salt costs 40 dollars. It is heavier than lithium."),
                item(
                    "The Ferryman",
                    "He rowed the glacier melt across the salt lake and asked for nothing.",
                    kind=Kind.FICTION,
                    section="Short Tales",
                ),
            ),
            issue(
                12,
                item(
                    "Glaciers regain a little ice", "Snow came back to the glaciers of the north.", section="Ice Desk"
                ),
                item("Wind power at night", "Turbines of WindCo ran all night. The deep sea cable is next."),
                date=dt.date(2021, 5, 11),
            ),
        ],
    )


def real_issues(folder: Path) -> list[Issue]:
    """The issues of the documents in a folder, dated as far as documents and catalogue know."""
    profiles = Profiles.load("import-ai")
    read = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    parsed = [
        parse(Document(path.name, "text/plain", path.read_bytes(), read), profiles)
        for path in sorted(folder.glob("*.txt"))
    ]
    known = [*profiles.default.known, *(one for document in parsed for one in document.known)]
    dates = {one.number: one.date for one in known if one.date}
    issues = {one.head.key: one for document in parsed for one in document.issues}
    return [_dated(one, dates) for one in issues.values()]


def _dated(one: Issue, dates: dict[int, dt.date]) -> Issue:
    head = one.head
    if head.date is None and head.number is not None:
        head = dataclasses.replace(head, date=dates.get(head.number))
    return dataclasses.replace(one, head=head)


def titles(hits: Iterable[Hit]) -> list[str]:
    """The titles of hits, in order."""
    return [hit.item.title for hit in hits]
