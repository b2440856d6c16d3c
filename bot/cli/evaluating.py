"""`evaluate`: how well questions with known answers are answered."""

from __future__ import annotations

from pathlib import Path

import click

from bot import evaluation
from bot.cli import contract
from bot.cli.common import as_json, opened_archive, print_json, runs, to_json
from bot.errors import UsageError

RESULTS = 10


@click.command()
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write every answer here.")
@as_json
@runs
async def evaluate(questions: Path, predictions: Path | None, as_json: bool) -> None:
    """Answer every question of a .jsonl file and print how many were answered rightly.

    Questions without a type are answered too, but not counted.
    """
    asked = _read(questions)
    async with opened_archive() as archive:
        answers = [contract.answer(archive.ask(each["question"], limit=RESULTS), each["id"]) for each in asked]
    if predictions:
        _write(predictions, answers)
    known = [pair for pair in zip(asked, answers, strict=True) if pair[0]["type"]]
    figures = evaluation.summary(evaluation.judge(*pair) for pair in known)
    if as_json:
        print_json(figures)
    else:
        for name, value in figures.items():
            click.echo(f"{name:<14} {value:.3f}" if isinstance(value, float) else f"{name:<14} {value}")


def _read(path: Path) -> list[evaluation.Json]:
    try:
        return evaluation.questions(path.read_text(encoding="utf-8-sig"))
    except (ValueError, OSError) as error:
        raise UsageError(f"{path} is not a file of questions, one JSON object a line: {error}.") from error


def _write(path: Path, answers: list[contract.Json]) -> None:
    try:
        path.write_bytes(b"".join(to_json(each) + b"\n" for each in answers))
    except OSError as error:
        raise UsageError(f"The answers cannot be written to {path} ({error.strerror}): name another file.") from error


COMMANDS = (evaluate,)
