"""What the benches take on their command lines, refused in a sentence where it cannot be measured with."""

from __future__ import annotations

import tarfile
from argparse import ArgumentTypeError
from pathlib import Path

from bot import evaluation
from bot.errors import BackIssueError
from bot.search import semantic


def documents(text: str) -> Path:
    """A folder of documents, or a tar archive of them."""
    path = Path(text)
    if not (path.is_dir() or (path.is_file() and tarfile.is_tarfile(path))):
        raise ArgumentTypeError(f"{text} is neither a folder nor a tar archive")
    return path


def questions(text: str) -> Path:
    """A file with a question a line, as `backissue evaluate` takes it."""
    path = Path(text)
    try:
        evaluation.questions(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise ArgumentTypeError(f"{text} is not a file of questions, one JSON object a line: {error}") from error
    return path


def data_folder(text: str) -> Path:
    """The data folder of an archive that was ingested, as BACKISSUE_DATA names it."""
    path = Path(text)
    if not (path / "backissue.sqlite3").is_file() or not any((path / "generations").glob("*/")):
        raise ArgumentTypeError(f"{text} is no data folder of an archive: make one with `backissue ingest`")
    return path


def above_zero(text: str) -> int:
    """A number of things, at least one."""
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is no number above zero")
    return int(text)


def encoder(text: str) -> semantic.Encoder | None:
    """The model of ``auto`` or of a folder, None for ``off``."""
    try:
        return semantic.load(text)
    except BackIssueError as error:
        raise ArgumentTypeError(str(error)) from error
