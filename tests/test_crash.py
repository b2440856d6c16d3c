"""A killed process leaves whole issues, and the next run finishes what it began."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.program import Program

SECONDS_OF_AN_INGEST = 1.5  # within which the kills are spread


def _killed_ingest(program: Program, seeds: Path, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ingest", str(seeds)],
        cwd=program.folder,
        env=program.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()


def _check_kills(program: Program, seeds: Path, times: int) -> None:
    reference = program("ingest", seeds, "--json", BACKISSUE_DATA="reference").json
    exported = program("export", BACKISSUE_DATA="reference")
    titles = {issue["key"]: [item["title"] for item in issue["items"]] for issue in exported.lines}
    chance = random.Random(5)  # noqa: S311  (no secret)
    for run in range(times):
        data = f"killed-{run}"
        killed = Program(program.folder, {**program.environment, "BACKISSUE_DATA": data})
        _killed_ingest(killed, seeds, chance.uniform(0.2, SECONDS_OF_AN_INGEST))
        for issue in killed("export").lines:
            assert [item["title"] for item in issue["items"]] == titles[issue["key"]]
        again = killed("ingest", seeds, "--json")
        assert (again.code, again.json["items"]) == (0, reference["items"])
        assert killed("export").out == exported.out


def test_a_killed_ingest_leaves_whole_issues(program: Program, seeds: Path) -> None:
    """Whatever the moment of a kill -9, what is there is whole, and ingesting again gives the full archive."""
    _check_kills(program, seeds, 4)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_fifty_killed_ingests_leave_whole_issues(program: Program, seeds: Path) -> None:
    """The same, fifty times over."""
    _check_kills(program, seeds, 50)
