"""A whole archive: first from empty, then unchanged, with what that costs."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from tests.program import Program
from tests.sources.letters import letters
from tests.sources.servers import WordPress
from tests.sync.conftest import Open

FIRST_LOOKS = 3  # at the front page: by what it is made, where its interface is; and whether that answers
POSTS_IN_AN_ANSWER = 20
ROWS_IN_A_PAGE = 100
GENEROUS = 60.0  # seconds, for what takes a fraction of one


async def _check(harbour: Open, count: int, words: int) -> str:
    """Syncs an archive of so many issues twice; the figures in a line."""
    with WordPress(letters(count, stories=8, words=words)) as site:
        async with harbour(site) as archive:
            began = time.perf_counter()
            first = await archive.sync()
            took, requests, size = time.perf_counter() - began, len(site.requests), sum(r.size for r in site.requests)
            assert (first.totals.issues, first.totals.items, first.failed) == (count, 8 * count, ())
            assert requests <= FIRST_LOOKS + -(-count // ROWS_IN_A_PAGE) + -(-count // POSTS_IN_AN_ANSWER)
            site.forget()
            began = time.perf_counter()
            again = await archive.sync()
            unchanged = time.perf_counter() - began
            assert (again.documents, again.totals) == (0, first.totals)
            assert len(site.requests) == 1
            assert site.requests[0].size < 20_000
            assert unchanged < GENEROUS
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return (
            f"{count} issues: {took:.1f} s, {requests} requests, {size / 2**20:.1f} MiB, peak {peak:.0f} MiB; "
            f"unchanged: {unchanged:.3f} s, {site.requests[0].size} bytes"
        )


async def test_an_archive_costs_few_requests_and_unchanged_one(harbour: Open) -> None:
    """Posts are listed a hundred and fetched twenty at a time; a visit that finds nothing new asks once."""
    await _check(harbour, 45, words=60)


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_450_issues_are_synced(harbour: Open, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for an archive of the real newsletter's size."""
    figures = await _check(harbour, 450, words=250)
    with capsys.disabled():
        print(f"\n{figures}")  # noqa: T201  (a measurement, for whoever runs it)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_real_archive_file_is_taken_in(program: Program, shared: Path) -> None:
    """538 issues of another newsletter come out of its .tar.gz, none fails, and a second time nothing changes."""
    archive = shared / "archives" / "haskell-weekly.tar.gz"
    patient = Program(program.folder, {**program.environment, "BACKISSUE_PROFILE": "import-ai"})
    found = patient("ingest", archive, "--json")
    assert (found.code, found.json["documents"], found.json["issues"]["added"]) == (0, 538, 538)
    assert found.json["failed"] == []
    assert found.json["items"] > 9_500
    assert found.json["links"] > 9_700
    exported = patient("export").lines
    assert {issue["newsletter"] for issue in exported} == {"haskell-weekly"}
    assert sorted(issue["number"] for issue in exported) == list(range(1, 539))
    again = patient("ingest", archive, "--json").json
    assert again["issues"] == {"added": 0, "updated": 0, "unchanged": 538}
