"""On which scale a model tells likeness: measured on a few questions and the sentences that answer them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

ANSWERED = (
    ("who painted the ceiling of the chapel", "The ceiling was painted by Michelangelo between 1508 and 1512."),
    ("how much does the new ferry cost", "Building the ferry took 40 million euros, twice what was planned."),
    ("why did the bees disappear", "Pesticides on the fields killed most of the colonies."),
    ("how do cells fold proteins", "A chain of amino acids finds its shape with the help of chaperones."),
    ("what is a sonnet", "A sonnet is a poem of fourteen lines."),
    ("when does the museum open again", "After the repairs visitors may come back in March."),
    ("how fast is the train", "It reaches 320 kilometres an hour."),
    ("what do doctors think of the vaccine", "Physicians welcomed the injection and its few side effects."),
    ("is the river clean enough to swim", "Bathing is allowed again, since the water holds few germs."),
    ("what did the minister say about taxes", "Levies on income will not rise, she promised."),
)
"""Questions on different subjects, and a sentence that answers each."""

ONE_FIELD, NEAREST = 0.06, 0.085
"""By how much more alike the texts of a newsletter are to a question than these, and its nearest sentence than the one
sentence here; about the same for bge-small-en-v1.5 and all-MiniLM-L6-v2."""

LEAST = 0.1
"""How far the ends of a scale are apart at least."""


class Scale(NamedTuple):
    """The cosines that a question usually has with a text on something else, and with the sentence that answers it."""

    unrelated: float
    answering: float


def measured(questions: Vectors, sentences: Vectors) -> Scale:
    """The scale of the model that gave the vectors of the questions and sentences of `ANSWERED`."""
    cosines = questions @ sentences.T
    answering = np.eye(len(cosines), dtype=np.bool_)
    unrelated = float(cosines[~answering].mean()) + ONE_FIELD
    return Scale(unrelated, max(float(cosines[answering].mean()) + NEAREST, unrelated + LEAST))
