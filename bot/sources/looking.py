"""What a page says about the site it stands on: by what it is made, where its feed is, what is listed on it.

Knows the marks that platforms leave on a page; pure, so that foreign pages are read in a process of their own.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag

_FEEDS = ('link[rel~="alternate"][type="application/rss+xml"]', 'link[rel~="alternate"][type="application/atom+xml"]')
_LISTED_DAY = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b|\b(\d{4})-(\d\d)-(\d\d)\b")
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen on a page. `interface` is the address of its WordPress REST interface, `feed` that of its feed."""

    name: str | None
    is_post: bool
    interface: str | None
    feed: str | None
    wordpress: bool
    substack: bool
    mailchimp: bool


@dataclass(frozen=True, slots=True)
class Campaign:
    """A line of a Mailchimp archive; `day` is as in ISO 8601."""

    address: str
    title: str
    day: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An address of a sitemap, and when what is there was changed, as written; `index`: it is a sitemap itself."""

    address: str
    changed: str
    index: bool


def look(body: bytes, address: str) -> Look:
    """What the page `body` at `address` shows of its site."""
    soup = BeautifulSoup(body, "lxml")
    interface = _href(soup, 'link[rel="https://api.w.org/"]', address)
    made_by = _content(soup, 'meta[name="generator"]').lower()
    markup = body[:500_000]
    return Look(
        name=_name(soup),
        is_post=_is_post(soup),
        interface=interface,
        feed=next((href for selector in _FEEDS if (href := _href(soup, selector, address))), None),
        wordpress=bool(interface) or "wordpress" in made_by or b"/wp-content/" in markup,
        substack=b"substackcdn.com" in markup,
        mailchimp=soup.select_one("#archive-list, .display_archive") is not None,
    )


def campaigns(body: bytes, address: str) -> tuple[Campaign, ...]:
    """The campaigns that a Mailchimp archive lists, as it orders them."""
    soup = BeautifulSoup(body, "lxml")
    rows = [row for row in soup.select("li.campaign, .display_archive li") if row.select_one("a[href]")]
    numbers = [found for row in rows if (found := _LISTED_DAY.search(row.get_text(" ")))]
    day_first = any(int(found[1] or 0) > _MONTHS for found in numbers)
    return tuple(_campaign(row, address, day_first) for row in rows)


def sitemap(body: bytes) -> tuple[Listed, ...]:
    """What a sitemap lists (sitemaps.org, protocol 0.9)."""
    soup = BeautifulSoup(body, "lxml-xml")
    return tuple(_listed(entry) for entry in soup.select("url, sitemap") if _text(entry, "loc"))


def _name(soup: BeautifulSoup) -> str | None:
    """What the site calls itself: in words for that, by its feed's title, or by the beginning of its own."""
    fed = next((str(link.get("title") or "") for selector in _FEEDS for link in soup.select(selector)), "")
    titled = re.split(r"\s[|–—-]\s", _text(soup, "title"), maxsplit=1)[0]
    return _content(soup, 'meta[property="og:site_name"]') or fed.partition("»")[0].strip() or titled or None


def _is_post(soup: BeautifulSoup) -> bool:
    """Whether the page is of one issue, and not the front of a site."""
    if _content(soup, 'meta[property="og:type"]').lower() == "article":
        return True
    body = soup.body
    classes = body.get_attribute_list("class") if body else []
    return "single-post" in classes or (body is not None and body.get("id") == "archivebody")


def _campaign(row: Tag, base: str, day_first: bool) -> Campaign:
    link = row.select_one("a[href]")
    if link is None:
        raise ValueError("a row without a link was not left out")
    title = str(link.get("title") or "").strip() or link.get_text(" ", strip=True)
    return Campaign(urljoin(base, str(link["href"]).strip()), title, _day(row.get_text(" "), day_first))


def _day(text: str, day_first: bool) -> str | None:
    found = _LISTED_DAY.search(text)
    if not found:
        return None
    first, second, year, *iso = found.groups()
    parts = tuple(iso) if year is None else (year, second, first) if day_first else (year, first, second)
    try:
        return dt.date(*map(int, parts)).isoformat()
    except ValueError:
        return None


def _listed(entry: Tag) -> Listed:
    return Listed(_text(entry, "loc"), _text(entry, "lastmod"), entry.name == "sitemap")


def _href(soup: BeautifulSoup, selector: str, base: str) -> str | None:
    found = soup.select_one(selector)
    return urljoin(base, str(found["href"])) if found and found.get("href") else None


def _content(soup: BeautifulSoup, selector: str) -> str:
    found = soup.select_one(selector)
    return " ".join(str(found.get("content") or "").split()) if found else ""


def _text(tag: Tag, selector: str) -> str:
    found = tag.select_one(selector)
    return " ".join(found.get_text().split()) if found else ""
