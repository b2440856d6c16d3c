"""Documents go into the archive whole, once, and in any order; edits and copies are told apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import NotFoundError, UsageError
from bot.intake import generations
from bot.intake.writer import Intake
from bot.model import Issue
from bot.profile import Profiles
from bot.settings import Settings
from tests.letters import BOATS, BREAD, CLOCKS, DAMS, letter, story

Write = Callable[[str, str], Path]


async def _issues(intake: Intake, profiles: Profiles) -> list[Issue]:
    return [stored.issue for stored in await generations.answerable(intake.store, profiles)]


def _cites(issue: Issue) -> dict[str, int]:
    return {item.title: item.number for item in issue.items}


async def test_a_second_ingest_changes_nothing(intake: Intake, write: Write) -> None:
    """The same bytes are known by their hash: nothing is parsed or written again."""
    path = write("one.txt", letter(1, [BOATS, BREAD]))
    first, second = await intake.ingest([path]), await intake.ingest([path])
    assert (first.issues_added, first.issues_unchanged) == (1, 0)
    assert (second.issues_added, second.issues_updated, second.issues_unchanged) == (0, 0, 1)
    assert first.totals == second.totals
    record = await intake.store.generation()
    assert record is not None
    assert record.number == 1


async def test_an_edit_keeps_numbers_and_the_earlier_version(intake: Intake, profiles: Profiles, write: Write) -> None:
    """New bytes at one address replace the text; items known by title or likeness keep their numbers."""
    path = write("one.txt", letter(1, [BOATS, BREAD]))
    await intake.ingest([path])
    write("one.txt", letter(1, [CLOCKS, BREAD.replace("burns", "scorches"), BOATS.replace("Boats", "Big boats")]))
    changes = await intake.ingest([path])
    (issue,) = await _issues(intake, profiles)
    assert _cites(issue) == {"Clocks that agree": 3, "Bread that bakes itself": 2, "Big boats learn to dock": 1}
    assert [item.position for item in issue.items] == [1, 2, 3]
    assert changes.issues_updated == 1
    assert [change.cite for change in changes.added] == ["sample-letter/1#3"]
    assert {change.cite for change in changes.changed} == {"sample-letter/1#1", "sample-letter/1#2"}


async def test_a_number_is_never_given_again(intake: Intake, profiles: Profiles, write: Write) -> None:
    """A story that is taken out leaves its number unused, and gets it back when it returns."""
    path = write("one.txt", letter(1, [BOATS, BREAD]))
    for stories in ([BOATS, BREAD], [BOATS], [BOATS, CLOCKS], [BOATS, CLOCKS, BREAD]):
        write("one.txt", letter(1, stories))
        changes = await intake.ingest([path])
    (issue,) = await _issues(intake, profiles)
    assert _cites(issue) == {"Boats learn to dock": 1, "Clocks that agree": 3, "Bread that bakes itself": 2}
    assert [change.title for change in changes.added] == ["Bread that bakes itself"]


@pytest.mark.parametrize("order", [("a.txt", "b.md"), ("b.md", "a.txt")])
async def test_the_best_copy_is_shown_in_any_order(
    intake: Intake, profiles: Profiles, write: Write, order: tuple[str, str]
) -> None:
    """Of two documents with one issue, the one with true addresses gives the text, whichever comes first."""
    write("a.txt", letter(1, [BOATS, BREAD]))
    titles = ("Boats learn to dock", "Bread that bakes itself")
    linked = "\n\n---\n\n".join(
        f"**{title}**\n\nIn short.\n\nRead more: [The paper](https://example.org/{n}) (arXiv)."
        for n, title in enumerate(titles)
    )
    write("b.md", f"---\ntitle: 'Sample Letter 1: things of the week'\ndate: 2024-01-08\n---\n\n{linked}\n")
    for name in order:
        await intake.ingest([Path("documents") / name])
    stored = await generations.answerable(intake.store, profiles)
    assert [Path(address).name for address in stored[0].documents] == ["a.txt", "b.md"]
    (issue,) = (each.issue for each in stored)
    assert [link.url for item in issue.items for link in item.links] == [
        "https://example.org/0",
        "https://example.org/1",
    ]
    assert str(issue.head.date) == "2024-01-08"
    assert _cites(issue) == {"Boats learn to dock": 1, "Bread that bakes itself": 2}


@pytest.mark.parametrize("order", [("bare.txt", "stated.txt"), ("stated.txt", "bare.txt")])
async def test_a_copy_without_a_number_joins_its_issue(
    intake: Intake, profiles: Profiles, write: Write, order: tuple[str, str]
) -> None:
    """An issue that states no number is known by its likeness to one that does, in any order."""
    write("stated.txt", letter(7, [BOATS, BREAD, CLOCKS]))
    write("bare.txt", letter(None, [BOATS, BREAD.replace("nothing", "little"), CLOCKS]))
    for name in order:
        await intake.ingest([Path("documents") / name])
    (issue,) = await _issues(intake, profiles)
    assert (issue.head.number, issue.head.inferred, len(issue.items)) == (7, False, 3)


async def test_one_bad_document_costs_only_itself(intake: Intake, write: Write) -> None:
    """What cannot be read is reported by name and reason; the rest goes in."""
    good = write("good.txt", letter(1, [BOATS]))
    bad = write("bad.html", "\0\1\2\3" * 1000)
    changes = await intake.ingest([good.parent])
    assert changes.issues_added == 1
    assert [(Path(failure.document), bool(failure.reason)) for failure in changes.failed] == [(bad, True)]


async def test_reindex_says_what_the_parser_of_today_reads_differently(intake: Intake, write: Write) -> None:
    """Re-reading kept documents changes nothing when parser and documents are the same, even with the files gone."""
    path = write("one.txt", letter(1, [BOATS, BREAD]))
    first = await intake.ingest([path])
    path.unlink()
    again = await intake.reindex()
    assert (again.documents, again.issues_unchanged, again.added, again.changed, again.removed) == (1, 1, (), (), ())
    assert again.totals == first.totals


async def test_remove_undoes_a_bad_ingest(intake: Intake, write: Write) -> None:
    """Removing a document takes its issues out, but not those that another document holds."""
    write("one.txt", letter(1, [BOATS]))
    write("both.txt", letter(1, [BOATS]) + "\n\n" + letter(2, [BREAD, DAMS]))
    await intake.ingest([Path("documents")])
    changes = await intake.remove("both.txt")
    assert [change.cite for change in changes.removed] == ["sample-letter/2#1", "sample-letter/2#2"]
    assert changes.totals.issues == 1
    with pytest.raises(NotFoundError, match="nothing-like-it"):
        await intake.remove("nothing-like-it")
    assert (await intake.remove("sample-letter/1")).totals.issues == 0


async def test_an_archive_of_another_hand_hides_the_sample(intake: Intake, profiles: Profiles, write: Write) -> None:
    """The sample answers only while there is no other newsletter."""
    await intake.ingest([write("one.txt", letter(1, [BOATS]))])
    changes = await intake.ingest([write("weekly.txt", letter(3, [CLOCKS]).replace("Sample Letter", "Import AI"))])
    assert changes.totals.issues == 1
    assert [issue.head.newsletter for issue in await _issues(intake, profiles)] == ["import-ai"]


async def test_a_path_that_leads_nowhere_is_refused(intake: Intake, tmp_path: Path) -> None:
    """A wrong path is one sentence, and nothing is written."""
    with pytest.raises(UsageError, match="no file or folder"):
        await intake.ingest([tmp_path / "absent"])


async def test_old_generations_are_cleared_away(intake: Intake, settings: Settings, write: Write) -> None:
    """The index keeps the current generation and the one before it, which readers may still hold."""
    for number in range(1, 5):
        await intake.ingest(
            [write(f"{number}.txt", letter(number, [story(f"Story {number}", f"It is the {number}th.")]))]
        )
    record = await intake.store.generation()
    assert record is not None
    folders = {path.name for path in settings.generations.iterdir() if path.is_dir()}
    assert record.name in folders
    assert len(folders) == 2
