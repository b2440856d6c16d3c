"""A WordPress site, hosted at WordPress.com or its own: front page, posts, feed in pages, REST interface, sitemap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from email.utils import format_datetime
from html import escape
from operator import attrgetter

from aiohttp import web

from tests.sources.letters import Letter, Story
from tests.sources.servers.site import Site, page

_HTTP_BAD_REQUEST = 400


class WordPress(Site):
    """The site of `letters`. `hosted`: its interface has WordPress.com's address; `teasers`: its feed cuts posts off.

    `names_interface`: the front page says where the interface is.
    """

    def __init__(
        self,
        letters: Iterable[Letter],
        *,
        hosted: bool = False,
        teasers: bool = False,
        names_interface: bool = True,
        window: int = 10,
    ) -> None:
        super().__init__()
        self.letters = list(letters)
        self.hosted, self.teasers, self.names_interface, self.window = hosted, teasers, names_interface, window

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The site's pages."""
        interface = "/wp/v2/sites/letters.example/posts" if self.hosted else "/wp-json/wp/v2/posts"
        if request.path == interface:
            return self._rows(request)
        if request.path == "/":
            return page(request, self._front())
        if request.path.rstrip("/") == "/feed":
            return self._feed(request)
        if request.path == "/robots.txt":
            return page(request, "User-agent: *\nDisallow: /wp-admin/\n", "text/plain")
        if request.path == "/sitemap.xml":
            return page(request, self._sitemap(), "application/xml")
        found = next((letter for letter in self.letters if self.link(letter).endswith(request.path)), None)
        return page(request, self._post(found)) if found else await super().answer(request)

    def link(self, letter: Letter) -> str:
        """The address of a letter."""
        return f"{self.address}/{letter.day:%Y/%m/%d}/{letter.slug}/"

    def _rows(self, request: web.Request) -> web.Response:
        size, number = int(request.query.get("per_page", "10")), int(request.query.get("page", "1"))
        chosen = sorted(self.letters, key=_sorting(request.query.get("orderby", "date")), reverse=True)
        if "include" in request.query:
            ids = set(map(int, request.query["include"].split(",")))
            chosen = [letter for letter in chosen if letter.number + 1000 in ids]
        pages = max(1, -(-len(chosen) // size))
        if number > pages or not 1 <= size <= 100:
            code = "rest_post_invalid_page_number"
            return web.json_response({"code": code, "data": {"status": 400}}, status=_HTTP_BAD_REQUEST)
        fields = request.query["_fields"].split(",") if "_fields" in request.query else None
        rows = [self._row(letter, fields) for letter in chosen[(number - 1) * size : number * size]]
        return web.json_response(rows, headers={"X-WP-Total": str(len(chosen)), "X-WP-TotalPages": str(pages)})

    def _row(self, letter: Letter, fields: Sequence[str] | None) -> dict[str, object]:
        row: dict[str, object] = {
            "id": letter.number + 1000,
            "date": letter.published.strftime("%Y-%m-%dT%H:%M:%S"),
            "date_gmt": letter.published.strftime("%Y-%m-%dT%H:%M:%S"),
            "guid": {"rendered": f"{self.address}/?p={letter.number + 1000}"},
            "modified_gmt": letter.modified.strftime("%Y-%m-%dT%H:%M:%S"),
            "slug": letter.slug,
            "status": "publish",
            "link": self.link(letter),
            "title": {"rendered": escape(letter.title).replace("'", "&#8217;")},
            "content": {"rendered": content(letter), "protected": False},
        }
        return {name: value for name, value in row.items() if fields is None or name in fields}

    def _front(self) -> str:
        where = "/wp/v2/sites/letters.example/" if self.hosted else "/wp-json/"
        named = f'<link rel="https://api.w.org/" href="{self.address}{where}" />' if self.names_interface else ""
        return f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8">
<title>Harbour Letter &#8211; what machines did</title>{named}
<link rel="alternate" type="application/rss+xml" title="Harbour Letter &raquo; Feed" href="{self.address}/feed/" />
<meta name="generator" content="WordPress 6.6.2" /><meta property="og:type" content="website" />
<meta property="og:site_name" content="Harbour Letter" /></head>
<body class="home blog"><main id="primary"></main></body></html>"""

    def _post(self, letter: Letter) -> str:
        return f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8">
<title>{escape(letter.title)} | Harbour Letter</title><link rel="canonical" href="{self.link(letter)}" />
<meta property="og:type" content="article" /><meta property="og:title" content="{escape(letter.title)}" />
<meta property="og:site_name" content="Harbour Letter" />
<meta property="article:published_time" content="{letter.published.isoformat()}" />
<meta name="generator" content="WordPress 6.6.2" /></head>
<body class="post-template-default single single-post"><article class="post">
<h1 class="entry-title">{escape(letter.title)}</h1>
<div class="entry-content">{content(letter)}<div id="jp-post-flair" class="sharedaddy"><h3>Share this:</h3></div></div>
</article><div id="comments"><p>A reader: what a week.</p></div></body></html>"""

    def _feed(self, request: web.Request) -> web.Response:
        number = int(request.query.get("paged", "1"))
        newest = sorted(self.letters, key=attrgetter("day"), reverse=True)
        shown = newest[(number - 1) * self.window : number * self.window]
        if not shown:
            return web.Response(status=404, text="Nothing here")
        items = "".join(map(self._item, shown))
        return page(
            request,
            f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Harbour Letter</title><link>{self.address}</link><description>what machines did</description>
<generator>https://wordpress.org/?v=6.6.2</generator>{items}</channel></rss>""",
            "application/rss+xml",
        )

    def _item(self, letter: Letter) -> str:
        link = f"{self.link(letter)}?utm_source=rss&amp;utm_medium=rss"
        appeared = f'<p>The post <a href="{link}">{escape(letter.title)}</a> appeared first on <a href="/">Us</a>.</p>'
        start = f"<p>{escape(letter.stories[0].title)} &#8230; <a href='{link}'>Read more&#8230;</a></p>{appeared}"
        whole = "" if self.teasers else f"<content:encoded><![CDATA[{content(letter)}{appeared}]]></content:encoded>"
        return f"""<item><title>{escape(letter.title)}</title><link>{link}</link>
<pubDate>{format_datetime(letter.published)}</pubDate>
<guid isPermaLink="false">{self.address}/?p={letter.number + 1000}</guid>
<description><![CDATA[{start}]]></description>{whole}</item>"""

    def _sitemap(self) -> str:
        rows = "".join(
            f"<url><loc>{self.link(letter)}</loc><lastmod>{letter.modified.isoformat()}</lastmod></url>"
            for letter in self.letters
        )
        about = f"<url><loc>{self.address}/about/</loc></url>"
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{about}{rows}</urlset>"""


def _sorting(by: str) -> Callable[[Letter], dt.datetime]:
    return attrgetter("modified") if by == "modified" else attrgetter("published")


def content(letter: Letter) -> str:
    """A letter as the block editor leaves it: stories parted by a line of number signs."""
    rule = f"\n<p>{'#' * 52}</p>\n"
    return rule.join(map(_story, letter.stories)) + "\n<p>Thanks for reading!</p>"


def _story(story: Story) -> str:
    return (
        f'<p class="wp-block-paragraph"><strong>{escape(story.title)}:<br /></strong>'
        f"<em>{escape(story.tagline)}</em><br />{escape(story.text)}<br />&nbsp; <strong>Read more:</strong>"
        f'&nbsp;<a href="{story.url}?utm_source=letter">{escape(story.label)}</a> (arXiv).</p>'
    )
