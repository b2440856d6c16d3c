"""The periods that mentions are counted in, chosen so that a chart of them can be read. Knows dates and numbers.

A short archive goes by issue, a longer one by month, quarter or year, and one that nothing dates by runs of issues.
Of several newsletters those are counted that dates put beside one another.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.errors import NotFoundError
from bot.model import IssueHead
from bot.search.index.generation import Generation
from bot.search.index.postings import Ints
from bot.trend import Period, Step

MOST_ISSUES = 24
"""An archive of no more issues than this goes by issue."""

MOST_PERIODS = 48
"""Otherwise periods are as short as this many of them allow."""

MONTHS_IN = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}
RUNS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Timeline:
    """`of_item` is the place of each item's period, -1 for items of `undated` issues, which have none.

    `newsletters` are the slugs of those that are counted.
    """

    step: Step
    periods: tuple[Period, ...]
    of_item: Ints
    undated: int
    newsletters: tuple[str, ...]


def timeline(generation: Generation, among: Collection[str]) -> Timeline:
    """The periods of newsletters, given by slug. Raises NotFoundError where neither dates nor numbers order them."""
    wanted = [head for head in generation.heads if head.newsletter in among]
    chosen = _orderable(wanted)
    heads = [head for head in wanted if head.newsletter in chosen]
    dated = sum(head.date is not None for head in heads)
    numbered = len(chosen) == 1 and all(head.number is not None for head in heads)
    if numbered and len(heads) <= MOST_ISSUES:
        step, periods, places = Step.ISSUE, *_by_issue(heads)
    elif dated * 2 >= len(heads) > 0:
        step, periods, places = _by_calendar(heads)
    elif numbered:
        step, periods, places = Step.RUN, *_by_run(heads)
    else:
        raise NotFoundError("Nothing here tells when the issues came out, so there is no time to show mentions over.")
    counted = iter(places)
    of_issue = [next(counted) if head.newsletter in chosen else NOWHERE for head in generation.heads]
    of_item = np.array(of_issue, np.int64)[generation.columns.issue]
    counts = np.bincount(of_item[of_item >= 0], minlength=len(periods)).tolist()
    filled = tuple(replace(period, items=count) for period, count in zip(periods, counts, strict=True))
    undated = len(wanted) - sum(place != NOWHERE for place in of_issue)
    return Timeline(step, filled, of_item, undated, tuple(sorted(chosen)))


def _orderable(heads: Sequence[IssueHead]) -> set[str]:
    """The newsletters that dates put beside one another; where there are none, the one with the most issues."""
    issues = Counter(head.newsletter for head in heads)
    dated = Counter(head.newsletter for head in heads if head.date is not None)
    by_date = {newsletter for newsletter, count in issues.items() if dated[newsletter] * 2 >= count}
    return by_date or {newsletter for newsletter, _ in issues.most_common(1)}


def _by_issue(heads: Sequence[IssueHead]) -> tuple[list[Period], list[int]]:
    """A period an issue, and an empty one for every gap in their numbers."""
    periods: list[Period] = []
    places: list[int] = []
    before: int | None = None
    for head in heads:
        number = head.number or 0
        if before is not None and number > before + 1:
            periods.append(Period(0, numbers=(before + 1, number - 1)))
        places.append(len(periods))
        periods.append(Period(0, head.date, (number, number)))
        before = number
    return periods, places


def _by_run(heads: Sequence[IssueHead]) -> tuple[list[Period], list[int]]:
    """Runs of as many numbers each."""
    numbers = [head.number or 0 for head in heads]
    lowest, highest = min(numbers), max(numbers)
    size = next((size for size in RUNS if highest // size - lowest // size < MOST_PERIODS), RUNS[-1])
    first = lowest // size
    ends = ((index * size, index * size + size - 1) for index in range(first, highest // size + 1))
    periods = [Period(0, numbers=(max(start, lowest), min(end, highest))) for start, end in ends]
    return periods, [number // size - first for number in numbers]


def _by_calendar(heads: Sequence[IssueHead]) -> tuple[Step, list[Period], list[int]]:
    months = [NOWHERE if head.date is None else head.date.year * 12 + head.date.month - 1 for head in heads]
    first, last = min(month for month in months if month >= 0), max(months)
    step = next((step for step, long in MONTHS_IN.items() if last // long - first // long < MOST_PERIODS), Step.YEAR)
    long = MONTHS_IN[step]
    periods = [Period(0, start) for start in _starts(first // long, last // long, long)]
    return step, periods, [NOWHERE if month < 0 else month // long - first // long for month in months]


def _starts(first: int, last: int, long: int) -> Iterator[dt.date]:
    for index in range(first, last + 1):
        yield dt.date(index * long // 12, index * long % 12 + 1, 1)
