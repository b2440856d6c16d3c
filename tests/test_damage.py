"""A damaged index is noticed before it is quoted from, and built anew from the database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import Program

QUESTION = "how many hours of audio was Whisper trained on?"


def _flip(path: Path, at: int) -> None:
    body = bytearray(path.read_bytes())
    body[at % len(body)] ^= 0xFF
    path.write_bytes(body)


@pytest.mark.parametrize("name", ["items.bin", "heads.bin", "first_items.npy", "item_date.npy", "manifest.json"])
def test_flipped_bytes_are_mended(program: Program, seeds: Path, name: str) -> None:
    """Whatever file of the index was changed, the next answer is the same as before the damage."""
    assert program("ingest", seeds).code == 0
    before = program("ask", QUESTION, "--json")
    (damaged,) = program.folder.glob(f"data/generations/*/{name}")
    _flip(damaged, 200)
    after = program("ask", QUESTION, "--json")
    assert (after.code, after.out) == (0, before.out)


def test_a_cut_off_file_is_mended(program: Program, seeds: Path) -> None:
    """A file that lost its end is noticed by its size."""
    assert program("ingest", seeds).code == 0
    before = program("ask", QUESTION, "--json")
    (damaged,) = program.folder.glob("data/generations/*/items.bin")
    damaged.write_bytes(damaged.read_bytes()[:-100])
    assert program("ask", QUESTION, "--json").out == before.out
