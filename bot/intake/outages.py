"""What the operator has to look after: sources that are not reached, newsletters that have fallen silent. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.model import IssueHead
from bot.store import SourceRecord

LATEST = 10  # issues whose distances tell the usual one
FEWEST = 4  # issues below which there is no usual distance
TIMES = 3  # usual distances without an issue are a silence


@dataclass(frozen=True, slots=True)
class Silence:
    """A newsletter without a new issue since the last one's date, though one usually comes every `usual` days."""

    newsletter: str
    name: str
    since: dt.date
    usual: float


@dataclass(frozen=True, slots=True)
class Trouble:
    """What the operator is told once: `key` says what it is about, `since` when it began, `sentence` what to read."""

    key: str
    since: str
    sentence: str


def silences(heads: Iterable[IssueHead], watched: Mapping[str, str], today: dt.date) -> tuple[Silence, ...]:
    """The `watched` newsletters (names by slug) that are silent for more than three times their usual distance.

    That is the median of the days between their last ten dates; with fewer than four there is none. A date that is
    still to come says nothing.
    """
    dates: dict[str, set[dt.date]] = {}
    for head in heads:
        if head.date and head.date <= today and head.newsletter in watched:
            dates.setdefault(head.newsletter, set()).add(head.date)
    found = []
    for newsletter, days in sorted(dates.items()):
        latest = sorted(days)[-LATEST:]
        if len(latest) < FEWEST:
            continue
        usual = median((later - earlier).days for earlier, later in pairwise(latest))
        if (today - latest[-1]).days > TIMES * usual:
            found.append(Silence(newsletter, watched[newsletter], latest[-1], usual))
    return tuple(found)


def troubles(unreached: Iterable[SourceRecord], silent: Iterable[Silence]) -> list[Trouble]:
    """What to tell of these sources and newsletters."""
    found = [
        Trouble(
            f"source {source.address}",
            f"{source.failing_since:%Y-%m-%d}",
            f"Not reached since {source.failing_since:%Y-%m-%d}; look whether it has moved. {source.error}",
        )
        for source in unreached
        if source.failing_since
    ]
    return found + [
        Trouble(
            f"newsletter {silence.newsletter}",
            str(silence.since),
            f"No new issue of {silence.name} since {silence.since}, though one usually comes "
            f"{rhythm(silence.usual)}; look whether it has moved or ended.",
        )
        for silence in silent
    ]


def rhythm(days: float) -> str:
    """How often issues come: ``every day``, ``every 7 days``."""
    return "every day" if days <= 1 else f"every {days:.0f} days"


def over(key: str) -> str:
    """What to tell of a trouble that has ended."""
    return f"All right again: {key}."
