"""Visits to sources: when the next one is due, what is news, and what is carried between two of them. Pure."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.errors import FetchError
from bot.model import IssueHead
from bot.store import Newest, SourceRecord

FIRST_PAUSE = dt.timedelta(minutes=5)  # after a visit that failed; pauses double from failure to failure
LONGEST_PAUSE = dt.timedelta(days=1)
JITTER = 0.1  # of a pause, so that not all bots of the world come at the same minute
ALARMING = dt.timedelta(days=2)  # of nothing but failures: then somebody has to look


def listed(known: Iterable[SourceRecord], default: Sequence[str]) -> list[SourceRecord]:
    """The sources to visit: those at the profile's `default` addresses, then those that an operator named."""
    by_address = {record.address: record for record in known}
    own = [by_address.get(address, SourceRecord(address)) for address in default]
    return [*own, *(record for record in by_address.values() if record.named and record.address not in default)]


def is_newer(newest: Mapping[str, Newest], head: IssueHead) -> bool:
    """Whether the issue is later than all that the archive had of its newsletter: by number, else by date."""
    before = newest.get(head.newsletter)
    if before is None:
        return False
    if head.number is not None and before.number is not None:
        return head.number > before.number
    return bool(head.date and before.date and head.date >= before.date)


def succeeded(record: SourceRecord, now: dt.datetime, minutes: float) -> SourceRecord:
    """The record after a visit that came to its end; the next is due in about so many `minutes`, with 0 never."""
    return replace(
        record,
        visited=now,
        succeeded=now,
        failing_since=None,
        failures=0,
        next_visit=now + _about(dt.timedelta(minutes=minutes)) if minutes else None,
        barred_until=None,
        error=None,
    )


def failed(record: SourceRecord, error: FetchError, now: dt.datetime, minutes: float) -> SourceRecord:
    """The record after a visit that failed: pauses grow from five minutes (or `minutes`, if fewer) to a day.

    They are never shorter than what the server asked for.
    """
    pause = _about(min(min(FIRST_PAUSE, dt.timedelta(minutes=minutes)) * 2 ** min(record.failures, 20), LONGEST_PAUSE))
    barred = now + dt.timedelta(seconds=error.retry_after) if error.retry_after else None
    return replace(
        record,
        visited=now,
        failing_since=record.failing_since or now,
        failures=record.failures + 1,
        next_visit=max(now + pause, barred or now) if minutes else None,
        barred_until=barred,
        error=str(error),
    )


def is_alarming(record: SourceRecord, now: dt.datetime) -> bool:
    """Whether the source has not been reached for so long that its operator must be told."""
    return record.failing_since is not None and now - record.failing_since >= ALARMING


def _about(pause: dt.timedelta) -> dt.timedelta:
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  (spreads visits, guards nothing)


class Remembered:
    """What is remembered of a source (see Memory in sources), and what of it is not kept yet.

    A document that this `version` of the program could not read is not tried again as long as it stays as it is.
    Another version asks the source for it once more; so does the first visit after a reindex, which keeps what
    `due_again` gives.
    """

    def __init__(self, kept: Mapping[str, str], version: str) -> None:
        self._version = version
        self._due = {key.removeprefix(_UNREAD) for key in _unread(kept) if kept[key] != version}
        self._all = _without(kept, self._due) if self._due else dict(kept)
        self._fresh: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """The text kept under `key`, or None."""
        return self._all.get(key)

    def put(self, key: str, value: str) -> None:
        """Keeps `value` under `key`, in place of what was there."""
        if self._all.get(key) != value:
            self._all[key] = self._fresh[key] = value

    def note(self, address: str, *, is_read: bool) -> None:
        """Notes whether the document at `address` could be read."""
        self._due.discard(address)
        if not is_read or self._all.get(_UNREAD + address):
            self.put(_UNREAD + address, "" if is_read else self._version)

    def end(self) -> None:
        """Notes that the visit came to its end: what was due again and did not come is not asked for once more."""
        for address in list(self._due):
            self.note(address, is_read=False)

    def fresh(self) -> dict[str, str]:
        """What was put since this was last asked."""
        fresh, self._fresh = self._fresh, {}
        return fresh


_UNREAD = "unread "  # before a document's address: the version that could not read it; empty once one can
_AGAIN = "again"  # in the place of a version


def due_again(kept: Mapping[str, str]) -> dict[str, str]:
    """What has to be kept so that the next visit asks once more for the documents that could not be read."""
    return dict.fromkeys(_unread(kept), _AGAIN)


def _unread(kept: Mapping[str, str]) -> list[str]:
    return [key for key, value in kept.items() if key.startswith(_UNREAD) and value]


def _without(kept: Mapping[str, str], addresses: Collection[str]) -> dict[str, str]:
    """What is kept, but for all that would keep the source from handing over the documents at `addresses`."""
    gone = {"listed", *(f"document {address}" for address in addresses)}
    return {key: value for key, value in kept.items() if key not in gone and not key.startswith("validators ")}
