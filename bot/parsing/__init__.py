"""A document -> the issues, items and links written in it.

Pure: reads no disk and no network. Knows the order of the work; the formats, an issue's envelope, where its
stories part and how a story is written are known by the modules it calls.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import PurePosixPath

from bot.errors import DocumentError
from bot.model import Document, Issue, IssueHead, Item, Kind, Parsed
from bot.parsing import envelope, formats, identity, items, stories
from bot.parsing.dates import date_in_path
from bot.parsing.page import Page, Shape
from bot.profile import Profile, Profiles

_TITLED_WITHIN = 5  # lines within which a document without a title of its own gives an issue's
_GREETED_WITHIN = 15  # lines within which an issue greets its reader
_AHEAD = dt.timedelta(days=2)  # it may be tomorrow where an issue comes out


def parse(document: Document, profiles: Profiles, newsletter: str | None = None) -> Parsed:
    """Reads the issues in `document`; `newsletter` names the newsletter where no profile recognises it.

    Raises DocumentError for a format that is not known, for what is not text, and where no items are found.
    """
    page = _dated(formats.read(document), document)
    profile = _profile(document, page, profiles, newsletter)
    drafts, known = envelope.issues(page, profile)
    own = _own_page(page, document.address, profile) if len(drafts) == 1 else None
    issues = [_issue(draft, _dated(own or _shared_page(draft), document), profile) for draft in drafts]
    issues = [issue for issue in issues if issue.items]
    if not issues:
        raise DocumentError(document.address, "no items of a newsletter were found in it")
    return Parsed(profile.slug, profile.name, tuple(issues), tuple(known))


def _profile(document: Document, page: Page, profiles: Profiles, newsletter: str | None) -> Profile:
    lines = [line.text for line in page.lines[:_GREETED_WITHIN] if line.shape is not Shape.ENTRY]
    titles = [page.title] if page.title else lines[:_TITLED_WITHIN]
    recognised = profiles.recognise(page.url or document.address, [*page.names, *titles], titles, lines)
    folder = PurePosixPath(document.address).parent.name if "://" not in document.address else ""
    titled = identity.name_in_title(page.title or (page.lines[0].text if page.lines else ""))
    names = (newsletter, *page.names, titled, document.collection, folder, "newsletter")
    return recognised or profiles.named(next(name for name in names if name))


def _issue(draft: envelope.Draft, page: Page, profile: Profile) -> Issue:
    told = stories.divide(draft.lines, draft.title or page.title, profile)
    read = [items.read(story, position, page.url, profile) for position, story in enumerate(told, 1)]
    head = _head(draft, page, profile, read)
    cited = [replace(item, references=identity.references(item.text, head.number, profile)) for item in read]
    return Issue(head, tuple(_announcing(cited)))


def _head(draft: envelope.Draft, page: Page, profile: Profile, read: list[Item]) -> IssueHead:
    """The head of the issue `draft`, which stands on `page`."""
    number, inferred = draft.number if draft.number is not None else page.number, False
    title = draft.title or page.title
    if number is None and page.date is None:
        cited = [each for item in read for each in identity.references(item.text, None, profile)]
        number = identity.likely_number([item.title for item in read], cited, profile.known)
        inferred = number is not None
        if inferred:
            title = title or next(issue.title for issue in profile.known if issue.number == number)
    title = title or _plain_title(number, page, profile, read)
    return IssueHead(
        newsletter=profile.slug,
        key=identity.key(number, page.date, title),
        title=title,
        number=number,
        date=page.date,
        url=page.url,
        preheader=draft.preheader,
        inferred=inferred,
    )


def _plain_title(number: int | None, page: Page, profile: Profile, read: list[Item]) -> str:
    """What to call an issue that has no title of its own."""
    if number is not None:
        return f"{profile.name} {number}"
    if page.date:
        return f"{profile.name}, {page.date.day} {page.date:%B %Y}"
    return read[0].title if read else profile.name


def _own_page(page: Page, address: str, profile: Profile) -> Page:
    """`page`, which holds one issue, with the number and the day that its title or its file's name may give."""
    number = page.number
    if number is None and page.title:
        number = profile.number_of(page.title) or identity.number_in_title(page.title)
    if number is None:
        number = _believed(identity.number_in_path(address, profile), page, profile)
    date = page.date or date_in_path(page.url or PurePosixPath(address).name) or envelope.dated(page)
    return replace(page, number=number, date=date)


def _dated(page: Page, document: Document) -> Page:
    """`page` without a day that had not come when the document was there: it is a slip, or of something else."""
    return replace(page, date=None) if page.date and page.date > document.retrieved.date() + _AHEAD else page


def _believed(number: int | None, page: Page, profile: Profile) -> int | None:
    """The number of a file's name, unless the text cites that issue or a later one."""
    if number is None:
        return None
    cited = [each for line in page.lines for each in identity.references(line.text, None, profile)]
    return number if number > max(cited, default=0) else None


def _shared_page(draft: envelope.Draft) -> Page:
    """What the page of several issues says about the one that `draft` is."""
    return Page((), url=draft.url, date=date_in_path(draft.url or ""))


def _announcing(read: list[Item]) -> list[Item]:
    """The items, where those that have neither tagline nor links while most others have both are announcements."""
    news = [item for item in read if item.kind is Kind.STORY and item.section is None]
    usual = [item for item in news if item.tagline and item.links]
    if len(usual) * 3 < len(news) * 2 or len(usual) < 3:
        return read
    return [
        replace(item, kind=Kind.ANNOUNCEMENT) if item in news and not item.tagline and not item.links else item
        for item in read
    ]
