"""`profile check` tells an author what a profile reads from a sample, and which of its patterns are of no use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.letters import BOATS, BREAD, letter
from tests.program import Program

PROFILE = """
slug = "tide-tables"
name = "Tide Tables"
sources = ["https://tides.example.org"]
welcome = ['welcome to the tide tables\\b']
sign_off = ['until the next flood\\b']

[[sections]]
name = "Fiction"
heading = 'fiction:?$'
kind = "fiction"
"""


@pytest.fixture
def author(program: Program, tmp_path: Path) -> Program:
    """The program with a profile of its own, and a sample of one issue."""
    (tmp_path / "tides.toml").write_text(PROFILE)
    text = letter(7, [BOATS, BREAD]).replace("Sample Letter", "Tide Tables")
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "seven.txt").write_text(text.replace("Thanks for reading.", "Until the next flood."))
    return Program(program.folder, {**program.environment, "BACKISSUE_PROFILE": "tides.toml"})


def test_it_tells_what_is_read(author: Program) -> None:
    """Newsletter, number, title and every item are told, and nothing goes into the archive."""
    found = author("profile", "check", "sample")
    assert found.code == 0
    for told in ("read as Tide Tables", "number 7", "no date", "Boats learn to dock", "Bread that bakes itself"):
        assert told in found.out
    assert not (author.folder / "data").exists()


def test_it_names_patterns_that_fit_nothing(author: Program) -> None:
    """A pattern of the profile that no line of the sample fits is named; one that fits is not, nor are general ones."""
    found = author("profile", "check", "sample", "--json").json
    unused = {name for name, lines in found["patterns"].items() if not lines}
    assert "section Fiction" in unused
    assert any(name.startswith("welcome") for name in unused)
    assert not any(name.startswith("sign_off") for name in unused)
    assert all("subscribe" not in name for name in found["patterns"])
    assert found["documents"][0]["issues"][0]["number"] == 7


def test_what_cannot_be_read_is_named(author: Program) -> None:
    """A document without items is named with the reason, the rest is told, and the exit code is 1."""
    (author.folder / "sample" / "empty.txt").write_text(" ")
    found = author("profile", "check", "sample")
    assert found.code == 1
    assert "empty.txt" in found.err
    assert "Boats learn to dock" in found.out


def test_a_source_that_is_no_address_is_refused(author: Program) -> None:
    """A profile whose sources are no addresses ends every command with one sentence and exit code 2."""
    path = author.folder / "tides.toml"
    path.write_text(PROFILE.replace("https://tides.example.org", "tides"))
    found = author("status")
    assert found.code == 2
    assert "sources" in found.err
    assert len(found.err.splitlines()) == 1
