"""The writer: takes documents into the archive, re-parses them, takes them out, and builds the next generation.

Reads and writes around decisions that are made elsewhere: what a document says (parsing), which copy is
shown and which item is which (merging), what addresses are known (linking).
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from bot import generations, merging
from bot.errors import DocumentError, NotFoundError
from bot.model import Cite, Document, IssueHead, Item, Parsed
from bot.offload import Offload, Overrun
from bot.parsing import parse
from bot.profile import Profiles
from bot.report import Changes, Counts, Failure, Progress, Tally
from bot.settings import Settings
from bot.sources import disk
from bot.store import ArchiveStore, Copy, SqliteArchiveStore, StoredIssue

PARSE_SECONDS = 20.0
PARSE_MEBIBYTES = 512

Show = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A document that is to be taken in, and what was read in it."""

    document: Document
    named: str | None
    parsed: Parsed


def _no_progress(_progress: Progress) -> None:
    pass


class Intake:
    """The one way into the archive. Its methods raise StoreError; what is wrong with one document is in the report."""

    def __init__(self, store: ArchiveStore, settings: Settings, profiles: Profiles, offload: Offload) -> None:
        self.store = store
        self._settings = settings
        self._profiles = profiles
        self._offload = offload

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, profiles: Profiles) -> AsyncIterator[Self]:
        """The writer of the archive that the settings name."""
        async with SqliteArchiveStore.open(settings.database) as store, Offload.open() as offload:
            yield cls(store, settings, profiles, offload)

    async def ingest(self, paths: Sequence[Path], named: str | None = None, show: Show = _no_progress) -> Changes:
        """Takes in the files at `paths` (folders are searched) and says what that changed.

        `named` is the newsletter of documents that do not show theirs. Raises UsageError where a path leads nowhere.
        """
        files = list(disk.folders(list(paths)))
        tally = Tally(len(files))
        readings = []
        for done, (file, folder) in enumerate(files):
            show(Progress(done, len(files), file.name))
            try:
                document = disk.read(file, folder)
                if await self._is_new(document, named):
                    readings.append(await self._read(document, named))
                else:
                    tally.unchanged(await self._keys_of(document.address))
            except DocumentError as error:
                tally.failed.append(Failure(error.document, error.reason))
        return await self._take_in(readings, tally)

    async def prepare(self, seeds: Path, show: Show = _no_progress) -> None:
        """Sees to it that there is something to answer from, in today's form of the index.

        An empty archive takes in the folder `seeds`.
        """
        if (await self._build()).issues == 0:
            await self.ingest([seeds], show=show)

    async def reindex(self, show: Show = _no_progress) -> Changes:
        """Reads every kept document anew with today's parser and profile, and says what that changed."""
        kept = await self.store.documents()
        tally = Tally(len(kept))
        readings = []
        for done, document in enumerate(kept):
            show(Progress(done, len(kept), Path(document.address).name))
            try:
                readings.append(await self._read(await self.store.load(document.address), document.named_newsletter))
            except DocumentError as error:
                tally.failed.append(Failure(error.document, error.reason))
        return await self._take_in(readings, tally)

    async def remove(self, what: str) -> Changes:
        """Takes a document (by address or file name) out, or all documents of the issue that a cite names.

        An issue that another document holds too stays. Raises NotFoundError where nothing is meant.
        """
        addresses = await self._meant(what)
        tally = Tally(len(addresses))
        touched: set[tuple[str, str]] = set()
        for address in addresses:
            async with self.store.transaction() as transaction:
                touched |= await transaction.keys_of(address)
                await transaction.forget(address)
        await self._settle_issues(touched, tally)
        return await self._finish(tally)

    async def _is_new(self, document: Document, named: str | None) -> bool:
        kept = await self.store.document(document.address)
        if kept is None or not kept.settled or kept.sha256 != _sha256(document):
            return True
        return named is not None and named != kept.named_newsletter

    async def _read(self, document: Document, named: str | None) -> _Reading:
        try:
            parsed = await self._offload.run(PARSE_SECONDS, PARSE_MEBIBYTES, parse, document, self._profiles, named)
        except Overrun as overrun:
            raise DocumentError(document.address, f"was given up: {overrun}") from overrun
        return _Reading(document, named, parsed)

    async def _take_in(self, readings: Sequence[_Reading], tally: Tally) -> Changes:
        """Keeps the documents, then saves issue by issue, then settles the documents: a crash leaves whole issues."""
        touched: set[tuple[str, str]] = set()
        for reading in readings:
            async with self.store.transaction() as transaction:
                await transaction.put_newsletter(reading.parsed.newsletter, reading.parsed.newsletter_name)
                await transaction.keep(reading.document, _sha256(reading.document), reading.named)
        copies = await self._identified(readings)
        for reading in readings:
            touched |= await self._drop_copies(reading.document.address, copies)
        for copy in copies:
            touched.add((copy.issue.head.newsletter, copy.key))
        await self._settle_issues(touched, tally, copies)
        for reading in readings:
            async with self.store.transaction() as transaction:
                await transaction.settle(reading.document.address, reading.parsed.known)
        return await self._finish(tally)

    async def _identified(self, readings: Sequence[_Reading]) -> list[Copy]:
        """Every issue of the readings under the key it goes by; uncertain ones kept before are decided anew."""
        fresh = [
            Copy(reading.document.address, issue.head.key, issue)
            for reading in readings
            for issue in reading.parsed.issues
        ]
        certain = [copy for copy in fresh if merging.is_certain(copy.issue.head)]
        doubtful = [copy for copy in fresh if not merging.is_certain(copy.issue.head)]
        kept = {(copy.address, copy.issue.head.key): copy for copy in await self.store.uncertain_copies()}
        if not doubtful and not kept:
            return certain
        read = {reading.document.address for reading in readings}
        again = [replace(copy, key=kept[_named(copy)].key) for copy in doubtful if _named(copy) in kept]
        still = [copy for copy in kept.values() if copy.address not in read]
        stated = [stored.issue for stored in await self.store.issues() if merging.is_certain(stored.issue.head)]
        placed = merging.identify(
            [*still, *again],
            [copy for copy in doubtful if _named(copy) not in kept],
            [*(copy.issue for copy in certain), *stated],
        )
        for copy in placed:
            before = kept.get(_named(copy))
            if before and before.key != copy.key:
                await self._move(before, copy.key)
        unmoved = {(copy.address, copy.key) for copy in still}
        return [*certain, *(copy for copy in placed if (copy.address, copy.key) not in unmoved)]

    async def _move(self, copy: Copy, key: str) -> None:
        newsletter = copy.issue.head.newsletter
        async with self.store.transaction() as transaction:
            await transaction.rename(newsletter, copy.key, key)
            await transaction.drop_copy(copy.address, newsletter, copy.key)
            if not await transaction.copies(newsletter, copy.key):
                await transaction.delete_issue(newsletter, copy.key)

    async def _drop_copies(self, address: str, copies: Iterable[Copy]) -> set[tuple[str, str]]:
        """Takes away the copies that the document no longer holds; the issues they were of."""
        held = {(copy.issue.head.newsletter, copy.key) for copy in copies if copy.address == address}
        async with self.store.transaction() as transaction:
            gone = await transaction.keys_of(address) - held
            for newsletter, key in gone:
                await transaction.drop_copy(address, newsletter, key)
        return gone

    async def _settle_issues(
        self, touched: Iterable[tuple[str, str]], tally: Tally, copies: Sequence[Copy] = ()
    ) -> None:
        """Saves each touched issue from its copies, one transaction each."""
        fresh: dict[tuple[str, str], list[Copy]] = {}
        for copy in copies:
            fresh.setdefault((copy.issue.head.newsletter, copy.key), []).append(copy)
        for newsletter, key in sorted(touched, key=_natural):
            await self._settle_issue(newsletter, key, fresh.get((newsletter, key), ()), tally)

    async def _settle_issue(self, newsletter: str, key: str, fresh: Sequence[Copy], tally: Tally) -> None:
        async with self.store.transaction() as transaction:
            for copy in fresh:
                await transaction.put_copy(copy)
            before = await transaction.saved(newsletter, key)
            copies = await transaction.copies(newsletter, key)
            if not copies:
                await transaction.delete_issue(newsletter, key)
                if before:
                    tally.removed((newsletter, key), self._difference(before.issue.head, (), before))
                return
            shown, issue = merging.merge(copies)
            issue = merging.numbered(issue, before.issue.items if before else (), before.gone if before else ())
            digest = merging.content_hash(issue)
            if before and before.content_hash == digest:
                tally.unchanged({(newsletter, key)})
                return
            await transaction.save(issue, digest, shown)
        tally.saved((newsletter, key), self._difference(issue.head, issue.items, before), is_new=before is None)

    def _difference(self, head: IssueHead, items: Sequence[Item], before: StoredIssue | None) -> merging.Difference:
        return merging.difference(head, items, before.issue.items if before else (), self._profiles.default.slug)

    async def _finish(self, tally: Tally) -> Changes:
        """Builds the generation that answers from now on, and sums up."""
        return tally.changes(await self._build())

    async def _build(self) -> Counts:
        return await generations.build(
            self._settings.database,
            self._settings.generations,
            self._profiles,
            self._settings.semantic,
            self._offload,
        )

    async def _keys_of(self, address: str) -> set[tuple[str, str]]:
        async with self.store.transaction() as transaction:
            return await transaction.keys_of(address)

    async def _meant(self, what: str) -> list[str]:
        addresses = [document.address for document in await self.store.documents()]
        meant = [address for address in addresses if address in (what, disk.address(Path(what)))]
        meant = meant or [address for address in addresses if Path(address).name == what]
        cite = Cite.parse(what, self._profiles.default.slug)
        if not meant and cite:
            async with self.store.transaction() as transaction:
                meant = [copy.address for copy in await transaction.copies(cite.newsletter, cite.key)]
        if not meant:
            raise NotFoundError(f"Nothing here is named {what}: `backissue status` lists the documents and issues.")
        return meant


def _named(copy: Copy) -> tuple[str, str]:
    """The document and the name under which it holds the issue."""
    return copy.address, copy.issue.head.key


def _sha256(document: Document) -> str:
    return hashlib.sha256(document.body).hexdigest()


def _natural(key: tuple[str, str]) -> tuple[str, int, str]:
    newsletter, issue = key
    return newsletter, int(issue) if issue.isdecimal() else 0, issue
