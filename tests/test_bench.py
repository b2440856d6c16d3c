"""The benches run, and what they print is whole."""

from __future__ import annotations

from pathlib import Path

from tests.bench import ranking, start
from tests.bench.engines import ENGINES


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
