"""The types of a trend: how often terms are mentioned over time. Small and frozen, as those of the model."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.model import Mention


class Step(StrEnum):
    """How long each period of a trend is: an issue, a run of issues by number, or a stretch of the calendar."""

    ISSUE = "issue"
    RUN = "run"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """One point in time of a trend: `items` counts what was published in it, 0 where the archive has nothing.

    `start` is its first day (of an issue its date, if known); `numbers` are the first and last issue number of it
    where issues are counted.
    """

    items: int
    start: dt.date | None = None
    numbers: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """When a term is first mentioned, most and last.

    `peak` is the place of the period with the largest share, `strongest` the item that mentions the term most often
    then.
    """

    first: Mention
    latest: Mention
    peak: int
    strongest: Mention


@dataclass(frozen=True, slots=True)
class TermTrend:
    """`counts` are the items that mention the term in each period; `mentions` is None where no item of them does.

    `undated` counts the items that mention it and belong to no period.
    """

    term: str
    counts: tuple[int, ...]
    mentions: Mentions | None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Trend:
    """Mentions over time: periods in order, all of one `step`, without the issues (`undated`) that nothing dates.

    `newsletters` are the slugs of those whose issues are counted.
    """

    step: Step
    periods: tuple[Period, ...]
    terms: tuple[TermTrend, ...]
    undated: int = 0
    newsletters: tuple[str, ...] = ()

    def shares(self, term: TermTrend) -> tuple[float | None, ...]:
        """The share (0 to 1) of each period's items that mention the term; None where there are no items."""
        pairs = zip(term.counts, self.periods, strict=True)
        return tuple(count / period.items if period.items else None for count, period in pairs)
