"""Mailchimp archives: the feed, which holds the newest campaigns whole, and the list page, which leads to the others.

Knows that an archive's pages give no date, and its list does; that a campaign has several addresses, and one identity.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator
from dataclasses import replace

from yarl import URL

from bot.errors import FetchError
from bot.model import Document
from bot.sources import feeds, looking, posts
from bot.sources.fetching import Fetched
from bot.sources.looking import Campaign
from bot.sources.visit import Visit

_FEED_TITLE = re.compile(r"\s+archive feed$", re.IGNORECASE)


async def documents(visit: Visit, address: str) -> AsyncIterator[Document]:
    """What is new or edited in the archive whose list page is at `address`. Raises FetchError where all is closed."""
    page, newest = URL(address), str(_feed_of(URL(address)))
    listed, refused = await _changed(visit, str(page))
    fed, refused_too = await _changed(visit, newest)
    if refused and refused_too:
        raise refused
    if fed:
        async for document in _from_feed(visit, fed):
            yield document
        visit.saw(newest, fed)
    if listed:
        async for document in _from_list(visit, listed):
            yield document
        visit.saw(str(page), listed)


async def _changed(visit: Visit, address: str) -> tuple[Fetched | None, FetchError | None]:
    try:
        return await visit.changed(address), None
    except FetchError as error:
        if error.passing:
            raise
        return None, error


async def _from_feed(visit: Visit, fed: Fetched) -> AsyncIterator[Document]:
    feed = await visit.read(fed.url, feeds.read, fed.body, fed.url)
    name = _FEED_TITLE.sub("", feed.title or "")
    visit.memory.put("name", name)
    for done, entry in enumerate(feed.entries):
        entry = replace(entry, post=replace(entry.post, address=_own(entry.post.address), site=name))
        address = entry.post.address
        if visit.knows(address, entry.stamp):
            continue
        visit.show(done, len(feed.entries), entry.post.title)
        try:
            document = await feeds.handed(visit, entry)
        except FetchError as error:
            visit.lost(error)
            continue
        yield document
        visit.handed(address, entry.stamp)
        visit.memory.put(_key(entry.post.title, (entry.post.published or "")[:10]), address)


async def _from_list(visit: Visit, listed: Fetched) -> AsyncIterator[Document]:
    rows = await visit.read(listed.url, looking.campaigns, listed.body, listed.url)
    fresh = [row for row in rows if not _is_known(visit, row)]
    name = await visit.name(listed.url) if fresh else None
    for done, row in enumerate(fresh):
        visit.show(done, len(fresh), row.title)
        try:
            fetched = await visit.fetcher.get(row.address, crawl=True)
        except FetchError as error:
            visit.lost(error)
            continue
        address = _own(posts.public(fetched.url))
        yield posts.page(address, posts.headed(fetched.body, row.day, name), fetched.media_type)
        visit.handed(address, f"page:{row.day}")
        visit.memory.put(_key(row.title, row.day or ""), address)


def _is_known(visit: Visit, row: Campaign) -> bool:
    """Whether a listed campaign was had: by its title, and its day or one beside it, since feeds write UTC."""
    day = dt.date.fromisoformat(row.day) if row.day else None
    days = [(day + dt.timedelta(days=by)).isoformat() for by in (0, -1, 1)] if day else [""]
    return any(visit.memory.get(_key(row.title, each)) is not None for each in days)


def _key(title: str, day: str) -> str:
    return f"campaign {day} {' '.join(title.split())}"


def _own(address: str) -> str:
    """The address of a campaign without the reader's id, which is ``e`` in it."""
    return str(URL(address).without_query_params("e"))


def _feed_of(page: URL) -> URL:
    kept = {name: page.query[name] for name in ("u", "id") if name in page.query}
    return page.with_path("/feed").with_query(kept)
