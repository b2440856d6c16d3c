"""The limits of a message: content, embeds, attachments, and what Components V2 excludes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tests.standin.constants import COMPONENTS_V2
from tests.standin.objects import Json
from tests.standin.rules.components import check_components
from tests.standin.rules.problems import Node, Problems, Where

_EMBED_PARTS = ("title", "description", "fields", "image", "thumbnail", "author", "footer", "video", "provider")
_EMBED_ADDRESSES: tuple[tuple[str, ...], ...] = (
    ("url",),
    ("image", "url"),
    ("thumbnail", "url"),
    ("author", "url"),
    ("author", "icon_url"),
    ("footer", "icon_url"),
)


def check_message(body: Node, *, files: Iterable[str] = (), old_flags: int = 0) -> Problems:
    """A message to be created or edited.

    `files` are the names of its attachments, `old_flags` the flags the edited message has.
    """
    problems = Problems()
    problems.text(("content",), body.get("content"), 0, 2000)
    _check_embeds(problems, problems.size(("embeds",), body.get("embeds"), 0, 10))
    if isinstance(body.get("nonce"), str):
        problems.text(("nonce",), body["nonce"], 0, 25)
    for index, attachment in enumerate(problems.size(("attachments",), body.get("attachments"), 0, 10)):
        problems.text(("attachments", index, "description"), attachment.get("description"), 0, 1024)
    problems.size(("sticker_ids",), body.get("sticker_ids"), 0, 3)
    v2 = bool(((body.get("flags") or 0) | old_flags) & COMPONENTS_V2)
    if v2:
        _check_no_legacy(problems, body)
    check_components(problems, body.get("components") or [], v2=v2, files=frozenset(files))
    return problems


def _check_no_legacy(problems: Problems, body: Node) -> None:
    for field in ("content", "embeds", "sticker_ids", "poll"):
        if body.get(field):
            problems.add(
                (field,),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _check_embeds(problems: Problems, embeds: list[Json]) -> None:
    total = sum(_check_embed(problems, ("embeds", index), embed) for index, embed in enumerate(embeds))
    if total > 6000:
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _check_embed(problems: Problems, where: Where, embed: Node) -> int:
    """Checks one embed; returns the characters it adds to the 6000 shared by a message's embeds."""
    if not any(embed.get(part) for part in _EMBED_PARTS):
        problems.missing((*where, "description"))
    for keys in _EMBED_ADDRESSES:
        _check_address(problems, where, embed, keys)
    total = _piece(problems, (*where, "title"), embed.get("title"), 256)
    total += _piece(problems, (*where, "description"), embed.get("description"), 4096)
    if embed.get("footer"):
        total += _piece(problems, (*where, "footer", "text"), embed["footer"].get("text"), 2048)
    if embed.get("author"):
        total += _piece(problems, (*where, "author", "name"), embed["author"].get("name"), 256)
    for index, field in enumerate(problems.size((*where, "fields"), embed.get("fields"), 0, 25)):
        total += _piece(problems, (*where, "fields", index, "name"), field.get("name"), 256, required=True)
        total += _piece(problems, (*where, "fields", index, "value"), field.get("value"), 1024, required=True)
    return total


def _piece(problems: Problems, where: Where, value: Json, high: int, *, required: bool = False) -> int:
    """Checks one text of an embed, trimmed as Discord trims it before it measures; returns its length."""
    trimmed = value.strip() if isinstance(value, str) else value
    problems.text(where, trimmed, 1 if required else 0, high, required=required)
    return len(trimmed) if isinstance(trimmed, str) else 0


def _check_address(problems: Problems, where: Where, embed: Node, keys: tuple[str, ...]) -> None:
    node: Json = embed
    for key in keys:
        node = (node or {}).get(key)
    if node and not re.match(r"(https?|attachment)://", node):
        message = f'Scheme of "{node[:40]}" must be one of (http, https).'
        problems.add((*where, *keys), "URL_TYPE_INVALID_SCHEME", message)
