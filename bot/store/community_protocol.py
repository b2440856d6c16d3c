"""What the store of those who ask promises: votes and counts, what servers chose, what the operator was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Set as AbstractSet
from typing import Protocol

from bot.store.records import Feedback, Noted, ServerSettings
from bot.usage import Usage


class ServerStore(Protocol):
    """What was chosen for servers, and which of them the bot has left. All methods raise StoreError.

    A server is its id at Discord.
    """

    async def all(self) -> dict[int, ServerSettings]:
        """The settings of each server that has any, by its id."""

    async def put(self, server: int, settings: ServerSettings) -> None:
        """Keeps the settings of a server in place of its earlier ones."""

    async def left(self, server: int) -> None:
        """Notes that the bot was put out of the server: in 30 days, what is kept of it is deleted."""

    async def joined(self, server: int) -> None:
        """Notes that the bot is in the server: what is kept of it stays."""

    async def present(self, servers: AbstractSet[int]) -> None:
        """Notes that the bot is in these servers and in no other, as `joined` and `left` do."""


class TroubleStore(Protocol):
    """The troubles that the operator was told of, so that each is told once. All methods raise StoreError."""

    async def told(self) -> dict[str, str]:
        """Each trouble that was told and has not ended, with what it was said to have lasted since."""

    async def claim(self, trouble: str, since: str) -> bool:
        """Notes that a trouble is told; false where it was already, by this process or another."""

    async def end(self, trouble: str) -> bool:
        """Notes that a trouble is over; false where it was not told, or its end is noted already."""


class Community(Protocol):
    """What is kept of those who ask: never a member's id, never longer than needed. All methods raise StoreError."""

    @property
    def servers(self) -> ServerStore:
        """What servers chose."""

    @property
    def troubles(self) -> TroubleStore:
        """What the operator was told."""

    async def vote(self, member: int, question: str, cite: str, *, helpful: bool, server: int | None) -> None:
        """Keeps, for 90 days, a member's word on an answer under keyed hashes; a second word replaces the first.

        The day's counts of the server follow; the server is not kept with the vote.
        """

    async def forget(self, member: int) -> int:
        """Deletes what is kept of a member; how many votes that were."""

    async def note(self, noted: Noted) -> None:
        """Adds to the day's counts, kept for 90 days, and keeps questions in vain and states for 30.

        What asked is counted once on a day, whichever program notes it first.
        The text of a question is left out where its server says no. Questions are counted by the hour too, for all
        servers together alone.
        """

    async def state(self, key: str) -> str | None:
        """The state that was noted under a key, or None once it is gone."""

    async def feedback(self, since: dt.date) -> Feedback:
        """What members asked in vain and thought of the answers since a day."""

    async def usage(self, server: int | None = None) -> Usage:
        """How a server uses the bot, with its own questions in vain alone; with None, all together."""

    async def clean(self) -> None:
        """Deletes what is too old to be kept, and what is left of servers that the bot left 30 days ago."""
