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
from bot.parsing.page import Page, clean
from bot.parsing.addresses import without_private

_FORWARDED = re.compile(r"^\s*(?:(?:fwd?|re|aw|wg)\s*:\s*|\[[^\]]{1,40}\]\s*)+", re.IGNORECASE)
_FROM_NEWSLETTER = re.compile(r"^.+? (?:from|at|@|via|\|) (?=\w)", re.IGNORECASE)


def read(body: bytes) -> Page:
    """The page that the mail `body` writes. Raises ValueError where there is no text in it."""
    mail = message_from_bytes(body, policy=policy.default)
    if not isinstance(mail, EmailMessage):
        raise TypeError("the default policy makes EmailMessages")
    page = _content(mail)
    return replace(
        page,
        title=_subject(mail) or page.title,
        date=_date(mail) or page.date,
        names=(*_names(mail), *page.names),
    )


def _content(mail: EmailMessage) -> Page:
    for kind in ("html", "plain"):
        part = mail.get_body(preferencelist=(kind,))
        text = _decoded(part) if isinstance(part, EmailMessage) else ""
        page = html.read(text) if kind == "html" else plain.read(without_private(text))
        if page.lines:
            return page
    raise ValueError("it is a mail without text")


def _decoded(part: EmailMessage) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a character set that does not exist
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""


def _subject(mail: EmailMessage) -> str | None:
    return _FORWARDED.sub("", clean(str(mail.get("Subject", "")))) or None


def _date(mail: EmailMessage) -> dt.date | None:
    try:
        return parsedate_to_datetime(str(mail["Date"])).date()
    except (TypeError, ValueError):
        return None


def _names(mail: EmailMessage) -> Iterator[str]:
    """The names by which the mail's list and sender call the newsletter."""
    listed = re.match(r'\s*"?([^"<]{2,80}?)"?\s*<', str(mail.get("List-ID", "")))
    if listed:
        yield clean(listed[1])
    sender = re.match(r'\s*"?([^"<]{2,80}?)"?\s*<', str(mail.get("From", "")))
    if sender:
        yield _FROM_NEWSLETTER.sub("", clean(sender[1]))
