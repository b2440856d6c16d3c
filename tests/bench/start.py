"""How long a large archive takes to start from disk, and how long it then takes to answer.

``python -m tests.bench.start [--items 400000] [--words 12] [--folder FOLDER] [--json]``

Builds a generation of synthetic items (kept in FOLDER, if one is given), opens it several times, and asks it questions
of 4 to 8 words. The clock is that of the processor, so that a busy machine changes little.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bot.model import Issue, IssueHead, Item, Part, Role
from bot.search import Generation, answer, find, write_generation
from tests.bench.arguments import above_zero
from tests.bench.corpus import passages, queries

NEWSLETTER = "letter"
ITEMS_AN_ISSUE = 10
STARTS, QUESTIONS = 9, 200
LETTERS = "bcdfghjkmnpqrtvw"


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=above_zero, default=400_000)
    parser.add_argument("--words", type=above_zero, default=12, help="in an item")
    parser.add_argument("--folder", type=Path, help="where the generation is kept, or was")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(arguments.items, arguments.words, arguments.folder or Path(folder))
    print(json.dumps(measured) if arguments.json else "\n".join(f"{key:16} {each:,}" for key, each in measured.items()))


def measure(items: int, words: int, folder: Path, questions: int = QUESTIONS) -> dict[str, Any]:
    """Seconds to build; milliseconds to open, with and without a look at every byte, and to answer and to look up."""
    name, build = _built(items, words, folder)
    path = folder / name
    generation = Generation.open(path)
    asked = [" ".join(map(_word, query)) for common in (False, True) for query in queries(questions, common=common)]
    first, *answers = [_milliseconds(partial(answer, generation, text)) for text in asked]
    lookups = [_milliseconds(partial(find, generation, text)) for text in asked]
    return {
        "items": generation.item_count,
        "words": words,
        "build_seconds": round(build, 1),
        "start_ms": _median(partial(Generation.open, path)),
        "verified_ms": _median(partial(Generation.open, path, verify=True)),
        "first_ms": round(first, 2),
        "answer_p50_ms": round(statistics.median(answers), 2),
        "answer_p99_ms": round(float(np.percentile(answers, 99)), 2),
        "find_p50_ms": round(statistics.median(lookups), 2),
        "find_p99_ms": round(float(np.percentile(lookups, 99)), 2),
    }


def _built(items: int, words: int, folder: Path) -> tuple[str, float]:
    """The name of the generation in the folder, and the seconds that building it took."""
    standing = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    if standing:
        return standing[0], 0.0
    issues = list(_issues(items, words))
    started = time.process_time()
    name = write_generation(
        folder, issues, default_newsletter=NEWSLETTER, newsletters={NEWSLETTER: NEWSLETTER}, sample=False
    )
    return name, time.process_time() - started


def _issues(items: int, words: int) -> Iterator[Issue]:
    texts = [" ".join(map(_word, passage)) for passage in passages(items, words=words)]
    for number, first in enumerate(range(0, items, ITEMS_AN_ISSUE), 1):
        head = IssueHead(NEWSLETTER, str(number), f"Issue {number}", number, None)
        some = texts[first : first + ITEMS_AN_ISSUE]
        yield Issue(head, tuple(_item(text, position) for position, text in enumerate(some, 1)))


def _item(text: str, position: int) -> Item:
    title, _, _ = text.partition(" ")
    return Item(title=title, text=text, parts=(Part(Role.PARAGRAPH, 0, len(text)),), position=position, number=position)


def _word(word: str) -> str:
    """A word of the synthetic archive in letters, which no stemmer shortens."""
    return "x" + "".join(LETTERS[int(digit, 16)] for digit in f"{int(word[1:]):x}")


def _median(step: Callable[[], object]) -> float:
    return round(statistics.median(_milliseconds(step) for _ in range(STARTS)), 2)


def _milliseconds(step: Callable[[], object]) -> float:
    started = time.process_time()
    step()
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
