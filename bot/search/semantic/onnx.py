"""The forward pass of an exported encoder, by onnxruntime. Knows tensors; knows nothing of words or of vectors' use."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.search.semantic.bert import Floats, Ids


class Onnx:
    """A BERT encoder in the ONNX format, which says itself of which shape it is."""

    def __init__(self, file: Path) -> None:
        """Reads the model. Raises ValueError where the file holds none that gives such a state first."""
        from onnxruntime import InferenceSession, SessionOptions  # the extra `semantic`

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4  # what is wrong is raised
        try:
            self._session = InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
            self._inputs = [given.name for given in self._session.get_inputs()]
            state = self(np.zeros((1, 1), np.int64))
        except Exception as error:  # onnxruntime's errors have no other class in common
            raise ValueError(f"{file.name} is not what it should be: {error}") from error
        if state.ndim != 3:
            raise ValueError(f"{file.name} gives no vector for each token")
        self.width = int(state.shape[2])

    def __call__(self, ids: Ids) -> Floats:
        """The last hidden state of texts of equal length. `ids` (texts, tokens) -> (texts, tokens, hidden)."""
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        state: Floats = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        return state
