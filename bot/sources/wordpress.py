"""WordPress sites, hosted at WordPress.com or their own: by the REST interface, else the feed, else the sitemap.

Knows where the interface is, how it pages, and what its rows look like (developer.wordpress.org/rest-api).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from http import HTTPStatus

import msgspec
from yarl import URL

from bot.errors import FetchError
from bot.model import Document
from bot.sources import feeds, looking, pages, posts
from bot.sources.posts import Post
from bot.sources.visit import Visit

_HOSTED = "https://public-api.wordpress.com/wp/v2/sites/"
_PAGE = 100  # rows, the most that the interface gives
_GLANCE = 20  # rows, where only the newest matter
_BATCH = 20  # contents in one answer
_MOST_PAGES = 500
_HOST_NAME = re.compile(r"[\w.-]+\.[a-z]{2,}")  # what WordPress.com may host: no number, no port
_LISTED = "id,link,modified_gmt"
_DATED = re.compile(r"/(19|20)\d\d/")  # in the address of a post, as WordPress makes them


class _Linked(msgspec.Struct):
    id: int
    link: str

    def __post_init__(self) -> None:
        posts.public(self.link)  # raises ValueError for what is no address, which msgspec takes as a wrong form


class _Row(_Linked):
    """A post in the list, without its content."""

    modified_gmt: str


class _Rendered(msgspec.Struct):
    rendered: str = ""
    protected: bool = False


class _Post(_Linked):
    title: _Rendered
    content: _Rendered
    date: str


async def documents(visit: Visit, address: str) -> AsyncIterator[Document]:
    """What is new or edited on the site at `address`. Raises FetchError."""
    interface = await _interface(visit, address)
    if interface is None:
        async for document in _from_feed(visit, URL(address)):
            yield document
        return
    try:
        async for document in _from_interface(visit, interface):
            yield document
    except FetchError as error:
        if error.passing:
            raise
        visit.memory.put("interface", "")  # closed since: looked for again at the next visit
        async for document in _from_feed(visit, URL(address)):
            yield document


async def _from_feed(visit: Visit, site: URL) -> AsyncIterator[Document]:
    """What the feed holds; what the sitemap lists where there is no feed."""
    try:
        async for document in feeds.documents(visit, str(site / "feed/")):
            yield document
    except FetchError as error:
        if error.passing:
            raise
        async for document in pages.listed(visit, site, _is_post):
            yield document


def _is_post(address: str) -> bool:
    return _DATED.search(address) is not None


async def _interface(visit: Visit, address: str) -> URL | None:
    """The address that lists posts, as it was found before, or by asking where it may be; None where none answers."""
    if kept := visit.memory.get("interface"):
        return URL(kept)
    for candidate in await _candidates(visit, address):
        try:
            await visit.json(_asking(candidate, per_page=1, _fields=_LISTED), list[_Row])
        except FetchError as error:
            if error.passing and candidate.host == URL(address).host:
                raise
            continue
        visit.memory.put("interface", str(candidate))
        return candidate
    return None


def _asking(interface: URL, **query: str | int) -> str:
    return str(interface.update_query(query))


async def _candidates(visit: Visit, address: str) -> list[URL]:
    site = URL(address)
    usual = [site / "wp-json/wp/v2/posts", site.with_query(rest_route="/wp/v2/posts")]
    if _HOST_NAME.fullmatch(site.authority):
        usual.append(URL(_HOSTED) / f"{site.host}/posts")
    try:
        fetched = await visit.fetcher.get(address)
        seen = await visit.read(address, looking.look, fetched.body, fetched.url)
    except FetchError as error:
        if error.passing:
            raise
        return usual
    if seen.name:
        visit.memory.put("name", seen.name)
    return [_posts_of(URL(seen.interface))] if seen.interface else usual


def _posts_of(interface: URL) -> URL:
    """The list of posts of an interface, whose address a site names in one of three forms."""
    if "rest_route" in interface.query:
        return interface.update_query(rest_route="/wp/v2/posts")
    return interface / "posts" if "/wp/v2/sites/" in interface.path else interface / "wp/v2/posts"


async def _from_interface(visit: Visit, interface: URL) -> AsyncIterator[Document]:
    fresh = await _fresh(visit, interface)
    done = 0
    for start in range(0, len(fresh), _BATCH):
        batch = fresh[start : start + _BATCH]
        stamps = {row.id: _stamp(row) for row in batch}
        for post in await _contents(visit, interface, batch):
            visit.show(done, len(fresh), posts.plain(post.title.rendered))
            done += 1
            address = posts.public(post.link)
            if not post.content.protected:
                yield posts.document(_post(post, address, visit.memory.get("name")))
            visit.handed(address, stamps.get(post.id, ""))
    visit.listed_all()


async def _fresh(visit: Visit, interface: URL) -> list[_Row]:
    """The posts that are not known as they are now: of all pages of the list, or of its newest until all are known."""
    lists_all, fresh = visit.lists_all(), dict[int, _Row]()
    size = _PAGE if lists_all else _GLANCE
    for page in range(1, _MOST_PAGES + 1):
        asking = _asking(interface, per_page=size, page=page, orderby="modified", order="desc", _fields=_LISTED)
        try:
            rows = await visit.json(asking, list[_Row])
        except FetchError as error:
            if page > 1 and error.status == HTTPStatus.BAD_REQUEST:  # a page past the end
                break
            raise
        new = [row for row in rows if not visit.knows(posts.public(row.link), _stamp(row))]
        fresh.update((row.id, row) for row in new)
        if len(rows) < size or (not new and not lists_all):
            break
    return list(fresh.values())


async def _contents(visit: Visit, interface: URL, rows: Sequence[_Row]) -> list[_Post]:
    """The posts of `rows`; where all together are too much, each half by itself, and what fails alone is lost."""
    wanted = ",".join(str(row.id) for row in rows)
    try:
        asking = _asking(interface, include=wanted, per_page=len(rows), _fields="id,link,title,content,date")
        return await visit.json(asking, list[_Post])
    except FetchError as error:
        if len(rows) == 1 or error.passing:
            visit.lost(error)
            return []
    half = len(rows) // 2
    return [*await _contents(visit, interface, rows[:half]), *await _contents(visit, interface, rows[half:])]


def _stamp(row: _Row) -> str:
    return f"rest:{row.modified_gmt}"


def _post(post: _Post, address: str, site: str | None) -> Post:
    return Post(address, posts.plain(post.title.rendered), post.content.rendered, post.date, site)
