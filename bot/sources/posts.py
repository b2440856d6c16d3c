"""A post that a feed or an interface gave in pieces -> a document: a page with a head as any site writes it.

So that an issue reads the same from wherever it came. Knows HTML's head; does not look into a post.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from html import escape, unescape

from yarl import URL

from bot.model import Document

# What is added to an address to count who came from where, or to name the reader.
_COUNTING = re.compile(r"utm_\w+|mc_[ce]id|fbclid|gclid|isFreemail|triedRedirect|(access_)?token", re.IGNORECASE)
_WHOLE_PAGE = re.compile(r"<(html|body)\b", re.IGNORECASE)
_PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
{head}
</head>
<body>
<article>
<h1 class="post-title">{title}</h1>
{subtitle}
<div class="entry-content">
{html}
</div>
</article>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Post:
    """One issue as its platform gives it.

    `address` is its public address, `html` its content, `title` plain text, `published` a day or moment as in
    ISO 8601, `site` the name of what it was published in.
    """

    address: str
    title: str
    html: str
    published: str | None = None
    site: str | None = None
    subtitle: str | None = None


def document(post: Post) -> Document:
    """The post as a page. One whose content is a page already only gets a head before it."""
    head = "\n".join(_head(post))
    if _WHOLE_PAGE.search(post.html):
        return page(post.address, f"{head}\n{post.html}".encode())
    subtitle = f'<h3 class="subtitle">{escape(post.subtitle)}</h3>' if post.subtitle else ""
    markup = _PAGE.format(head=head, title=escape(post.title), subtitle=subtitle, html=post.html)
    return page(post.address, markup.encode())


def page(address: str, body: bytes, media_type: str = "text/html") -> Document:
    """The document `body`, fetched now from its public `address`."""
    return Document(address, media_type, body, dt.datetime.now(dt.UTC))


def headed(body: bytes, published: str | None = None, site: str | None = None) -> bytes:
    """The page `body`, made to say when and where it was published before all else that it says."""
    told = {"og:site_name": site, "article:published_time": published}
    return "".join(f"{_meta(name, value)}\n" for name, value in told.items() if value).encode() + body


def public(address: str) -> str:
    """`address` without its fragment and without what only counts or names readers. Raises ValueError for none."""
    url = URL(address).with_fragment(None)
    if (url.host or "").endswith("substack.com"):
        return str(url.with_query(None))
    kept = [(name, value) for name, value in url.query.items() if not _COUNTING.fullmatch(name)]
    return str(url if len(kept) == len(url.query) else url.with_query(kept))


def plain(markup: str) -> str:
    """The text of a short piece of HTML, such as a title."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", markup)).split())


def stamp(*parts: object) -> str:
    """A short text that changes when any of `parts` does."""
    return hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=12).hexdigest()


def _head(post: Post) -> list[str]:
    told = {"og:title": post.title, "og:site_name": post.site, "article:published_time": post.published}
    metas = [_meta(name, value) for name, value in told.items() if value]
    return [f'<link rel="canonical" href="{escape(post.address)}">', *metas]


def _meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{escape(value)}">'
