"""Times in words -> spans of days: ``march 2022``, ``since 2021``, ``before 2022-06``, ``Q3 2022``. Knows calendars."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from bot.errors import UsageError, no_date
from bot.model import Filters

Days = tuple[dt.date, dt.date]
"""A first and a last day."""

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name
}
PARTS_OF_YEAR = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (12, 14),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}
"""First and last month; those beyond 12 are in the next year."""


def months_of(year: int, first: int, last: int) -> Days:
    """The days of a run of months, which may reach into the next year."""
    end_year, end_month = year + (last - 1) // 12, (last - 1) % 12 + 1
    return dt.date(year, first, 1), dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1])


def days_of(text: str) -> Days | None:
    """``2022``, ``2022-06`` or ``2022-06-14`` -> its days; None for what is no date of this century or the last."""
    return _days(text) if re.match(r"19|20", text) else None


def written_days(text: str) -> Days:
    """The days of what must be a date, of whatever year. Raises UsageError."""
    days = _days(text.strip())
    if days is None:
        raise UsageError(no_date(text))
    return days


def _days(text: str) -> Days | None:
    if not re.fullmatch(r"\d{4}(?:-\d{1,2}){0,2}", text):
        return None
    year, *rest = (int(part) for part in text.split("-"))
    try:
        if len(rest) == 2:
            day = dt.date(year, *rest)
            return day, day
        return months_of(year, rest[0], rest[0]) if rest else months_of(year, 1, 12)
    except ValueError:
        return None


def bounds(relation: str, days: Days) -> Filters:
    """What a time and the word before it ask for: ``since`` includes its first day, ``after`` begins when it ends."""
    first, last = days
    if relation == "since":
        return Filters(since=first)
    if relation == "after":
        return Filters(since=last + dt.timedelta(days=1))
    if relation == "before":
        return Filters(until=first - dt.timedelta(days=1))
    if relation in ("until", "till", "by"):
        return Filters(until=last)
    return Filters(since=first, until=last)
