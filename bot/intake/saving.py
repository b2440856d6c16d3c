"""Saves what was read in documents: keeps them, and brings every issue they hold up to date, one transaction each.

Reads and writes around decisions that are made elsewhere: which copy is shown and which item is which (merging).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.intake import merging
from bot.intake.report import Tally
from bot.model import Document, IssueHead, Item, Parsed
from bot.store import ArchiveStore, ArchiveTransaction, Copy, StoredIssue

BATCH_SECONDS = 15.0  # what a slow source has brought by then is saved
BATCH_BYTES = 16 * 2**20

IsNews = Callable[[IssueHead], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document that is to be taken in, and what was read in it; `named` is the newsletter it was said to be of.

    `again` says that it was kept before, so that it must not take the place of a version that came meanwhile.
    """

    document: Document
    named: str | None
    parsed: Parsed
    again: bool = False


@dataclass(slots=True)
class Batch:
    """What has come and waits to be saved: the addresses of all, and what was read in those that are new."""

    documents: list[str] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    _bytes: int = 0
    _begun: float = field(default_factory=time.monotonic)

    def add(self, document: Document, reading: Reading | None) -> None:
        """Adds a document; `reading` is None where it was known, or could not be read."""
        self.documents.append(document.address)
        self.readings += [reading] if reading else []
        self._bytes += len(document.body)

    @property
    def is_full(self) -> bool:
        """Whether it should be saved before more comes."""
        return self._bytes >= BATCH_BYTES or time.monotonic() - self._begun >= BATCH_SECONDS


def sha256(document: Document) -> str:
    """The hash that tells one version of a document from another."""
    return hashlib.sha256(document.body).hexdigest()


def no_news(_head: IssueHead) -> bool:
    """A backfill: no issue in it is news."""
    return False


class Saving:
    """One batch of readings on its way into the store; what it does is noted in `tally`.

    `is_news` tells which of the issues that were not there before are news. Its methods raise StoreError.
    """

    def __init__(self, store: ArchiveStore, default_newsletter: str, tally: Tally, is_news: IsNews = no_news) -> None:
        self._store = store
        self._default = default_newsletter
        self._tally = tally
        self._is_news = is_news

    async def take_in(self, readings: Sequence[Reading]) -> None:
        """Keeps the documents, then saves issue by issue, then settles the documents: a crash leaves whole issues."""
        touched: set[tuple[str, str]] = set()
        readings = [reading for reading in readings if await self._keep(reading)]
        copies = await self._identified(readings)
        for reading in readings:
            touched |= await self._drop_copies(reading.document.address, copies)
        for copy in copies:
            touched.add((copy.issue.head.newsletter, copy.key))
        await self.settle_issues(touched, copies)
        for reading in readings:
            async with self._store.transaction() as transaction:
                await transaction.settle(reading.document.address, reading.parsed.known)

    async def _keep(self, reading: Reading) -> bool:
        """Keeps the document; false where it was read again, and is edited or removed since by another program."""
        digest = sha256(reading.document)
        async with self._store.transaction() as transaction:
            if reading.again and await transaction.latest(reading.document.address) != digest:
                return False
            await transaction.put_newsletter(reading.parsed.newsletter, reading.parsed.newsletter_name)
            await transaction.keep(reading.document, digest, reading.named)
        return True

    async def settle_removal(self, touched: set[tuple[str, str]]) -> None:
        """Brings the issues of documents that are gone up to date, and those that gave way to them."""
        copies = await self._identified(())
        await self.settle_issues(touched | {(copy.issue.head.newsletter, copy.key) for copy in copies}, copies)

    async def _identified(self, readings: Sequence[Reading]) -> list[Copy]:
        """Every issue of the readings under the key it goes by, and those kept before whose key is another now."""
        fresh = [
            Copy(reading.document.address, issue.head.key, issue)
            for reading in readings
            for issue in reading.parsed.issues
        ]
        certain = [copy for copy in fresh if merging.is_certain(copy.issue.head)]
        doubtful = [copy for copy in fresh if not merging.is_certain(copy.issue.head)]
        kept = await self._store.uncertain_copies()
        if not doubtful and not kept:
            return certain
        read = {reading.document.address for reading in readings}
        still = [copy for copy in kept if copy.address not in read]
        placed = await self._placed(doubtful, still, merging.earlier([*still, *fresh], kept), certain)
        unmoved = {(copy.address, copy.key) for copy in still}
        return [*certain, *(copy for copy in placed if (copy.address, copy.key) not in unmoved)]

    async def _placed(
        self,
        doubtful: Sequence[Copy],
        still: Sequence[Copy],
        before: Mapping[tuple[str, str], Copy],
        certain: Sequence[Copy],
    ) -> list[Copy]:
        """The copies that do not state their number under the keys they go by; issues that move are moved."""
        again = [replace(copy, key=before[copy.name].key) for copy in doubtful if copy.name in before]
        stated = [stored.issue for stored in await self._store.issues() if merging.is_certain(stored.issue.head)]
        placed = merging.identify(
            [*still, *again],
            [copy for copy in doubtful if copy.name not in before],
            [*(copy.issue for copy in certain), *stated],
        )
        for copy in (*certain, *placed):
            earlier = before.get(copy.name)
            if earlier and earlier.key != copy.key:
                await self._move(earlier, copy.key)
        return placed

    async def _move(self, copy: Copy, key: str) -> None:
        newsletter = copy.issue.head.newsletter
        async with self._store.transaction() as transaction:
            await transaction.rename(newsletter, copy.key, key)
            await transaction.drop_copy(copy.address, newsletter, copy.key)
            if not await transaction.copies(newsletter, copy.key):
                await transaction.delete_issue(newsletter, copy.key)

    async def _drop_copies(self, address: str, copies: Iterable[Copy]) -> set[tuple[str, str]]:
        """Takes away the copies that the document no longer holds; the issues they were of."""
        held = {(copy.issue.head.newsletter, copy.key) for copy in copies if copy.address == address}
        async with self._store.transaction() as transaction:
            gone = await transaction.keys_of(address) - held
            for newsletter, key in gone:
                await transaction.drop_copy(address, newsletter, key)
        return gone

    async def settle_issues(self, touched: Iterable[tuple[str, str]], copies: Sequence[Copy] = ()) -> None:
        """Saves each touched issue from its copies, one transaction each."""
        fresh: dict[tuple[str, str], list[Copy]] = {}
        for copy in copies:
            fresh.setdefault((copy.issue.head.newsletter, copy.key), []).append(copy)
        for newsletter, key in sorted(touched, key=_natural):
            await self._settle_issue(newsletter, key, fresh.get((newsletter, key), ()))

    async def _settle_issue(self, newsletter: str, key: str, fresh: Sequence[Copy]) -> None:
        async with self._store.transaction() as transaction:
            for copy in fresh:
                await transaction.put_copy(copy)
            before = await transaction.saved(newsletter, key)
            copies = await transaction.copies(newsletter, key)
            if not copies:
                await transaction.delete_issue(newsletter, key)
                if before:
                    self._tally.removed((newsletter, key), self._difference(before.issue.head, (), before))
                return
            shown, issue = merging.merge(copies)
            issue = merging.numbered(issue, before.issue.items if before else (), before.gone if before else ())
            digest = merging.content_hash(issue)
            if before and before.content_hash == digest:
                self._tally.unchanged({(newsletter, key)})
                return
            await transaction.save(issue, digest, shown)
            if before is None:
                await self._note_arrival(transaction, issue.head)
        self._tally.saved((newsletter, key), self._difference(issue.head, issue.items, before), is_new=before is None)

    async def _note_arrival(self, transaction: ArchiveTransaction, head: IssueHead) -> None:
        await transaction.arrive(head.newsletter, head.key, dt.datetime.now(dt.UTC), is_news=self._is_news(head))

    def _difference(self, head: IssueHead, items: Sequence[Item], before: StoredIssue | None) -> merging.Difference:
        return merging.difference(head, items, before.issue.items if before else (), self._default)


def _natural(key: tuple[str, str]) -> tuple[str, int, str]:
    newsletter, issue = key
    return newsletter, int(issue) if issue.isdecimal() else 0, issue
