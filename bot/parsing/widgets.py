"""Widgets of a page -> paragraphs: footnotes, embedded posts and messages, and what pictures show.

Knows what platforms make of them; does not know pages, lines or items.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

from bot.parsing.page import clean

_FEWEST_WORDS = 3  # in what a picture shows; shorter texts name a logo or a button
_FILE_NAME = re.compile(r".+\.(png|jpe?g|gif|webp|svg|heic)$", re.IGNORECASE)
_LONGEST_EMBEDDED = 1000  # characters


def unfold(soup: BeautifulSoup) -> None:
    """Puts plain paragraphs in the place of the widgets in `soup`."""
    for selector, told in _EMBEDS.items():
        for tag in soup.select(selector):
            _replace(soup, tag, *told(tag))
    _unfold_footnotes(soup)
    for image in soup.select("img[alt]"):
        _unfold_image(soup, image)


def _attributes(tag: Tag) -> dict[str, str]:
    """What Substack's editor wrote about a widget: those of its fields that are text."""
    try:
        told = json.loads(str(tag.get("data-attrs") or "{}"))
    except ValueError:
        return {}
    fields = told.items() if isinstance(told, dict) else ()
    return {name: clean(value) for name, value in fields if isinstance(value, str) and clean(value)}


def _card(tag: Tag) -> tuple[str, str, str]:
    """The title, address and opening words of a post that is shown within another."""
    told, link = _attributes(tag), tag.select_one("a[href]")
    title = told.get("title") or _text(tag, ".embedded-post-title")
    address = told.get("canonical_url") or told.get("url") or (str(link["href"]) if link else "")
    words = told.get("caption") or told.get("truncated_body_text") or _text(tag, ".embedded-post-body")
    return title, address, words


def _message(tag: Tag) -> tuple[str, str, str]:
    """The author, address and text of a short message that is shown within a post."""
    told = _attributes(tag)
    return told.get("name", ""), told.get("url", ""), told.get("full_text", "")


_EMBEDS: dict[str, Callable[[Tag], tuple[str, str, str]]] = {
    "div.digest-post-embed, div.embedded-post-wrap": _card,
    "div.twitter-embed, div.tweet": _message,
}


def _replace(soup: BeautifulSoup, tag: Tag, title: str, address: str, words: str) -> None:
    """Puts a quotation in the place of `tag`: a title that leads to an address, and words below it."""
    if not title and not words:
        tag.unwrap()  # written out in plain elements, or empty
        return
    quotation = soup.new_tag("blockquote")
    if title:
        paragraph = soup.new_tag("p")
        link = soup.new_tag("a", href=address) if address else soup.new_tag("span")
        link.string = title
        paragraph.append(link)
        quotation.append(paragraph)
    if words:
        quotation.append(_paragraph(soup, words[:_LONGEST_EMBEDDED]))
    tag.replace_with(quotation)


def _unfold_footnotes(soup: BeautifulSoup) -> None:
    """Puts each footnote below the paragraph that calls for it, both marked with its number in brackets."""
    notes = {_text(note, ".footnote-number"): note.extract() for note in soup.select("div.footnote")}
    below: dict[int, Tag] = {}  # the last footnote put below a paragraph
    for call in soup.select("a.footnote-anchor"):
        number = clean(call.get_text())
        block = call.find_parent(["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"])
        call.replace_with(f"[{number}]")
        if block is not None and number in notes:
            note = _note(soup, number, notes.pop(number))
            if block.name == "li":
                block.append(note)
            else:
                below.get(id(block), block).insert_after(note)
                below[id(block)] = note


def _note(soup: BeautifulSoup, number: str, footnote: Tag) -> Tag:
    """The text of a footnote behind its number, its links kept."""
    content = footnote.select_one(".footnote-content") or footnote
    paragraph = soup.new_tag("p")
    paragraph.append(f"[{number}] ")
    for part in content.find_all("p") or [content]:
        paragraph.extend([*part.contents, " "])
    return paragraph


def _unfold_image(soup: BeautifulSoup, image: Tag) -> None:
    """Puts what a picture shows in its place: a sign within text, or a paragraph where it stands alone."""
    shown = clean(str(image.get("alt") or ""))
    parent = image.parent
    if not shown or parent is None or _FILE_NAME.fullmatch(shown):
        return
    if "emoji" in image.get_attribute_list("class"):
        image.replace_with(shown)
    elif len(shown.split()) >= _FEWEST_WORDS and str(image.get("width")) != "1":
        link = image.find_parent("a")
        alone = link if link is not None and not clean(link.get_text()) else image
        alone.replace_with(_paragraph(soup, shown))


def _paragraph(soup: BeautifulSoup, text: str) -> Tag:
    paragraph = soup.new_tag("p")
    paragraph.string = text
    return paragraph


def _text(tag: Tag, selector: str) -> str:
    found = tag.select_one(selector)
    return clean(found.get_text(" ")) if found else ""
