"""Files, folders, archives and mailboxes: what is in them comes, and what does not belong there is named."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.model import Document
from bot.sources import disk
from tests.letters import BOATS, letter

Pack = Callable[[Path, dict[str, bytes]], None]


def _zip(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)


def _tar(path: Path, files: dict[str, bytes]) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name, body in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))


def _mail(number: int) -> bytes:
    mail = EmailMessage()
    mail["Subject"] = f"Sample Letter {number}: things of the week"
    mail["From"] = "Sample Letter <letter@example.org>"
    mail["Message-ID"] = f"<{number}@example.org>"
    mail["Date"] = "Mon, 05 Feb 2024 10:00:00 +0000"
    mail.set_content(letter(number, [BOATS]))
    return bytes(mail)


def _mbox(*numbers: int) -> bytes:
    return b"\n".join(b"From letter@example.org Mon Feb  5 10:00:00 2024\n" + _mail(number) for number in numbers)


def _all(path: Path) -> tuple[list[Document], dict[str, str]]:
    """The documents at a path, and the reasons why others were not read, by the last part of their address."""
    found = [each for file, folder in disk.folders([path]) for each in disk.documents(file, folder)]
    refused = {each.document.rpartition("/")[2]: each.reason for each in found if isinstance(each, DocumentError)}
    return [each for each in found if isinstance(each, Document)], refused


@pytest.mark.parametrize(("name", "pack"), [("back.zip", _zip), ("back.tar.gz", _tar), ("back.tgz", _tar)])
def test_an_archive_is_a_folder_that_is_packed(tmp_path: Path, name: str, pack: Pack) -> None:
    """Newsletter files in an archive are documents of their own, mailboxes included; other files are passed over."""
    files = {
        "back/1.txt": b"One",
        "back/deep/2.md": b"# Two",
        "back/3.html": b"<p>Three",
        "back/mails.mbox": _mbox(4, 5),
        "back/README.md": b"About this folder",
        "back/.hidden/6.txt": b"Six",
        "back/picture.png": b"\x89PNG",
    }
    pack(tmp_path / name, files)
    found, refused = _all(tmp_path / name)
    assert not refused
    assert [document.body for document in found[:3]] == [b"One", b"# Two", b"<p>Three"]
    assert [document.media_type for document in found] == [
        "text/plain",
        "text/markdown",
        "text/html",
        *["message/rfc822"] * 2,
    ]
    assert found[0].address == f"{tmp_path.resolve()}/{name}/back/1.txt"
    assert {document.collection for document in found} == {"back"}
    assert disk.count(tmp_path / name) == 4


def test_a_mailbox_is_its_mails(tmp_path: Path) -> None:
    """Each mail is a document whose address stays the same when other mails are put before it."""
    box = tmp_path / "letters.mbox"
    box.write_bytes(_mbox(1, 2))
    before, _ = _all(box)
    box.write_bytes(_mbox(3, 1, 2))
    after, _ = _all(box)
    assert [document.address for document in after[1:]] == [document.address for document in before]
    assert [document.body for document in before] == [_mail(1), _mail(2)]
    assert len({document.address for document in after}) == 3


def test_a_folder_holds_archives_and_mailboxes_too(tmp_path: Path) -> None:
    """Archives and mailboxes in a folder are opened like the files beside them."""
    (tmp_path / "1.txt").write_bytes(b"One")
    _zip(tmp_path / "more.zip", {"2.txt": b"Two"})
    (tmp_path / "rest.mbox").write_bytes(_mbox(3))
    found, refused = _all(tmp_path)
    assert not refused
    assert [document.body for document in found] == [b"One", b"Two", _mail(3)]


@pytest.mark.parametrize(("name", "pack"), [("bad.zip", _zip), ("bad.tar.gz", _tar)])
@pytest.mark.parametrize("member", ["../escaped.txt", "/etc/escaped.txt", "a/../../escaped.txt", "..\\escaped.txt"])
def test_names_that_lead_out_are_refused_by_name(tmp_path: Path, name: str, pack: Pack, member: str) -> None:
    """A member whose name leads out of its archive is named, and the others are read."""
    pack(tmp_path / name, {member: b"Evil", "good.txt": b"Good"})
    found, refused = _all(tmp_path / name)
    assert [document.body for document in found] == [b"Good"]
    ((escaped, reason),) = refused.items()
    assert escaped.endswith("escaped.txt")
    assert reason == "leads out of the archive"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE])
def test_what_is_no_file_in_a_tar_is_refused_by_name(tmp_path: Path, kind: bytes) -> None:
    """Links, pipes and devices in an archive are named and not followed."""
    with tarfile.open(tmp_path / "bad.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert _all(tmp_path / "bad.tar.gz") == ([], {"link.txt": "is not a plain file"})


def test_what_is_no_file_in_a_zip_is_refused_by_name(tmp_path: Path) -> None:
    """A symbolic link in a zip is named and not followed."""
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "bad.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert _all(tmp_path / "bad.zip") == ([], {"link.txt": "is not a plain file"})


@pytest.mark.parametrize(("name", "pack"), [("bomb.zip", _zip), ("bomb.tar.gz", _tar)])
def test_bombs_are_refused_by_name(tmp_path: Path, name: str, pack: Pack) -> None:
    """A member that unpacks to more than a document may hold is named, and the others are read."""
    pack(tmp_path / name, {"bomb.txt": b"0" * (64 * 2**20), "good.txt": b"Good"})
    assert (tmp_path / name).stat().st_size < 2**20
    found, refused = _all(tmp_path / name)
    assert [document.body for document in found] == [b"Good"]
    assert refused == {"bomb.txt": "is larger than 15 MiB"}


def test_a_tar_header_that_is_a_bomb_is_refused(tmp_path: Path) -> None:
    """An archive whose own headers unpack to more than any header needs is given up, by name."""
    with tarfile.open(tmp_path / "bomb.tar.gz", "w:gz") as archive:
        info = tarfile.TarInfo("long name")
        info.type, info.size = tarfile.GNUTYPE_LONGNAME, 64 * 2**20
        archive.addfile(info, io.BytesIO(b"0" * info.size))
    found, refused = _all(tmp_path / "bomb.tar.gz")
    assert not found
    assert "too large" in refused["bomb.tar.gz"]


@pytest.mark.parametrize("name", ["broken.zip", "broken.tar.gz", "cut.zip", "cut.tar.gz"])
def test_broken_archives_are_named(tmp_path: Path, name: str) -> None:
    """What is no archive, or only the beginning of one, is named with the reason."""
    path = tmp_path / name
    (_zip if name.endswith("zip") else _tar)(path, {"1.txt": os.urandom(50_000)})
    path.write_bytes(path.read_bytes()[:20_000] if name.startswith("cut") else b"This is no archive at all." * 9)
    _, refused = _all(path)
    assert refused
    assert all("broken" in reason or "cannot be read" in reason for reason in refused.values())


def test_what_is_no_file_in_a_folder_is_refused_by_name(tmp_path: Path) -> None:
    """Among documents on disk a pipe, a link that leads out, and a file of 2 GB are named; the others are read."""
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "good.txt").write_bytes(b"Good")
    os.mkfifo(folder / "pipe.txt")
    (tmp_path / "outside.txt").write_bytes(b"Outside")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    with (folder / "huge.txt").open("wb") as huge:
        huge.truncate(2 * 2**30)  # a hole: it takes no room on the disk
    with (folder / "huge.zip").open("wb") as huge:
        huge.truncate(2 * 2**30)
    found, refused = _all(folder)
    assert [document.body for document in found] == [b"Good"]
    assert set(refused) == {"pipe.txt", "link.txt", "gone.txt", "huge.txt", "huge.zip"}
