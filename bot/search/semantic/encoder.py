"""Texts -> vectors of unit length whose products say how alike the texts are in meaning. Knows one model folder.

A folder holds what sentence-transformers keeps of a BERT model: `config.json`, `tokenizer.json`, and `model.onnx` or
`model.safetensors`. What else it may hold tells how the model is used: `1_Pooling/config.json` that the first token
speaks for all, and `config_sentence_transformers.json` what goes before a question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from bot.search.semantic.bert import Bert, Floats, Shape
from bot.search.semantic.onnx import Onnx
from bot.search.semantic.scale import ANSWERED, Scale, measured

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

CONFIG, TOKENIZER = "config.json", "tokenizer.json"
EXPORTED, TENSORS = "model.onnx", "model.safetensors"


class _Pooling(msgspec.Struct, frozen=True):
    pooling_mode_cls_token: bool = False


class _Prompts(msgspec.Struct, frozen=True):
    prompts: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Use:
    """How a model is used: whether a text's first token speaks for all of it, and what goes before a question.

    `scale` is that on which it tells likeness, where that is known.
    """

    by_first: bool = False
    prompt: str = ""
    scale: Scale | None = None


class Encoder:
    """A sentence-embedding model, and the `scale` on which it tells likeness.

    `identity` tells it from every other one that gives other vectors.
    """

    def __init__(self, folder: Path, use: Use | None = None) -> None:
        """Reads the model; without `use`, the folder tells how it is used.

        Raises OSError, ValueError or KeyError where the folder holds none that can be read.
        """
        # the extra `semantic`
        from threadpoolctl import threadpool_limits
        from tokenizers import Tokenizer

        # more threads wait for one another where a core is busy, for ten times as long as one takes
        threadpool_limits(limits=1, user_api="blas")
        self._use = use or _use(folder)
        shape = _read(folder / CONFIG, Shape)
        self._length = min(MOST_TOKENS, shape.max_position_embeddings)
        self._tokenizer = self._ready(Tokenizer.from_buffer((folder / TOKENIZER).read_bytes()))
        exported = folder / EXPORTED
        self._model = Onnx(exported) if exported.exists() else Bert(shape, _tensors(folder / TENSORS))
        self.identity = _identity(folder, self._use.by_first)
        self.scale = self._use.scale or self._measured()

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
        return self._model.width

    def question(self, text: str) -> Floats:
        """The vector of a question. Shape (dimensions,)."""
        vector: Floats = self._pooled(np.array([self._tokenizer.encode(self._use.prompt + text).ids], np.int64))[0]
        return vector

    def _measured(self) -> Scale:
        questions, sentences = zip(*ANSWERED, strict=True)
        return measured(np.array([self.question(each) for each in questions]), self(sentences).astype(np.float32))

    def _ready(self, tokenizer: Tokenizer) -> Tokenizer:
        tokenizer.no_padding()
        tokenizer.enable_truncation(self._length)
        return tokenizer

    def _pooled(self, ids: npt.NDArray[np.int64]) -> Floats:
        state = self._model(ids)
        pooled: Floats = state[:, 0] if self._use.by_first else state.mean(axis=1)
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


def has_model(folder: Path) -> bool:
    """Whether a folder has the files of a model."""
    has = {name: (folder / name).is_file() for name in (CONFIG, TOKENIZER, EXPORTED, TENSORS)}
    return has[CONFIG] and has[TOKENIZER] and (has[EXPORTED] or has[TENSORS])


def _use(folder: Path) -> Use:
    """How the files of sentence-transformers in a folder say that its model is used."""
    pooling, prompts = folder / "1_Pooling" / CONFIG, folder / "config_sentence_transformers.json"
    return Use(
        by_first=pooling.exists() and _read(pooling, _Pooling).pooling_mode_cls_token,
        prompt=_read(prompts, _Prompts).prompts.get("query", "") if prompts.exists() else "",
    )


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
    weights = EXPORTED if (folder / EXPORTED).exists() else TENSORS
    for name in (CONFIG, TOKENIZER, weights):
        with (folder / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]
