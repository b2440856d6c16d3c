"""What the archive's store promises, and that of its followers, whatever database stands behind them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.model import Document, Issue, KnownIssue
from bot.store.records import (
    Alert,
    Arrival,
    Copy,
    Delivery,
    DeliveryState,
    Follow,
    GenerationRecord,
    Newest,
    SourceRecord,
    StoredDocument,
    StoredIssue,
)


class ArchiveTransaction(Protocol):
    """Writing, and the reading that decides what to write, in one transaction. All methods raise StoreError."""

    async def put_newsletter(self, slug: str, name: str) -> None:
        """Adds the newsletter, or leaves the one that has this slug."""

    async def keep(self, document: Document, sha256: str, named_newsletter: str | None) -> None:
        """Keeps the document's bytes as its latest version, unsettled."""

    async def latest(self, address: str) -> str | None:
        """The hash of the latest version that is kept of the document."""

    async def settle(self, address: str, known: tuple[KnownIssue, ...]) -> None:
        """Notes that all the document holds is saved, and the issues it only mentions."""

    async def forget(self, address: str) -> None:
        """Deletes the document with its versions and copies."""

    async def keys_of(self, address: str) -> set[tuple[str, str]]:
        """The (newsletter, key) of each issue that the document holds a copy of."""

    async def copies(self, newsletter: str, key: str) -> list[Copy]:
        """Every copy of the issue, by address."""

    async def put_copy(self, copy: Copy) -> None:
        """Adds or replaces the document's copy of the issue; the issue's row is made if there is none."""

    async def drop_copy(self, address: str, newsletter: str, key: str) -> None:
        """Takes the document's copy of the issue away."""

    async def saved(self, newsletter: str, key: str) -> StoredIssue | None:
        """The issue as it is shown now, or None where it was never saved."""

    async def save(self, issue: Issue, content_hash: str, shown: str) -> None:
        """Makes this the text shown, from the document `shown`; its items carry their numbers."""

    async def arrive(self, newsletter: str, key: str, seen: dt.datetime, *, is_news: bool) -> None:
        """Notes when the archive first had the issue; what was noted of it before stays."""

    async def delete_issue(self, newsletter: str, key: str) -> None:
        """Deletes the issue and its items."""

    async def rename(self, newsletter: str, key: str, new_key: str) -> None:
        """Gives an issue another key, in the ledger too, unless an issue has that key already."""

    async def record_generation(self, name: str, issues: int, items: int, links: int) -> int:
        """Makes the generation of this name the current one; its running number."""


class SourceStore(Protocol):
    """The sources of the archive, and what visits to them remember. All methods raise StoreError."""

    async def all(self) -> list[SourceRecord]:
        """Every source, by address."""

    async def put(self, record: SourceRecord) -> None:
        """Adds the source, or notes how a visit to it went (its `issues` are counted, not kept)."""

    async def forget(self, address: str) -> bool:
        """Forgets the source and what was remembered of it; its documents stay. Whether there was one."""

    async def newsletters(self) -> frozenset[str]:
        """The slugs of the newsletters that sources have brought issues of."""

    async def memory(self, address: str) -> dict[str, str]:
        """What is remembered of the source between visits."""

    async def remember(self, address: str, documents: Iterable[str], memory: Mapping[str, str]) -> None:
        """Notes, in one transaction, the kept documents that the source brought and what is to be remembered of it."""


class ArchiveStore(Protocol):
    """Documents, issues, items, links and generations. All methods raise StoreError."""

    @property
    def sources(self) -> SourceStore:
        """Where documents come from."""

    def transaction(self) -> AbstractAsyncContextManager[ArchiveTransaction]:
        """One transaction; undone whole when the block raises."""

    async def newsletters(self) -> dict[str, str]:
        """The names of all newsletters, by slug."""

    async def document(self, address: str) -> StoredDocument | None:
        """The kept document with this address."""

    async def documents(self) -> list[StoredDocument]:
        """All kept documents, by address."""

    async def load(self, address: str) -> Document:
        """A kept document with the bytes of its latest version. Raises NotFoundError."""

    async def issues(self) -> list[StoredIssue]:
        """Every issue as shown, by newsletter, number, date and key; removed items left out."""

    async def uncertain_copies(self) -> list[Copy]:
        """The copies that do not state their issue's number, by address."""

    async def known_issues(self) -> list[KnownIssue]:
        """The issues that kept documents mention by title and date."""

    async def newest(self) -> dict[str, Newest]:
        """How far the archive reaches, by newsletter."""

    async def arrivals(self, since: dt.datetime) -> list[Arrival]:
        """The issues that the archive first had at `since` (an aware time) or later, by that time."""

    async def generation(self) -> GenerationRecord | None:
        """The current generation of the index."""

    async def synced_commands(self, application_id: int) -> str | None:
        """The hash of the commands that Discord was last told for this application."""

    async def set_synced_commands(self, application_id: int, digest: str) -> None:
        """Notes what Discord was told."""


class Following(Protocol):
    """Who wants to be told of new issues, and the ledger of what they were told. All methods raise StoreError.

    Ids of channels, servers, roles and members are Discord's. Times are aware.
    """

    async def follow(
        self, server: int, channel: int, section: str | None, role: int | None, by: int, since: dt.datetime
    ) -> None:
        """Has new issues posted in a channel from `since` on; what was agreed for this channel before is replaced.

        Where it has the same section already, it goes on from when that began.
        """

    async def narrow(self, server: int, section: str | None, by: int, since: dt.datetime) -> None:
        """Has the channels of a server that follow get this section from `since` on, None for all; others go on."""

    async def unfollow(self, server: int, channel: int) -> bool:
        """Ends that; whether there was anything to end. What was planned and not begun is given up."""

    async def follows(self, server: int | None = None) -> list[Follow]:
        """What a server's channels follow, or all servers', by channel."""

    async def trouble(self, channel: int) -> bool:
        """Notes that nothing can be posted there; whether this is new, so that somebody has to be told."""

    async def no_trouble(self, channel: int) -> None:
        """Notes that posting there works."""

    async def add_alert(self, member: int, words: str, since: dt.datetime, most: int) -> bool:
        """Keeps an alert, or leaves the one with these words; false where the member has `most` already."""

    async def remove_alert(self, member: int, words: str) -> bool:
        """Deletes an alert, with the last one what was sent of it too; whether there was one."""

    async def alerts(self, member: int | None = None) -> list[Alert]:
        """A member's alerts, or everybody's, by member and age."""

    async def forget_member(self, member: int) -> tuple[int, int]:
        """Deletes a member's alerts and all else that names them.

        How many alerts that were, and how many follows that they set up, which go on.
        """

    async def plan(self, deliveries: Sequence[Delivery]) -> None:
        """Adds deliveries to the ledger; those that stand there already stay as they are."""

    async def ledger(self) -> list[Delivery]:
        """All deliveries, the first planned first."""

    async def claim(self, delivery: Delivery, now: dt.datetime, until: dt.datetime) -> bool:
        """Takes a delivery for oneself until a time, with all that its message names; false where another has it.

        Before anything is sent: its state is UNKNOWN from then on.
        """

    async def take_over(self, until: dt.datetime) -> None:
        """Shortens what others have taken, who are gone, to a time; what had failed is tried again then too."""

    async def settle(
        self, delivery: Delivery, state: DeliveryState, next_attempt: dt.datetime, message: int | None = None
    ) -> None:
        """Notes how a claimed delivery ended, and with it all that its message names.

        An attempt that ends PENDING has sent nothing, and counts as none: `tried` is again what the delivery has. What
        was only to be named in a message that is given up is told by itself.
        """

    async def clean(self, before: dt.datetime) -> None:
        """Deletes from the ledger what was planned before a time."""
