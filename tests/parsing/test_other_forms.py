"""The same real issues written in other ways: what is read must not hang on how a page was saved."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model import Parsed
from tests.parsing.conftest import Read, bare

_RULE = re.compile(r"^#{10,}$", re.MULTILINE)


def _paragraphs(text: str) -> str:
    lines = (html.escape(line.strip()) for line in text.splitlines())
    return "<html><body>" + "".join(f"<p>{line}</p>\n" for line in lines if line) + "</body></html>"


def _line_breaks(text: str) -> str:
    parts = re.split(r"\n\s*\n", text)
    return "".join(f"<p>{html.escape(part)}</p>".replace("\n", "<br>\n") for part in parts)


FORMS: dict[str, tuple[Callable[[str], str], str]] = {
    "stars": (lambda text: _RULE.sub("* * *", text), ".txt"),
    "dashes": (lambda text: _RULE.sub("---", text), ".txt"),
    "few hashes": (lambda text: _RULE.sub("####", text), ".txt"),
    "no blank lines": (lambda text: re.sub(r"\n\s*\n", "\n", text), ".txt"),
    "more blank lines": (lambda text: text.replace("\n", "\n\n"), ".txt"),
    "carriage returns": (lambda text: text.replace("\n", "\r\n"), ".txt"),
    "plain spaces": (lambda text: text.replace("\xa0", " "), ".txt"),
    "paragraphs of HTML": (_paragraphs, ".html"),
    "line breaks of HTML": (_line_breaks, ".html"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_page_saved_another_way_holds_the_same(shared: Path, read: Read, form: str) -> None:
    """However rules, blank lines and spaces are written, in text or HTML, the same items and links are read."""
    change, suffix = FORMS[form]
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert _said(read(change(text), f"/page{suffix}")) == _said(read(text))


def test_titles_part_the_stories_where_the_rules_are_lost(shared: Path, read: Read) -> None:
    """Without any rule, titles over taglines, sections and the ends of tales still part nearly all stories."""
    found = total = 0
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        titles = {title for issue in _said(read(text)) for title, *_ in issue}
        ruleless = {title for issue in _said(read(_RULE.sub("", text))) for title, *_ in issue}
        found, total = found + len(titles & ruleless), total + len(titles)
        assert ruleless <= titles
    assert found / total > 0.95


def _said(parsed: Parsed) -> list[list[tuple[str, str, str, list[tuple[str, str]]]]]:
    """What is said in each item, letters and digits only."""
    return [
        [
            (
                bare(item.title),
                bare(item.tagline or ""),
                bare(item.text),
                [(bare(link.label), bare(link.source or "")) for link in item.links],
            )
            for item in issue.items
        ]
        for issue in parsed.issues
    ]
