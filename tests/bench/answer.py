"""How long a question takes, all included.

``python -m tests.bench.answer [--documents FOLDER_OR_ARCHIVE] [--semantic auto] [--json]``

Builds a generation of the documents (the sample archive by default), opens it, and asks the questions of a file one
after the other.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import DocumentError
from bot.model import Document, Issue
from bot.parsing import parse
from bot.profile import Profiles
from bot.search import Generation, answer, semantic, write_generation
from tests.bench import arguments

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
TYPES = {".txt": "text/plain", ".html": "text/html", ".md": "text/markdown", ".markdown": "text/markdown"}


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=arguments.documents, default=ROOT / "seeds")
    parser.add_argument("--questions", type=arguments.questions, default=ROOT / "tests" / "search" / "questions.jsonl")
    parser.add_argument(
        "--semantic", type=arguments.encoder, default="off", help="auto, or the folder of a model, to go by meaning too"
    )
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    measured = measure(given.documents, given.questions, given.semantic)
    if given.json:
        print(json.dumps(measured))
    else:
        print("\n".join(f"{name:16} {value:,}" for name, value in measured.items()))


def measure(documents: Path, questions: Path, model: semantic.Encoder | None = None) -> dict[str, Any]:
    """Milliseconds a question (p50, p99, the slowest), and what build and start took."""
    issues = {(one.head.newsletter, one.head.key): one for one in _issues(documents)}
    texts = [json.loads(line)["question"] for line in questions.read_text(encoding="utf-8").splitlines()]
    if not issues:
        raise SystemExit(f"{documents} holds no issue of a newsletter.")
    default = next(iter(issues))[0]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        name = write_generation(
            Path(folder),
            list(issues.values()),
            default_newsletter=default,
            newsletters={default: default},
            sample=False,
            encoder=model,
        )
        built = time.perf_counter()
        generation = Generation.open(Path(folder) / name, encoder=model)
        opened = time.perf_counter()
        times = np.array([_milliseconds(generation, text) for _ in range(ROUNDS) for text in texts])
    return {
        "issues": generation.issue_count,
        "items": generation.item_count,
        "questions": len(texts),
        "build_ms": round((built - started) * 1000, 1),
        "start_ms": round((opened - built) * 1000, 1),
        "first_ms": round(float(times[0]), 2),
        "p50_ms": round(float(np.percentile(times, 50)), 2),
        "p99_ms": round(float(np.percentile(times, 99)), 2),
        "slowest_ms": round(float(times.max()), 2),
    }


def _milliseconds(generation: Generation, text: str) -> float:
    started = time.perf_counter()
    answer(generation, text)
    return (time.perf_counter() - started) * 1000


def _issues(documents: Path) -> Iterator[Issue]:
    profiles = Profiles.load("import-ai")
    for document in _documents(documents):
        try:
            yield from parse(document, profiles).issues
        except DocumentError as error:
            print(error)


def _documents(path: Path) -> Iterator[Document]:
    now = dt.datetime.now(dt.UTC)
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.suffix in TYPES:
                yield Document(str(file), TYPES[file.suffix], file.read_bytes(), now, path.name)
        return
    with tarfile.open(path) as archive:
        for member in archive:
            suffix = Path(member.name).suffix
            body = archive.extractfile(member)
            if suffix in TYPES and body:
                yield Document(member.name, TYPES[suffix], body.read(), now, Path(member.name).parts[0])


if __name__ == "__main__":
    main()
