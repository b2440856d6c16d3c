"""HTML -> a page: the part of it that is the newsletter, as lines, and what its head says.

Knows how the platforms that newsletters live on dress a page; does not know where an item begins.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from bot.parsing import widgets
from bot.parsing.addresses import true_address
from bot.parsing.dates import written_date
from bot.parsing.page import Page, UnreadableError, clean
from bot.parsing.walk import lines

# What a platform puts on a page that is no part of any issue.
_NOISE = ", ".join(
    (
        "script, style, noscript, template, nav, aside, form, iframe, svg, button, select, footer",
        "#awesomewrap, .mcnPreviewText, .mcnFollowBlock, #templateFooter",
        "#jp-post-flair, .sharedaddy, .jp-relatedposts, .wpcnt, #comments, #respond, .post-navigation, .entry-meta",
        ".entry-footer, #secondary, .widget, .subscription-widget-wrap, .subscribe-widget, .button-wrapper",
        ".captioned-button-wrap, .post-ufi, .share-dialog, .post-footer, .poll-embed",
        ".image-link-expand, .header-anchor-widget, .preheader",
        "[hidden], [style*='display:none'], [style*='display: none']",
    )
)

# Where an issue stands on a page, surest first.
_BODIES = (
    "div.available-content div.body.markup",
    "div.body.markup",
    "div.available-content",
    ".entry-content",
    "td.mcnTextContent",
    ".post-content",
    ".e-content",
    "article",
    "main",
    "[role=main]",
)
_PAGES = ("main", "#content", "#primary", "body")  # where several issues stand on one page


def read(markup: str, base: str | None = None) -> Page:
    """The page that `markup` writes; `base` is the address it was found at, if it has one."""
    if _depth(markup) > _DEEPEST:
        raise UnreadableError("its elements are nested too deep")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(markup, "lxml")
    url = _address(soup, base)
    page = Page(
        (),
        title=_title(soup),
        date=_date(soup),
        url=url,
        preheader=_first_text(soup, "h3.subtitle, .mcnPreviewText, .preheader, .preview"),
        names=tuple(_names(soup)),
    )
    for noise in soup.select(_NOISE):
        noise.decompose()
    widgets.unfold(soup)
    return replace(page, lines=tuple(lines(_bodies(soup), url or base)))


_NESTING = re.compile(
    r"<(/?)(?:a|article|b|blockquote|center|div|em|font|i|ol|section|span|strong|table|ul)\b", re.IGNORECASE
)
_DEEPEST = 1000  # where trees become slow to build; no page that people wrote comes near it


def _depth(markup: str) -> int:
    """How deep elements are nested in `markup`, at most; told without building them."""
    depth = deepest = 0
    for tag in _NESTING.finditer(markup):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _bodies(soup: BeautifulSoup) -> list[Tag]:
    for selector in _BODIES:
        found = [tag for tag in soup.select(selector) if tag.get_text(strip=True)]
        if len(found) == 1 or (found and selector == "td.mcnTextContent"):
            return found
        if found:
            break
    return next((found for selector in _PAGES if (found := soup.select(selector)[:1])), [soup])


def _meta(soup: BeautifulSoup, *names: str) -> str | None:
    for name in names:
        tag = soup.find("meta", attrs={"property": name}) or soup.find("meta", attrs={"name": name})
        if isinstance(tag, Tag) and (content := clean(str(tag.get("content") or ""))):
            return content
    return None


def _first_text(soup: BeautifulSoup, selector: str) -> str | None:
    found = (clean(tag.get_text(" ")) for tag in soup.select(selector))
    return next((text for text in found if text), None)


def _title(soup: BeautifulSoup) -> str | None:
    """The title of the page's own issue; a page of several issues has the title of the site."""
    own = _first_text(soup, "h1.post-title")
    entries = soup.select(".entry-title")
    if not own and len(entries) == 1:
        own = clean(entries[0].get_text(" "))
    headings = soup.select("h1")
    if not own and len(headings) == 1 and len(entries) < 2:
        own = clean(headings[0].get_text(" ")) if not _meta(soup, "og:title") else None
    stated = own or _meta(soup, "og:title", "twitter:title") or _first_text(soup, "title")
    return _BYLINE.sub("", stated) if stated else None


_BYLINE = re.compile(r"\s+[-–—|]\s+by\s[^|]+$")  # as Substack ends the titles of its pages


def _date(soup: BeautifulSoup) -> dt.date | None:
    """The day the page says it was published, where it says one."""
    stated = _meta(soup, "article:published_time", "date", "dc.date", "og:published_time")
    times = {str(tag["datetime"])[:10] for tag in soup.select("time[datetime]")}
    if not stated and len(times) == 1:
        stated = times.pop()
    linked = (str(about["datePublished"]) for about in _linked_data(soup) if about.get("datePublished"))
    stated = stated or next(linked, None)
    return written_date(stated) if stated else None


def _linked_data(soup: BeautifulSoup) -> Iterator[dict[str, object]]:
    """What the page says about itself in JSON-LD, for machines; what cannot be read says nothing."""
    for script in soup.select('script[type="application/ld+json"]'):
        try:
            said = json.loads(script.get_text(), strict=False)
        except (ValueError, RecursionError):
            continue
        said = said.get("@graph", said) if isinstance(said, dict) else said
        yield from (about for about in (said if isinstance(said, list) else [said]) if isinstance(about, dict))


def _address(soup: BeautifulSoup, base: str | None) -> str | None:
    canonical = soup.select_one('link[rel="canonical"][href]')
    stated = str(canonical["href"]) if canonical else _meta(soup, "og:url")
    return true_address(stated or base or "", base)


def _names(soup: BeautifulSoup) -> Iterable[str]:
    """The names that the page gives its site or newsletter."""
    site = _meta(soup, "og:site_name", "application-name")
    if site:
        yield site
    for feed in soup.select('link[rel="alternate"][type*="rss"][title], link[rel="alternate"][type*="atom"][title]'):
        yield clean(str(feed["title"]).split("»")[0])
    for about in _linked_data(soup):
        publisher = about.get("publisher")
        if isinstance(publisher, dict) and isinstance(name := publisher.get("name"), str) and clean(name):
            yield clean(name)
