"""A folder of arrays and texts with a manifest, written whole, then only read. Knows disks and nothing of search."""

from __future__ import annotations

import mmap
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import xxhash

from bot.errors import IndexFileError

MANIFEST = "manifest.json"


class FileFacts(msgspec.Struct, frozen=True):
    """What a file must be: its size in bytes and its XXH3 of 64 bits, which tells damage as fast as memory is read."""

    size: int
    xxh3: int


class Manifest(msgspec.Struct, frozen=True):
    """The files of a folder, and `about`: whatever else its reader has to know."""

    files: dict[str, FileFacts]
    about: msgspec.Raw


def write(
    folder: Path,
    name: str,
    arrays: Mapping[str, npt.NDArray[Any]],
    texts: Mapping[str, Sequence[bytes]],
    about: msgspec.Struct,
) -> None:
    """Writes `folder/name` aside and renames it when it is whole.

    Each of `arrays` becomes `<key>.npy`; each of `texts` (records) becomes `<key>.bin` with `<key>.npy`, the
    offsets of its records. Raises IndexFileError when the disk does not take it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
        try:
            _fill(aside, arrays, texts, about)
            aside.chmod(0o755)
            _put_in_place(aside, folder / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexFileError(
            f"The index could not be written to {folder}: {reason}. Free the disk and try again."
        ) from error


def read_manifest(path: Path, *, verify: bool) -> Manifest:
    """The manifest of a folder whose files are all there in their sizes, and unchanged where `verify` is asked.

    Raises IndexFileError.
    """
    try:
        manifest = msgspec.json.decode((path / MANIFEST).read_bytes(), type=Manifest)
        for name, facts in manifest.files.items():
            if (path / name).stat().st_size != facts.size or (verify and _checksum(path / name) != facts.xxh3):
                raise damaged(path)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise damaged(path) from error
    return manifest


def damaged(path: Path) -> IndexFileError:
    """The error that says that the folder cannot be used."""
    return IndexFileError(
        f"The index in {path} is of another version, incomplete or damaged: build it again with `backissue reindex`."
    )


def read_array(path: Path, name: str) -> npt.NDArray[Any]:
    """The array written under `name`, mapped, read-only."""
    try:
        array: npt.NDArray[Any] = np.load(path / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        raise damaged(path) from error
    return array.view(np.ndarray)


class Records:
    """The records of a text file, mapped; each is read when it is asked for."""

    def __init__(self, path: Path, name: str) -> None:
        self._offsets = read_array(path, name)
        self._bytes = _mapped(path / f"{name}.bin")

    def __len__(self) -> int:
        return len(self._offsets) - 1

    def __getitem__(self, index: int) -> bytes:
        start, end = self._offsets[index : index + 2].tolist()
        return self._bytes[start:end]

    def whole(self) -> bytes:
        """All records, one after the other."""
        return self._bytes[:]


def stands_whole(path: Path) -> bool:
    """Whether all files of the folder are there, unchanged since they were written."""
    try:
        read_manifest(path, verify=True)
    except IndexFileError:
        return False
    return True


def _put_in_place(aside: Path, path: Path) -> None:
    """Renames the finished folder; another process that was faster with the same is as good."""
    if not stands_whole(path):
        shutil.rmtree(path, ignore_errors=True)
    try:
        aside.rename(path)
    except OSError:
        if not stands_whole(path):
            raise


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return b""
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except OSError as error:
        raise damaged(path.parent) from error


def _fill(
    aside: Path,
    arrays: Mapping[str, npt.NDArray[Any]],
    texts: Mapping[str, Sequence[bytes]],
    about: msgspec.Struct,
) -> None:
    for name, array in arrays.items():
        np.save(aside / f"{name}.npy", array, allow_pickle=False)
    for name, records in texts.items():
        (aside / f"{name}.bin").write_bytes(b"".join(records))
        np.save(aside / f"{name}.npy", _offsets(records), allow_pickle=False)
    files = {path.name: FileFacts(path.stat().st_size, _checksum(path)) for path in sorted(aside.iterdir())}
    manifest = Manifest(files, msgspec.Raw(msgspec.json.encode(about)))
    (aside / MANIFEST).write_bytes(msgspec.json.encode(manifest))


def _offsets(records: Iterable[bytes]) -> npt.NDArray[np.int64]:
    lengths = np.array([0, *map(len, records)], np.int64)
    return np.cumsum(lengths)


def _checksum(path: Path) -> int:
    return xxhash.xxh3_64_intdigest(_mapped(path))
