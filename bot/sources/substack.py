"""Substack publications: the feed for what is newest, the interface for the rest, the sitemap where that is closed.

Knows the interface as it behaves: pages that hold fewer rows than were asked for, and an archive that lags behind.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import msgspec
from yarl import URL

from bot.errors import FetchError
from bot.model import Document
from bot.sources import feeds, pages, posts
from bot.sources.feeds import Entry
from bot.sources.fetching import Fetched
from bot.sources.posts import Post
from bot.sources.visit import Visit

_LISTS = {"archive": {"sort": "new", "search": ""}, "posts": dict[str, str]()}  # the first lags behind the second
_PAGE = 12  # rows; asked for more, the interface gives any number
_OVERLAP = 2  # rows that are asked for again, since posts move while pages are turned
_MOST_PAGES = 1000


class _Row(msgspec.Struct):
    """A post in a list."""

    slug: str
    title: str | None = None
    subtitle: str | None = None
    post_date: str | None = None
    updated_at: str | None = None
    canonical_url: str | None = None
    wordcount: int | None = None

    def __post_init__(self) -> None:
        posts.public(self.canonical_url or "")  # raises ValueError for what is no address: then the form is wrong

    def stamp(self) -> str:
        """What changes with an edit."""
        return f"api:{posts.stamp(self.title, self.subtitle, self.post_date, self.updated_at, self.wordcount)}"

    def address(self, site: URL) -> str:
        """The post's public address."""
        return posts.public(self.canonical_url or str(site / "p" / self.slug))


class _Post(_Row):
    body_html: str | None = None


async def documents(visit: Visit, address: str) -> AsyncIterator[Document]:
    """What is new or edited in the publication at `address`. Raises FetchError."""
    site = URL(address).origin()
    fetched, is_open = await _feed(visit, str(site / "feed"))
    entries: tuple[Entry, ...] = ()
    if fetched:
        feed = await visit.read(fetched.url, feeds.read, fetched.body, fetched.url)
        visit.memory.put("name", feed.title or "")
        entries = feed.entries
    full = [entry for entry in entries if not entry.teaser]  # the interface knows whether there is more of the others
    behind = _is_behind(visit, entries)
    for done, entry in enumerate(full):
        if not visit.knows(entry.post.address, entry.stamp):
            visit.show(done, 0, entry.post.title)
            yield posts.document(entry.post)
            visit.handed(entry.post.address, entry.stamp)
    if behind or not is_open or visit.lists_all():
        async for document in _listed(visit, site, {entry.post.address for entry in full}):
            yield document
    if fetched:
        visit.saw(str(site / "feed"), fetched)


async def _feed(visit: Visit, address: str) -> tuple[Fetched | None, bool]:
    """The feed if it has changed, and whether it can be had at all."""
    try:
        return await visit.changed(address), True
    except FetchError as error:
        if error.passing:
            raise
        return None, False


def _is_behind(visit: Visit, entries: Sequence[Entry]) -> bool:
    """Whether posts may be new that the feed does not hold: it holds teasers of some, or nothing that is known."""
    known = [visit.knows(entry.post.address) for entry in entries]
    return not all(known[at] for at, entry in enumerate(entries) if entry.teaser) or (bool(known) and not any(known))


async def _listed(visit: Visit, site: URL, window: set[str]) -> AsyncIterator[Document]:
    """What is new or edited of the posts that are listed, but for those that the feed holds: its `window`."""
    try:
        rows = await _rows(visit, site, window)
    except FetchError as error:
        if error.passing:
            raise
        async for paged in _from_pages(visit, site, window):
            yield paged
        return
    fresh = [row for row in rows if _is_fresh(visit, row, row.address(site), window)]
    for done, row in enumerate(fresh):
        visit.show(done, len(fresh), row.title or row.slug)
        try:
            document = await _document(visit, site, row)
        except FetchError as error:
            visit.lost(error)
            continue
        if document:
            yield document
        visit.handed(row.address(site), row.stamp())
    for row in rows:
        visit.memory.put(f"row {row.address(site)}", row.stamp())
    visit.listed_all()


def _is_fresh(visit: Visit, row: _Row, address: str, window: set[str]) -> bool:
    """Whether a listed post is to be had: it never was, or its row has changed and the feed no longer holds it."""
    if not visit.knows(address):
        return True
    before = visit.memory.get(f"row {address}")
    return before is not None and before != row.stamp() and address not in window


async def _from_pages(visit: Visit, site: URL, window: set[str]) -> AsyncIterator[Document]:
    def is_post(address: str) -> bool:
        return "/p/" in address and posts.public(address) not in window

    async for document in pages.listed(visit, site, is_post):
        yield document
    visit.listed_all()


async def _rows(visit: Visit, site: URL, window: set[str]) -> list[_Row]:
    """The rows of both lists, each post once. Raises FetchError where both are closed."""
    rows, closed = dict[str, _Row](), list[FetchError]()
    for name, query in _LISTS.items():
        try:
            for row in await _list(visit, site, (site / "api/v1" / name).with_query(query), window):
                rows.setdefault(row.slug, row)
        except FetchError as error:
            if error.passing:
                raise
            closed.append(error)
    if len(closed) == len(_LISTS):
        raise closed[0]
    return list(rows.values())


async def _list(visit: Visit, site: URL, address: URL, window: set[str]) -> list[_Row]:
    """The rows of one list, to its end; or to a page of which all is known, when it is not time to list all.

    What the feed's `window` held a moment ago does not count as known: what is behind it may be new.
    """
    rows, offset = dict[str, _Row](), 0
    for _ in range(_MOST_PAGES):
        page = await visit.json(str(address.update_query(offset=offset, limit=_PAGE)), list[_Row])
        new = [row for row in page if row.slug not in rows]
        rows.update((row.slug, row) for row in new)
        known = [visit.knows(row.address(site)) and row.address(site) not in window for row in new]
        if not new or (not visit.lists_all() and all(known)):
            break
        offset += max(len(page) - _OVERLAP, 1)
    return list(rows.values())


async def _document(visit: Visit, site: URL, row: _Row) -> Document | None:
    """A listed post, from the interface or its page; None where it is for paying readers. Raises FetchError."""
    address, name = row.address(site), await visit.name(str(site))
    try:
        post = await visit.json(str(site / "api/v1/posts" / row.slug), _Post)
    except FetchError as error:
        if error.passing:
            raise
        fetched = await visit.fetcher.get(address, crawl=True)
        return posts.page(address, posts.headed(fetched.body, site=name), fetched.media_type)
    if not post.body_html:
        return None
    title = post.title or row.title or row.slug
    return posts.document(Post(address, title, post.body_html, post.post_date or row.post_date, name, post.subtitle))
