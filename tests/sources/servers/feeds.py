"""A site with nothing but a feed: Atom or RSS, in RFC 5005 pages if wanted."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from aiohttp import web

from tests.sources.letters import Letter
from tests.sources.servers.site import Site, page
from tests.sources.servers.wordpress import content


class FeedSite(Site):
    """An Atom feed of `letters` at ``/atom.xml``, `window` entries a page; `teasers` leave the text to the pages."""

    def __init__(self, letters: Iterable[Letter], *, teasers: bool = False, window: int = 20) -> None:
        super().__init__()
        self.letters = list(letters)
        self.teasers, self.window = teasers, window
        self.robots = "User-agent: *\nAllow: /\n"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The site's pages."""
        if request.path == "/robots.txt":
            return page(request, self.robots, "text/plain")
        if request.path == "/atom.xml":
            return page(request, self._feed(int(request.query.get("page", "1"))), "application/atom+xml")
        if request.path == "/":
            return page(request, self._front())
        found = next((letter for letter in self.letters if request.path == f"/{letter.slug}"), None)
        return page(request, self._post(found)) if found else await super().answer(request)

    def _front(self) -> str:
        link = '<link rel="alternate" type="application/atom+xml" title="Harbour Letter" href="/atom.xml">'
        return f"<!doctype html><html><head><title>Harbour Letter</title>{link}</head><body><p>Hello.</p></body></html>"

    def _post(self, letter: Letter) -> str:
        head = f"<title>{escape(letter.title)}</title><meta property='og:site_name' content='Harbour Letter'>"
        return (
            f"<!doctype html><html><head>{head}</head><body><nav>Home</nav><main>{content(letter)}</main></body></html>"
        )

    def _feed(self, number: int) -> str:
        newest = sorted(self.letters, key=lambda letter: letter.day, reverse=True)
        entries = "".join(map(self._entry, newest[(number - 1) * self.window : number * self.window]))
        more = number * self.window < len(newest)
        before = f'<link rel="next" href="{self.address}/atom.xml?page={number + 1}"/>' if more else ""
        return f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Harbour Letter</title><id>{self.address}/</id>{before}{entries}</feed>"""

    def _entry(self, letter: Letter) -> str:
        start = f"<summary>{escape(letter.opening[:60])}</summary>"
        whole = f'<content type="html">{escape(content(letter))}</content>'
        return f"""<entry><title>{escape(letter.title)}</title><id>urn:letter:{letter.number}</id>
<link rel="alternate" href="{self.address}/{letter.slug}"/><published>{letter.published.isoformat()}</published>
<updated>{letter.modified.isoformat()}</updated>{start if self.teasers else whole}</entry>"""
