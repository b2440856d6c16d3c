"""Redirects whose own address holds the address they lead to.

Knows how each writes its target down; fetches nothing, and does not know what may be kept.
"""

from __future__ import annotations

import base64
import json
import re
from itertools import chain, repeat
from urllib.parse import SplitResult, parse_qsl, unquote

_IN_QUERY = re.compile(
    r"""
    ^(www\.)?google\.[\w.]+/url$ | \.safelinks\.protection\.outlook\.com/ | ^linkprotect\.cudasvc\.com/url$ |
    ^lm?\.(facebook|instagram)\.com/ | (^|\.)youtube\.com/redirect$ | (^|\.)linkedin\.com/(redir|safety)/ |
    ^urldefense\.proofpoint\.com/v1/
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAMES = ("q", "url", "u", "a")  # of the field that holds the target
_IN_PATH = re.compile(r"/[A-Z]{0,3}L0/(https?:%2F%2F[^/]+)", re.IGNORECASE)  # Amazon's mail service, on any host
_DEFENSE_3 = re.compile(r"/v3/__(?P<target>.+?)__;(?P<characters>[\w=-]*)")
_SLASH_LOST = re.compile(r"^(\w+:/)(?=[^/])")
_RUN = re.compile(r"\*(?:\*(?P<length>.))?")
_RUN_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def target(parts: SplitResult) -> str | None:
    """The address that the redirect `parts` holds within itself, or None."""
    host, path = (parts.hostname or "").lower(), parts.path
    if host.endswith("substack.com") and path.startswith("/redirect/2/"):
        return _in_token(path.removeprefix("/redirect/2/"))
    if _IN_QUERY.search(f"{host}{path}"):
        fields = dict(parse_qsl(parts.query))
        return next((fields[name] for name in _NAMES if name in fields), None)
    if host.startswith("urldefense."):
        return _defended(parts)
    in_path = _IN_PATH.search(path)
    return unquote(in_path[1]) if in_path else None


def _in_token(token: str) -> str | None:
    """The target ``e`` in the part of a token that is JSON (as in RFC 7519); its signature does not matter here."""
    for part in token.split("."):
        try:
            fields = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        except ValueError:
            continue
        if isinstance(fields, dict) and isinstance(fields.get("e"), str):
            return str(fields["e"])
    return None


def _defended(parts: SplitResult) -> str | None:
    """The target within an address of Proofpoint's URL Defense, in its versions 2 and 3."""
    if parts.path.startswith("/v2/"):
        written = dict(parse_qsl(parts.query)).get("u", "")
        return unquote(written.replace("-", "%").replace("_", "/")) or None
    found = _DEFENSE_3.search(parts.geturl())
    return _with_characters(found["target"], found["characters"]) if found else None


def _with_characters(written: str, encoded: str) -> str | None:
    """`written` with the characters back that version 3 took out: ``*`` stands for one, ``**`` and a letter for a run.

    They are listed in base64; the letter gives the length of the run, from two on.
    """
    try:
        taken = iter(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)).decode())
    except ValueError:
        return None
    characters = chain(taken, repeat("*"))

    def back(run: re.Match[str]) -> str:
        length = _RUN_LENGTHS.find(run["length"]) + 2 if run["length"] else 1
        return "".join(next(characters) for _ in range(length))

    return _RUN.sub(back, _SLASH_LOST.sub(r"\1/", unquote(written)))
