"""How fast stage one ranks, beside other engines: ``python -m tests.bench.ranking --passages 40000 --json``.

One process, one thread. Engines take turns, five times each with all queries, and a query's quickest time counts, since
other work on the machine can only add; medians over queries. ``scores_equal`` says whether every score, and the best of
them, are rank-bm25's to the bit, with the compiled loops too. Engines that are not installed are left out.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import os
import resource
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.arguments import above_zero
from tests.bench.corpus import Words, passages, queries
from tests.bench.engines import ENGINES, Search, installed

K = 10
ROUNDS = 5
NEEDED = {"back issue", "rank-bm25"}  # what the others are compared with
OURS = ("back issue", "back issue fast")
STATM = Path("/proc/self/statm")


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=above_zero, default=4000)
    parser.add_argument("--queries", type=above_zero, default=40)
    parser.add_argument(
        "--without",
        nargs="*",
        default=[],
        metavar="ENGINE",
        choices=sorted(ENGINES.keys() - NEEDED),
        help="engines to leave out",
    )
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    os.environ["NUMBA_NUM_THREADS"] = "1"  # read when an engine imports numba
    measured = measure(arguments.passages, arguments.queries, frozenset(arguments.without))
    print(json.dumps(measured, indent=1) if arguments.json else table(measured))


def measure(count: int, asked: int, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Builds every engine over `count` passages and asks each the same queries, with and without very common words."""
    texts = passages(count)
    chosen = {name: make for name, make in installed().items() if name not in without}
    searches: dict[str, Search] = {}
    rankings: dict[str, Any] = {}
    rows: dict[str, dict[str, Any]] = {}
    for name, make in chosen.items():
        started = time.perf_counter()
        searches[name], rankings[name] = make(texts)
        rows[name] = {
            "build_seconds": round(time.perf_counter() - started, 3),
            "memory_mib": _memory(name, count),
        }
    for kind, common in (("plain", False), ("common", True)):
        for name, times in _timed(searches, asked, common=common).items():
            rows[name][f"{kind}_median_ms"] = statistics.median(times)
            rows[name][f"{kind}_p99_ms"] = float(np.percentile(times, 99))
    for row in rows.values():
        row["times_ours"] = round(row["plain_median_ms"] / rows["back issue"]["plain_median_ms"], 2)
    return {
        "passages": count,
        "queries": asked,
        "engines": rows,
        "left_out": sorted(ENGINES.keys() - chosen.keys()),
        "scores_equal": _equal(rankings, asked),
    }


def table(measured: dict[str, Any]) -> str:
    """The figures in columns."""
    names = ("build_seconds", "memory_mib", "plain_median_ms", "plain_p99_ms", "common_median_ms", "common_p99_ms")
    head = f"{measured['passages']:,} passages".ljust(16) + "".join(name.rjust(18) for name in (*names, "times_ours"))
    lines = [
        engine.ljust(16) + "".join(f"{row[name]:18.3f}" for name in (*names, "times_ours"))
        for engine, row in measured["engines"].items()
    ]
    left_out = ", ".join(measured["left_out"]) or "none"
    return "\n".join([head, *lines, f"left out: {left_out}; scores equal to rank-bm25's: {measured['scores_equal']}"])


def _timed(searches: dict[str, Search], asked: int, *, common: bool) -> dict[str, list[float]]:
    """Milliseconds of every query by engine; each engine is asked once before."""
    warm_up, *asking = queries(asked + 1, common=common)
    for search in searches.values():
        search(warm_up, K)
    times: dict[str, list[list[float]]] = {name: [] for name in searches}
    for _ in range(ROUNDS):
        for name, search in searches.items():
            times[name].append([_milliseconds(search, query) for query in asking])
    return {name: [min(each) for each in zip(*rounds, strict=True)] for name, rounds in times.items()}


def _milliseconds(search: Search, query: Words) -> float:
    started = time.perf_counter()
    search(query, K)
    return (time.perf_counter() - started) * 1000


def _equal(rankings: dict[str, Any], asked: int) -> bool | None:
    """Whether our scores are rank-bm25's to the bit, and the best of them those we find; None without rank-bm25."""
    if "rank-bm25" not in rankings:
        return None
    asking = [*queries(min(asked, 20), common=True, seed=3), ["w1", "w1", "unknown"]]
    return all(_same(rankings, query) for query in asking)


def _same(rankings: dict[str, Any], query: Words) -> bool:
    scores = rankings["rank-bm25"].get_scores(query)
    best = np.lexsort((np.arange(len(scores)), -scores))[:K].tolist()
    ours = [name for name in OURS if name in rankings]
    return all(np.array_equal(rankings[name].get_scores(query), scores) for name in ours) and all(
        rankings[name].top(query, K) == [(place, scores[place]) for place in best] for name in ours
    )


def _memory(name: str, count: int) -> float:
    """What a fresh process that has the passages grows by when it builds an engine, in MiB."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return round(pool.submit(_grown, name, count).result(), 1)


def _grown(name: str, count: int) -> float:
    texts = passages(count)
    gc.collect()
    before = _resident()
    built = ENGINES[name][0](texts)
    gc.collect()
    grown = _resident() - before
    del built
    return grown


def _resident() -> float:
    """The memory this process holds, in MiB; where the system does not tell, the most it has held so far."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
