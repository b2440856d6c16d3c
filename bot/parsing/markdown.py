"""Markdown -> a page: its front matter says what it is, and the rest is read as the HTML it writes.

Knows front matter in YAML and TOML, as Jekyll and Hugo take it; does not know where an item begins.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.parsing import html
from bot.parsing.addresses import true_address
from bot.parsing.dates import written_date
from bot.parsing.page import Page, clean

_WIDEST_WRAP = 120
_RULE_OF_HASHES = re.compile(r"^\s*#{4,}\s*$", re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+\s*\n(.*?)\n\+\+\+\s*\n", re.DOTALL)


def read(text: str, base: str | None = None) -> Page:
    """The page that `text` writes; `base` is the address it was found at, if it has one."""
    from markdown_it import MarkdownIt

    about, body = _front_matter(text.replace("\r\n", "\n"))
    body = _RULE_OF_HASHES.sub("\n* * *\n", _tidied(body))
    # Where lines are longer than any screen the text was not wrapped, so a line end means one.
    wrapped = all(len(line) <= _WIDEST_WRAP for line in body.splitlines())
    markup = MarkdownIt("commonmark", {"breaks": not wrapped}).render(body)
    url = true_address(str(_first(about, "canonical_url", "canonical", "url", "permalink", "link") or ""), base)
    page = html.read(f"<body>{markup}</body>", url or base)
    return replace(
        page,
        title=_text(about, "title") or page.title,
        date=_day(_first(about, "date", "published", "published_at", "pubDate", "publishDate")),
        number=_number(_first(about, "number", "issue", "issue_number")),
        url=url,
        preheader=_text(about, "description", "summary", "subtitle", "excerpt"),
        names=tuple(filter(None, [_text(about, "newsletter", "publication", "site", "site_name")])),
    )


_BOLD = re.compile(r"(?<!\*)\*\*(?!\*)(.{1,400}?)(?<!\*)\*\*(?!\*)", re.DOTALL)
_ITALIC = re.compile(r"(?<![\w_/])_(?![_\s])([^_]{1,400}?\s)_(?![\w_])")


def _tidied(text: str) -> str:
    """`text` with its marks for bold and italics close around the words of each line, as CommonMark wants them.

    Converters from HTML write ``**Title:␣␣↵**`` where a line break stood within the bold.
    """
    text = _ITALIC.sub(lambda found: _marked(found[1], "_"), text)
    return _BOLD.sub(lambda found: _marked(found[1], "**"), text)


def _marked(inner: str, mark: str) -> str:
    """`inner`, each line of it that holds letters in marks of its own, and white space outside of them."""
    parts = re.split(r"(\s*\n\s*)", inner)
    return "".join(re.sub(r"^(\s*)(.*\S)(\s*)$", rf"\1{mark}\2{mark}\3", part) for part in parts)


def _front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """What the text says about itself, and the text below it; a head that is nothing of the kind is text."""
    import frontmatter
    import yaml

    text = text.lstrip("\ufeff")
    toml = _TOML.match(text)
    try:
        if toml:
            return tomllib.loads(toml[1]), text[toml.end() :]
        return frontmatter.parse(text)
    except (yaml.YAMLError, ValueError):
        return _loose_front_matter(text)


_LOOSE = re.compile(r"\A---[ \t]*\n((?:\w[\w-]*[ \t]*:.*\n|[ \t#-].*\n|\n)+?)---[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^(\w[\w-]*)[ \t]*:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


def _loose_front_matter(text: str) -> tuple[Mapping[str, Any], str]:
    """As people write it who do not know YAML: a name, a colon, and the rest of the line whatever is in it."""
    head = _LOOSE.match(text)
    if not head:
        return {}, text
    return {name: value.strip("\"'") for name, value in _FIELD.findall(head[1])}, text[head.end() :]


def _first(about: Mapping[str, Any], *names: str) -> object:
    return next((about[name] for name in names if about.get(name) not in (None, "")), None)


def _text(about: Mapping[str, Any], *names: str) -> str | None:
    found = _first(about, *names)
    return clean(found) or None if isinstance(found, str) else None


def _number(found: object) -> int | None:
    return int(str(found).lstrip("#")) if re.fullmatch(r"#?\d{1,5}", str(found)) else None


def _day(found: object) -> dt.date | None:
    if isinstance(found, dt.datetime):
        return found.date()
    return found if isinstance(found, dt.date) else written_date(str(found or ""))
