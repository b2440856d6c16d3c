"""When an undated issue came out, as near as its neighbours tell, so that questions of time find it. Never shown."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np

from bot.model import IssueHead

UNDATED = 0


def estimated(heads: Sequence[IssueHead]) -> list[int]:
    """A date (ordinal) for each issue: its own, else by its number between dated neighbours of its newsletter, else 0.

    Beyond the dated issues the nearest of them lends its date, moved by a week for each number. `heads` are grouped by
    newsletter.
    """
    return [day for _, group in groupby(heads, key=lambda head: head.newsletter) for day in _of_one(list(group))]


def _of_one(heads: list[IssueHead]) -> list[int]:
    known = sorted((head.number, head.date.toordinal()) for head in heads if head.number is not None and head.date)
    numbers = np.array([number for number, _ in known])
    days = np.array([day for _, day in known])

    def guess(number: int) -> int:
        nearest = min(max(number, known[0][0]), known[-1][0])
        return round(float(np.interp(nearest, numbers, days))) + 7 * (number - nearest)

    return [
        head.date.toordinal()
        if head.date
        else (max(1, guess(head.number)) if known and head.number is not None else UNDATED)
        for head in heads
    ]
