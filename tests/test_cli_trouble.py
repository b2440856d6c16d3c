"""What a disk, a terminal or a hand gets wrong is told in a sentence, and stops nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from bot import evaluation
from bot.sources import disk
from tests.letters import CLOCKS, letter
from tests.program import Outcome, Program

QUESTION = "how many hours of audio was Whisper trained on?"


def _printing_to(program: Program, stdout: int | IO[bytes], *arguments: str) -> Outcome:
    """Runs a command whose standard output is not captured."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=program.folder,
        env=program.environment,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=90,
        check=False,
    )
    return Outcome(done.returncode, "", done.stderr)


def test_names_that_lead_nowhere_or_are_no_text_do_not_stop_a_folder(program: Program, seeds: Path) -> None:
    """A link in a circle is named as failed; a file whose name is not UTF-8 goes in, and can be removed by its name."""
    folder = program.folder / "letters"
    folder.mkdir()
    (folder / "circle.txt").symlink_to("circle.txt")
    odd = os.fsencode(folder) + b"/caf\xe9.txt"
    Path(os.fsdecode(odd)).write_bytes((seeds / "sample-letter-01.txt").read_bytes())
    found = program("ingest", folder, "--json")
    assert (found.code, found.json["issues"]["added"]) == (1, 1)
    assert [failure["document"] for failure in found.json["failed"]] == [str(folder / "circle.txt")]
    assert program("remove", r"caf\xe9.txt", "--json").json["removed"]


def test_a_file_named_twice_is_one_document(program: Program, seeds: Path) -> None:
    """A file, its folder and another spelling of its path are read once."""
    own = seeds / "sample-letter-01.txt"
    assert program("ingest", own, own, seeds / ".." / "seeds" / own.name, "--json").json["documents"] == 1


def test_only_what_is_about_the_folder_is_passed_over(write: Callable[[str, str], Path]) -> None:
    """README, LICENSE and their translations are no newsletters; a title that begins like them is."""
    about = ("README.md", "readme.de.md", "README_zh-CN.txt", "LICENSE.txt", "LICENSE-MIT.md", "COPYING.LESSER.txt")
    letters = {"changelog-news-100.md", "copying-machines.html", "contributing-editors.txt", "license-to-quote.md"}
    for name in (*about, *letters):
        folder = write(name, "text").parent
    assert {file.name for file in disk.find(folder)} == letters


def test_what_looks_like_markup_is_printed_word_for_word(program: Program, write: Callable[[str, str], Path]) -> None:
    """Brackets, emoji codes and backslashes of an issue reach the terminal as they are written."""
    title, address = r":smile: [/x] [bold] \\", "https://example.org/a[/x]"
    text = f"---\ntitle: 'Odd Letter 5: {title}'\nurl: {address}\n---\n\n# {title}\n\nA story of some words to read.\n"
    added = program("ingest", write("odd.md", text), "--newsletter", "Odd Letter", "--json").json["added"]
    shown = program("show", added[0]["cite"].split("#")[0])
    assert (shown.code, shown.err) == (0, "")
    assert title in shown.out
    assert address in shown.out


def test_a_seed_that_cannot_be_read_is_named(program: Program, seeds: Path) -> None:
    """The first question takes the rest in, answers, and lists what it could not read, as `ingest` does."""
    folder = program.folder / "seeds"
    folder.mkdir()
    (folder / "one.txt").write_bytes((seeds / "sample-letter-01.txt").read_bytes())
    (folder / "empty.txt").touch()
    found = program("ask", QUESTION, "--json")
    assert (found.code, found.json["sample"]) == (0, True)
    assert found.err.startswith(f"Not taken in: {folder / 'empty.txt'}: ")
    assert len(found.err.splitlines()) == 1


def test_a_sample_that_gave_way_is_not_counted(program: Program, seeds: Path) -> None:
    """`status` counts the documents that answers come from, and says apart which of the sample are kept and hidden."""
    own = program.folder / "own.txt"
    own.write_text(letter(3, [CLOCKS]).replace("Sample Letter", "Import AI"), encoding="utf-8")
    program("ingest", seeds / "sample-letter-01.txt", own)
    hidden = {Path(each["address"]).name: each["hidden"] for each in program("status", "--json").json["documents"]}
    assert hidden == {"sample-letter-01.txt": True, "own.txt": False}
    shown = program("status").out
    assert "from 1 document\n" in shown
    assert "1 document of the sample, which no longer answers" in shown
    assert "0 issues added, 0 updated, 0 unchanged, 1 removed." in program("remove", "own.txt").out
    assert list(program("status", "--json").json["newsletters"]) == ["sample-letter"]


def test_the_last_year_of_the_calendar_is_a_year(program: Program) -> None:
    """--until takes any year, month or day that there is."""
    assert program("ask", QUESTION, "--until", "9999-12", "--json").json["results"]


@pytest.mark.parametrize(
    "line",
    ["[1]", "{}", '{"question": 5}', '{"question": "x", "type": "number", "answers": ["5"]}', "no JSON"],
)
def test_a_line_that_is_no_question_is_named(line: str) -> None:
    """A file of questions is checked before any is answered, and the error says which line is wrong."""
    with pytest.raises(ValueError, match=r"^line 2: "):
        evaluation.questions('{"question": "fine"}\n' + line)


def test_questions_without_known_answers_are_answered_and_not_counted(program: Program) -> None:
    """A question alone gets its prediction; a line separator inside JSON is no line end."""
    asked = "how much\u2028audio?"
    (program.folder / "asked.jsonl").write_text(f'{{"id": 7, "question": "{asked}"}}\n', encoding="utf-8")
    found = program("evaluate", "asked.jsonl", "--predictions", "out.jsonl", "--json")
    (answered,) = (program.folder / "out.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert (json.loads(answered)["id"], json.loads(answered)["question"]) == (7, asked)
    assert (found.code, found.json["questions"]) == (0, 0)
    refused = program("evaluate", "asked.jsonl", "--predictions", "absent/out.jsonl")
    assert refused.code == 2
    assert "absent/out.jsonl" in refused.err


def test_a_file_in_the_place_of_a_folder_is_named(program: Program) -> None:
    """Where the index cannot be kept, one sentence names the path."""
    data = program.folder / "data"
    data.mkdir()
    (data / "generations").touch()
    found = program("ask", QUESTION)
    assert found.code == 1
    assert "generations" in found.err
    assert len(found.err.splitlines()) == 1
    assert "inside Back Issue" not in found.err


def test_a_terminal_without_a_character_gets_the_rest(program: Program) -> None:
    """People read a question mark in its place, programs the same UTF-8 as ever."""
    plain = program("ask", QUESTION, PYTHONIOENCODING="ascii")
    assert (plain.code, plain.err) == (0, "")
    assert "680,000" in plain.out
    assert program("ask", QUESTION, "--json", PYTHONIOENCODING="ascii").out == program("ask", QUESTION, "--json").out


@pytest.mark.parametrize("arguments", [("settings",), ("settings", "--json")])
def test_nobody_reading_is_no_error(program: Program, arguments: tuple[str, ...]) -> None:
    """A pipe that is closed early ends the program as it ends others, without a word."""
    reading, writing = os.pipe()
    os.close(reading)
    found = _printing_to(program, writing, *arguments)
    os.close(writing)
    assert (found.code, found.err) == (-13, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no disk that is always full")
def test_a_full_disk_is_told_in_one_sentence(program: Program) -> None:
    """Output that cannot be written is a failure with its reason."""
    with Path("/dev/full").open("wb") as full:
        found = _printing_to(program, full, "settings", "--json")
    assert found.code == 1
    assert "No space left" in found.err
    assert len(found.err.splitlines()) == 1


def test_an_interruption_while_loading_is_quiet(program: Program) -> None:
    """Ctrl-C ends the program without a traceback even before it has loaded what it needs."""
    (program.folder / "click.py").write_text("import signal; signal.raise_signal(signal.SIGINT)")
    found = program("settings")
    assert (found.code, found.err) == (130, "")
