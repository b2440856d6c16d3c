"""A document -> the same without what names the reader it was sent to, so that it can be kept.

Knows where mails and pages hold a subscriber's address or id: in headers, and in the addresses of links.
"""

from __future__ import annotations

import codecs
import hashlib
import html
import re
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses

from bot.model import Document
from bot.parsing import formats, mail
from bot.parsing.addresses import true_address, without_private

_KEPT_HEADERS = ("Subject", "From", "Date", "List-ID")
_READER = ("To", "Cc", "Bcc", "Delivered-To", "X-Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To")
_WRITTEN = re.compile(
    r"(?:https?:|(?<=[\"'=]))//(?:(?!&(?:quot|#34|lt|gt);)[^\s\"'<>`])+?"
    r"(?=[).,;:!?\]*_]*(?:[\s\"'<>`]|&(?:quot|#34|lt|gt);|$))",
    re.IGNORECASE,
)
_NAMES_SOMEBODY = re.compile(r"[?#]|[\w=-]{20}")  # has a query, or a word long enough to be an id
_NOWHERE = "about:blank"  # keeps a link's label marked as one, though it leads nowhere


def without_reader(document: Document) -> Document:
    """`document` without links, headers and addresses that name a subscriber; what is read in it stays the same.

    Links that only redirect lead to their target. Raises DocumentError where it is of no format that can be read.
    """
    name = formats.name_of(document)
    body = _mail(document.body) if name == "mail" else _text(document.body, name)
    return document if body == document.body else replace(document, body=body)


def _text(body: bytes, name: str) -> bytes:
    """The text `body` without private links, in the encoding it has; addresses are ASCII in all but UTF-16."""
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = body.decode("utf-16", errors="replace") if wide else body.decode("latin-1")
    text = without_private(text) if name == "plain" else _unlinked(text)
    return text.encode("utf-16") if wide else text.encode("latin-1", errors="xmlcharrefreplace")


def _unlinked(markup: str) -> str:
    return _WRITTEN.sub(_true, markup)


def _true(found: re.Match[str]) -> str:
    """What to write in place of an address in HTML or Markdown: itself, where it really leads, or nowhere."""
    written = html.unescape(found[0])
    target = true_address(written if written[0] != "/" else f"https:{written}")
    if target is not None:
        return found[0] if target in (written, f"https:{written}") else html.escape(target)
    before = found.string[max(0, found.start() - 2) : found.start()]
    if before.endswith(("'", '"', "=", "](")) or found.string.endswith("&quot;", 0, found.start()):
        return _NOWHERE
    return "" if _NAMES_SOMEBODY.search(written) else found[0]


def _mail(body: bytes) -> bytes:
    """The mail `body` with no more headers than tell the issue, and its text in HTML and plain."""
    sent = message_from_bytes(body, policy=policy.default)
    readers = _readers(sent)
    kept = EmailMessage()
    for name in _KEPT_HEADERS:
        if value := " ".join(mail.header(sent, name).split()):
            with suppress(ValueError, LookupError, AttributeError, TypeError):  # of the email package over broken ones
                kept[name] = value
    plain, marked = without_private(_part(sent, "plain", readers)), _unlinked(_part(sent, "html", readers))
    if plain or not marked:
        kept.set_content(plain, cte="8bit")
    if marked and plain:
        kept.add_alternative(marked, subtype="html", cte="8bit")
        kept.set_boundary(f"part-{_digest(marked)}")  # the same each time
    elif marked:
        kept.set_content(marked, subtype="html", cte="8bit")
    return kept.as_bytes(policy=policy.SMTPUTF8)


def _digest(text: str) -> str:
    return hashlib.blake2b("\n".join(text.split()).encode(errors="replace"), digest_size=16).hexdigest()


def _part(sent: EmailMessage, kind: str, readers: re.Pattern[str] | None) -> str:
    part = sent.get_body(preferencelist=(kind,))
    text = mail.decoded(part) if isinstance(part, EmailMessage) else ""
    return readers.sub("", text) if readers else text


def _readers(sent: EmailMessage) -> re.Pattern[str] | None:
    """Matches the mail addresses of those whom a mail was sent to, as they are written and as they stand in links."""
    told = [address for _, address in getaddresses([mail.header(sent, name) for name in _READER]) if "@" in address]
    spelled = {re.escape(each) for address in told for each in (address, address.replace("@", "%40"))}
    return re.compile("|".join(sorted(spelled)), re.IGNORECASE) if spelled else None
