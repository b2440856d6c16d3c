"""When compiled loops are worth their memory. Knows sizes; knows nothing of how anything is ranked."""

from __future__ import annotations

from bot.search.index.generation import Generation

LARGE = 100_000
"""Loading numba takes 110 to 170 MiB. With fewer items a question is hardly answered any sooner for it."""


def quicken(generation: Generation, least: int = LARGE) -> bool:
    """Has a generation of `least` items or more ranked by compiled loops, if the extra `fast` is installed.

    Takes seconds, in which the generation answers as before. Tells whether it was done.
    """
    if generation.item_count < least:
        return False
    try:
        generation.ranking.quicken()
    except ImportError:
        return False
    return True
