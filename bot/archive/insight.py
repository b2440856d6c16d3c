"""What the archive knows around an item: its likes, why it was found, who covered an address, what was meant."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from bot.errors import NotFoundError, repeated
from bot.model import Cite, Filters, Hit
from bot.search import Generation
from bot.search.around.explaining import Explanation, explain
from bot.search.around.meant import Meant, meant
from bot.search.around.outgoing import Outgoing
from bot.search.around.related import Related, related
from bot.search.quotes.quoting import opening


class Insight:
    """The part of the archive's reader that looks at one item and around it. Answers from memory; see Archive."""

    _outgoing: Outgoing

    @property
    @abstractmethod
    def _held(self) -> Generation: ...

    @property
    def has_one_newsletter(self) -> bool:
        """Whether all issues are of one newsletter, so that a number alone says which issue is meant."""
        return len(self._held.newsletters) == 1

    def place(self, cite: str) -> int:
        """Where the item with this cite is. Raises NotFoundError."""
        held = self._held
        parsed = Cite.parse(cite, held.default_newsletter)
        place = held.place_of(parsed) if parsed else None
        if place is None:
            raise NotFoundError(f"No item here has the cite {repeated(cite)}: cites look like 305#3.")
        return place

    def related(self, cite: str, *, limit: int = 5) -> tuple[Related, ...]:
        """The items most like the one with this cite, with the words they share. Raises NotFoundError."""
        return related(self._held, self.place(cite), limit)

    def explain(self, text: str, cite: str, *, filters: Filters | None = None, plainly: bool = True) -> Explanation:
        """Why an item was found for a question (`plainly`) or for words that were looked up. Raises NotFoundError."""
        return explain(self._held, text, self.place(cite), filters or Filters(), plainly=plainly)

    def covering(self, addresses: Sequence[str], *, limit: int = 10) -> tuple[Hit, ...]:
        """The items that lead to one of these addresses, those of the first address first, newest first."""
        held = self._held
        places = dict.fromkeys(place for address in addresses for place in self._outgoing.places(address))
        return tuple(
            Hit(held.cite(place), held.head_at(place), held.item_at(place), opening(held.item_at(place)), 0.0)
            for place in list(places)[:limit]
        )

    def meant(self, text: str, *, filters: Filters | None = None) -> tuple[Meant, ...]:
        """Questions that are answered here and may have been meant by one that is not, nearest first."""
        return meant(self._held, text, filters or Filters())
