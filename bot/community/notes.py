"""What is noted of questions: counts, those that nobody could answer, and the states of buttons.

Noting costs an answer no time: notes gather in memory and are written down together every two seconds.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
from collections import OrderedDict

from bot.errors import StoreError, UsageError
from bot.store import Community, Event, Noted

_log = logging.getLogger(__name__)

SECONDS = 2.0
LAST = 1.0  # seconds that what is being written when the process is told to stop may take
LONGEST_STATE = 60  # characters that fit into the id of every button beside its name and a cite
LONGEST_TEXT = 500  # characters of an unanswered question that are kept
MOST_REMEMBERED = 1000
CLEANING = 3600.0  # seconds

_KEY = "~"


class Notes:
    """Takes notes of questions, and writes them down in its own time."""

    def __init__(self, community: Community) -> None:
        self._community = community
        self._new = Noted()
        self._states: OrderedDict[str, str] = OrderedDict()

    def count(self, asking: int, what: str, server: int | None, in_vain: str | None = None) -> None:
        """Counts an event of the day, once for each message or interaction, whose id is `asking`.

        It is counted for the server that it happened in, if any. `in_vain` is the text of a question that found
        nothing; it is kept unless its server does not want that.
        """
        kept = None if in_vain is None else " ".join(in_vain.split())[:LONGEST_TEXT]
        self._new.events[asking] = Event(what, server, kept)

    def state(self, packed: str) -> str:
        """What stands for a packed question in the id of a button: itself, or a short key where it is long."""
        if len(packed) <= LONGEST_STATE:
            return packed
        digest = hashlib.blake2b(packed.encode(), digest_size=12).digest()
        key = _KEY + base64.urlsafe_b64encode(digest).decode()
        if key not in self._states:
            self._new.states[key] = packed
        self._remember(key, packed)
        return key

    async def recall(self, state: str) -> str:
        """The packed question that a state stands for. Raises UsageError once its key is gone, StoreError."""
        if not state.startswith(_KEY):
            return state
        packed = self._states.get(state) or await self._community.state(state)
        if packed is None:
            raise UsageError("This answer is more than 30 days old, and its question is forgotten: please ask again.")
        self._remember(state, packed)
        return packed

    async def keep(self) -> None:
        """Writes down what gathered, every two seconds until cancelled, and then the last of it."""
        try:
            while True:
                await self._clean()
                for _ in range(int(CLEANING / SECONDS)):
                    await asyncio.sleep(SECONDS)
                    await self.write()
        finally:
            await self.write()

    async def write(self) -> None:
        """Writes down what gathered. What cannot be written now is tried again the next time."""
        noted, self._new = self._new, Noted()
        if not noted:
            return
        writing = asyncio.ensure_future(self._community.note(noted))
        try:
            await asyncio.shield(writing)
        except StoreError as error:
            _log.warning("%s", error)
            self._new.add(noted)
        except asyncio.CancelledError:
            if not await _ended_well(writing):
                self._new.add(noted)
            raise

    async def _clean(self) -> None:
        self._states.clear()  # so that those in use are noted anew before they are too old
        try:
            await self._community.clean()
        except StoreError as error:
            _log.warning("%s", error)

    def _remember(self, key: str, packed: str) -> None:
        self._states[key] = packed
        self._states.move_to_end(key)
        if len(self._states) > MOST_REMEMBERED:
            self._states.popitem(last=False)


async def _ended_well(writing: asyncio.Future[None]) -> bool:
    """Whether what was begun is written, which of what is cancelled in the middle nobody could tell; or undoes it."""
    await asyncio.wait([writing], timeout=LAST)
    if writing.done():
        return writing.exception() is None
    writing.cancel()
    await asyncio.wait([writing])
    return not writing.cancelled() and writing.exception() is None
