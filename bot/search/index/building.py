"""Issues -> the files of a generation. Knows what is counted and how often; knows nothing of questions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from bot.errors import IndexFileError
from bot.model import Issue, Item, Kind, Role
from bot.search.index import files, references, vectors
from bot.search.index.bm25 import InvertedBM25
from bot.search.index.dates import estimated
from bot.search.index.generation import FORMAT, About
from bot.search.index.pieces import pieces
from bot.search.index.postings import Postings
from bot.search.language import analysis
from bot.search.language.lexicon import STOP_WORDS, UNITS
from bot.search.language.sentences import sentences
from bot.search.semantic import Encoder

TITLE_TIMES, TAGLINE_TIMES = 3, 2
"""How often the words of a title and of a tagline count; those of the rest count once."""

KINDS = tuple(Kind)


class _Made(msgspec.Struct):
    """What is read of a generation of any format: the identity of its model."""

    model: str | None = None


@dataclass(slots=True)
class _Columns:
    """The growing columns of all items."""

    terms: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    compound: list[bool] = field(default_factory=list)
    token_offsets: list[int] = field(default_factory=lambda: [0])
    titles: list[str] = field(default_factory=list)
    title_offsets: list[int] = field(default_factory=lambda: [0])
    sentences: list[tuple[int, int, int]] = field(default_factory=list)
    sentence_offsets: list[int] = field(default_factory=lambda: [0])
    pieces: list[tuple[int, ...]] = field(default_factory=list)
    piece_offsets: list[int] = field(default_factory=lambda: [0])
    documents: list[list[str]] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)


def write_generation(
    folder: Path,
    issues: Sequence[Issue],
    *,
    default_newsletter: str,
    newsletters: Mapping[str, str],
    sample: bool,
    writers: Sequence[str] = (),
    encoder: Encoder | None = None,
) -> str:
    """Writes the generation of `issues` into `folder` and gives its name; nothing is done where it stands whole.

    `newsletters` are slug -> name for people; `sample` says that only the sample letter is in it;
    `writers` are the names of those who write. With an `encoder` it knows likeness of meaning; vectors of texts that
    another one in `folder` has are taken over. The name is a hash of all that. Raises IndexFileError.
    """
    issues = sorted(issues, key=_order)
    analyser = (analysis.VERSION, sorted(STOP_WORDS), sorted(UNITS.items()))
    model = encoder.identity if encoder else None
    weights = (TITLE_TIMES, TAGLINE_TIMES)
    told = (default_newsletter, sorted(newsletters.items()), sample, *writers)
    settings = (FORMAT, analyser, weights, model, told)
    name = hashlib.sha256(msgspec.json.encode((settings, issues))).hexdigest()[:16]
    if not files.stands_whole(folder / name):
        arrays, texts, sections = _contents(issues)
        items = [item for issue in issues for item in issue.items]
        if encoder:
            arrays |= _meaning_columns(items, arrays, encoder, _made_with(folder, encoder.identity))
        links = sum(len(item.links) for item in items)
        tokens = len(arrays["token_terms"])
        names = dict(newsletters)
        about = About(FORMAT, default_newsletter, names, sample, sections, links, tokens, model, list(writers))
        files.write(folder, name, arrays, texts, about)
    return name


def _order(issue: Issue) -> tuple[Any, ...]:
    head = issue.head
    number = head.number if head.number is not None else -1
    return (head.newsletter, number < 0, number, head.date.isoformat() if head.date else "", head.key)


def _contents(
    issues: Sequence[Issue],
) -> tuple[dict[str, npt.NDArray[Any]], dict[str, Sequence[bytes]], list[str]]:
    items = [item for issue in issues for item in issue.items]
    columns = _Columns()
    for item in items:
        _add(columns, item)
    sections = sorted({item.section for item in items if item.section})
    vocabulary = sorted({*columns.terms, *columns.titles, *chain.from_iterable(columns.documents)})
    places = {term: place for place, term in enumerate(vocabulary)}
    written = sorted(columns.written)
    encode = msgspec.json.Encoder().encode
    texts: dict[str, Sequence[bytes]] = {
        "heads": [encode(issue.head) for issue in issues],
        "items": [encode(item) for item in items],
        "terms": [term.encode() for term in vocabulary],
        "written": [f"{word}\n".encode() for word in written],
        "titles": [" ".join(item.title.split()).encode() + b"\n" for item in items],
    }
    arrays = {
        **_item_columns(issues, sections),
        **references.columns(issues),
        **_token_columns(columns, places),
        **_ranking_columns(columns.documents, places, _newsletters(issues)),
        "written_counts": np.array([columns.written[word] for word in written], np.uint32),
    }
    return arrays, texts, sections


def _add(columns: _Columns, item: Item) -> None:
    title = analysis.tokenise(item.title)
    text = analysis.tokenise(item.text)
    tagline = analysis.tokenise(item.tagline or "")
    columns.terms += [token.term for token in text]
    columns.starts += [token.start for token in text]
    columns.ends += [token.end for token in text]
    columns.compound += [token.compound for token in text]
    columns.token_offsets.append(len(columns.terms))
    columns.titles += [token.term for token in title if not token.compound]
    columns.title_offsets.append(len(columns.titles))
    spans = _sentences(item)
    columns.sentences += spans
    columns.sentence_offsets.append(len(columns.sentences))
    columns.pieces += pieces(item, spans)
    columns.piece_offsets.append(len(columns.pieces))
    # the text holds the tagline once already
    columns.documents.append(_heavy(title) * TITLE_TIMES + _heavy(tagline) * (TAGLINE_TIMES - 1) + _heavy(text))
    for tokens, source in ((title, item.title), (text, item.text)):
        columns.written.update(_written(tokens, source))


def _heavy(tokens: Iterable[analysis.Token]) -> list[str]:
    return [token.term for token in tokens if not token.stop]


def _written(tokens: Iterable[analysis.Token], source: str) -> set[str]:
    words = (analysis.fold(source[token.start : token.end]) for token in tokens)
    return {word.replace("-", "").replace(" ", "") for word in words if len(word) > 2 and not word.isdigit()}


def _sentences(item: Item) -> list[tuple[int, int, int]]:
    spans: list[tuple[int, int, int]] = []
    for index, part in enumerate(item.parts):
        if part.role in (Role.LINK, Role.TAGLINE, Role.PLACE, Role.INSPIRED_BY):
            spans.append((part.start, part.end, index))
        else:
            spans += [(start, end, index) for start, end in sentences(item.text, part.start, part.end)]
    return spans


def _item_columns(issues: Sequence[Issue], sections: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    dates = estimated([issue.head for issue in issues])
    rows = [
        (
            index,
            -1 if issue.head.number is None else issue.head.number,
            item.number or item.position,
            item.position,
            KINDS.index(item.kind),
            sections.index(item.section) if item.section else -1,
            dates[index],
        )
        for index, issue in enumerate(issues)
        for item in issue.items
    ]
    table = np.array(rows, np.int32).reshape(-1, 7)
    types = (np.uint32, np.int32, np.int32, np.int32, np.uint8, np.int32, np.int32)
    names = ("issue", "issue_number", "number", "position", "kind", "section", "date")
    arrays: dict[str, npt.NDArray[Any]] = {
        f"item_{name}": table[:, index].astype(kind)
        for index, (name, kind) in enumerate(zip(names, types, strict=True))
    }
    arrays["first_items"] = np.cumsum([0, *(len(issue.items) for issue in issues)], dtype=np.int64)
    return arrays


def _token_columns(columns: _Columns, places: Mapping[str, int]) -> dict[str, npt.NDArray[Any]]:
    return {
        "token_terms": np.array([places[term] for term in columns.terms], np.uint32),
        "token_starts": np.array(columns.starts, np.uint32),
        "token_ends": np.array(columns.ends, np.uint32),
        "token_compound": np.array(columns.compound, np.bool_),
        "token_offsets": np.array(columns.token_offsets, np.int64),
        "title_terms": np.array([places[term] for term in columns.titles], np.uint32),
        "title_offsets": np.array(columns.title_offsets, np.int64),
        "sentences": np.array(columns.sentences, np.uint32).reshape(-1, 3),
        "sentence_offsets": np.array(columns.sentence_offsets, np.int64),
        "pieces": np.array(columns.pieces, np.uint32).reshape(-1, 9),
        "piece_offsets": np.array(columns.piece_offsets, np.int64),
    }


def _newsletters(issues: Sequence[Issue]) -> npt.NDArray[np.int64]:
    """The newsletter of each item, as a number from 0."""
    _, numbers = np.unique([issue.head.newsletter for issue in issues], return_inverse=True)
    of_items: npt.NDArray[np.int64] = np.repeat(numbers, [len(issue.items) for issue in issues])
    return of_items


def _ranking_columns(
    documents: Sequence[list[str]], places: Mapping[str, int], newsletters: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[Any]]:
    """The postings of stage one, in the order of the vocabulary.

    A long story among short ones is no worse for it where the short ones are another newsletter's way of writing.
    """
    postings = _reordered(InvertedBM25(documents, kinds=newsletters), places)
    return {"offsets": postings.offsets, "documents": postings.documents, "weights": postings.weights}


def _reordered(ranking: InvertedBM25, places: Mapping[str, int]) -> Postings:
    lengths = np.diff(ranking.postings.offsets)
    order = np.array([places[term] for term in ranking.idf], np.int64)
    sorted_order = np.argsort(np.repeat(order, lengths), kind="stable")
    counts = np.zeros(len(places) + 1, np.int64)
    counts[order + 1] = lengths
    return Postings(np.cumsum(counts), ranking.postings.documents[sorted_order], ranking.postings.weights[sorted_order])


def _meaning_columns(
    items: Sequence[Item], arrays: Mapping[str, npt.NDArray[Any]], encoder: Encoder, earlier: Path | None
) -> dict[str, npt.NDArray[Any]]:
    """The vectors of the items, title first, and of their sentences."""
    owners = np.repeat(np.arange(len(items)), np.diff(arrays["sentence_offsets"])).tolist()
    spans = zip(owners, arrays["sentences"].tolist(), strict=True)
    texts = [items[owner].text[start:end] for owner, (start, end, _) in spans]
    return vectors.columns([f"{item.title}. {item.text}" for item in items], texts, encoder, earlier)


def _made_with(folder: Path, model: str) -> Path | None:
    """The folder of the newest generation with vectors of this model."""
    same = [path for path in folder.iterdir() if _model(path) == model] if folder.is_dir() else []
    return max(same, key=lambda path: path.stat().st_mtime, default=None)


def _model(path: Path) -> str | None:
    try:
        return msgspec.json.decode(files.read_manifest(path, verify=False).about, type=_Made).model
    except (IndexFileError, msgspec.MsgspecError):
        return None
