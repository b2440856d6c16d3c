"""The types of the bot's use: what was asked and found on which day. They know no store and no Discord."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

WEEK = 7
MOST_DAILY = 31  # days that are drawn one by one; of more, a bar is a week


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions found something and how many did not, and how many answers were called helpful or not."""

    found: int = 0
    unfound: int = 0
    helpful: int = 0
    unhelpful: int = 0

    @property
    def questions(self) -> int:
        """All questions."""
        return self.found + self.unfound

    @classmethod
    def sum(cls, tallies: Iterable[Tally]) -> Tally:
        """All of them together."""
        rows = [(each.found, each.unfound, each.helpful, each.unhelpful) for each in tallies]
        return cls(*(sum(column) for column in zip(*rows, strict=True))) if rows else cls()


@dataclass(frozen=True, slots=True)
class InVain:
    """A question that found nothing: its text, the last day that it was asked on, and how often it was."""

    text: str
    day: dt.date
    times: int


@dataclass(frozen=True, slots=True)
class Usage:
    """The use of the bot by one server, or by all together, up to and with `today`.

    `days` holds the days on which something was counted; `hours` how many questions came in each of the 24 hours
    of UTC, and is empty where it is not known; `in_vain` are the latest questions that found nothing.
    """

    today: dt.date
    days: dict[dt.date, Tally]
    in_vain: tuple[InVain, ...] = ()
    hours: tuple[int, ...] = ()

    def last(self, days: int) -> Tally:
        """The sum of so many days, today the last of them."""
        first = self.today - dt.timedelta(days=days - 1)
        return Tally.sum(tally for day, tally in self.days.items() if first <= day <= self.today)

    def bars(self, days: int) -> list[tuple[dt.date, Tally]]:
        """At least so many days as bars to draw, each with its first day: single days, or weeks where they are many."""
        step = 1 if days <= MOST_DAILY else WEEK
        count = -(-days // step)
        first = self.today - dt.timedelta(days=count * step - 1)
        starts = [first + dt.timedelta(days=step * place) for place in range(count)]
        return [(start, Tally.sum(self._between(start, step))) for start in starts]

    @property
    def busiest_hour(self) -> int | None:
        """The hour of UTC (0 to 23) with the most questions, or None where there were none."""
        return self.hours.index(max(self.hours)) if any(self.hours) else None

    def _between(self, start: dt.date, days: int) -> list[Tally]:
        every = (start + dt.timedelta(days=place) for place in range(days))
        return [self.days[day] for day in every if day in self.days]
