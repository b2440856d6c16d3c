"""Archives: the files packed in a ``.zip`` or ``.tar.gz``, each opened where it lies; nothing is written to disk.

Knows how archives lie: about sizes, with names that lead elsewhere, and with things in them that are no files.
"""

from __future__ import annotations

import gzip
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from bot.errors import DocumentError

SUFFIXES = (".zip", ".tar.gz", ".tgz")
_LARGEST = 2**30  # bytes that an archive may unpack to
_MOST_MEMBERS = 100_000
_LARGEST_READ = 2**24  # bytes at once; tarfile reads headers whole
_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others unpack without a limit
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive; `refusal` says why it must not be opened. It can be until the next one is asked for."""

    name: str
    refusal: str | None
    open: Callable[[], IO[bytes]]


def is_archive(name: str) -> bool:
    """Whether a file of this name is an archive."""
    return name.lower().endswith(SUFFIXES)


def stem(name: str) -> str:
    """The name of an archive without its ending."""
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.lower().endswith(suffix)), name)


def members(path: Path) -> Iterator[Member]:
    """The members of the archive at `path`, folders left out. Raises DocumentError where it is broken, or too much."""
    with broken_is_named(str(path)):
        found = _zipped(path) if path.name.lower().endswith(".zip") else _tarred(path)
        for count, member in enumerate(found):
            if count >= _MOST_MEMBERS:
                raise DocumentError(str(path), f"holds more than {_MOST_MEMBERS:,} files")
            yield member


@contextmanager
def broken_is_named(name: str) -> Iterator[None]:
    """Raises DocumentError for what the block finds broken in the archive or member `name`."""
    try:
        yield
    except _BROKEN as error:
        raise DocumentError(name, f"is a broken archive ({type(error).__name__})") from None
    except OSError as error:
        raise DocumentError(name, f"cannot be read ({error.strerror or error})") from None


def _zipped(path: Path) -> Iterator[Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield Member(info.filename, _refusal_of_zipped(info), partial(archive.open, info))


def _refusal_of_zipped(info: zipfile.ZipInfo) -> str | None:
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return "is not a plain file"
    if info.flag_bits & 1:
        return "is locked with a password"
    if info.compress_type not in _PACKINGS:
        return "is packed in a way that is not read here"
    return _leading_out(info.filename)


def _tarred(path: Path) -> Iterator[Member]:
    with _Unpacked(path) as unpacked, tarfile.open(fileobj=unpacked, mode="r:") as archive:
        for info in archive:
            if not info.isdir():
                refusal = _leading_out(info.name) if info.isreg() else "is not a plain file"
                yield Member(info.name, refusal, partial(_opened, archive, info))


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    opened = archive.extractfile(info)
    if opened is None:
        raise DocumentError(info.name, "is not a plain file")
    return opened


class _Unpacked(gzip.GzipFile):
    """A gzip file that is read piece by piece, and not without end."""

    def read(self, size: int | None = -1) -> bytes:
        """At most so many bytes. Raises OSError where that is more than any header or piece needs."""
        if size is None or not 0 <= size <= _LARGEST_READ:
            raise OSError("one of its headers is too large")
        return super().read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Goes forward by reading. Raises OSError where that leads further than an archive may reach."""
        if offset > _LARGEST:
            raise OSError(f"it unpacks to more than {_LARGEST >> 30} GiB")
        return super().seek(offset, whence)


def _leading_out(name: str) -> str | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts[:1] and path.parts[0].endswith(":")):
        return "leads out of the archive"
    return None
