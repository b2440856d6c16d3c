"""A generation: everything answerable at one moment, in files mapped at start. Reads them; decides nothing.

`write_generation` in `building` makes one. Arrays hold numbers for every item; an item's own record is read when it is
asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from bot.model import Cite, Issue, IssueHead, Item
from bot.search.index import ages, files, vectors
from bot.search.index.bm25 import InvertedBM25
from bot.search.index.pieces import Pieces
from bot.search.index.postings import Floats, Ints, Mask, Postings
from bot.search.index.vocabulary import REMEMBERED, Vocabulary
from bot.search.language.analysis import tokenise
from bot.search.semantic import Encoder, Likeness

FORMAT = 8
"""Goes up when the files of a generation change."""

ITEMS = 256
"""Items that are kept as they were read: a megabyte or two."""


class About(msgspec.Struct, frozen=True):
    """What a generation says of itself: `newsletters` are slug -> name, `sections` the headings in use.

    `model` is the identity of the model whose vectors it has; `writers` are the names of those who write.
    """

    format: int
    default_newsletter: str
    newsletters: dict[str, str]
    sample: bool
    sections: list[str]
    links: int
    tokens: int
    model: str | None = None
    writers: list[str] = []


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one item's text, in order: places of terms, starts, ends; compounds are no steps of a phrase."""

    terms: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.uint32]
    ends: npt.NDArray[np.uint32]
    compound: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """One number for each item, in archive order (issues oldest first, items by position). Dates are ordinals."""

    issue: npt.NDArray[np.uint32]
    issue_number: npt.NDArray[np.int32]
    number: npt.NDArray[np.int32]
    position: npt.NDArray[np.int32]
    kind: npt.NDArray[np.uint8]
    section: npt.NDArray[np.int32]
    date: npt.NDArray[np.int32]


class Generation:
    """An immutable archive. Items have places 0, 1, … in archive order, and so have issues."""

    def __init__(self, path: Path, about: About, encoder: Encoder | None = None) -> None:
        self.name = path.name
        self.about = about
        self.sample = about.sample
        self.newsletters = about.newsletters
        self.default_newsletter = about.default_newsletter
        array = partial(files.read_array, path)
        self._heads = files.Records(path, "heads")
        self._items = files.Records(path, "items")
        self.first_items = array("first_items")
        self.columns = Columns(**{name: array(f"item_{name}") for name in Columns.__dataclass_fields__})
        self.vocabulary = Vocabulary(files.Records(path, "terms"))
        self.written = files.Records(path, "written")
        self.written_counts = array("written_counts")
        self._titles = files.Records(path, "titles")
        self._mentioning, self._mentioning_offsets = array("mentioning"), array("mentioning_offsets")
        postings = Postings(array("offsets"), array("documents"), array("weights"))
        self.ranking = InvertedBM25.over(self.vocabulary, postings, len(self._items))
        self._idfs = lru_cache(maxsize=REMEMBERED)(self._idf)
        self._read = lru_cache(maxsize=ITEMS)(self._item)
        self._tokens = [array(f"token_{name}") for name in ("terms", "starts", "ends", "compound")]
        self._token_offsets = array("token_offsets")
        self._title_terms, self._title_offsets = array("title_terms"), array("title_offsets")
        self._sentences, self._sentence_offsets = array("sentences"), array("sentence_offsets")
        self._pieces, self._piece_offsets = array("pieces"), array("piece_offsets")
        self._encoder = encoder if encoder and encoder.identity == about.model else None
        if self._encoder:
            self._item_vectors = array(f"{vectors.ITEMS}_vectors").astype(np.float32)
            self._sentence_vectors = array(f"{vectors.SENTENCES}_vectors")

    @classmethod
    def open(cls, path: Path, *, verify: bool = False, encoder: Encoder | None = None) -> Generation:
        """Maps the generation in the folder `path`.

        Sizes are always compared with the manifest, contents only with `verify`. It tells likeness of meaning where the
        `encoder` is the one that it was built with. Raises IndexFileError.
        """
        return cls(path, read_about(path, verify=verify), encoder)

    @property
    def issue_count(self) -> int:
        """How many issues there are."""
        return len(self._heads)

    @property
    def item_count(self) -> int:
        """How many items there are."""
        return len(self._items)

    @property
    def link_count(self) -> int:
        """How many links there are."""
        return self.about.links

    @cached_property
    def heads(self) -> Sequence[IssueHead]:
        """What is known of each issue, by newsletter, oldest first."""
        decode = msgspec.json.Decoder(IssueHead).decode
        return tuple(decode(self._heads[index]) for index in range(len(self._heads)))

    def issue(self, index: int) -> Issue:
        """The issue at `index` of `heads`, with its items."""
        first, end = self.first_items[index : index + 2].tolist()
        return Issue(self.heads[index], tuple(self.item_at(place) for place in range(first, end)))

    def item_at(self, place: int) -> Item:
        """The item at a place."""
        return self._read(place)

    def _item(self, place: int) -> Item:
        return msgspec.json.decode(self._items[place], type=Item)

    def record_at(self, place: int) -> bytes | memoryview:
        """The item at a place as its JSON, for who reads a field of every item."""
        return self._items[place]

    def place_of(self, cite: Cite) -> int | None:
        """The place of the item that `cite` names, or None."""
        issue = self.issue_place(cite)
        if issue is None or cite.number is None:
            return None
        first, end = self.first_items[issue : issue + 2].tolist()
        places = np.flatnonzero(self.columns.number[first:end] == cite.number)
        return first + int(places[0]) if len(places) else None

    def head_at(self, place: int) -> IssueHead:
        """The head of the issue that the item at a place belongs to."""
        return self.heads[int(self.columns.issue[place])]

    def item(self, cite: Cite) -> tuple[IssueHead, Item] | None:
        """The item that `cite` names, with the head of its issue, or None."""
        place = self.place_of(cite)
        return None if place is None else (self.head_at(place), self.item_at(place))

    def issue_place(self, cite: Cite) -> int | None:
        """The index in `heads` of the issue that `cite` names, or None."""
        return self._issue_places.get((cite.newsletter, cite.key.lower()))

    def cite(self, place: int) -> str:
        """The cite of the item at a place."""
        head = self.head_at(place)
        number = int(self.columns.number[place])
        return Cite(head.newsletter, head.key, number).format(self.default_newsletter)

    def mentioning(self, issue: int) -> list[int]:
        """The places of the items of other issues that mention the issue at an index by its number."""
        start, end = self._mentioning_offsets[issue : issue + 2].tolist()
        places: list[int] = self._mentioning[start:end].tolist()
        return places

    def tokens(self, place: int) -> Tokens:
        """The tokens of the text of the item at a place."""
        start, end = self._token_offsets[place : place + 2].tolist()
        return Tokens(*(column[start:end] for column in self._tokens))

    def title_terms(self, place: int) -> npt.NDArray[np.uint32]:
        """The places of the terms of the item's title, in order, compounds left out."""
        start, end = self._title_offsets[place : place + 2].tolist()
        terms: npt.NDArray[np.uint32] = self._title_terms[start:end]
        return terms

    def sentences(self, place: int) -> npt.NDArray[np.uint32]:
        """The sentences of the item's text. Shape (sentences, 3): start, end, and the place of the part they are in."""
        start, end = self._sentence_offsets[place : place + 2].tolist()
        spans: npt.NDArray[np.uint32] = self._sentences[start:end]
        return spans

    def pieces(self, places: Sequence[int]) -> Pieces:
        """The pieces of the texts of the items at some places, one item after the other."""
        rows = [self._pieces[slice(*self._piece_offsets[place : place + 2].tolist())] for place in places]
        items = np.repeat(np.arange(len(rows)), [len(each) for each in rows])
        return Pieces(items, *np.concatenate(rows).T.astype(np.int64))

    def likeness(self, text: str) -> Likeness | None:
        """How alike a text is to everything here in meaning; None without a model."""
        if self._encoder is None:
            return None
        vectors = self._item_vectors, self._sentence_vectors, self._sentence_offsets
        return Likeness(self._encoder.question(text), *vectors, self._encoder.scale)

    def held(self, term: str, places: Ints) -> tuple[Mask, Floats]:
        """Which of some items, ascending, hold a term, and what it adds to the score of each. Shapes (places,)."""
        found = self.vocabulary.get(term)
        none = np.zeros(len(places), np.bool_), np.zeros(len(places))
        return none if found is None else self.ranking.postings.at(found, places)

    def idf(self, term: str) -> float:
        """How rare a term is: `log(1 + (N - n + 1/2) / (n + 1/2))` for n of N items holding it. Above 0."""
        return self._idfs(term)

    def _idf(self, term: str) -> float:
        count = self.frequency(term)
        return float(np.log1p((self.item_count - count + 0.5) / (count + 0.5)))

    def frequency(self, term: str) -> int:
        """How many items hold a term."""
        place = self.vocabulary.get(term)
        return 0 if place is None else len(self.ranking.postings.of(place)[0])

    def is_of(self, newsletters: Collection[str]) -> npt.NDArray[np.bool_]:
        """Which items are of some newsletters (slugs). Shape (items,)."""
        issues = np.array([head.newsletter in newsletters for head in self.heads], np.bool_)
        items: npt.NDArray[np.bool_] = issues[self.columns.issue]
        return items

    @cached_property
    def recency(self) -> Ints:
        """How new each item's issue is: 0 for the oldest, and higher the newer. Shape (items,)."""
        return ages.recency(self.heads)[self.columns.issue]

    @cached_property
    def issues_newest_first(self) -> list[int]:
        """All issues, those of the default newsletter before others."""
        newest_first = np.argsort(-ages.recency(self.heads)).tolist()
        return sorted(newest_first, key=lambda index: self.heads[index].newsletter != self.default_newsletter)

    @cached_property
    def writers(self) -> frozenset[str]:
        """The terms that the writers' names are made of."""
        return frozenset(token.term for name in self.about.writers for token in tokenise(name))

    @cached_property
    def newest(self) -> dt.date | None:
        """The date of the newest dated issue."""
        return max((head.date for head in self.heads if head.date), default=None)

    @cached_property
    def _issue_places(self) -> dict[tuple[str, str], int]:
        return {(head.newsletter, head.key.lower()): index for index, head in enumerate(self.heads)}

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of the archive as they are written, lower case, for correcting spelling. In code point order."""
        return tuple(str(self.written.whole(), "utf-8").split("\n")[:-1])

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of all items on one line each, by place, case folded."""
        return tuple(str(self._titles.whole(), "utf-8").casefold().split("\n")[:-1])

    @cached_property
    def newest_first(self) -> list[int]:
        """All places by issue, as in `issues_newest_first`, items in their order."""
        bounds = pairwise(self.first_items.tolist())
        items = [range(first, end) for first, end in bounds]
        return [place for index in self.issues_newest_first for place in items[index]]


def read_about(path: Path, *, verify: bool = False) -> About:
    """What the generation in the folder `path` says of itself. Raises IndexFileError."""
    manifest = files.read_manifest(path, verify=verify)
    try:
        about = msgspec.json.decode(manifest.about, type=About)
    except msgspec.MsgspecError as error:
        raise files.damaged(path) from error
    if about.format != FORMAT:
        raise files.damaged(path)
    return about
