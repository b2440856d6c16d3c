"""Likeness of meaning: texts and questions as vectors of a sentence-embedding model. Optional: the extra `semantic`.

`load` finds the model that a setting names, `Encoder` runs it, `vectors` are computed when a generation is built, and
`Likeness` compares a question with them.
"""

from bot.search.semantic.encoder import Encoder
from bot.search.semantic.finding import OFF, load
from bot.search.semantic.likeness import Likeness

__all__ = ["OFF", "Encoder", "Likeness", "load"]
