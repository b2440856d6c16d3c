"""Keeping the archive fresh in a running bot: visits the sources when they are due, and tells the operator's log."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

from bot.errors import BackIssueError
from bot.intake.report import Changes
from bot.intake.syncing import Syncing

LONGEST_SLEEP = 60.0  # seconds; sources that `backissue sync` has added meanwhile are noticed after it

_log = logging.getLogger(__name__)


async def keep_fresh(syncing: Syncing) -> None:
    """Visits each source when its time has come, until cancelled. Nothing that goes wrong ends it."""
    while True:
        seconds = LONGEST_SLEEP
        try:
            changes = await syncing.sync_due()
            if changes:
                _tell(changes)
            seconds = min(seconds, await _until_next(syncing))
        except BackIssueError as error:
            _log.error("%s", error)
        await asyncio.sleep(seconds)


async def _until_next(syncing: Syncing) -> float:
    """Seconds until a source is due, at least one; endless where there are none."""
    now = dt.datetime.now(dt.UTC)
    due = min((record.next_visit or now for record in await syncing.records()), default=None)
    return max(1.0, (due - now).total_seconds()) if due else float("inf")


def _tell(changes: Changes) -> None:
    for visit in changes.visits:
        source = visit.source
        if source.error:
            _log.warning("Trying again at %s. %s", f"{source.next_visit:%H:%M} UTC", source.error)
    for failure in changes.failed:
        _log.warning("Not taken in: %s: %s.", failure.document, failure.reason)
    if changes.documents:
        _log.info(
            "%d new or edited documents: %d issues added, %d updated.",
            changes.documents,
            changes.issues_added,
            changes.issues_updated,
        )
