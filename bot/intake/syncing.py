"""Visits the sources of the newsletter: what is new or edited there goes into the archive, whatever a source does.

Knows when to visit whom, what is news, and what to remember; how a source is read is known in sources.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from typing import Self

from bot.errors import BackIssueError, DocumentError, FetchError, UsageError
from bot.intake import visiting
from bot.intake.report import Changes, Counts, Progress, Tally, VisitReport, VisitState
from bot.intake.saving import Batch, IsNews, Reading, no_news
from bot.intake.visiting import Remembered
from bot.intake.writer import Intake, Show, no_progress
from bot.model import Document
from bot.settings import Settings
from bot.sources.fetching import Fetcher
from bot.sources.remote import Source, SourceKind, documents, recognise, web_address
from bot.store import SourceRecord

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit under way: to whom, who counts and who watches, which new issues are news, what newsletter was named."""

    record: SourceRecord
    tally: Tally
    show: Show
    is_news: IsNews = no_news
    named: str | None = None


class Syncing:
    """Keeps the archive as its sources are. Its methods raise StoreError; what a source refuses is in the report."""

    def __init__(self, intake: Intake, fetcher: Fetcher, settings: Settings) -> None:
        self._intake = intake
        self._fetcher = fetcher
        self._minutes = settings.sync_minutes
        self._sources = intake.store.sources
        self._turn = asyncio.Lock()
        self.has_brought = asyncio.Event()  # set once something came in, or a round came to its end

    @classmethod
    @asynccontextmanager
    async def open(cls, intake: Intake, settings: Settings) -> AsyncIterator[Self]:
        """Visits through one door to the network, which is closed after the block."""
        async with Fetcher.open(settings.fetch_allow) as fetcher:
            yield cls(intake, fetcher, settings)

    async def records(self) -> list[SourceRecord]:
        """The profile's sources, then those that an operator named, with how the visits to them went."""
        return visiting.listed(await self._sources.all(), self._intake.profiles.default.sources)

    async def sync(self, addresses: Sequence[str] = (), kind: str | None = None, show: Show = no_progress) -> Changes:
        """Visits the sources at `addresses`, or all, and says what that changed. Those named are visited from now on.

        `kind` is one of SourceKind, where the sources' own is not to be found out. Raises UsageError for what
        is no address.
        """
        records = [await self._named(address, kind) for address in addresses] or await self.records()
        if not records:
            raise UsageError("The profile names no sources: name one, as in `backissue sync letter.example.org`.")
        return await self._round(records, show)

    async def sync_due(self) -> Changes | None:
        """Visits the sources whose time has come; None where there are none."""
        now = dt.datetime.now(dt.UTC)
        due = [record for record in await self.records() if record.next_visit is None or record.next_visit <= now]
        if not due:
            self.has_brought.set()
            return None
        return await self._round(due, no_progress)

    async def ingest(
        self, address: str, kind: str | None = None, named: str | None = None, show: Show = no_progress
    ) -> Changes:
        """Takes in what is at `address` now, once: it is not visited again. `named` is as in Intake.ingest.

        Raises UsageError for what is no address.
        """
        tally = Tally()
        record = SourceRecord(_spelled(address), kind=kind)
        try:
            await self._bring(_Visit(record, tally, show, named=named), await self._found(record))
        except FetchError as error:
            tally.fail(DocumentError(error.address, error.reason))
        return await self._sum(tally)

    def stop(self) -> None:
        """Has an ingest come to its end after the document at hand, and save what was read until then."""
        self._intake.stop()

    async def forget(self, address: str) -> None:
        """Never visits the source again; what it brought stays. Raises UsageError where there is no such source."""
        if _spelled(address) in self._intake.profiles.default.sources:
            raise UsageError(
                f"{address} is a source of the profile: take it out of `sources` in a profile of your own."
            )
        if not await self._sources.forget(_spelled(address)):
            raise UsageError(f"There is no source {address}: `backissue status` lists the sources.")

    async def _named(self, address: str, kind: str | None) -> SourceRecord:
        own = _spelled(address)
        known = next((record for record in await self.records() if record.address == own), None)
        record = known or SourceRecord(own, named=True)
        return replace(record, kind=kind, read_from=None) if kind else record

    async def _round(self, records: Sequence[SourceRecord], show: Show) -> Changes:
        async with self._turn:
            tally = Tally(visits=[VisitReport(record, 0, VisitState.WAITING) for record in records])

            def shown(progress: Progress) -> None:
                show(replace(progress, visits=tuple(tally.visits)))

            try:
                for place, record in enumerate(records):
                    tally.visits[place] = VisitReport(record, 0, VisitState.READING)
                    shown(Progress(0, 0, record.address))
                    tally.visits[place] = await self._visit(record, tally, shown)
                return await self._sum(tally)
            finally:
                self.has_brought.set()

    async def _sum(self, tally: Tally) -> Changes:
        """What was done, and what the generation counts that is answered from now."""
        current = await self._intake.store.generation()
        if current is None:
            return await self._intake.finish(tally)
        return tally.changes(Counts(current.issues, current.items, current.links))

    async def _visit(self, record: SourceRecord, tally: Tally, show: Show) -> VisitReport:
        """Visits one source and notes how it went. One that an operator named is kept once it was reached."""
        now = dt.datetime.now(dt.UTC)
        if record.barred_until and record.barred_until > now:
            return VisitReport(record, 0)
        before = tally.documents
        is_news = partial(visiting.is_newer, await self._intake.store.newest()) if record.succeeded else no_news
        try:
            source = await self._found(record)
            record = replace(record, kind=source.kind.value, read_from=source.address)
            await self._sources.put(record)
            await self._bring(_Visit(record, tally, show, is_news), source)
        except FetchError as error:
            record = visiting.failed(record, error, now, self._minutes)
        except BackIssueError:
            raise
        except Exception as error:  # noqa: BLE001  (whatever a source answers, the others are visited all the same)
            _log.debug("Unexpected", exc_info=error)
            fault = FetchError(record.address, f"could not be read ({type(error).__name__}: {error})")
            record = visiting.failed(record, fault, now, self._minutes)
        else:
            record = visiting.succeeded(record, now, self._minutes)
        if record.kind or not record.named:
            await self._sources.put(record)
        kept = {each.address: each for each in await self._sources.all()}
        return VisitReport(kept.get(record.address, record), tally.documents - before)

    async def _found(self, record: SourceRecord) -> Source:
        if record.kind:
            return Source(SourceKind(record.kind), record.read_from or record.address)
        return await recognise(record.address, self._fetcher, self._intake.offload)

    async def _bring(self, visit: _Visit, source: Source) -> None:
        """Takes in what is new or edited, a batch at a time. Raises FetchError, after what came before it is in."""
        memory = Remembered(await self._sources.memory(visit.record.address), version("backissue"))
        batch = Batch()
        trouble: FetchError | None = None

        def shown(had: int, total: int, title: str) -> None:
            visit.show(Progress(had, total, title))

        found = documents(source, self._fetcher, memory, shown, offload=self._intake.offload, fail=visit.tally.fail)
        try:
            async for document in found:
                if batch.is_full:
                    await self._take_in(visit, batch, memory)
                    batch = Batch()
                batch.add(document, await self._offered(visit, document, memory))
                if self._intake.is_stopped:
                    visit.tally.stopped = True
                    break
            else:
                memory.end()
        except FetchError as error:
            trouble = error
        await self._take_in(visit, batch, memory)
        if trouble:
            raise trouble

    async def _offered(self, visit: _Visit, document: Document, memory: Remembered) -> Reading | None:
        failures = len(visit.tally.failed)
        reading = await self._intake.offer(document, visit.tally, visit.named)
        memory.note(document.address, is_read=len(visit.tally.failed) == failures)
        return reading

    async def _take_in(self, visit: _Visit, batch: Batch, memory: Remembered) -> None:
        """Saves the batch and has it answered from; only then remembers it, so that a crash forgets nothing."""
        if batch.documents:
            await self._intake.take_in(batch.readings, visit.tally, visit.is_news)
            await self._intake.build()
            self.has_brought.set()
        await self._sources.remember(visit.record.address, batch.documents, memory.fresh())


def _spelled(address: str) -> str:
    """The address of a source as it is kept: with its scheme, and without a slash behind a bare host."""
    own = web_address(address)
    return own.rstrip("/") if own.count("/") == 3 else own
