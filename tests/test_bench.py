"""The benches run, and what they print is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench import ranking, start
from tests.bench.engines import ENGINES
from tests.conftest import ROOT


def test_the_bench_of_ranking_finds_equal_scores() -> None:
    """Every engine that takes part has its figures, those left out are named, and our scores are rank-bm25's."""
    peers = frozenset(ENGINES) - {"back issue", "rank-bm25"}
    measured = ranking.measure(300, 3, without=peers)
    assert measured["scores_equal"] is True
    assert set(measured["engines"]) == {"back issue", "rank-bm25"}
    assert set(measured["left_out"]) == peers
    for row in measured["engines"].values():
        assert {"build_seconds", "memory_mib", "plain_median_ms", "common_p99_ms", "times_ours"} <= set(row)
    assert "scores equal to rank-bm25's: True" in ranking.table(measured)


def test_the_bench_of_a_start_opens_what_it_built(tmp_path: Path) -> None:
    """It builds as many items as asked for, and once: a folder that has them is used again."""
    measured = start.measure(200, 6, tmp_path, 3)
    assert measured["items"] == 200
    assert start.measure(200, 6, tmp_path, 3)["build_seconds"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ("memory",),
        ("latency", "absent", "what is new?"),
        ("ablation", "absent", "absent.jsonl"),
        ("answer", "--documents", "absent"),
        ("answer", "--semantic", "absent"),
        ("start", "--items", "0"),
        ("ranking", "--passages", "few"),
    ],
)
def test_wrong_arguments_of_a_bench_are_told_in_a_sentence(wrong: tuple[str, ...]) -> None:
    """Without what it needs, or with what it cannot use, each bench says so and how it is called, and measures none."""
    name, *arguments = wrong
    command = [sys.executable, "-m", f"tests.bench.{name}", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("usage: ")
    assert f"{name}.py: error: " in done.stderr.splitlines()[-1]
