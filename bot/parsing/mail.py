"""A mail -> a page: its part in HTML, which has the true links, else its plain text.

Knows mail's headers; does not know where an item begins.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from bot.parsing import html, plain
from bot.parsing.addresses import without_private, written_last
from bot.parsing.page import Page, UnreadableError, clean

_FORWARDED = re.compile(r"^\s*(?:(?:fwd?|re|aw|wg)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_FROM_NEWSLETTER = re.compile(r"^.+? (?:from|at|@|via|\|) (?=\w)", re.IGNORECASE)


def read(body: bytes) -> Page:
    """The page that the mail `body` writes. Raises UnreadableError where there is no text in it."""
    mail = message_from_bytes(body, policy=policy.default)
    page = _content(mail)
    return replace(
        page,
        title=_subject(mail) or page.title,
        url=_own_address(page),
        date=_date(mail) or page.date,
        names=(*_names(mail), *page.names),
    )


_NO_TEXT = re.compile("[\ufffd\x00-\x08\x0e-\x1f\x7f-\x9f]")  # what did not decode, or became a control character
_BROKEN = 0.1  # the share of such characters up to which a text is read
_ON_THE_WEB = re.compile(r"(view|read|open)\b.{0,40}\b(browser|online|web|app)\b", re.IGNORECASE)
_NAMES_ISSUE = re.compile(r"https?://([\w.-]+\.)?(campaign-archive\.com|mailchi\.mp)/")
_POST = re.compile(r"https://open\.substack\.com/pub/[\w-]+/p/[\w-]+$")


def _own_address(page: Page) -> str | None:
    """The public address of the mail on the web, where it leads there.

    What follows the ``?`` of such a link is the reader's, but for archives that name the issue in it.
    """
    for line in page.lines:
        if _ON_THE_WEB.match(line.text):
            _, written = written_last(line.text)
            url = next((anchor.url for anchor in line.anchors if anchor.url), written)
            return url if url and ("?" not in url or _NAMES_ISSUE.match(url)) else None
    posts = (anchor.url or "" for line in page.lines for anchor in line.anchors)
    return next((url for url in posts if _POST.match(url)), None)


def _content(mail: EmailMessage) -> Page:
    for kind in ("html", "plain"):
        part = mail.get_body(preferencelist=(kind,))
        text = decoded(part) if isinstance(part, EmailMessage) else ""
        page = html.read(text) if kind == "html" else plain.read(without_private(text))
        if page.lines:
            return page
    raise UnreadableError("it is a mail without text that can be decoded")


def decoded(part: EmailMessage) -> str:
    """The text of a part of a mail; empty where too many of its bytes write none."""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError):  # a character set that does not exist
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
    return text if len(_NO_TEXT.findall(text)) <= _BROKEN * len(text) else ""


def header(mail: EmailMessage, name: str) -> str:
    """The header's text; empty where there is none, or it is so broken that the email package stumbles over it."""
    try:
        return str(mail.get(name, ""))
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""


def _subject(mail: EmailMessage) -> str | None:
    return _FORWARDED.sub("", clean(header(mail, "Subject"))) or None


def _date(mail: EmailMessage) -> dt.date | None:
    try:
        return parsedate_to_datetime(header(mail, "Date")).date()
    except (TypeError, ValueError):
        return None


def _names(mail: EmailMessage) -> Iterator[str]:
    """The names by which the mail's list and sender call the newsletter."""
    listed = re.match(r'\s*"?([^"<]{2,80}?)"?\s*<', header(mail, "List-ID"))
    if listed:
        yield clean(listed[1])
    sender = re.match(r'\s*"?([^"<]{2,80}?)"?\s*<', header(mail, "From"))
    if sender:
        yield _FROM_NEWSLETTER.sub("", clean(sender[1]))
