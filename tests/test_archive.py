"""The reader: what it holds of a generation, and that it needs nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.archive.reader import Archive
from bot.errors import NotFoundError
from bot.intake.writer import Intake
from bot.profile import Profiles
from bot.settings import Settings
from tests.letters import BOATS, BREAD, DAMS, letter, story
from tests.program import Program

QUESTION = "how many hours of audio was Whisper trained on?"
Write = Callable[[str, str], Path]


async def test_the_passport_is_made_once(intake: Intake, settings: Settings, profiles: Profiles, write: Write) -> None:
    """The numbers that are missing are found out once for a generation, and anew for the next."""
    await intake.ingest([write("one.txt", letter(1, [BOATS])), write("three.txt", letter(3, [BREAD]))])
    async with Archive.open(settings, profiles) as archive:
        assert archive.about().missing == (2,)
        assert archive.about().missing is archive.about().missing
        await intake.ingest([write("five.txt", letter(5, [BREAD]))])
        await archive.refresh()
        assert archive.about().missing == (2, 4)


async def test_an_issue_without_number_and_date_is_searched_alone(
    intake: Intake, settings: Settings, profiles: Profiles, write: Write
) -> None:
    """However many items elsewhere have the words, those of the issue are found, and no others."""
    ferries = [story(f"Ferry {number}", f"The ferry carries ferry {number}.") for number in range(40)]
    dams = [story("Dams speak", "Sensors hear cracks. A line on a ferry."), DAMS]
    await intake.ingest([write("one.txt", letter(1, ferries)), write("some.txt", letter(None, dams))])
    async with Archive.open(settings, profiles) as archive:
        issues = [archive.issue(cite) for _, cite in archive.complete_issues("")]
        undated, numbered = sorted((issue.head for issue in issues), key=lambda head: head.number or 0)
        assert (undated.number, undated.date) == (None, None)
        assert [hit.item.title for hit in archive.having_in(undated, "ferry")] == ["Dams speak"]
        assert len(archive.having_in(numbered, "ferry")) == 40


@pytest.mark.parametrize("harm", ["locked", "damaged", "gone"])
def test_questions_need_no_database(program: Program, seeds: Path, harm: str) -> None:
    """While the database is locked, damaged or gone, `ask` answers as before, with a note, and touches nothing."""
    program("ingest", seeds)
    whole = program("ask", QUESTION, "--json")
    path = program.folder / "data" / "backissue.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        if harm == "locked":
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
        else:
            other.close()
            path.write_bytes(b"no database" * 1000)
        if harm == "gone":
            path.unlink()
        answered = program("ask", QUESTION, "--json")
    assert (answered.code, answered.out) == (0, whole.out)
    assert len(answered.err.splitlines()) == 1
    assert f"backissue.sqlite3 is {'in use' if harm == 'locked' else harm}" in answered.err
    assert "index as it is on disk" in answered.err
    assert path.exists() is (harm != "gone")


async def test_the_database_is_found_again(
    intake: Intake, settings: Settings, profiles: Profiles, write: Write, tmp_path: Path
) -> None:
    """An archive that was opened without its database holds the generation that was current last, and goes on."""
    for stories in ([BOATS], [BREAD], [BOATS]):
        await intake.ingest([write("one.txt", letter(1, stories))])
    assert len(list(settings.generations.glob("*/manifest.json"))) == 2
    aside = settings.database.rename(tmp_path / "aside.sqlite3")
    async with Archive.open(settings, profiles) as archive:
        assert archive.trouble
        assert [item.title for item in archive.latest().items] == ["Boats learn to dock"]
        aside.rename(settings.database)
        await intake.ingest([write("two.txt", letter(2, [BREAD]))])
        await archive.refresh()
        assert archive.trouble is None
        assert archive.about().issues == 2


async def test_errors_repeat_little_of_what_was_written(
    intake: Intake, settings: Settings, profiles: Profiles, write: Write
) -> None:
    """However much a member writes where an issue, an item or a section is named, the answer is one short line."""
    await intake.ingest([write("one.txt", letter(1, [BOATS]))])
    long = "qxz\nqxz " * 400
    async with Archive.open(settings, profiles) as archive:
        for look in (archive.issue, archive.item, archive.find_item, archive.random, archive.place):
            with pytest.raises(NotFoundError) as refusal:
                look(long)
            assert "“qxz qxz" in str(refusal.value)
            assert "\n" not in str(refusal.value)
            assert len(str(refusal.value)) < 200


async def test_an_issue_is_found_by_what_people_call_it(
    intake: Intake, settings: Settings, profiles: Profiles, write: Write
) -> None:
    """Its name as answers write it, its number, and words of its title lead to an issue; of equals to the newest."""
    titles = {1: "tides; boats and night", 11: "boats and bread", 12: "boats and clocks"}
    await intake.ingest([write(f"{each}.txt", letter(each, [BOATS], title=title)) for each, title in titles.items()])
    called = {
        1: ("Sample Letter 1", "issue 1", "tides", "the oldest issue", "show oldest", "first", "Tides, by night!"),
        12: ("sample-letter #12", "boats and", "Sample Letter", "latest", "last", "Sample Letter 12: boats"),
    }
    async with Archive.open(settings, profiles) as archive:
        for number, texts in called.items():
            assert [archive.issue(text).head.number for text in texts] == [number] * len(texts)
        with pytest.raises(NotFoundError):
            archive.issue("Sample Letter 7")


def test_an_empty_archive_is_never_answered_from(program: Program) -> None:
    """The first index has the seeds in it: none without them comes before, from which a running bot would abstain."""
    assert "680,000" in program("ask", QUESTION).out
    generation = program("status", "--json").json["generation"]
    assert generation["number"] == 1
