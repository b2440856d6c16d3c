"""A sync that is killed loses nothing and forgets nothing: the next one brings the archive to where it should be."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.program import Program
from tests.sources.letters import letters
from tests.sources.servers import WordPress
from tests.sync.conftest import profile_of

SECONDS_OF_A_SYNC = 3.0  # within which the kills are spread


def _check_kills(program: Program, folder: Path, times: int) -> None:
    with WordPress(letters(30)) as site:
        settings = {"BACKISSUE_FETCH_ALLOW": site.allow, "BACKISSUE_PROFILE": str(profile_of(folder, site.address))}
        reference = Program(program.folder, {**program.environment, **settings, "BACKISSUE_DATA": "reference"})
        assert reference("sync").code == 0
        whole = reference("export").out
        titles = [issue["title"] for issue in reference("export").lines]
        chance = random.Random(5)  # noqa: S311  (no secret)
        for run in range(times):
            here = Program(program.folder, {**reference.environment, "BACKISSUE_DATA": f"killed-{run}"})
            _killed(here, chance.uniform(0.5, SECONDS_OF_A_SYNC))
            assert {issue["title"] for issue in here("export").lines} <= set(titles)
            assert here("sync").code == 0
            assert here("export").out == whole


def _killed(program: Program, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "sync"],
        cwd=program.folder,
        env=program.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after)
    process.kill()
    process.wait()


def test_a_killed_sync_is_finished_by_the_next(program: Program, tmp_path: Path) -> None:
    """Whatever the moment of a kill -9, the next sync gives the whole archive."""
    _check_kills(program, tmp_path, 3)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_fifty_killed_syncs_are_finished_by_the_next(program: Program, tmp_path: Path) -> None:
    """The same, fifty times over."""
    _check_kills(program, tmp_path, 50)
