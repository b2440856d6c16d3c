"""A Substack publication: feed, interface with its quirks, pages, sitemap."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime
from html import escape

from aiohttp import web

from tests.sources.letters import Letter, Story
from tests.sources.servers.site import Site, page

_GIVEN_FOR_LIMIT = 23  # rows that the interface gives when it is asked for fifty
_SMALL_LIMIT = 12


class Substack(Site):
    """The publication of `letters`. `lag`: how many of the newest the archive does not know yet.

    `paid` are the numbers of issues that only paying readers may read.
    """

    def __init__(
        self, letters: Iterable[Letter], *, lag: int = 0, window: int = 20, paid: frozenset[int] = frozenset()
    ) -> None:
        super().__init__()
        self.letters = list(letters)
        self.lag, self.window, self.paid = lag, window, paid

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The publication's pages."""
        fixed = {
            "/": lambda: page(request, self._front()),
            "/feed": lambda: page(request, self._feed(), "application/xml"),
            "/api/v1/archive": lambda: self._rows(request, self._newest()[self.lag :]),
            "/api/v1/posts": lambda: self._rows(request, self._newest()),
            "/sitemap.xml": lambda: page(request, self._sitemap(), "application/xml"),
            "/robots.txt": lambda: page(request, "User-agent: *\nDisallow: /action/\n", "text/plain"),
        }
        if request.path in fixed:
            return fixed[request.path]()
        found = next((letter for letter in self.letters if letter.slug == request.path.rpartition("/")[2]), None)
        if found and request.path.startswith("/api/v1/posts/"):
            return web.json_response(self._row(found) | {"body_html": self._body(found)})
        return page(request, self._post(found)) if found else await super().answer(request)

    def link(self, letter: Letter) -> str:
        """The address of a letter."""
        return f"{self.address}/p/{letter.slug}"

    def _newest(self) -> list[Letter]:
        return sorted(self.letters, key=lambda letter: letter.day, reverse=True)

    def _rows(self, request: web.Request, newest: list[Letter]) -> web.Response:
        offset, limit = int(request.query.get("offset", "0")), int(request.query.get("limit", "12"))
        given = limit if limit <= _SMALL_LIMIT else min(limit, _GIVEN_FOR_LIMIT)
        return web.json_response([self._row(letter) for letter in newest[offset : offset + given]])

    def _row(self, letter: Letter) -> dict[str, object]:
        return {
            "id": 9000 + letter.number,
            "publication_id": 7,
            "type": "newsletter",
            "slug": letter.slug,
            "title": letter.title,
            "subtitle": letter.stories[0].tagline,
            "post_date": letter.published.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "audience": "only_paid" if letter.number in self.paid else "everyone",
            "canonical_url": self.link(letter),
            "wordcount": sum(len(story.text.split()) for story in letter.stories),
            "reaction_count": 3,
        }

    def _body(self, letter: Letter) -> str | None:
        return None if letter.number in self.paid else content(letter)

    def _front(self) -> str:
        return """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Harbour Letter | Substack</title>
<link rel="preconnect" href="https://substackcdn.com"><meta property="og:type" content="website">
<link rel="alternate" type="application/rss+xml" href="/feed" title="Harbour Letter"></head>
<body><div id="entry"></div></body></html>"""

    def _post(self, letter: Letter) -> str:
        body = content(letter) if letter.number not in self.paid else "<p>This post is for paid subscribers</p>"
        title = escape(letter.title)
        return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<link rel="preconnect" href="https://substackcdn.com"><link rel="canonical" href="{self.link(letter)}">
<meta property="og:type" content="article"><meta property="og:title" content="{title}">
<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{letter.published.isoformat()}"}}</script>
</head><body><div class="single-post"><article class="typography newsletter-post post">
<h1 class="post-title published">{title}</h1><h3 class="subtitle">{escape(letter.stories[0].tagline)}</h3>
<div class="post-ufi">3 likes</div><div class="available-content"><div dir="auto" class="body markup">{body}</div></div>
<div class="post-footer">Share this post</div></article></div></body></html>"""

    def _feed(self) -> str:
        items = "".join(map(self._item, self._newest()[: self.window]))
        return f"""<?xml version="1.0" encoding="UTF-8"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title><![CDATA[Harbour Letter]]></title>
<description><![CDATA[What machines did]]></description><link>{self.address}</link>
<generator>Substack</generator>{items}</channel></rss>"""

    def _item(self, letter: Letter) -> str:
        cut = f'<p>{escape(letter.stories[0].text[:80])}</p><p><a href="{self.link(letter)}">Read more</a></p>'
        whole = cut if letter.number in self.paid else content(letter)
        return f"""<item><title><![CDATA[{letter.title}]]></title>
<description><![CDATA[{letter.stories[0].tagline}]]></description><link>{self.link(letter)}</link>
<guid isPermaLink="false">{self.link(letter)}</guid><pubDate>{format_datetime(letter.published, usegmt=True)}</pubDate>
<content:encoded><![CDATA[{whole}]]></content:encoded></item>"""

    def _sitemap(self) -> str:
        rows = "".join(
            f"<url><loc>{self.link(letter)}</loc><lastmod>{letter.modified:%Y-%m-%d}</lastmod></url>"
            for letter in self.letters
        )
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{self.address}/about</loc></url>{rows}</urlset>"""


def content(letter: Letter) -> str:
    """A letter as Substack's editor leaves it: stories parted by a rule, a button between two of them."""
    button = (
        '<div class="subscription-widget-wrap" data-attrs="{}"><div class="subscription-widget show-subscribe">'
        '<p class="cta-caption">Thanks for reading! Subscribe for free to receive new posts.</p></div></div>'
    )
    first, *rest = map(_story, letter.stories)
    return "<div><hr></div>".join([first + button, *rest]) + "<p><strong>Thanks for reading!</strong></p>"


def _story(story: Story) -> str:
    return (
        f"<p><strong>{escape(story.title)}:<br></strong><em>{escape(story.tagline)}</em><br>{escape(story.text)}"
        f"<br><strong>Read more:</strong><span> </span><a href='{story.url}'>{escape(story.label)}</a> (arXiv).</p>"
    )
