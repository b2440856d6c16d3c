"""An archive to read in: the sample letters, one with its page, and an eleventh: many items, long ones, mentions."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.letters import letter, story
from tests.standin import Interaction, Obj, walk
from tests.standin.constants import SELECTS, ComponentType

LONG = "\n\n".join(
    f"Paragraph {n} says that the barge went on for a while. " + "It was slow. " * 60 for n in range(1, 12)
)
PAGE_OF_FIVE = """---
title: "Sample Letter 5: Chinchilla does the arithmetic"
url: https://example.org/letters/5
---

## Chinchilla says the big models were underfed

The rest of this issue stands in the mail.
"""


def stock(folder: Path) -> Path:
    """Ingests the archive below `folder`; its data folder."""
    stories = [story(f"Barge number {n} leaves port", f"It carries load {n} down the river.") for n in range(1, 29)]
    stories[1] = story("The endless barge", LONG)
    stories[2] = story(
        "The backflip comes home", "The backflip taught by comparing two clips (Sample Letter 1) is in barges now."
    )
    letters = folder / "letters"
    letters.mkdir()
    (letters / "eleven.txt").write_text(letter(11, stories, title="barges, barges, barges"), encoding="utf-8")
    (letters / "five.md").write_text(PAGE_OF_FIVE, encoding="utf-8")
    environment = {**os.environ, "BACKISSUE_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "bot", "ingest", str(ROOT / "seeds"), str(letters)]
    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True, timeout=60)
    return folder / "data"


def buttons(shown: Interaction) -> dict[str, Obj]:
    """The buttons below a message that ask the bot for something, by their labels."""
    found = (each for each in walk(_message(shown).components) if each.type == ComponentType.BUTTON and each.custom_id)
    return {each.label: each for each in found}


def menus(shown: Interaction, name: str = "") -> list[Obj]:
    """The menus of a message whose ids begin so."""
    found = (each for each in walk(_message(shown).components) if each.type in SELECTS)
    return [each for each in found if each.custom_id.startswith(name)]


def _message(shown: Interaction) -> Obj:
    assert shown.message is not None
    return shown.message
