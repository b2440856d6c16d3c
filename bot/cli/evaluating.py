"""`evaluate`: how well questions with known answers are answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from bot import evaluation
from bot.cli import contract
from bot.cli.common import as_json, opened_archive, print_json, runs
from bot.errors import UsageError

RESULTS = 10


@click.command()
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write every answer here.")
@as_json
@runs
async def evaluate(questions: Path, predictions: Path | None, as_json: bool) -> None:
    """Answer every question of a .jsonl file and print how many were answered rightly."""
    asked = _read(questions)
    async with opened_archive() as archive:
        answers = [contract.answer(archive.ask(each["question"], limit=RESULTS), each.get("id")) for each in asked]
    if predictions:
        _write(predictions, answers)
    figures = evaluation.summary(evaluation.judge(*pair) for pair in zip(asked, answers, strict=True))
    if as_json:
        print_json(figures)
    else:
        for name, value in figures.items():
            click.echo(f"{name:<14} {value:.3f}" if isinstance(value, float) else f"{name:<14} {value}")


def _write(path: Path, answers: list[dict[str, Any]]) -> None:
    lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in answers)
    path.write_text("".join(lines), encoding="utf-8")


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (ValueError, OSError) as error:
        raise UsageError(f"{path} is not a file of questions, one JSON object a line: {error}.") from error


COMMANDS = (evaluate,)
