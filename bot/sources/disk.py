"""Documents on disk: a file, or all the newsletter files of a folder. Reads bytes; understands none of them."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from bot.errors import DocumentError, UsageError
from bot.model import Document

MEDIA_TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".eml": "message/rfc822",
}
LARGEST = 15 * 2**20  # bytes
_LANGUAGE = r"[._-][a-z]{2}(?:[_-][a-z]{2})?"
_KIND_OF_LICENSE = r"[._-](?:apache|bsd|cc|[al]?gpl|isc|lesser|mit|mpl|unlicense|zlib)[\w.-]*"
ABOUT_THE_FOLDER = re.compile(
    rf"(?:readme|changelog|contributing|(?:licen[cs]e|copying)(?:{_KIND_OF_LICENSE})?)(?:{_LANGUAGE})?", re.IGNORECASE
)


def seeds_folder(named: Path) -> Path:
    """The folder an empty archive starts from: the one `named`, else the sample that comes with the package."""
    package = Path(__file__).parents[1]
    return next((folder for folder in (named, package / "sample") if folder.is_dir()), package.parent / "seeds")


def find(path: Path) -> list[Path]:
    """The files to read at `path`: itself, or the newsletter files below a folder, sorted.

    In a folder, hidden files, other kinds of files, and those about the folder (README, LICENSE …)
    are passed over. Raises UsageError where there is nothing.
    """
    try:
        is_there, is_folder = path.exists() or path.is_symlink(), path.is_dir()
    except OSError as error:
        raise UsageError(f"{str(path)[:100]} cannot be read ({error.strerror}): check the path.") from error
    if not is_there:
        raise UsageError(f"There is no file or folder {path}: check the path.")
    if not is_folder:
        return [path]
    found = [file for file in sorted(path.rglob("*")) if _is_newsletter(file.relative_to(path)) and not file.is_dir()]
    if not found:
        raise UsageError(f"The folder {path} holds no newsletter files ({', '.join(MEDIA_TYPES)}).")
    return found


def address(path: Path) -> str:
    """The address of the document in the file at `path`."""
    return _spelled(_true_path(path))


def read(file: Path, folder: Path | None = None) -> Document:
    """The document in `file`, of the collection `folder`. Raises DocumentError for what is no plain readable file."""
    shown = _spelled(file.absolute())
    try:
        if folder and not _true_path(file).is_relative_to(_true_path(folder)):
            raise DocumentError(shown, "leads out of the folder")
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError(shown, "is not a plain file")
        if status.st_size > LARGEST:
            raise DocumentError(shown, f"is larger than {LARGEST >> 20} MiB")
        body = file.read_bytes()
    except OSError as error:
        raise DocumentError(shown, f"cannot be read ({error.strerror})") from error
    return Document(
        address=address(file),
        media_type=MEDIA_TYPES.get(file.suffix.lower(), "application/octet-stream"),
        body=body,
        retrieved=dt.datetime.now(dt.UTC),
        collection=_spelled(_true_path(folder).name) if folder else None,
    )


def _is_newsletter(relative: Path) -> bool:
    if any(part.startswith(".") for part in relative.parts):
        return False
    return relative.suffix.lower() in MEDIA_TYPES and not ABOUT_THE_FOLDER.fullmatch(relative.stem)


def _true_path(path: Path) -> Path:
    """Where links lead to, as far as they lead anywhere: Path.resolve gives up on those that lead in a circle."""
    return Path(os.path.realpath(path))


def _spelled(path: Path | str) -> str:
    """The path as text, in which the bytes of a name that are no UTF-8 are written as escapes."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def folders(paths: list[Path]) -> Iterator[tuple[Path, Path | None]]:
    """Each file to read at `paths`, once, and the folder it was found in. Raises UsageError as `find` does."""
    seen: set[str] = set()
    for path in paths:
        for file in find(path):
            if address(file) not in seen:
                seen.add(address(file))
                yield file, path if path.is_dir() else None
