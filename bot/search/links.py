"""Which of an item's links a question for a source means. Knows link lines; knows no ranking."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model import Item, Link
from bot.search.analysis import tokenise


def label(link: Link) -> str:
    """The link as its line writes it: ``Label (Source)``."""
    return f"{link.label} ({link.source})" if link.source else link.label


def best_link(item: Item, rarity: Mapping[str, float]) -> Link | None:
    """The link whose line holds most of the question's terms, by `rarity`; the first of equals; None without links."""

    def held(link: Link) -> float:
        words = {token.term for token in tokenise(f"{link.lead or ''} {label(link)}")}
        return sum(weight for term, weight in rarity.items() if term in words)

    return max(item.links, key=held, default=None)
