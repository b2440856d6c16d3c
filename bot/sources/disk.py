"""Documents on disk: a file, or all the newsletter files of a folder, of the archives and mailboxes in it too.

Reads bytes; understands none of them.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePath, PurePosixPath
from typing import IO

from bot.errors import DocumentError, UsageError
from bot.model import Document
from bot.sources import archives, mailboxes
from bot.sources.archives import Member

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
LARGEST = 15 * 2**20  # bytes of a document
LARGEST_CONTAINER = 2**30  # bytes of an archive or a mailbox
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
    found = [file for file in sorted(path.rglob("*")) if _is_wanted(file.relative_to(path)) and not file.is_dir()]
    if not found:
        kinds = ", ".join((*MEDIA_TYPES, mailboxes.SUFFIX, *archives.SUFFIXES))
        raise UsageError(f"The folder {path} holds no newsletter files ({kinds}).")
    return found


def folders(paths: list[Path]) -> Iterator[tuple[Path, Path | None]]:
    """Each file to read at `paths`, once, and the folder it was found in. Raises UsageError as `find` does."""
    seen: set[str] = set()
    for path in paths:
        for file in find(path):
            if address(file) not in seen:
                seen.add(address(file))
                yield file, path if path.is_dir() else None


def documents(file: Path, folder: Path | None = None) -> Iterator[Document | DocumentError]:
    """Every document in `file`, which was found in `folder`; in its place, why one cannot be read.

    A plain file is one document; an archive or a mailbox holds many. None of them stops the next.
    """
    try:
        _check(file, folder)
        if archives.is_archive(file.name):
            for member in archives.members(file):
                if member.refusal or _is_wanted(PurePosixPath(member.name)):
                    yield from _unpacked(member, address(file), archives.stem(file.name))
        elif file.suffix.lower() == mailboxes.SUFFIX:
            yield from _mails(file, address(file), None)
        else:
            yield read(file, folder)
    except DocumentError as error:
        yield error


def count(file: Path) -> int:
    """How many documents are in `file`; those of a mailbox, or an archive that cannot be read, count as one."""
    if not archives.is_archive(file.name) or not file.is_file():
        return 1
    try:
        return sum(1 for member in archives.members(file) if _is_wanted(PurePosixPath(member.name)))
    except DocumentError:
        return 1


def address(path: Path) -> str:
    """The address of the document in the file at `path`."""
    return _spelled(_true_path(path))


def read(file: Path, folder: Path | None = None) -> Document:
    """The document in `file`, of the collection `folder`. Raises DocumentError for what is no plain readable file."""
    _check(file, folder)
    try:
        with file.open("rb") as opened:
            body = opened.read(LARGEST + 1)
    except OSError as error:
        raise DocumentError(_spelled(file.absolute()), f"cannot be read ({error.strerror})") from error
    return _document(address(file), body, _spelled(_true_path(folder).name) if folder else None)


def _check(file: Path, folder: Path | None) -> None:
    """Raises DocumentError where `file` is no plain file inside its `folder`, or too large."""
    shown = _spelled(file.absolute())
    try:
        if folder and not _true_path(file).is_relative_to(_true_path(folder)):
            raise DocumentError(shown, "leads out of the folder")
        status = file.stat()
    except OSError as error:
        raise DocumentError(shown, f"cannot be read ({error.strerror})") from error
    if not stat.S_ISREG(status.st_mode):
        raise DocumentError(shown, "is not a plain file")
    largest = LARGEST_CONTAINER if _is_container(file) else LARGEST
    if status.st_size > largest:
        raise DocumentError(shown, f"is larger than {largest >> 20} MiB")


def _unpacked(member: Member, archive: str, collection: str) -> Iterator[Document | DocumentError]:
    """The documents in a member of the archive at the address `archive`."""
    own = f"{archive}/{_spelled(PurePosixPath(member.name))}"
    if member.refusal:
        yield DocumentError(own, member.refusal)
        return
    try:
        with archives.broken_is_named(own), member.open() as packed:
            if PurePosixPath(member.name).suffix.lower() != mailboxes.SUFFIX:
                yield _document(own, packed.read(LARGEST + 1), collection)
                return
            with tempfile.NamedTemporaryFile(suffix=mailboxes.SUFFIX) as file:
                _copy(packed, file, own)
                yield from _mails(Path(file.name), own, collection)
    except DocumentError as error:
        yield error


def _copy(packed: IO[bytes], file: IO[bytes], own: str) -> None:
    while chunk := packed.read(2**20):
        file.write(chunk)
        if file.tell() > LARGEST_CONTAINER:
            raise DocumentError(own, f"is larger than {LARGEST_CONTAINER >> 20} MiB")
    file.flush()


def _mails(box: Path, own: str, collection: str | None) -> Iterator[Document | DocumentError]:
    for name, body in mailboxes.mails(box, LARGEST):
        try:
            yield _document(f"{own}/{name}", body, collection)
        except DocumentError as error:
            yield error


def _document(own: str, body: bytes, collection: str | None) -> Document:
    if len(body) > LARGEST:
        raise DocumentError(own, f"is larger than {LARGEST >> 20} MiB")
    kind = MEDIA_TYPES.get(PurePosixPath(own).suffix.lower(), "application/octet-stream")
    return Document(own, kind, body, dt.datetime.now(dt.UTC), collection)


def _is_wanted(relative: PurePath) -> bool:
    if any(part.startswith(".") for part in relative.parts):
        return False
    return _is_container(relative) or (
        relative.suffix.lower() in MEDIA_TYPES and not ABOUT_THE_FOLDER.fullmatch(relative.stem)
    )


def _is_container(file: PurePath) -> bool:
    return file.suffix.lower() == mailboxes.SUFFIX or archives.is_archive(file.name)


def _true_path(path: Path) -> Path:
    """Where links lead to, as far as they lead anywhere: Path.resolve gives up on those that lead in a circle."""
    return Path(os.path.realpath(path))


def _spelled(path: PurePath | str) -> str:
    """The path as text, in which the bytes of a name that are no UTF-8 are written as escapes."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
