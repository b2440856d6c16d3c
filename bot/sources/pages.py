"""Pages: one that is named, or those that a site's sitemap lists. Knows sitemaps; understands no page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from yarl import URL

from bot.errors import FetchError
from bot.model import Document
from bot.sources import looking, posts
from bot.sources.looking import Listed
from bot.sources.visit import Visit

_MOST_SITEMAPS = 100


async def documents(visit: Visit, address: str) -> AsyncIterator[Document]:
    """The page at `address`, if it is not as it was. Raises FetchError."""
    fetched = await visit.changed(address, crawl=True)
    if fetched is None:
        return
    own = posts.public(fetched.url)
    content = posts.stamp(fetched.body)
    if not visit.knows(own, content):
        visit.show(0, 1, own)
        yield posts.page(own, fetched.body, fetched.media_type)
        visit.handed(own, content)
    visit.saw(address, fetched)


async def listed(visit: Visit, site: URL, wanted: Callable[[str], bool]) -> AsyncIterator[Document]:
    """The `wanted` pages among those that the sitemap of `site` lists which are new or edited. Raises FetchError."""
    rows = [row for row in await _rows(visit, str(site / "sitemap.xml")) if wanted(row.address)]
    if not rows:
        raise FetchError(str(site / "sitemap.xml"), "lists no posts")
    name = await visit.name(str(site))
    fresh = [row for row in rows if not visit.knows(row.address, f"page:{row.changed}")]
    for done, row in enumerate(fresh):
        visit.show(done, len(fresh), row.address)
        try:
            fetched = await visit.fetcher.get(row.address, crawl=True)
        except FetchError as error:
            visit.lost(error)
            continue
        yield posts.page(row.address, posts.headed(fetched.body, site=name), fetched.media_type)
        visit.handed(row.address, f"page:{row.changed}")


async def _rows(visit: Visit, sitemap: str) -> list[Listed]:
    """The pages in a sitemap and in the sitemaps it lists, each once."""
    to_read, rows = [sitemap], dict[str, Listed]()
    for place in to_read:
        fetched = await visit.fetcher.get(place, crawl=True)
        for row in await visit.read(place, looking.sitemap, fetched.body):
            if not row.index:
                rows.setdefault(row.address, row)
            elif row.address not in to_read and len(to_read) < _MOST_SITEMAPS:
                to_read.append(row.address)
    return list(rows.values())
