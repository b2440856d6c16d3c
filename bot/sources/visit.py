"""One visit to a source: what it fetches with, what it remembers, and whom it tells.

Knows what "seen before" means; knows nothing of any platform.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import ParamSpec, Protocol, TypeVar

import msgspec

from bot.errors import DocumentError, FetchError
from bot.offload import Offload, Overrun
from bot.sources import looking
from bot.sources.fetching import Fetched, Fetcher, Validators

P = ParamSpec("P")
T = TypeVar("T")

_READ_SECONDS = 20.0
_READ_MEBIBYTES = 512
_STUMBLES = (LookupError, AttributeError, TypeError, RecursionError)  # of a parser over what is made to break it
_RELIST_AFTER = dt.timedelta(days=7)  # then all that a source lists is compared again, and not its newest alone


class Memory(Protocol):
    """What is remembered of one source between visits: texts by their key.

    What is put while documents are handed over is to be kept only once those documents are (all of it may be kept in
    one transaction after the last). The key ``document ADDRESS`` holds the stamp of the document at ADDRESS: without
    it, the document is handed over again when the source lists it next.
    """

    def get(self, key: str) -> str | None:
        """The text kept under `key`, or None."""

    def put(self, key: str, value: str) -> None:
        """Keeps `value` under `key`, in place of what was there."""


Show = Callable[[int, int, str], None]  # documents had, documents to come (0: not known yet), a title
Fail = Callable[[DocumentError], None]


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit under way."""

    fetcher: Fetcher
    offload: Offload
    memory: Memory
    show: Show
    fail: Fail

    async def changed(self, address: str, *, crawl: bool = False) -> Fetched | None:
        """What is at `address`, or None where it is what was `seen` there last. Raises FetchError."""
        kept = self.memory.get(f"validators {address}")
        validators = msgspec.json.decode(kept, type=Validators) if kept else None
        fetched = await self.fetcher.get(address, validators=validators, crawl=crawl)
        return None if fetched.status == HTTPStatus.NOT_MODIFIED else fetched

    def saw(self, address: str, fetched: Fetched) -> None:
        """Remembers what was fetched from `address`: all that it led to has been handed over."""
        if fetched.validators != Validators():
            self.memory.put(f"validators {address}", msgspec.json.encode(fetched.validators).decode())

    def knows(self, address: str, stamp: str | None = None) -> bool:
        """Whether the document at `address` was handed over, and had this `stamp`."""
        kept = self.memory.get(f"document {address}")
        return kept is not None and stamp in (None, kept)

    def handed(self, address: str, stamp: str) -> None:
        """Remembers that the document at `address` was handed over with this `stamp`."""
        self.memory.put(f"document {address}", stamp)

    def lists_all(self) -> bool:
        """Whether it is time to go through all that the source lists, not only the newest."""
        kept = self.memory.get("listed")
        return kept is None or dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(kept) > _RELIST_AFTER

    def listed_all(self) -> None:
        """Remembers that all the source lists was gone through."""
        self.memory.put("listed", dt.datetime.now(dt.UTC).isoformat(timespec="seconds"))

    def lost(self, error: FetchError) -> None:
        """Tells that one document cannot be had. Raises `error` where the next would fare no better."""
        if error.passing:
            raise error
        self.fail(DocumentError(error.address, error.reason))

    async def name(self, front: str) -> str | None:
        """What the site calls itself, as remembered or as its `front` page says; None where it does not say."""
        kept = self.memory.get("name")
        if kept is None:
            try:
                fetched = await self.fetcher.get(front, crawl=True)
                kept = (await self.read(front, looking.look, fetched.body, fetched.url)).name or ""
            except FetchError as error:
                if error.passing:
                    raise
                kept = ""
            self.memory.put("name", kept)
        return kept or None

    async def json(self, address: str, form: type[T]) -> T:
        """The JSON at `address`, which has this `form`. Raises FetchError."""
        fetched = await self.fetcher.get(address)
        try:
            return msgspec.json.decode(fetched.body, type=form)
        except msgspec.MsgspecError:
            raise FetchError(address, "did not answer in the form that was expected") from None

    async def read(self, address: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` reads in what was fetched from `address`, in a process with limits. Raises FetchError."""
        try:
            return await self.offload.run(_READ_SECONDS, _READ_MEBIBYTES, function, *args, **kwargs)
        except (Overrun, ValueError) as reason:
            raise FetchError(address, f"cannot be read: {reason}") from None
        except _STUMBLES:
            raise FetchError(address, "cannot be read: it is not what it says it is") from None
