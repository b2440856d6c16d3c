"""The address behind a link: what it truly leads to, without what names the subscriber who was sent it.

Knows by which kinds of address mail services know their readers; fetches nothing.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote_plus, urljoin, urlsplit, urlunsplit

from bot.parsing import redirects

# What only counts a click or serves one reader. It holds the subscriber's id, and does not decode.
_PRIVATE = re.compile(
    r"""
    substack\.com/(redirect/|app-link/|action/|subscribe|sign-in|account|api/) |
    email\.(mg\d*\.)?[\w.-]+/(c|o)/ |
    # hosts that send mail, and their counters
    (^|\.)(list-manage\d*|createsend\d*|cmail\d+|hubspotlinks(starter)?|hubspotemail|awstrack|convertkit-mail\d*|mjt |
        customeriomail|mandrillapp|sparkpostmail\d*|klclick\d*|mlsend\d*|sendib[tm]\d*|emlnk\d*|acemln\w|activehosted |
        mkt\d+|urldefense(\.proofpoint)?|safelinks\.protection\.outlook
    )\.(com|net|me|lu)/(?!$) |
    (^|\.)(mailgun\.org|sendgrid\.net|rs6\.net|exct\.net)/ |
    buttondown\.(com|email)/c/ |
    ^(click|clicks|email|trk|track|tracking|links?\.mail)\d*\. |
    # counters on hosts of any name
    (^|[./])(track|tracking|trk)/(click|open) |
    /(ls|wf)/(click|open) |
    /(e/)?c/[\w=-]{40,} |
    /ss/c/ | /[A-Z]{0,3}L0/ |
    # pages that serve one subscription, or show one reader's copy
    /(un)?subscribe\b | /unsub(s|\b|_) | /opt-?out\b |
    /(preferences|subscriptions?)[/?](?!$) | /preference-?cent(er|re)\b |
    /(manage|update|edit|e?mail)[-_]?(your[-_]?)?(preferences?|profile|subscriptions?|settings)\b |
    /(view|read|open)([-_]?(this|the|your|an?|e?mail|in|on))*[-_]?(browser|online)(?![\w-]) |
    /web-?version(?![\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"""
    # campaigns and clicks
    utm_\w+ | (fb|g|d|ms|tw|tt|y)clid | igshi?d? | trk\w* | lipi | _hs\w+ | elq\w* | rh_ref |
    isFreemail | triedRedirect |
    # readers, as mail services name them
    mc_\w+ | ml_\w+ | mkt_tok | vero_\w+ | oly_\w+_id | _?bta_\w+ | bsft_\w+ | sp_[mr]id | __s | _k[xe] | mid_?sig |
    # readers, in plain words
    subscriber | recipient |
    ([\w-]+[-_])?e?mail([-_]?(address|id|hash|key))? | uuid | jwt | [\w-]*token |
    (\w+[-_])?(subscriber|recipient|contact|reader|member|customer)[-_]?(u?id|uuid|hash|key|email)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAILBOX = re.compile(r"[\w.+-]{1,64}@[a-z][\w-]*(\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)
_MAILCHIMP = ("campaign-archive.com", "mailchi.mp")
_SUBSTACK_POST = re.compile(r"/p/[\w-]+/?")  # on whatever host a letter at Substack lives
_DEEPEST_REDIRECT = 3


def true_address(href: str, base: str | None = None, depth: int = 0) -> str | None:
    """The public address that `href` leads to, or None where it has none or would give a subscriber away.

    `base` is the address of the page the link stands on, if it is known.
    """
    try:
        parts = urlsplit(urljoin(base or "", "".join(href.split())))
        host = parts.hostname or ""
        inner = redirects.target(parts)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "." not in host or "@" in parts.netloc:
        return None
    if inner:
        return true_address(inner, None, depth + 1) if depth < _DEEPEST_REDIRECT else None
    if _PRIVATE.search(host + urlunsplit(("", "", parts.path, parts.query, parts.fragment))):
        return None
    return urlunsplit(parts._replace(query=_public_query(parts), fragment=_public(parts.fragment)))


def _public_query(parts: SplitResult) -> str:
    """The query without what tracks or names a reader; where nothing does, it stays as it was written."""
    host = parts.hostname or ""
    if host.endswith("substack.com"):
        return ""
    if host.endswith(_MAILCHIMP):
        return _public(parts.query, "e")
    return _public(parts.query, "r") if _SUBSTACK_POST.fullmatch(parts.path) else _public(parts.query)


def _public(fields: str, own: str = "") -> str:
    """`fields`, a query or a fragment written like one, without those of a reader; `own` is another such field."""
    return "&".join(field for field in fields.split("&") if not _is_personal(field, own))


def _is_personal(field: str, own: str) -> bool:
    written = unquote_plus(field)
    name, given, _ = written.partition("=")
    known = given and (_PERSONAL.fullmatch(name) or name == own)
    return bool(known or _MAILBOX.search(written))


_WRITTEN = re.compile(
    r"[ \t]{0,9}(?P<opened>[<(\[][ \t]{0,9})?"
    r"\b(?P<address>https?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?\"'’”])"
    r"(?(opened)[ \t]{0,9}[>)\]])"
)


def without_private(text: str) -> str:
    """`text` with the addresses written in it as they may be kept, and without those that may not."""
    return _WRITTEN.sub(_kept, text) if "://" in text else text


def _kept(written: re.Match[str]) -> str:
    public = true_address(written["address"])
    return written[0].replace(written["address"], public) if public else ""


def written_last(text: str) -> tuple[str, str | None]:
    """`text` without the address written at its end, and that address, or None."""
    found = next((each for each in _WRITTEN.finditer(text) if not text[each.end() :].strip(" .")), None)
    return (text[: found.start()], true_address(found["address"])) if found else (text, None)
