"""RSS and Atom feeds: the issues in them, their pages where a feed holds only the beginning of each.

Knows feeds, and how the teaser of a post ends; hands a feed's own window and, at first, the pages before it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import time
from calendar import timegm
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from yarl import URL

from bot.errors import FetchError
from bot.model import Document
from bot.sources import posts
from bot.sources.posts import Post
from bot.sources.visit import Visit

if TYPE_CHECKING:
    from feedparser import FeedParserDict

_TEASER_WORDS = 300  # what is shorter, and not said to be the content, is the beginning of something
_MORE = re.compile(
    r"(\b(read more|read on|keep reading|(continue|read) (reading|the (rest|full|whole))\b.{0,150})\W*"
    r"|\[(…|\.{3})\]\W*)$",
    re.IGNORECASE,
)
_APPEARED = re.compile(
    r"<p>\s*The post\s+<a\b.{0,2000}?</a>\s*(appeared first|first appeared) on\s+<a\b.{0,2000}?</a>\.?\s*</p>\s*$",
    re.IGNORECASE | re.DOTALL,
)
_LAST_WORDS = 200  # characters
_MOST_PAGES = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its post, whether that is only a teaser of the page at its address, and a stamp of all it says."""

    post: Post
    teaser: bool
    stamp: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its entries as it orders them, and the address of the page before it, if it names one."""

    title: str | None
    entries: tuple[Entry, ...]
    before: str | None


async def documents(visit: Visit, address: str) -> AsyncIterator[Document]:
    """What is new in the feed at `address`; at the first visit all its pages. Raises FetchError."""
    fetched = await visit.changed(address)
    if fetched is None:
        return
    feed = await visit.read(address, read, fetched.body, fetched.url)
    seen: set[str] = set()
    async for document in _entries(visit, feed.entries, seen):
        yield document
    if visit.memory.get("listed") is None:
        async for document in _earlier(visit, feed, seen):
            yield document
        visit.listed_all()
    visit.saw(address, fetched)


async def _earlier(visit: Visit, feed: Feed, seen: set[str]) -> AsyncIterator[Document]:
    """What stands on the pages before `feed`, until one has nothing that was not seen."""
    for _ in range(_MOST_PAGES):
        if not feed.before:
            return
        try:
            fetched = await visit.fetcher.get(feed.before)
            feed = await visit.read(fetched.url, read, fetched.body, fetched.url)
        except FetchError as error:
            if error.passing:
                raise
            return  # past the last page
        if all(entry.post.address in seen for entry in feed.entries):
            return
        async for document in _entries(visit, feed.entries, seen):
            yield document


async def _entries(visit: Visit, entries: Iterable[Entry], seen: set[str]) -> AsyncIterator[Document]:
    for entry in entries:
        address = entry.post.address
        if address in seen or visit.knows(address, entry.stamp):
            seen.add(address)
            continue
        seen.add(address)
        visit.show(len(seen), 0, entry.post.title)
        try:
            document = await handed(visit, entry)
        except FetchError as error:
            visit.lost(error)
            continue
        yield document
        visit.handed(address, entry.stamp)


async def handed(visit: Visit, entry: Entry) -> Document:
    """The document of an entry: its own content, or the page that its teaser is of. Raises FetchError."""
    if not entry.teaser:
        return posts.document(entry.post)
    fetched = await visit.fetcher.get(entry.post.address, crawl=True)
    body = posts.headed(fetched.body, entry.post.published, entry.post.site)
    return posts.page(entry.post.address, body, fetched.media_type)


def read(body: bytes, address: str) -> Feed:
    """The feed written in `body`, which stands at `address`. Raises ValueError where it is none, or not harmless."""
    import feedparser

    if b"<!ENTITY" in _prolog(body):
        raise ValueError("it declares entities of its own, which no feed needs")
    parsed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version and not parsed.entries:
        raise ValueError("it is not a feed")
    title = posts.plain(parsed.feed.get("title", "")) or None
    entries = tuple(_read_entries(parsed.entries, title, address))
    if parsed.entries and not entries:
        raise ValueError("none of its entries leads to an address of the web")
    return Feed(title, entries, _before(parsed, address))


_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)


def _prolog(body: bytes) -> bytes:
    """What stands before a feed's root element, whatever its encoding; zeros are the half of UTF-16 that matters."""
    return _ROOT.split(_COMMENT.sub(b"", body.replace(b"\0", b"")), 1)[0]


def _before(parsed: FeedParserDict, address: str) -> str | None:
    """The page of earlier entries: as RFC 5005 names it, or as WordPress counts them."""
    for link in parsed.feed.get("links", ()):
        if link.get("rel") in ("next", "prev-archive") and link.get("href"):
            return urljoin(address, str(link["href"]))
    if "wordpress" not in parsed.feed.get("generator", "").lower():
        return None
    url = URL(address)
    return str(url.update_query(paged=int(url.query.get("paged", "1")) + 1))


def _read_entries(entries: Iterable[Any], site: str | None, base: str) -> Iterator[Entry]:
    for entry in entries:
        link = entry.get("feedburner_origlink") or entry.get("link") or ""
        try:
            address = posts.public(urljoin(base, link.strip()))
        except ValueError:
            continue
        if not link or not address.startswith(("http://", "https://")):
            continue
        title = posts.plain(entry.get("title", "")) or address
        html, stated = _content(entry)
        moments = [entry[name] for name in ("published_parsed", "updated_parsed") if name in entry]
        published = _moment(moments[0] if moments else None)
        post = Post(address, title, html, published, site)
        changed = dict.get(entry, "updated", "")  # feedparser's own get() warns, and gives another field
        yield Entry(post, _is_teaser(html, stated), f"feed:{posts.stamp(title, changed, html)}")


def _content(entry: Any) -> tuple[str, bool]:  # noqa: ANN401  (feedparser's own kind of dictionary)
    """An entry's HTML, and whether the feed says that it is the content and not a summary."""
    contents = [each for each in entry.get("content", ()) if each.get("value", "").strip()]
    best = max(contents, key=lambda each: len(each["value"]), default=None) or entry.get("summary_detail") or {}
    html = best.get("value", "")
    if best.get("type") == "text/plain":
        html = "\n".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n", html))
    return _APPEARED.sub("", html.strip()), bool(contents)


def _is_teaser(html: str, stated: bool) -> bool:
    text = posts.plain(html.replace("<", " <"))  # so that the words of two paragraphs stay apart
    if _MORE.search(text[-_LAST_WORDS:]):
        return True
    return not stated and len(text.split()) < _TEASER_WORDS


def _moment(parsed: time.struct_time | None) -> str | None:
    """A moment in UTC as ISO 8601 writes it."""
    if parsed is None:
        return None
    try:
        return dt.datetime.fromtimestamp(timegm(parsed), dt.UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None
