"""Which format a document is in, by its media type, its address and its first bytes; hands it to that format's reader.

Knows the formats' marks and how text is encoded; does not know what is in a document.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bs4.dammit import UnicodeDammit

from bot.errors import DocumentError
from bot.model import Document
from bot.parsing import html, mail, markdown, plain
from bot.parsing.addresses import true_address, without_private
from bot.parsing.mending import without_breaks
from bot.parsing.page import Page, UnreadableError

_LARGEST = 16 * 2**20
_OF_MEDIA_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/x-markdown": "markdown",
    "message/rfc822": "mail",
}
_OF_SUFFIX = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".eml": "mail",
    ".txt": "plain",
    ".text": "plain",
}
_PLAIN_MEDIA_TYPES = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
_DATA = re.compile(rb"\s*(\{|\[\s*[\[{\"]|<\?xml|<rss|<feed)")
_HTML = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype html|html|head|body|article|div|table|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(rb"(From .*\r?\n)?(?:[A-Z][\w-]*: .*\r?\n(?:[ \t].*\r?\n)*){2,}", re.IGNORECASE)
_MAIL_HEADER = re.compile(rb"^(Subject|From|Received|MIME-Version|Message-ID): ", re.IGNORECASE | re.MULTILINE)
_FRONT_MATTER = re.compile(rb"\s*(---\s*\n(?:[\w-]+:.*\n|[ \t-].*\n|\n)+---\s*\n|\+\+\+\s*\n)")
_MARKDOWN = re.compile(rb"^(#{1,3} \S|\s{0,3}[-*+]\s+\[[^\]\n]+\]\([^)\n]+\))", re.MULTILINE)


def read(document: Document) -> Page:
    """The page that `document` writes. Raises DocumentError where it is of no format that can be read."""
    body = document.body
    if not body.strip(b"\0 \t\r\n"):
        raise DocumentError(document.address, "it is empty")
    if len(body) > _LARGEST:
        raise DocumentError(document.address, f"it is larger than {_LARGEST // 2**20} MiB")
    name = name_of(document)
    base = document.address if "://" in document.address else None
    try:
        page = mail.read(body) if name == "mail" else _READERS[name](_text(document), base)
    except UnreadableError as reason:
        raise DocumentError(document.address, str(reason)) from None
    return replace(
        page,
        lines=tuple(without_breaks(page.lines)),
        url=page.url or true_address(base or ""),
        preheader=without_private(page.preheader or "") or None,
    )


_READERS: dict[str, Callable[[str, str | None], Page]] = {
    "html": html.read,
    "markdown": markdown.read,
    "plain": lambda text, _: plain.read(without_private(text)),
}


def name_of(document: Document) -> str:
    """The name of the document's format: what its media type says, else its name's ending, else how it begins.

    One of ``html``, ``markdown``, ``mail`` and ``plain``. Raises DocumentError where it is none of them.
    """
    media_type = document.media_type.partition(";")[0].strip().lower()
    path = urlsplit(document.address).path if "://" in document.address else document.address
    suffix = PurePosixPath(path).suffix.lower()
    known = _OF_MEDIA_TYPE.get(media_type) or _OF_SUFFIX.get(suffix)
    if known:
        return known
    sniffed = _sniffed(document.body[:4096])
    if sniffed == "plain" and (media_type not in _PLAIN_MEDIA_TYPES or _DATA.match(document.body)):
        raise DocumentError(document.address, "it is of a format that cannot be read as a newsletter")
    return sniffed


def _sniffed(start: bytes) -> str:
    if _HTML.match(start):
        return "html"
    headers = _MAIL.match(start)
    if headers and _MAIL_HEADER.search(headers.group()):
        return "mail"
    return "markdown" if _FRONT_MATTER.match(start) or _MARKDOWN.search(start) else "plain"


def _text(document: Document) -> str:
    """The document's text: UTF-8, though a few bytes may be broken, else what its bytes are most like."""
    body = document.body
    if not body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _is_binary(body):
            raise DocumentError(document.address, "it is not text but a file of another kind")
        mended = body.decode("utf-8-sig", errors="replace")
        broken = mended.count("\ufffd")
        if broken == 0 or broken * 2 < sum(not letter.isascii() for letter in mended):
            return mended
    found = UnicodeDammit(body, is_html=name_of(document) == "html").unicode_markup
    if found is None:
        raise DocumentError(document.address, "its characters are in no encoding that is known")
    return found


def _is_binary(body: bytes) -> bool:
    sample = body[:8192]
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in sample)
    return b"\0" in sample or control * 20 > len(sample) or sample.startswith((b"%PDF", b"PK\x03\x04"))
