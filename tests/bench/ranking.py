"""How fast stage one ranks, beside other engines: ``python -m tests.bench.ranking --passages 40000 --json``.

One process, one thread, engines interleaved query by query, medians over queries. ``scores_equal`` says whether every
score is rank-bm25's to the bit.
"""

from __future__ import annotations

import argparse
import gc
import json
import multiprocessing
import resource
import statistics
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.corpus import Words, passages, queries
from tests.bench.engines import Make, Search, engines

K = 10
STATM = Path("/proc/self/statm")


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=4000)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--without", nargs="*", default=[], metavar="ENGINE", help="engines to leave out")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    measured = measure(arguments.passages, arguments.queries, frozenset(arguments.without))
    print(json.dumps(measured, indent=1) if arguments.json else table(measured))


def measure(count: int, asked: int, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Builds every engine over `count` passages and asks each the same queries, with and without very common words."""
    texts = passages(count)
    chosen = {name: make for name, make in engines().items() if name not in without}
    searches: dict[str, Search] = {}
    rankings: dict[str, Any] = {}
    rows: dict[str, dict[str, Any]] = {}
    for name, make in chosen.items():
        started = time.perf_counter()
        searches[name], rankings[name] = make(texts)
        rows[name] = {
            "build_seconds": round(time.perf_counter() - started, 3),
            "memory_mib": _memory(make, texts),
        }
    for kind, common in (("plain", False), ("common", True)):
        for name, times in _timed(searches, asked, common=common).items():
            rows[name][f"{kind}_median_ms"] = statistics.median(times)
            rows[name][f"{kind}_p99_ms"] = float(np.percentile(times, 99))
    for row in rows.values():
        row["times_ours"] = round(row["plain_median_ms"] / rows["back issue"]["plain_median_ms"], 2)
    return {"passages": count, "queries": asked, "engines": rows, "scores_equal": _equal(rankings, asked)}


def table(measured: dict[str, Any]) -> str:
    """The figures in columns."""
    names = ("build_seconds", "memory_mib", "plain_median_ms", "plain_p99_ms", "common_median_ms", "common_p99_ms")
    head = f"{measured['passages']:,} passages".ljust(16) + "".join(name.rjust(18) for name in (*names, "times_ours"))
    lines = [
        engine.ljust(16) + "".join(f"{row[name]:18.3f}" for name in (*names, "times_ours"))
        for engine, row in measured["engines"].items()
    ]
    return "\n".join([head, *lines, f"scores equal to rank-bm25's: {measured['scores_equal']}"])


def _timed(searches: dict[str, Search], asked: int, *, common: bool) -> dict[str, list[float]]:
    """Milliseconds of every query by engine; each engine is asked once before."""
    asking = queries(asked + 1, common=common)
    times: dict[str, list[float]] = {name: [] for name in searches}
    for number, query in enumerate(asking):
        for name, search in searches.items():
            started = time.perf_counter()
            search(query, K)
            if number:
                times[name].append((time.perf_counter() - started) * 1000)
    return times


def _equal(rankings: dict[str, Any], asked: int) -> bool | None:
    """Whether our scores are rank-bm25's to the bit; None where that was left out."""
    if "rank-bm25" not in rankings:
        return None
    ours, parent = rankings["back issue"], rankings["rank-bm25"]
    asking = [*queries(min(asked, 20), common=True, seed=3), ["w1", "w1", "unknown"]]
    return all(np.array_equal(ours.get_scores(query), parent.get_scores(query)) for query in asking)


def _memory(make: Make, texts: Sequence[Words]) -> float:
    """What a process that has the texts grows by when it builds an engine, in MiB."""
    forked = multiprocessing.get_context("fork")
    receiver, sender = forked.Pipe(duplex=False)
    process = forked.Process(target=_grow, args=(make, texts, sender))
    process.start()
    grown: float = receiver.recv()
    process.join()
    return round(grown, 1)


def _grow(make: Make, texts: Sequence[Words], sender: Connection) -> None:
    gc.freeze()
    before = _resident()
    built = make(texts)
    gc.collect()
    sender.send(_resident() - before)
    del built


def _resident() -> float:
    """The memory this process holds, in MiB; where the system does not tell, the most it has held so far."""
    if STATM.exists():
        return int(STATM.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


if __name__ == "__main__":
    main()
