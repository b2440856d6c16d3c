"""Text -> the spans of its sentences. Knows where a sentence ends; knows nothing of what it says."""

from __future__ import annotations

import re

from bot.search.language.lexicon import ABBREVIATIONS

_END = re.compile(r"""(?:[.!?…]+)["'”’)\]]*(?=\s|$)""")
_WORD_BEFORE = re.compile(r"([^\s(\"“‘']+)$")
_CLOSED = re.compile(r"""["'”’)\]](?=\s)""")
_OPENING = "\"'“‘(["
_PARTING = ":;,"


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The (start, end) of each sentence within `text[start:end]`, without the white space around it."""
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for found in _END.finditer(text, start, end):
        if _ends(text, begin, found, end):
            spans.append((begin, found.end()))
            begin = found.end()
    spans.append((begin, end))
    return [span for span in (_trimmed(text, *span) for span in spans) if span[0] < span[1]]


def _ends(text: str, begin: int, found: re.Match[str], end: int) -> bool:
    following = text[found.end() : end].lstrip()
    if not following:
        return True
    first = following.lstrip(_OPENING)[:1]
    mark = found.group()
    if first.islower():
        return mark[0] in "!?" and len(mark) == 1 and text[found.end() : found.end() + 1] == "\n"
    if mark == ".":
        before = _WORD_BEFORE.search(text[begin : found.start()])
        word = before.group(1).casefold() if before else ""
        return not (word in ABBREVIATIONS or _is_initial(word))
    return not (mark.startswith(("..", "…")) and begin == found.start())


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word != "i"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space around it, or marks at its beginning that go with what was said before."""
    while start < end and (text[start].isspace() or text[start] in _PARTING or _CLOSED.match(text, start)):
        start += 1
    return start, start + len(text[start:end].rstrip())
