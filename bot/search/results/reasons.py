"""Why filters leave nothing, or not all that there is, in a sentence for who asked. Knows no words of a question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.errors import no_newsletter, no_section
from bot.model import Filters
from bot.search.index.generation import Generation
from bot.search.results.matching import allowed

_UNDATED = "Some issues here have no date and are never found by time: ask without one to search them too."


def reason(generation: Generation, filters: Filters) -> str | None:
    """Why the filters leave no item, or that they leave out what has no date; None where they may not be to blame."""
    timeless = replace(filters, since=None, until=None)
    if filters.since and filters.until and filters.since > filters.until:
        return f"No time is both since {_day(filters.since)} and until {_day(filters.until)}."
    if filters != timeless and _leave_some(generation, timeless):
        return _untimely(generation, filters, timeless)
    if _leave_some(generation, filters):
        return None
    if filters.cite and not _leave_some(generation, Filters(cite=filters.cite)):
        return f"No item here has the cite {filters.cite}."
    return _nameless(generation, filters)


def _nameless(generation: Generation, filters: Filters) -> str | None:
    """What of the filters that go by name or number is not here."""
    if filters.newsletter and not _leave_some(generation, Filters(newsletter=filters.newsletter)):
        return f"{no_newsletter(filters.newsletter)}."
    if filters.section and not _leave_some(generation, Filters(section=filters.section)):
        return f"{no_section(filters.section)}."
    if filters.issues and not _leave_some(generation, Filters(issues=filters.issues, newsletter=filters.newsletter)):
        return "No issue with that number is here."
    return None


def _untimely(generation: Generation, filters: Filters, timeless: Filters) -> str | None:
    """What is wrong with asking these items for their time, if anything is."""
    places = allowed(generation, timeless)
    dated = generation.columns.date[places] > 0
    if not dated.any():
        return "Nothing tells when these issues came out, so nothing can be found by time: ask without it."
    if _leave_some(generation, filters):
        return None if dated.all() else _UNDATED
    days = [day for issue in np.unique(generation.columns.issue[places]) if (day := generation.heads[issue].date)]
    known = "" if dated.all() else "known to be "
    return f"No issue here is {known}of that time{_around(days, filters)}."


def _around(days: Sequence[dt.date], filters: Filters) -> str:
    """Which of some days there are around the time that has none."""
    earlier = [day for day in days if filters.since and day < filters.since]
    later = [day for day in days if filters.until and day > filters.until]
    if earlier and later:
        return f": the nearest are of {_day(max(earlier))} and {_day(min(later))}"
    return f": they reach from {_day(min(days))} to {_day(max(days))}" if days else ""


def _leave_some(generation: Generation, filters: Filters) -> bool:
    return bool(allowed(generation, filters).any())


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%b %Y}"
