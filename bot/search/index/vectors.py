"""The vectors of a generation: computed when it is built, those of unchanged texts taken over. Knows files and models.

For the items and for the sentences there are two arrays each: `<name>_vectors`, a row of unit length for each text,
and `<name>_digests`, by which the next build knows the text again.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.errors import IndexFileError
from bot.search.index import files
from bot.search.semantic.encoder import Encoder, Halves

log = logging.getLogger(__name__)

ITEMS, SENTENCES = "meaning_items", "meaning_sentences"


def columns(
    items: Sequence[str], sentences: Sequence[str], encoder: Encoder, earlier: Path | None
) -> dict[str, npt.NDArray[Any]]:
    """The arrays for the texts of all items and all sentences.

    Vectors are taken over from the generation in the folder `earlier`, which the same model must have made.
    """
    return {**_columns(ITEMS, items, encoder, earlier), **_columns(SENTENCES, sentences, encoder, earlier)}


def _columns(name: str, texts: Sequence[str], encoder: Encoder, earlier: Path | None) -> dict[str, npt.NDArray[Any]]:
    digests = [_digest(text) for text in texts]
    known = _known(earlier, name) if earlier else {}
    fresh = [place for place, digest in enumerate(digests) if digest not in known]
    if fresh:
        log.info("Computing what %d %s mean.", len(fresh), name.removeprefix("meaning_"))
    vectors = np.empty((len(texts), encoder.dimensions), np.float16)
    vectors[fresh] = encoder([texts[place] for place in fresh])
    for place, digest in enumerate(digests):
        if digest in known:
            vectors[place] = known[digest]
    return {f"{name}_digests": np.array(digests, np.uint64), f"{name}_vectors": vectors}


def _known(earlier: Path, name: str) -> Mapping[int, Halves]:
    """The vectors of a generation by the digests of their texts; none where they cannot be read."""
    try:
        digests = files.read_array(earlier, f"{name}_digests")
        vectors = files.read_array(earlier, f"{name}_vectors")
    except IndexFileError:
        return {}
    return dict(zip(digests.tolist(), vectors, strict=True))


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
