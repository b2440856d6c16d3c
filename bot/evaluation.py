"""Scores answers against questions with known items and answer strings.

Measures, over the answerable questions: hit@k, a right item is among the first k results; MRR, the mean of
one over the first right rank (of ten); quote@k, an answer string stands in the quote of one of the first k.
An abstention on an answerable question misses them all. Over the unanswerable ones: how many were refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

Json = Mapping[str, Any]

_QUOTE_MARKS = dict.fromkeys(map(ord, "\"'`´‘’‚‛“”„‟′″«»‹›"))
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0x034F, 0x00AD])
_SECTION = re.compile(r"^\W*(?:tech tales?|ai policy with matthew van der merwe)\W*")
_SHORTEST_BEGINNING = 12  # letters that a title must have to count as the beginning of a longer one


class _Gold(msgspec.Struct):
    """An item that answers a question; its issue's number is None where the issue has none."""

    item_title: str
    issue: int | None = None


class _Question(msgspec.Struct):
    """A question as it is written in a file; one without a `type` has no known answer, and is not judged."""

    question: str
    id: Any = None
    type: str | None = None
    issue: int | None = None
    item_title: str | None = None
    alt_items: tuple[_Gold, ...] | None = None
    answers: tuple[str, ...] = ()
    read_more: str | None = None

    def __post_init__(self) -> None:
        if self.type not in (None, "unanswerable") and not self.item_title:
            raise ValueError("Object missing required field `item_title` for a question that has an answer")


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one question went. `rank` is that of the first right item, from 1 to 10, or None."""

    answerable: bool
    refused: bool
    rank: int | None = None
    quoted_at: int | None = None


def questions(text: str) -> list[Json]:
    """The questions in `text`, one JSON object a line. Raises ValueError naming the first line that holds none."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):  # other line ends may stand inside a JSON string
        if line.strip():
            try:
                found.append(msgspec.to_builtins(msgspec.json.decode(line, type=_Question)))
            except msgspec.MsgspecError as error:
                raise ValueError(f"line {number}: {error}") from error
    return found


def judge(question: Json, answer: Json) -> Judgement:
    """Compares an answer, as `ask --json` gives it, with what the question is known to be answered by."""
    results = answer["results"][:10]
    refused = bool(answer["abstained"]) or not results
    if question["type"] == "unanswerable" or refused:
        return Judgement(question["type"] != "unanswerable", refused)
    right = [{"issue": question["issue"], "item_title": question["item_title"]}, *(question.get("alt_items") or ())]
    rank = _first(any(_is_item(result, item) for item in right) for result in results)
    quoted = _first(_holds_answer(_shown(question, result), question["answers"]) for result in results)
    return Judgement(True, False, rank, quoted)


def summary(judgements: Iterable[Judgement]) -> dict[str, float]:
    """The measures over all questions, from 0 to 1, and how many questions there were of each sort."""
    all_of_them = list(judgements)
    answerable = [each for each in all_of_them if each.answerable]
    unanswerable = [each for each in all_of_them if not each.answerable]
    return {
        "questions": len(all_of_them),
        "answerable": len(answerable),
        "unanswerable": len(unanswerable),
        "hit@1": _share(_within(each.rank, 1) for each in answerable),
        "hit@3": _share(_within(each.rank, 3) for each in answerable),
        "hit@10": _share(_within(each.rank, 10) for each in answerable),
        "mrr": _share(1 / each.rank if each.rank else 0 for each in answerable),
        "quote@1": _share(_within(each.quoted_at, 1) for each in answerable),
        "quote@3": _share(_within(each.quoted_at, 3) for each in answerable),
        "refused_right": _share(each.refused for each in unanswerable),
        "refused_wrong": _share(each.refused for each in answerable),
    }


def _within(rank: int | None, k: int) -> bool:
    return rank is not None and rank <= k


def _share(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _first(outcomes: Iterable[bool]) -> int | None:
    return next((rank for rank, outcome in enumerate(outcomes, 1) if outcome), None)


def _shown(question: Json, result: Json) -> str:
    """The quote, and the link label shown with it where the question asks for a source."""
    label = result.get("read_more") if question.get("read_more") else None
    return "\n".join(filter(None, (result["quote"], label)))


def _is_item(result: Json, item: Json) -> bool:
    """Whether titles agree, as far as the shorter one goes, and issue numbers where both are given."""
    numbers = result.get("issue"), item.get("issue")
    if None not in numbers and int(numbers[0] or 0) != int(numbers[1] or 0):
        return False
    shorter, longer = sorted((_title(result["title"]), _title(item["item_title"])), key=len)
    return bool(shorter) and (shorter == longer or (len(shorter) >= _SHORTEST_BEGINNING and longer.startswith(shorter)))


def _title(text: str) -> str:
    """Letters and digits alone, without a section's heading or a bracketed place before them."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, re.sub(r"^\W*\[[^\]]*\]\W*", "", _SECTION.sub("", folded))))


def _holds_answer(text: str, answers: Sequence[str]) -> bool:
    plain = _plain(text)
    return any(_holds_words(plain, wanted) for wanted in map(_plain, answers) if wanted)


def _holds_words(text: str, wanted: str) -> bool:
    """Whether `wanted` stands in `text` as whole words; a plural or possessive s may follow."""
    before = r"(?<![^\W_])" if wanted[0].isalnum() else ""
    after = r"(?=s(?![^\W_])|(?![^\W_]))" if wanted[-1].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None


def _plain(text: str) -> str:
    """The text without differences of typography and Markdown."""
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    text = re.sub(r"\\([^\w\s])", r"\1", text)
    text = re.sub(r"\.\s?\.\s?\.|…", " ", text)
    text = re.sub(r"\*+|_{1,3}|~~|\|\|", "", text)
    text = re.sub(r"^\s*(?:>+|#{1,3})\s+", "", text, flags=re.MULTILINE)
    text = re.sub(r"\s*-\s*", "-", text.translate(_QUOTE_MARKS).translate(_DASHES))
    return re.sub(r"\s+", " ", text).strip().casefold()
