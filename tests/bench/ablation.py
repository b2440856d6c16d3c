"""What each ingredient of an answer is worth: hit@1 and quote@1 without it.

``python -m tests.bench.ablation DATA_FOLDER QUESTIONS.jsonl [MORE.jsonl …] [--semantic auto]``

The folder is that of an archive (`BACKISSUE_DATA`); questions marked as held out are left alone. An ingredient is taken
away by putting what does nothing in its place, in this process alone.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from bot.cli import contract
from bot.evaluation import judge, summary
from bot.search import Generation, answer, answering, semantic, write_generation
from bot.search.index import building
from bot.search.language import meaning
from bot.search.language.asking import Asks
from bot.search.questions import filters, understanding
from bot.search.quotes import features
from bot.search.quotes.features import Features
from bot.search.results import ranking
from tests.bench.arguments import data_folder, encoder, questions

Change = tuple[ModuleType, str, object]


def nothing(*_: object) -> None:
    """Stands in for what understands or mends something."""


def unweighted(*names: str) -> Change:
    """The quote's features without some of them."""
    weights = zip(Features._fields, features.WEIGHTS, strict=True)
    return features, "WEIGHTS", tuple(0.0 if name in names else weight for name, weight in weights)


INGREDIENTS: Mapping[str, tuple[Change, ...]] = {
    "nothing": (),
    "synonyms": ((meaning, "SYNONYMS", ()),),
    "typos": ((understanding, "corrected", nothing), (understanding, "parted", nothing)),
    "filters": tuple((filters, name, nothing) for name in ("issues", "times", "_section", "_positions")),
    "recency": ((filters, "_recency", nothing),),
    "fields' repetitions": ((building, "TITLE_TIMES", 1), (building, "TAGLINE_TIMES", 1)),
    "coverage": ((ranking, "COVERED_WEIGHT", 0.0),),
    "fiction held back": ((ranking, "HELD_BACK", 1.0),),
    "refusing": ((answering, "REFUSED", 2.0),),
    "question type": ((understanding, "asked_for", lambda _: Asks.ANYTHING),),
    "signs in the quote": (unweighted("sign", "numbers", "figures", "listing"),),
    "position": (unweighted("lead"),),
    "link and side lines": (unweighted("link", "aside"),),
    "opinion, asking ends": (unweighted("opinion", "ends_asking"),),
    "length": (unweighted("length"),),
    "density": (unweighted("dense"),),
}


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=data_folder)
    parser.add_argument("questions", type=questions, nargs="+")
    parser.add_argument(
        "--semantic", type=encoder, default="off", help="auto, or the folder of a model, to go by meaning too"
    )
    arguments = parser.parse_args()
    asked = {path.stem: _open(path) for path in arguments.questions}
    archive = Generation.open(max((arguments.data / "generations").glob("*/"), key=lambda path: path.stat().st_mtime))
    print(f"{'without':22}" + "".join(f"{name[:18]:>20}" for name in asked) + "   (hit@1, quote@1)")
    with tempfile.TemporaryDirectory() as folder:
        for name, changes in INGREDIENTS.items():
            with _without(changes):
                generation = _rebuilt(archive, Path(folder), arguments.semantic)
                print(f"{name:22}" + "".join(_figures(generation, each) for each in asked.values()), flush=True)


def _open(path: Path) -> list[dict[str, Any]]:
    questions = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [question for question in questions if not question.get("held_out")]


@contextmanager
def _without(changes: Sequence[Change]) -> Iterator[None]:
    with ExitStack() as stack:
        for module, name, value in changes:
            stack.enter_context(patch.object(module, name, value))
        meaning.likes.cache_clear()
        yield
    meaning.likes.cache_clear()


def _rebuilt(archive: Generation, folder: Path, model: semantic.Encoder | None) -> Generation:
    """The same issues, as today's settings weigh them."""
    name = write_generation(
        folder,
        [archive.issue(index) for index in range(archive.issue_count)],
        default_newsletter=archive.default_newsletter,
        newsletters=archive.newsletters,
        sample=archive.sample,
        encoder=model,
    )
    return Generation.open(folder / name, encoder=model)


def _figures(generation: Generation, questions: Sequence[dict[str, Any]]) -> str:
    reached = summary(
        judge(each, contract.answer(answer(generation, each["question"], limit=10))) for each in questions
    )
    return f"{reached['hit@1']:12.3f} {reached['quote@1']:7.3f}"


if __name__ == "__main__":
    main()
