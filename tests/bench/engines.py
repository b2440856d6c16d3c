"""The rankings that are measured side by side, each behind the same two steps: build, then the best k for a query."""

from __future__ import annotations

import importlib
import importlib.util
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from rank_bm25 import BM25Okapi

from bot.search.index.bm25 import InvertedBM25
from tests.bench.corpus import Words

Search = Callable[[Words, int], Sequence[int]]
"""A query and k -> the places of the best k passages."""


Make = Callable[[Sequence[Words]], tuple[Search, Any]]
"""Builds an engine over passages: its search, and the engine itself."""


def ours(passages: Sequence[Words]) -> tuple[Search, InvertedBM25]:
    """Back Issue's inverted BM25Okapi."""
    ranking = InvertedBM25(passages)
    return lambda query, k: [place for place, _ in ranking.top(query, k)], ranking


def ours_fast(passages: Sequence[Words]) -> tuple[Search, InvertedBM25]:
    """The same with the compiled loops of the extra `fast`."""
    search, ranking = ours(passages)
    ranking.quicken()
    return search, ranking


def rank_bm25(passages: Sequence[Words]) -> tuple[Search, BM25Okapi]:
    """rank-bm25 as it comes, with the best k of its scores."""
    ranking = BM25Okapi(passages)

    def search(query: Words, k: int) -> Sequence[int]:
        best: list[int] = np.argsort(ranking.get_scores(query))[::-1][:k].tolist()
        return best

    return search, ranking


def sqlite_fts5(passages: Sequence[Words]) -> tuple[Search, Any]:
    """SQLite's full text search, in memory."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5(text, content='', detail=full)")
    rows = ((place, " ".join(words)) for place, words in enumerate(passages, 1))
    database.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", rows)

    def search(query: Words, k: int) -> Sequence[int]:
        sql = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?"
        return [int(row[0]) - 1 for row in database.execute(sql, (" OR ".join(query), k))]

    return search, database


def bm25s(passages: Sequence[Words], backend: str = "numpy") -> tuple[Search, Any]:
    """bm25s with one of its backends."""
    library = importlib.import_module("bm25s")

    ranking = library.BM25(method="atire", k1=1.5, b=0.75, backend=backend)
    ranking.index(list(passages), show_progress=False)

    def search(query: Words, k: int) -> Sequence[int]:
        found, _ = ranking.retrieve([query], k=k, show_progress=False)
        places: list[int] = found[0].tolist()
        return places

    return search, ranking


def tantivy(passages: Sequence[Words]) -> tuple[Search, Any]:
    """Tantivy with one field, in memory."""
    library = importlib.import_module("tantivy")

    builder = library.SchemaBuilder()
    builder.add_text_field("text", stored=False)
    builder.add_integer_field("place", stored=True, fast=True)
    index = library.Index(builder.build())
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    for place, words in enumerate(passages):
        writer.add_document(library.Document(text=" ".join(words), place=place))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(query: Words, k: int) -> Sequence[int]:
        parsed = index.parse_query(" ".join(query), ["text"])
        return [int(searcher.doc(address)["place"][0]) for _, address in searcher.search(parsed, k).hits]

    return search, index


ENGINES: dict[str, tuple[Make, tuple[str, ...]]] = {
    "back issue": (ours, ()),
    "back issue fast": (ours_fast, ("numba",)),
    "rank-bm25": (rank_bm25, ()),
    "bm25s numpy": (bm25s, ("bm25s",)),
    "bm25s numba": (partial(bm25s, backend="numba"), ("bm25s", "numba")),
    "tantivy": (tantivy, ("tantivy",)),
    "sqlite fts5": (sqlite_fts5, ()),
}
"""All engines, with the packages that each needs besides Back Issue's own."""


def installed() -> dict[str, Make]:
    """The engines whose packages are installed."""
    return {name: make for name, (make, needs) in ENGINES.items() if all(map(importlib.util.find_spec, needs))}
