"""Gives issues and links the dates and addresses that are known of them; never an invented one."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from urllib.parse import quote_plus

from bot.model import Issue, IssueHead, Item, KnownIssue, Link
from bot.passages import Page, at_title
from bot.profile import Profile

# Where a title can be looked up at the publisher that a link names, when its address is not known.
TITLE_SEARCHES = {"arxiv": "https://arxiv.org/search/?searchtype=title&query={words}"}

Known = Mapping[tuple[str, int], KnownIssue]


def combine(*sources: Iterable[KnownIssue]) -> Known:
    """All that is known of each (newsletter, number); earlier sources go before later ones."""
    found: dict[tuple[str, int], KnownIssue] = {}
    for source in sources:
        for issue in source:
            before = found.get((issue.newsletter, issue.number), issue)
            found[issue.newsletter, issue.number] = dataclasses.replace(
                before,
                title=before.title or issue.title,
                date=before.date or issue.date,
                urls=tuple(dict.fromkeys((*before.urls, *issue.urls))),
            )
    return found


def resolve(issue: Issue, known: Known, profile: Profile) -> Issue:
    """The issue with its date and address, where its documents did not give them, and with searches for its sources.

    An item without an address of its own has that of its title's words on the issue's page, where a browser finds
    them there.

    An issue's address is its own, else the one it is known to have, else the blog's page of its day,
    else a search of the site for its number; a search is marked as one.
    """
    heard = known.get((issue.head.newsletter, issue.head.number)) if issue.head.number is not None else None
    head = _head(issue.head, heard, profile)
    page = Page.of(Issue(head, issue.items))
    return Issue(head, tuple(_resolved(item, head, page) for item in issue.items))


def without_searches(issue: Issue) -> Issue:
    """The issue without those of its addresses that only search for something."""
    head = dataclasses.replace(issue.head, url=None, search=False) if issue.head.search else issue.head
    return Issue(head, tuple(_only_true(item) for item in issue.items))


def _head(head: IssueHead, heard: KnownIssue | None, profile: Profile) -> IssueHead:
    head = dataclasses.replace(head, date=head.date or (heard.date if heard else None))
    if head.url:
        return head
    if heard and heard.urls:
        return dataclasses.replace(head, url=heard.urls[0])
    if head.date and profile.day_page:
        return dataclasses.replace(head, url=profile.day_page.format(date=head.date))
    if head.number is not None and profile.site_search:
        words = quote_plus(f"{profile.name} {head.number}")
        return dataclasses.replace(head, url=profile.site_search.format(words=words), search=True)
    return head


def _resolved(item: Item, head: IssueHead, page: Page) -> Item:
    url = item.url or (None if head.search else head.url)
    if url and "#" not in url:
        url = at_title(url, item, page)
    return dataclasses.replace(item, url=url, links=tuple(map(_searched, item.links)))


def _searched(link: Link) -> Link:
    template = TITLE_SEARCHES.get((link.source or "").casefold())
    if link.url or not template:
        return link
    return dataclasses.replace(link, url=template.format(words=quote_plus(link.label)), search=True)


def _only_true(item: Item) -> Item:
    links = tuple(dataclasses.replace(link, url=None, search=False) if link.search else link for link in item.links)
    return dataclasses.replace(item, links=links)
