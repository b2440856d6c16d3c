"""The writer: takes documents into the archive, re-parses them, takes them out, and builds the next generation.

Knows the order of the work; what a document says (parsing), how it is saved (saving) and what is answered from
(generations) is known elsewhere.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import ParamSpec, Self, TypeVar

from bot import locking
from bot.errors import DocumentError, NotFoundError, UsageError
from bot.intake import generations, visiting
from bot.intake.report import Changes, Counts, Progress, Tally
from bot.intake.saving import Batch, IsNews, Reading, Saving, no_news, sha256
from bot.model import Cite, Document
from bot.offload import Offload, Overrun
from bot.parsing import parse
from bot.parsing.privacy import without_reader
from bot.profile import Profiles
from bot.settings import Settings
from bot.sources import disk
from bot.store import ArchiveStore, SqliteArchiveStore

P = ParamSpec("P")
T = TypeVar("T")

PARSE_SECONDS = 20.0
PARSE_MEBIBYTES = 512

_BUSY = "Another program reads the archive anew already: wait until it is done, and look at what it changed."

Show = Callable[[Progress], None]


def no_progress(_progress: Progress) -> None:
    """Shows nothing."""


class Intake:
    """The one way into the archive. Its methods raise StoreError; what is wrong with one document is in the report."""

    def __init__(self, store: ArchiveStore, settings: Settings, profiles: Profiles, offload: Offload) -> None:
        self.store = store
        self.profiles = profiles
        self.offload = offload
        self._settings = settings
        self.is_stopped = False
        self._turn = asyncio.Lock()  # a reindex must not put back what a sync has just brought up to date

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, profiles: Profiles) -> AsyncIterator[Self]:
        """The writer of the archive that the settings name."""
        async with SqliteArchiveStore.open(settings.database) as store, Offload.open() as offload:
            yield cls(store, settings, profiles, offload)

    def stop(self) -> None:
        """Has what takes documents in come to its end after the one at hand, and save what was read until then."""
        self.is_stopped = True

    async def ingest(self, paths: Sequence[Path], named: str | None = None, show: Show = no_progress) -> Changes:
        """Takes in the files at `paths` (folders and archives are searched) and says what that changed.

        `named` is the newsletter of documents that do not show theirs. Raises UsageError where a path leads nowhere.
        """
        files = list(disk.folders(list(paths)))
        total = sum(disk.count(file) for file, _ in files)
        tally, batch = Tally(), Batch()
        for found in (found for file, folder in files for found in disk.documents(file, folder)):
            if self.is_stopped:
                tally.stopped = True
                break
            if batch.is_full:
                await self.take_in(batch.readings, tally)
                batch = Batch()
            if isinstance(found, DocumentError):
                tally.documents += 1
                tally.fail(found)
                continue
            show(Progress(tally.documents, total, PurePosixPath(found.address).name))
            batch.add(found, await self.offer(found, tally, named))
        await self.take_in(batch.readings, tally)
        return await self.finish(tally)

    async def prepare(self, seeds: Path, show: Show = no_progress) -> Changes:
        """Sees to it that there is something to answer from, in today's form of the index; what that changed.

        An empty archive takes in the folder `seeds`. Raises UsageError where that holds nothing to read.
        """
        if await self.store.newest():
            return Tally().changes(await self.build())
        try:
            return await self.ingest([seeds], show=show)
        except UsageError:
            await self.build()  # an index of nothing, so that an answer can say so
            raise

    def reindexing(self) -> AbstractContextManager[None]:
        """Keeps all others from reading anew while the block runs. Raises BusyError where one is at it already."""
        return locking.held(self._settings.data / "reindex.lock", _BUSY)

    async def reindex(self, show: Show = no_progress) -> Changes:
        """Reads every kept document anew with today's parser and profile, and says what that changed."""
        await self.try_again()
        async with self._turn:
            kept = await self.store.documents()
            tally = Tally(len(kept))
            readings = []
            for done, document in enumerate(kept):
                show(Progress(done, len(kept), Path(document.address).name))
                try:
                    loaded = await self.store.load(document.address)
                    readings.append(replace(await self._read(loaded, document.named_newsletter), again=True))
                except DocumentError as error:
                    tally.fail(error)
            show(Progress(len(kept), len(kept), "Saving, and building the index"))
            await self._saving(tally).take_in(readings)
        return await self.finish(tally)

    async def try_again(self) -> None:
        """Has the next visits to sources try again what could not be read."""
        for source in await self.store.sources.all():
            due = visiting.due_again(await self.store.sources.memory(source.address))
            await self.store.sources.remember(source.address, (), due)

    async def remove(self, what: str) -> Changes:
        """Takes a document (by address or file name) out, or the documents of the issue that a cite names.

        An issue that another document holds too stays. Raises NotFoundError where nothing is meant, UsageError
        where a cite names less than whole documents.
        """
        addresses = await self._meant(what)
        tally = Tally(len(addresses))
        touched: set[tuple[str, str]] = set()
        async with self._turn:
            for address in addresses:
                async with self.store.transaction() as transaction:
                    touched |= await transaction.keys_of(address)
                    await transaction.forget(address)
            await self._saving(tally).settle_removal(touched)
        return tally.changes(await self.build(forgetting=True))

    async def offer(self, document: Document, tally: Tally, named: str | None = None) -> Reading | None:
        """What is to be taken in of a document; None for one that is known as it is, or that cannot be read.

        `tally` notes which it is.
        """
        tally.documents += 1
        try:
            return await self._read_new(await self._aside(document, without_reader, document), tally, named)
        except DocumentError as error:
            tally.fail(error)
            return None

    async def _read_new(self, document: Document, tally: Tally, named: str | None) -> Reading | None:
        kept = await self.store.document(document.address)
        if kept:
            named = named or kept.named_newsletter
        renamed = kept is not None and named != kept.named_newsletter
        if kept and kept.settled and kept.sha256 == sha256(document) and not renamed:
            tally.unchanged(await self._keys_of(document.address))
            return None
        return await self._read(document, named)

    async def take_in(self, readings: Sequence[Reading], tally: Tally, is_news: IsNews = no_news) -> None:
        """Saves what was read; `build` has it answered from. `is_news` tells which new issues are news."""
        async with self._turn:
            await self._saving(tally, is_news).take_in(readings)

    async def build(self, *, forgetting: bool = False) -> Counts:
        """Builds the generation that answers from now on; what it counts. `forgetting` leaves no earlier one."""
        settings = self._settings
        return await generations.build(
            settings.database,
            settings.generations,
            self.profiles,
            settings.semantic,
            self.offload,
            forgetting=forgetting,
        )

    async def finish(self, tally: Tally) -> Changes:
        """Builds the generation that answers from now on, and sums up."""
        return tally.changes(await self.build())

    def _saving(self, tally: Tally, is_news: IsNews = no_news) -> Saving:
        return Saving(self.store, self.profiles.default.slug, tally, is_news)

    async def _read(self, document: Document, named: str | None) -> Reading:
        return Reading(document, named, await self._aside(document, parse, document, self.profiles, named))

    async def _aside(self, document: Document, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` makes of a foreign `document`, in a process with limits. Raises DocumentError."""
        try:
            return await self.offload.run(PARSE_SECONDS, PARSE_MEBIBYTES, function, *args, **kwargs)
        except Overrun as overrun:
            raise DocumentError(document.address, f"was given up: {overrun}") from overrun

    async def _keys_of(self, address: str) -> set[tuple[str, str]]:
        async with self.store.transaction() as transaction:
            return await transaction.keys_of(address)

    async def _meant(self, what: str) -> list[str]:
        addresses = [document.address for document in await self.store.documents()]
        meant = [address for address in addresses if address in (what, disk.address(Path(what)))]
        meant = meant or [address for address in addresses if Path(address).name == what]
        cite = Cite.parse(what, self.profiles.default.slug)
        if not meant and cite:
            meant = await self._documents_of(cite)
        if not meant:
            raise NotFoundError(f"Nothing here is named {what}: `backissue status` lists the documents and issues.")
        return meant

    async def _documents_of(self, cite: Cite) -> list[str]:
        """The documents that hold the issue and nothing else. Raises UsageError where one holds more."""
        if cite.number is not None:
            raise UsageError("An item cannot be removed by itself: give its document, or its whole issue.")
        async with self.store.transaction() as transaction:
            addresses = [copy.address for copy in await transaction.copies(cite.newsletter, cite.key)]
            for address in addresses:
                others = len(await transaction.keys_of(address)) - 1
                if others:
                    raise UsageError(
                        f"That issue stands in {address} with {others} more: remove the document to take them all out."
                    )
        return addresses
