"""Why filters leave nothing at all, in a sentence for who asked. Knows what the archive has; knows no words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.model import Filters
from bot.search.index.generation import Generation
from bot.search.results.matching import allowed


def reason(generation: Generation, filters: Filters) -> str | None:
    """Why no item can be what the filters ask for; None where some item is, or where only all of them together fail."""
    if _leave_some(generation, filters):
        return None
    if filters.since and filters.until and filters.since > filters.until:
        return f"No time is both since {_day(filters.since)} and until {_day(filters.until)}."
    if filters.since or filters.until:
        return _untimely(generation, filters)
    if filters.cite and not _leave_some(generation, Filters(cite=filters.cite)):
        return f"No item here has the cite {filters.cite}."
    return _nameless(generation, filters)


def _nameless(generation: Generation, filters: Filters) -> str | None:
    """What of the filters that go by name or number is not here."""
    if filters.newsletter and not _leave_some(generation, Filters(newsletter=filters.newsletter)):
        return f"No newsletter here is called “{filters.newsletter[:60]}”."
    if filters.section and not _leave_some(generation, Filters(section=filters.section)):
        return f"No section's heading here has “{filters.section[:60]}”."
    if filters.issues and not _leave_some(generation, Filters(issues=filters.issues, newsletter=filters.newsletter)):
        return "No issue with that number is here."
    return None


def _untimely(generation: Generation, filters: Filters) -> str | None:
    """Why nothing is of the time asked for, if it is the time that is to blame."""
    timeless = replace(filters, since=None, until=None)
    dates = generation.columns.date[allowed(generation, timeless)]
    dates = dates[dates > 0]
    if not _leave_some(generation, timeless):
        return reason(generation, timeless)
    if not len(dates):
        return "Nothing tells when these issues came out, so nothing can be found by time: ask without it."
    first, last = (_day(dt.date.fromordinal(int(date))) for date in (dates.min(), dates.max()))
    return f"No issue here is of that time: they reach from {first} to {last}."


def _leave_some(generation: Generation, filters: Filters) -> bool:
    return bool(allowed(generation, filters).any())


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%b %Y}"
