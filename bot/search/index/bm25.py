"""`rank_bm25.BM25Okapi` over an inverted index in numpy arrays: the same scores to the bit, from the postings alone.

The parent walks every document for every word of a query. This class keeps, for each word, the documents that hold it
and the word's finished share of their scores, and adds those up in the order of the query, as the parent does.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import numpy as np
from rank_bm25 import BM25Okapi

from bot.search.index.postings import Floats, Ints, Mask, Part, Postings
from bot.search.index.summing import Summing


class Terms(Protocol):
    """Where a term's postings are: the place of `term` among all terms, or None."""

    def get(self, term: str, /) -> int | None: ...


class Best(Protocol):
    """What finds the best documents for terms: `Summing`, or `Compiled`."""

    def top(self, terms: Sequence[int], count: int, among: Mask | None = None) -> list[tuple[int, float]]: ...


class InvertedBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """BM25Okapi with an inverted index. Unlike its parent it may be empty.

    `kinds` gives the kind of each document, from 0. A document is long or short beside others of its kind: without it,
    and for the parent, all are of one.
    """

    terms: Terms
    postings: Postings
    _summing: Best

    def __init__(
        self,
        corpus: Iterable[Sequence[str]],
        k1: float = 1.5,
        b: float = 0.75,
        epsilon: float = 0.25,
        kinds: Ints | None = None,
    ) -> None:
        self._kinds = kinds
        super().__init__(corpus, None, k1, b, epsilon)
        self._summing = Summing(self.postings, self.corpus_size)

    @classmethod
    def over(cls, terms: Terms, postings: Postings, size: int) -> InvertedBM25:
        """The ranking of `size` documents whose index was built before and is only read here."""
        ranking = cls.__new__(cls)
        ranking.corpus_size = size
        ranking.terms, ranking.postings = terms, postings
        ranking._summing = Summing(postings, size)
        return ranking

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        places: dict[str, int] = {}
        words = array("q")
        for document in corpus:
            self.doc_len.append(len(document))
            words.extend(places.setdefault(word, len(places)) for word in document)
        self.terms = places
        self.corpus_size = len(self.doc_len)
        self.avgdl = len(words) / self.corpus_size if self.corpus_size else 0
        self._count(np.frombuffer(words, np.int64), len(places))
        return dict(zip(places, self._frequencies(), strict=True))

    def _count(self, words: Ints, vocabulary: int) -> None:
        size = max(self.corpus_size, 1)
        where = np.repeat(np.arange(self.corpus_size), self.doc_len)
        keys, counts = np.unique(words * size + where, return_counts=True)
        terms, documents = np.divmod(keys, size)
        offsets = np.searchsorted(terms, np.arange(vocabulary + 1))
        self.postings = Postings(offsets.astype(np.int64), documents.astype(np.uint32), counts.astype(np.float64))

    def _frequencies(self) -> list[int]:
        frequencies: list[int] = np.diff(self.postings.offsets).tolist()
        return frequencies

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        if not nd:
            self.average_idf = 0.0
            return
        super()._calc_idf(nd)
        idf = np.repeat(np.array([self.idf[word] for word in nd], np.float64), self._frequencies())
        counts, documents = self.postings.weights, self.postings.documents
        lengths = (self.k1 * (1 - self.b + self.b * np.array(self.doc_len) / self._average_lengths()))[documents]
        weights = idf * (counts * (self.k1 + 1) / (counts + lengths))
        self.postings = Postings(self.postings.offsets, documents, weights)

    def _average_lengths(self) -> Floats | float:
        """The average length of a document; where there are kinds, that of its kind for each document."""
        if self._kinds is None:
            return float(self.avgdl)
        averages = np.bincount(self._kinds, self.doc_len) / np.bincount(self._kinds)
        averages[averages == 0] = 1.0
        of_each: Floats = averages[self._kinds]
        return of_each

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The score of every document, as its parent gives it. Shape (documents,)."""
        return self._added(self._parts(query))

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of the documents at `doc_ids`."""
        scores: list[float] = self.get_scores(query)[np.asarray(doc_ids, np.int64)].tolist()
        return scores

    def matches(self, query: Iterable[str]) -> Ints:
        """The places, ascending, of the documents that share a word with the query, whatever they score."""
        marks = np.zeros(self.corpus_size, np.bool_)
        for documents, _ in self._parts(set(query)):
            marks[documents] = True
        return np.flatnonzero(marks)

    def top(self, query: Sequence[str], count: int, among: Mask | None = None) -> list[tuple[int, float]]:
        """The `count` best (place, score) among the documents that share a word, best first, ties by place.

        `among` says of every document whether it may be given. Scores are those of `get_scores`.
        """
        return self._summing.top(self._known(query), count, among)

    def quicken(self) -> None:
        """Has `top` done by compiled loops from now on. Takes seconds; raises ImportError without numba."""
        from bot.search.index.compiled import Compiled

        self._summing = Compiled(self.postings, self.corpus_size)

    def _parts(self, query: Iterable[str]) -> list[Part]:
        """The postings of the query's words, in its order."""
        return [self.postings.of(term) for term in self._known(query)]

    def _known(self, query: Iterable[str]) -> list[int]:
        """The terms of the query's words, in its order, unknown ones left out."""
        find = self.terms.get
        return [term for word in query if (term := find(word)) is not None]

    def _added(self, parts: Sequence[Part]) -> Floats:
        """The sum for each document, added up in the order of the parts, as the parent does."""
        scores = np.zeros(self.corpus_size)
        if parts:
            documents = np.concatenate([documents for documents, _ in parts])
            weights = np.concatenate([weights for _, weights in parts])
            scores = np.bincount(documents, weights, self.corpus_size).view(np.float64)
        return scores
