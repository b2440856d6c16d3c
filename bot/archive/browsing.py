"""What the archive knows for those who read rather than ask: titles, sections, mentions both ways, and trends."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Mapping

from bot.archive.mentions import Around, around_issue, around_item
from bot.errors import NotFoundError, repeated
from bot.model import Answer, Cite, Filters, Hit, Issue, IssueHead, Item
from bot.profile import Profiles
from bot.search import Generation, find
from bot.search.around import browsing
from bot.search.around.trends import parted, trend
from bot.search.questions.demanding import all_of
from bot.trend import Trend

MOST_OF_ISSUE = 500  # items of one issue that a search for all of some words looks at


class Browsing:
    """The part of the archive's reader that leads from one text to another. Answers from memory; see Archive."""

    _profiles: Profiles

    @property
    @abstractmethod
    def _held(self) -> Generation: ...

    @property
    def newsletters(self) -> Mapping[str, str]:
        """The names of the newsletters that are answered from, by slug."""
        return self._held.newsletters

    def find_item(self, text: str) -> tuple[IssueHead, Item]:
        """The item with this cite, else the newest one with words like these in its title. Raises NotFoundError."""
        held = self._held
        cite = Cite.parse(text, held.default_newsletter)
        place = held.place_of(cite) if cite else None
        if place is None:
            place = browsing.titled(held, text)
        if place is None:
            raise NotFoundError(f"No item here is {repeated(text)}: give a cite like 305#3, or words of its title.")
        return held.head_at(place), held.item_at(place)

    def random(self, section: str | None = None) -> tuple[IssueHead, Item]:
        """Any item, of a section whose heading holds these words where they are given. Raises NotFoundError."""
        places = browsing.of_section(self._held, section)
        if not places:
            raise NotFoundError(
                f"No section here is {repeated(section)}: choose one that is offered while you type."
                if section
                else "The archive is empty: ingest a newsletter first."
            )
        place = random.choice(places)  # noqa: S311  (nothing secret hangs on it)
        return self._held.head_at(place), self._held.item_at(place)

    def around(self, head: IssueHead, item: Item | None = None) -> Around:
        """What an issue, or an item of it, mentions of other issues, and what mentions it."""
        held = self._held
        place = held.place_of(Cite.of(head, item)) if item else None
        if place is not None:
            return around_item(held, self._profiles, place)
        index = held.issue_place(Cite.of(head))
        return Around((), ()) if index is None or item else around_issue(held, self._profiles, index)

    def beside(self, head: IssueHead) -> tuple[IssueHead | None, IssueHead | None]:
        """The issues of the same newsletter before and after this one."""
        heads = [each for each in self._held.heads if each.newsletter == head.newsletter]
        keys = [each.key for each in heads]
        if head.key not in keys:
            return None, None
        index = keys.index(head.key)
        return heads[index - 1] if index else None, heads[index + 1] if index + 1 < len(heads) else None

    def issue_of(self, newsletter: str, key: str) -> Issue | None:
        """The issue with exactly this key, or None."""
        place = self._held.issue_place(Cite(newsletter, key))
        return None if place is None else self._held.issue(place)

    def having(self, words: str, limit: int = 25) -> Answer:
        """The items that have all of the words, quoted, best first."""
        return find(self._held, all_of(words), limit=limit)

    def having_in(self, head: IssueHead, words: str) -> tuple[Hit, ...]:
        """The items of one issue that have all of the words, quoted, best first.

        Where it has neither number nor date, those that are among the 500 best of its newsletter.
        """
        found = find(self._held, all_of(words), filters=_about(head), limit=MOST_OF_ISSUE)
        return tuple(hit for hit in found.hits if hit.head == head)

    def trend(self, text: str) -> Trend:
        """The mentions over time of the terms in `text`, parted by commas. Raises UsageError and NotFoundError."""
        return trend(self._held, parted(text))

    def complete_items(self, typed: str, limit: int = 25) -> list[tuple[str, str]]:
        """Items whose cite begins with or whose title holds what is `typed`, newest first: (title, cite) each."""
        held = self._held
        return [(held.item_at(place).title, held.cite(place)) for place in browsing.matching(held, typed, limit)]

    def sections(self, typed: str = "") -> list[str]:
        """The sections whose heading holds what is `typed`, the largest first."""
        return browsing.sections(self._held, typed)


def _about(head: IssueHead) -> Filters:
    """What narrows a search to an issue, as far as filters can."""
    if head.number is not None:
        return Filters(issues=((head.number, head.number),), newsletter=head.newsletter)
    return Filters(since=head.date, until=head.date, newsletter=head.newsletter)
