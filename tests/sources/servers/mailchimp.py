"""A Mailchimp archive: the list page, the feed, short links, campaign pages."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime
from html import escape

from aiohttp import web

from tests.sources.letters import Letter, Story
from tests.sources.servers.site import Site, page

_LIST = "6c9d98ff00"
_OWNER = "67bd06787e84d73db24fb000"


class Mailchimp(Site):
    """The archive of `letters`: all listed, their day written `day_first` or not; the newest `window` in the feed."""

    def __init__(self, letters: Iterable[Letter], *, window: int = 10, day_first: bool = False) -> None:
        super().__init__()
        self.letters = list(letters)
        self.window, self.day_first = window, day_first

    @property
    def home(self) -> str:
        """The address of the list page."""
        return f"{self.address}/home/?u={_OWNER}&id={_LIST}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The archive's pages."""
        if request.path == "/home/" and request.query.get("id") == _LIST:
            return page(request, self._list())
        if request.path == "/feed" and request.query.get("id") == _LIST:
            return page(request, self._feed(), "application/rss+xml")
        if request.path == "/robots.txt":
            return page(request, "", "text/plain")
        for letter in self.letters:
            if request.path == f"/short/{letter.number:x}":
                return web.Response(status=302, headers={"Location": f"{self.link(letter)}&e=[UNIQID]"})
            if request.path == "/" and request.query.get("id") == self._id(letter):
                return page(request, campaign(letter))
        return await super().answer(request)

    def link(self, letter: Letter) -> str:
        """The address of a letter."""
        return f"{self.address}/?u={_OWNER}&id={self._id(letter)}"

    def _id(self, letter: Letter) -> str:
        return f"{letter.number + 0xABC000:x}0000"

    def _newest(self) -> list[Letter]:
        return sorted(self.letters, key=lambda letter: letter.day, reverse=True)

    def _list(self) -> str:
        form = "%d/%m/%Y" if self.day_first else "%m/%d/%Y"
        rows = "".join(
            f'<li class="campaign">{letter.day.strftime(form)} - <a href="{self.address}/short/{letter.number:x}" '
            f'title="{escape(letter.title)}" target="_blank">{escape(letter.title)}</a></li>'
            for letter in self._newest()
        )
        return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"><html><head>
<title>Harbour Letter - Past Campaigns</title>
<link rel="alternate" type="application/rss+xml" href="/feed?u={_OWNER}&amp;id={_LIST}">
</head><body><h2>Harbour Letter</h2>
<div id="archive-list"><div class="display_archive">{rows}</div></div></body></html>"""

    def _feed(self) -> str:
        items = "".join(
            f"<item><title><![CDATA[{letter.title}]]></title><link>{escape(self.link(letter))}</link>"
            f"<guid>{escape(self.link(letter))}</guid><pubDate>{format_datetime(letter.published)}</pubDate>"
            f"<description><![CDATA[{campaign(letter)}]]></description></item>"
            for letter in self._newest()[: self.window]
        )
        return f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>
<title>Harbour Letter Archive Feed</title><link>{self.address}/home/</link>{items}</channel></rss>"""


def campaign(letter: Letter) -> str:
    """A letter as Mailchimp shows it on the web: a toolbar, hidden words, and tables within tables."""
    rule = f"<p><strong>{'#' * 51}</strong></p>"
    stories = rule.join(map(_story, letter.stories))
    links = "".join(f'<li><a href="javascript:;" title="{code}">{code}</a></li>' for code in ("de", "fr", "es", "nl"))
    title = escape(letter.title)
    return f"""<!doctype html><html xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="UTF-8">
<meta property="og:title" content="{title}"><title>{title}</title><style>p{{margin:10px 0}}</style></head>
<body id="archivebody"><div id="awesomewrap"><div id="awesomebar"><ul><li><a href="http://eepurl.com/x">Subscribe</a></li>
<li>Past Issues</li>{links}</ul></div></div><span class="mcnPreviewText" style="display:none;">A quiet week</span>
<center><table id="bodyTable"><tbody><tr><td id="bodyCell">
<table class="mcnTextBlock"><tbody class="mcnTextBlockOuter"><tr>
<td valign="top" class="mcnTextContent"><a href="https://us1.campaign-archive.com/?e=[UNIQID]&amp;u={_OWNER}&amp;id=x"
 target="_blank">View this email in your browser</a></td></tr></tbody></table><table class="mcnTextBlock"><tbody><tr>
<td valign="top" class="mcnTextContent"><!-- wp:paragraph -->{stories}
<p>Thanks for reading!</p></td></tr></tbody></table>
<table id="templateFooter"><tbody><tr><td class="mcnTextContent"><em>Copyright © 2024 Harbour Letter</em><br>
<a href="https://example.us1.list-manage.com/unsubscribe?u={_OWNER}&amp;e=[UNIQID]">unsubscribe</a></td></tr>
</tbody></table></td></tr></tbody></table></center></body></html>"""


def _story(story: Story) -> str:
    return (
        f"<p><strong>{escape(story.title)}:</strong><br><em>{escape(story.tagline)}</em><br>{escape(story.text)}"
        f'<br><strong>Read more:</strong> <a href="{story.url}" target="_blank">{escape(story.label)}</a> (arXiv).</p>'
    )
