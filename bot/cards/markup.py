"""Discord's Markdown: foreign text made inert, quotes, links and small print. Knows no issue and no answer.

Text of newsletters and members must look on Discord as it was written. A backslash before punctuation
makes it plain, so only what Discord would take for markup gets one. Inside the text of a masked link
backslashes show, so there look-alike characters stand in.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from bot.passages import LONGEST_ADDRESS

# Characters without a shape of their own: controls, bidi marks and overrides, zero-width and tag characters, halves
# of pairs. The two joiners stay between letters that are not ASCII: emoji and several scripts are written with them.
# Each pattern begins with a plain set of characters, which is what Python's engine goes through a text fastest by.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
    "(?:(?<![^\x00-\x7f][\u200c\u200d])|(?![^\x00-\x7f]))"
)
_LINE_END = re.compile("[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n)?")
_LIVE = re.compile(
    r"[\\`*_\[\]<~|@:.](?:"
    r"(?<=[\\`*_\[\]<])"  # escapes, code, emphasis, masked links, mentions, timestamps, custom emoji
    r"|(?<=~)(?=~)|(?<=~~)|(?<=\|)(?=\|)|(?<=\|\|)"  # struck through, spoilers
    r"|(?<=@)(?=everyone|here)"
    r"|(?<=:)(?=//|[\w+-]+:)"  # addresses, emoji by name
    r"|(?<=discord\.)|(?<=discordapp\.))",  # invitations, which work without a scheme
    re.IGNORECASE,
)
_LINE_START = re.compile(r"([ \t]*)(#|>|-|\+|\d+(?=[.)]))")
_STAND_INS = str.maketrans("\\`*~|[]<>@", "∖ˋ∗∼∣()‹›＠")
_EMPHASIS = re.compile(r"_(?![^\W_])|(?<![^\W_])_")  # an underscore within a word is none
_SCHEME = re.compile(r"(?:\b[a-z][\w+.-]*)?://", re.IGNORECASE)
_ADDRESS_DOT = re.compile(r"(?<=\w)\.(?=[a-z]{2,}\b)", re.IGNORECASE)
_EMOJI_NAME = re.compile(r":(?=[\w+-]+:)")


def visible(text: str) -> str:
    """`text` without its invisible characters; every kind of line end becomes a newline."""
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub("", _LINE_END.sub("\n", text))


def one_line(text: str) -> str:
    """`text` without invisible characters, its runs of white space as single spaces."""
    return " ".join(visible(text).split())


def cut(text: str, limit: int) -> str:
    """`text`, or its beginning with an ellipsis, of at most `limit` code points, cut between words where it can be."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    words, space, _ = head.rpartition(" ")
    return (words if space and len(words) > limit // 2 else head).rstrip() + "…"


def inert(text: str) -> str:
    """`text` escaped so that Discord shows it as written: no markup, mention, link or invitation in it is live."""
    if text.isascii() and text.isalnum():
        return text
    return "\n".join(map(_inert_start, _LIVE.sub(_escaped, visible(text)).split("\n")))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _inert_start(line: str) -> str:
    found = _LINE_START.match(line)
    if not found:
        return line
    space, mark = found.groups()
    return f"{space}{mark}\\{line[found.end() :]}" if mark.isdigit() else f"{space}\\{line[found.end(1) :]}"


def inert_line(text: str, limit: int = 250) -> str:
    """`text` on one line, at most `limit` code points of it, inert."""
    return inert(cut(one_line(text), limit))


def bold(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` inert, with its `spans` (code points, in order) bold; bold never reaches over a line end."""
    pieces: list[str] = []
    at = 0
    for start, end in _joined(spans, len(text)):
        pieces.append(inert(text[at:start]))
        pieces += [f"**{inert(part)}**" if part.strip() else part for part in re.split(r"(\n)", text[start:end])]
        at = end
    return "".join([*pieces, inert(text[at:])])


def _joined(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        clipped = max(0, start), min(end, length)
        if joined and clipped[0] <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], clipped[1])
        elif clipped[0] < clipped[1]:
            joined.append(clipped)
    return joined


def linked(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """`text` inert, with its `spans` (start and end in code points, and an address; in order) as links."""
    pieces: list[str] = []
    at = 0
    for start, end, url in spans:
        pieces += [inert(text[at:start]), link(text[start:end], url)]
        at = end
    return "".join([*pieces, inert(text[at:])])


def block_quote(text: str, spans: Iterable[tuple[int, int]] = (), limit: int = 900) -> str:
    """`text` (at most `limit` code points of it) as a block quote, its `spans` bold."""
    return "\n".join(f"> {line}" for line in bold(cut(text, limit), spans).split("\n"))


def small(text: str) -> str:
    """A line of small print; `text` is Markdown already."""
    return f"-# {text}"


@lru_cache(maxsize=4096)
def address(url: str | None) -> str | None:
    """`url` as it may stand in a link, or None unless it is an http or https address of at most 512 characters.

    An address with a user's name before the host is refused: it only serves to look like another host.
    """
    if url is None or _INVISIBLE.search(url):
        return None
    try:
        parts = urlsplit(url.strip())
        host = true_host(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    safe = percent_encoded(
        url.strip().replace(parts.netloc, _netloc(parts.port, host), 1), safe="!#$%&'*+,-./:;=?@_~[]()"
    )
    return safe if len(safe) <= LONGEST_ADDRESS else None


def _netloc(port: int | None, host: str) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port is None else f"{name}:{port}"


def true_host(url: str) -> str:
    """The host of `url` as the network knows it: in ASCII, so that look-alike letters show.

    Raises ValueError where it cannot be a host.
    """
    host = urlsplit(url.strip()).hostname or ""
    if ":" in host:
        return str(ipaddress.ip_address(host))
    try:
        return host.encode("idna").decode() if host else ""
    except UnicodeError as reason:
        raise ValueError(f"{host!r} is no host") from reason


def shown_host(url: str) -> str:
    """The true host of a checked address, for people: without ``www.``."""
    return true_host(url).removeprefix("www.")


def link(text: str, url: str | None, limit: int = 250) -> str:
    """`text` on one line as a masked link to `url` without a preview; inert text where `url` is no address."""
    target = address(url)
    if target is None:
        return inert_line(text, limit)
    return f"[{_link_text(cut(one_line(text), limit))}](<{target}>)"


def _link_text(text: str) -> str:
    # Discord prints a masked link literally when its text holds an address
    undressed = _SCHEME.sub("", text) if "://" in text else text
    undressed = _ADDRESS_DOT.sub("․", undressed) if "." in text else undressed
    shown = undressed.translate(_STAND_INS)
    shown = _EMPHASIS.sub("ˍ", shown) if "_" in text else shown
    return (_EMOJI_NAME.sub("∶", shown) if ":" in text else shown).strip() or "link"
