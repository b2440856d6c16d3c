"""The address behind a link: what it truly leads to, without what names the subscriber who was sent it.

Knows the redirects and trackers of mail services; fetches nothing.
"""

from __future__ import annotations

import base64
import json
import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# Hosts and paths that only count a click or change a subscription. They hold the subscriber's id and do not decode.
_PRIVATE = re.compile(
    r"""
    substack\.com/(redirect/|app-link/|action/|subscribe|sign-in|account|api/) |
    email\.(mg\d*\.)?[\w.-]+/(c|o)/ |
    (^|\.)list-manage\d?\.com/ |
    (^|[./])(track|tracking)/(click|open) |
    /(ls|wf)/(click|open) |
    /(e/)?c/[\w=-]{40,} |
    /ss/c/ |
    ^(click|clicks|email|trk|track|tracking|links?\.mail)\d*\. |
    /(un)?subscribe\b | /opt-?out\b | /(manage|update)-?(your-?)?(preferences|profile|subscription)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TRACKING = re.compile(
    r"utm_\w+|mc_\w+|fbclid|gclid|_hs\w+|ck_subscriber_id|(access_)?token|isFreemail|triedRedirect", re.IGNORECASE
)
_DEEPEST_REDIRECT = 3


def true_address(href: str, base: str | None = None, depth: int = 0) -> str | None:
    """The public address that `href` leads to, or None where it has none or would give a subscriber away.

    `base` is the address of the page the link stands on, if it is known.
    """
    try:
        joined = urljoin(base or "", "".join(href.split()))
        parts = urlsplit(joined)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or "@" in parts.netloc:
        return None
    inner = _redirected(host, parts.path, parts.query)
    if inner:
        return true_address(inner, None, depth + 1) if depth < _DEEPEST_REDIRECT else None
    if _PRIVATE.search(f"{host}{parts.path}?{parts.query}"):
        return None
    return urlunsplit(parts._replace(query=_public_query(host, parts.query)))


def _redirected(host: str, path: str, query: str) -> str | None:
    """The target that a redirect's own address holds, or None."""
    if host.endswith("substack.com") and path.startswith("/redirect/2/"):
        return _token_target(path.removeprefix("/redirect/2/"))
    if host in ("www.google.com", "google.com") and path == "/url":
        fields = dict(parse_qsl(query))
        return fields.get("q") or fields.get("url")
    return None


def _token_target(token: str) -> str | None:
    """The target ``e`` in the part of a token that is JSON (as in RFC 7519); its signature does not matter here."""
    for part in token.split("."):
        try:
            fields = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        except ValueError:
            continue
        if isinstance(fields, dict) and isinstance(fields.get("e"), str):
            return str(fields["e"])
    return None


def _public_query(host: str, query: str) -> str:
    """The query without what tracks; where nothing does, it stays as it was written."""
    if host.endswith("substack.com"):
        return ""
    personal = {"e"} if host.endswith(("campaign-archive.com", "mailchi.mp")) else set()
    fields = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in fields if not _TRACKING.fullmatch(name) and name not in personal]
    return query if len(kept) == len(fields) else urlencode(kept, quote_via=quote)


_WRITTEN = re.compile(r"[ \t]*[<(\[]?[ \t]*\b(https?://[^\s<>()\[\]]+)(?:[ \t]*[>)\]])?")


def without_private(text: str) -> str:
    """`text` without the addresses written in it that may not be kept."""
    if "://" not in text:
        return text
    return _WRITTEN.sub(lambda found: found[0] if true_address(found[1]) else "", text)


def written_last(text: str) -> tuple[str, str | None]:
    """`text` without the address written at its end, and that address, or None."""
    found = next((each for each in _WRITTEN.finditer(text) if not text[each.end() :].strip(" .")), None)
    return (text[: found.start()], true_address(found[1])) if found else (text, None)
