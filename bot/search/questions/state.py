"""What has been understood of a question so far, and the words that are left of it. Knows no form of words itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.model import Filters, Order
from bot.search.language.rules import Rule


@dataclass(slots=True)
class Understood:
    """What has been understood so far: `text` holds what is left, at its old places; `fiction` invites fiction in.

    `elsewhen` says that a year is named in which no issue came out; `wrong` are sentences on operators that say
    nothing, for whoever wrote them.
    """

    text: str
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.RELEVANCE
    fiction: bool = False
    elsewhen: bool = False
    wrong: list[str] = field(default_factory=list)

    def narrow(self, added: Filters) -> None:
        """Puts `added` over the filters."""
        self.filters = self.filters.merged(added)

    def blank(self, found: re.Match[str]) -> None:
        """Takes what was found out of the text, and leaves the rest at its place."""
        start, end = found.span()
        self.text = self.text[:start] + " " * (end - start) + self.text[end:]


def taken(
    state: Understood, rule: Rule, keep: Callable[[re.Match[str]], bool] | None = None
) -> Iterator[re.Match[str]]:
    """What `rule` finds and `keep` agrees to, each blanked out of the text."""
    for found in list(rule.finditer(state.text)):
        if keep is None or keep(found):
            state.blank(found)
            yield found
