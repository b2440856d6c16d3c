"""The command line keeps its contracts: JSON for scripts, sentences for people, exit codes for both."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from bot.cli import cli
from tests.conftest import ROOT
from tests.program import Program

QUESTION = "how many hours of audio was Whisper trained on?"
RESULT_KEYS = {
    *("cite", "newsletter", "issue", "issue_title", "date", "section", "kind", "title", "quote", "span"),
    *("highlights", "url", "search", "links", "read_more", "score"),
}
ITEM_KEYS = {
    "cite",
    "title",
    "tagline",
    "section",
    "kind",
    "text",
    "url",
    "links",
    "references",
    "place",
    "inspired_by",
}


@pytest.fixture
def sample(program: Program, seeds: Path) -> Program:
    """The program with the sample archive taken in."""
    assert program("ingest", seeds).code == 0
    return program


def test_ask_on_an_empty_archive_takes_in_the_seeds_first(program: Program) -> None:
    """The first question is answered from the sample, which says that it is the sample, with the words highlighted."""
    found = program("ask", QUESTION, "--json")
    assert found.code == 0
    assert found.json["sample"] is True
    assert found.json["abstained"] is False
    best = found.json["results"][0]
    assert set(best) == RESULT_KEYS
    assert "680,000" in best["quote"]
    assert best["newsletter"] == "sample-letter"
    assert any("audio" in best["quote"][start:end].lower() for start, end in best["highlights"])
    assert "sample" in program("ask", QUESTION).out


def test_quotes_are_slices_of_the_item(sample: Program) -> None:
    """A result's quote is the item's text from span to span, word for word."""
    best = sample("ask", QUESTION, "--json").json["results"][0]
    item = sample("show", best["cite"], "--json").json
    start, end = best["span"]
    assert item["text"][start:end] == best["quote"]


def test_not_found_is_said_without_links(sample: Program) -> None:
    """A question about what the archive lacks gets an honest answer, no results, and exit code 0."""
    found = sample("ask", "who won the 1998 football world cup?", "--json")
    assert (found.code, found.json["abstained"], found.json["results"]) == (0, True, [])
    assert sample("ask", "\u200b ?").code == 2  # nothing was asked
    shown = sample("ask", "who won the 1998 football world cup?").out
    assert "did not find" in shown
    assert "Only the sample" in shown


def test_a_page_behind_the_last_says_so(sample: Program) -> None:
    """A search that found something does not say that it found nothing, on whatever page."""
    assert "1 to 1 of 1" in sample("search", "amherst").out
    found = sample("search", "amherst", "--page", "999")
    assert (found.code, found.out) == (0, "There is no page 999: 1 item found, on 1 page.\n")


def test_filters_narrow_what_is_asked(sample: Program) -> None:
    """--issue, --section, --since and --until leave only what they name."""
    by_issue = sample("ask", "model", "--issue", "2, 3", "--limit", "10", "--json").json["results"]
    assert by_issue
    assert {result["issue"] for result in by_issue} <= {2, 3}
    tales = sample("search", "the", "--section", "tech tales", "--json").json["results"]
    assert {result["kind"] for result in tales} <= {"fiction"}
    early = sample("search", "model", "--until", "2024-03", "--json").json["results"]
    assert early
    assert all(result["date"] <= "2024-03-31" for result in early)


def test_ingest_reports_what_it_did(program: Program, seeds: Path) -> None:
    """The JSON of ingest counts documents and issues, and totals items and links; a second run says unchanged."""
    first, second = program("ingest", seeds, "--json"), program("ingest", seeds, "--json")
    assert (first.code, second.code) == (0, 0)
    assert first.json["issues"] == {"added": 10, "updated": 0, "unchanged": 0}
    assert second.json["issues"] == {"added": 0, "updated": 0, "unchanged": 10}
    assert first.json["items"] == second.json["items"] >= 40
    assert first.json["links"] == second.json["links"]


def test_a_document_that_cannot_be_read_is_named(program: Program, seeds: Path, tmp_path: Path) -> None:
    """The rest goes in, the bad one is reported with its reason, and the exit code is 1."""
    bad = tmp_path / "bad.eml"
    bad.write_bytes(b"\0" * 100)
    found = program("ingest", bad, seeds / "sample-letter-01.txt", "--json")
    assert found.code == 1
    assert found.json["issues"]["added"] == 1
    assert [failure["document"] for failure in found.json["failed"]] == [str(bad)]
    assert "bad.eml" in program("ingest", bad).err


def test_export_prints_an_issue_a_line(sample: Program) -> None:
    """Every issue with its documents and whole items; the same in a second export."""
    found = sample("export")
    assert [issue["number"] for issue in found.lines] == list(range(1, 11))
    assert {len(issue["documents"]) for issue in found.lines} == {1, 2}
    assert all(set(item) == ITEM_KEYS for issue in found.lines for item in issue["items"])
    assert found.out == sample("export").out


def test_show_gives_an_issue_or_an_item(sample: Program) -> None:
    """An issue is found by number and by words of its title, an item by its cite; else a sentence and exit code 1."""
    by_cite = sample("show", "sample-letter/3", "--json").json
    assert sample("show", by_cite["title"].split(": ")[1], "--json").json == by_cite
    assert by_cite["items"][0]["title"] in sample("show", by_cite["items"][0]["cite"]).out
    missing = sample("show", "sample-letter/3#99")
    assert (missing.code, missing.out) == (1, "")
    assert "sample-letter/3#99" in missing.err


def test_remove_and_reindex_say_what_changed(sample: Program) -> None:
    """Removing a document counts its issue and lists its items as removed; a reindex after it changes nothing."""
    removed = sample("remove", "sample-letter-01.txt", "--json")
    assert removed.json["removed"]
    assert (removed.json["issues"]["updated"], removed.json["issues_removed"]) == (0, 1)
    again = sample("reindex", "--json").json
    assert (again["added"], again["changed"], again["removed"]) == ([], [], [])
    assert sample("remove", "sample-letter-01.txt").code == 1


def test_evaluate_prints_figures_and_writes_predictions(sample: Program, tmp_path: Path) -> None:
    """Each question gets a line as `ask --json` prints it, with its id, and the figures go to standard output."""
    questions = ROOT / "tests" / "questions" / "sample.jsonl"
    found = sample("evaluate", questions, "--predictions", tmp_path / "out.jsonl", "--json")
    predictions = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    asked = [json.loads(line) for line in questions.read_text().splitlines()]
    assert [each["id"] for each in predictions] == [each["id"] for each in asked]
    assert found.json["questions"] == len(asked)
    assert 0 < found.json["hit@1"] <= found.json["hit@3"] <= 1


def test_status_says_what_there_is(sample: Program) -> None:
    """Issues by newsletter, every document, and the index."""
    found = sample("status", "--json").json
    assert found["issues"] == len(found["newsletters"]["sample-letter"]["issues"]) == 10
    assert len(found["documents"]) >= 11
    assert found["generation"]["number"] == 1


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["ask"], 2, "QUESTION"),
        (["ask", " "], 2, "write some words"),
        (["ask", "x", "--section", "nonsense"], 2, "the archive has Tech Tales"),
        (["search", "x", "--newsletter", "nope", "--json"], 2, "the archive has sample-letter"),
        (["ask", "x", "--since", "yesterday"], 2, "“yesterday” is no date: write it like 2022"),
        (["ask", "x", "--issue", "many"], 2, "--issue"),
        (["ask", "x", "--issue", "3 whales"], 2, "--issue"),
        (["ask", "x", "--issue", "9" * 5000], 2, "--issue"),
        (["show", "1#" + "9" * 5000], 1, "cite"),
        (["ingest", "absent"], 2, "absent"),
        (["ingest", "ftp://example.org/feed"], 2, "ftp://example.org/feed"),
        (["sync", "ftp://example.org/feed"], 2, "ftp://example.org/feed"),
        (["sync", "https://letter example.org/feed"], 2, "letter example.org/feed"),
        (["sync", "two words"], 2, "two words"),
        (["sync", "--forget"], 2, "--forget"),
        (["profile", "check", "absent"], 2, "absent"),
        (["ingest", "x" * 5000], 2, "too long"),
        (["ingest", ""], 2, "empty path"),
        (["evaluate", "absent.jsonl"], 2, "absent.jsonl"),
        (["nonsense"], 2, "nonsense"),
        (["export"], 0, "empty"),
    ],
)
def test_wrong_usage_is_one_sentence(program: Program, arguments: list[str], code: int, word: str) -> None:
    """What cannot be done is said on standard error with the word it is about, without a traceback."""
    found = program(*arguments)
    assert (found.code, found.out) == (code, "")
    assert word in found.err
    assert "Traceback" not in found.err


def test_every_command_teaches_itself() -> None:
    """Each command takes --json and has a help text."""
    groups = [command for command in cli.commands.values() if isinstance(command, click.Group)]
    grouped = {name: command for group in groups for name, command in group.commands.items()}
    for name, command in {**cli.commands, **grouped}.items():
        assert command.help, name
        assert isinstance(command, click.Group) or "--json" in [
            option for parameter in command.params for option in parameter.opts
        ], name
