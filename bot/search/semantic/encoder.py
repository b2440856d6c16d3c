"""Texts -> vectors of unit length whose products say how alike the texts are in meaning. Knows one model folder.

A folder holds what sentence-transformers keeps of a BERT model: `config.json`, `tokenizer.json`,
`model.safetensors`, and `1_Pooling/config.json` where the first token speaks for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from bot.search.semantic.bert import Bert, Floats, Ids, Shape

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Halves = npt.NDArray[np.float16]
T = TypeVar("T")

VERSION = 1
"""Goes up when the same text gives another vector, so that generations are built again."""

MOST_TOKENS = 256
"""Tokens of a text that count."""

BATCH_TOKENS = 1024
"""Tokens that go through the model at once: as many as stay in a processor's cache."""

FILES = ("config.json", "tokenizer.json", "model.safetensors")


class _Pooling(msgspec.Struct, frozen=True):
    pooling_mode_cls_token: bool = False


class Encoder:
    """A sentence-embedding model. `identity` tells it from every other one that gives other vectors."""

    def __init__(self, folder: Path) -> None:
        """Reads the model. Raises OSError, ValueError or KeyError where the folder holds none that can be read."""
        # the extra `semantic`
        from threadpoolctl import threadpool_limits
        from tokenizers import Tokenizer

        # more threads wait for one another where a core is busy, for ten times as long as one takes
        threadpool_limits(limits=1, user_api="blas")
        shape = _read(folder / "config.json", Shape)
        if shape.hidden_act != "gelu":
            raise ValueError(f"its hidden_act is {shape.hidden_act}, not gelu")
        self._length = min(MOST_TOKENS, shape.max_position_embeddings)
        self._tokenizer = self._ready(Tokenizer.from_buffer((folder / "tokenizer.json").read_bytes()))
        self._by_first = _pooling(folder).pooling_mode_cls_token
        self._bert = Bert(shape, _tensors(folder / "model.safetensors"))
        self.identity = _identity(folder, self._by_first)

    def __call__(self, texts: Sequence[str]) -> Halves:
        """The vector of each text. Shape (texts, dimensions)."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), self.dimensions), np.float16)
        for places in _batches(tokens):
            vectors[places] = self._pooled(np.array([tokens[place] for place in places], np.int64))
        return vectors

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._bert.width

    def question(self, text: str) -> Floats:
        """The vector of one text. Shape (dimensions,)."""
        vector: Floats = self._pooled(np.array([self._tokenizer.encode(text).ids], np.int64))[0]
        return vector

    def _ready(self, tokenizer: Tokenizer) -> Tokenizer:
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._length)
        return tokenizer

    def _pooled(self, ids: Ids) -> Floats:
        state = self._bert(ids)
        pooled: Floats = state[:, 0] if self._by_first else state.mean(axis=1)
        pooled /= np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
        return pooled


def _batches(tokens: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Places of texts of equal length, which need no padding and no mask."""
    by_length: dict[int, list[int]] = {}
    for place, ids in enumerate(tokens):
        by_length.setdefault(len(ids), []).append(place)
    for length, places in by_length.items():
        step = max(1, BATCH_TOKENS // max(1, length))
        yield from (places[start : start + step] for start in range(0, len(places), step))


def _pooling(folder: Path) -> _Pooling:
    file = folder / "1_Pooling" / "config.json"
    return _read(file, _Pooling) if file.exists() else _Pooling()


def _read(file: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{file.name} is not what it should be: {error}") from error


def _tensors(file: Path) -> dict[str, Floats]:
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="numpy") as tensors:
            named = {name: tensors.get_tensor(name) for name in sorted(tensors.keys())}
    except SafetensorError as error:
        raise ValueError(f"{file.name} is damaged: {error}") from error
    return {name: tensor.astype(np.float32, copy=False) for name, tensor in named.items()}


def _identity(folder: Path, *kind: object) -> str:
    digest = hashlib.sha256(repr((VERSION, MOST_TOKENS, kind)).encode())
    for name in FILES:
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
