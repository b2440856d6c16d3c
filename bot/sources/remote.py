"""Documents from the web: what kind of source an address is, and the documents of it that are new or edited.

Knows which platform's module does the work; knows nothing of any platform but the hosts and marks it is told by.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from enum import StrEnum

from yarl import URL

from bot.errors import UsageError, repeated
from bot.model import Document
from bot.offload import Offload
from bot.sources import feeds, looking, mailchimp, pages, substack, wordpress
from bot.sources.fetching import Fetched, Fetcher
from bot.sources.looking import Look
from bot.sources.visit import Fail, Memory, Show, Visit

__all__ = ["Fail", "Memory", "Show", "Source", "SourceKind", "documents", "recognise"]


class SourceKind(StrEnum):
    """How a source publishes."""

    WORDPRESS = "wordpress"
    SUBSTACK = "substack"
    MAILCHIMP = "mailchimp"
    FEED = "feed"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Source:
    """A place on the web where issues are published; `address` begins with ``http://`` or ``https://``."""

    kind: SourceKind
    address: str


_DOCUMENTS: dict[SourceKind, Callable[[Visit, str], AsyncIterator[Document]]] = {
    SourceKind.WORDPRESS: wordpress.documents,
    SourceKind.SUBSTACK: substack.documents,
    SourceKind.MAILCHIMP: mailchimp.documents,
    SourceKind.FEED: feeds.documents,
    SourceKind.PAGE: pages.documents,
}


def documents(
    source: Source, fetcher: Fetcher, memory: Memory, show: Show, *, offload: Offload, fail: Fail
) -> AsyncIterator[Document]:
    """The documents of `source` that are new or edited since what `memory` holds, in no fixed order.

    What is wrong with one document goes to `fail`, and the rest come. Raises FetchError where the source itself
    cannot be read; what was handed over before is good, and the next visit goes on after it.
    """
    return _DOCUMENTS[source.kind](Visit(fetcher, offload, memory, show, fail), source.address)


# Names as the network knows them, with the underscore that some have, or an address of IPv6
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?|[0-9a-f.]*:[0-9a-f:.]+", re.IGNORECASE)


def web_address(text: str) -> str:
    """`text` as an address of the web; a missing scheme is https. Raises UsageError where it is none."""
    written = text.strip()
    try:
        url = URL(written if "://" in written else f"https://{written}").with_fragment(None)
    except ValueError:
        url = URL()
    if url.scheme not in ("http", "https") or not _HOST.fullmatch(url.raw_host or "") or url.user is not None:
        raise UsageError(f"{repeated(text)} is no address of the web: give one like https://example.org.")
    return str(url)


async def recognise(address: str, fetcher: Fetcher, offload: Offload) -> Source:
    """The source at `address` (a missing scheme is https). Raises UsageError where it is none, or FetchError."""
    own = web_address(address)
    told = _by_host(URL(own))
    if told:
        return Source(told, own)
    fetched = await fetcher.get(own)
    if _is_feed(fetched):
        return Source(SourceKind.FEED, own)
    visit = Visit(fetcher, offload, _Forgetful(), lambda *_: None, lambda _: None)
    return _by_look(await visit.read(own, looking.look, fetched.body, fetched.url), own)


def _by_host(url: URL) -> SourceKind | None:
    """The kind of a source at a host that serves one kind alone, and not a single post of it."""
    host = url.host or ""
    if host.endswith(".substack.com"):
        return SourceKind.PAGE if url.path.startswith("/p/") else SourceKind.SUBSTACK
    if host.endswith(("campaign-archive.com", "campaign-archive1.com", "campaign-archive2.com")):
        return SourceKind.MAILCHIMP if url.path.startswith("/home") else None
    return None


def _is_feed(fetched: Fetched) -> bool:
    start = fetched.body[:1000].lower()
    markup = b"<!doctype html" in start or b"<html" in start
    return not markup and (
        fetched.media_type.endswith("xml") or any(tag in start for tag in (b"<rss", b"<feed", b"<rdf"))
    )


def _by_look(look: Look, address: str) -> Source:
    if look.mailchimp:
        return Source(SourceKind.MAILCHIMP, address)
    if look.is_post:
        return Source(SourceKind.PAGE, address)
    if look.substack:
        return Source(SourceKind.SUBSTACK, address)
    if look.wordpress:
        return Source(SourceKind.WORDPRESS, address)
    return Source(SourceKind.FEED, look.feed) if look.feed else Source(SourceKind.PAGE, address)


class _Forgetful:
    """The memory of a visit that only looks."""

    def get(self, key: str) -> str | None:
        """Nothing."""

    def put(self, key: str, value: str) -> None:
        """Forgets it."""
