"""A BERT model small enough for a test: a few words, one layer, in the files that a real one has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from bot.search.semantic.scale import ANSWERED

WIDTH, HEADS = 32, 2
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")


def write(
    folder: Path,
    groups: Sequence[str],
    *,
    layers: int = 1,
    seed: int = 0,
    exported: bool = False,
    shift: float = 0.1,
    **config: object,
) -> Path:
    """Writes the model into `folder` and gives that. The words of a group, parted by spaces, mean the same.

    Without layers, a text means the mean of its words. As `exported` it is in the ONNX format, which has none here;
    the more all its vectors are shifted, the more alike it finds any texts.
    """
    (folder / "1_Pooling").mkdir(parents=True)
    groups = [*groups, *_subjects(groups)]
    words = [*SPECIAL, *(word for group in groups for word in group.split())]
    shape = {
        "num_hidden_layers": layers,
        "num_attention_heads": HEADS,
        "max_position_embeddings": 32,
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
    }
    (folder / "config.json").write_text(json.dumps(shape | config))
    (folder / "1_Pooling/config.json").write_text(json.dumps({"pooling_mode_cls_token": False}))
    _tokenizer(words).save(str(folder / "tokenizer.json"))
    tensors = _tensors(groups, layers, np.random.default_rng(seed))
    if exported:
        onnx.save(_graph(tensors["embeddings.word_embeddings.weight"] + np.float32(shift)), folder / "model.onnx")
    else:
        save_file(tensors, folder / "model.safetensors")
    return folder


def _subjects(groups: Sequence[str]) -> Iterator[str]:
    """Of each question that a model is measured by, and its answer, every other word means the same."""
    known = {word for group in groups for word in group.split()}
    for question, sentence in ANSWERED:
        words = dict.fromkeys(re.findall(r"\w+", f"{question} {sentence}".lower()))
        own = [word for word in words if word not in known]
        known.update(own)
        yield " ".join(own[::2])
        yield from own[1::2]


def _graph(words: np.ndarray) -> onnx.ModelProto:
    """A model whose state for a token is the vector of its word."""
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["texts", "tokens"])
    state = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", WIDTH])
    looked_up = helper.make_node("Gather", ["words", "input_ids"], ["last_hidden_state"])
    graph = helper.make_graph([looked_up], "tiny", [ids], [state], [numpy_helper.from_array(words, "words")])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)


def _tokenizer(words: Sequence[str]) -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(words)}, "[UNK]"))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    return tokenizer


def _tensors(groups: Sequence[str], layers: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    def some(*shape: int) -> np.ndarray:
        return random.normal(0, 0.5, shape).astype(np.float32)

    meanings = np.repeat(some(len(groups), WIDTH) * 4, [len(group.split()) for group in groups], axis=0)
    embeddings = {
        "word_embeddings.weight": np.vstack([np.zeros((len(SPECIAL), WIDTH), np.float32), meanings]),
        "position_embeddings.weight": some(32, WIDTH) * np.float32(0.1),
        "token_type_embeddings.weight": np.zeros((2, WIDTH), np.float32),
        "LayerNorm.weight": np.ones(WIDTH, np.float32),
        "LayerNorm.bias": np.zeros(WIDTH, np.float32),
    }
    tensors = {f"embeddings.{name}": tensor for name, tensor in embeddings.items()}
    sizes = {
        "attention.self.query": (WIDTH, WIDTH),
        "attention.self.key": (WIDTH, WIDTH),
        "attention.self.value": (WIDTH, WIDTH),
        "attention.output.dense": (WIDTH, WIDTH),
        "attention.output.LayerNorm": (WIDTH,),
        "intermediate.dense": (4 * WIDTH, WIDTH),
        "output.dense": (WIDTH, 4 * WIDTH),
        "output.LayerNorm": (WIDTH,),
    }
    for layer in range(layers):
        for name, size in sizes.items():
            tensors[f"encoder.layer.{layer}.{name}.weight"] = some(*size)
            tensors[f"encoder.layer.{layer}.{name}.bias"] = some(size[0])
    return tensors
