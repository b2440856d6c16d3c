"""The reader: answers, searches and shows issues from the generation it holds, and moves on when there is a newer one.

Every command and the command line come through here. Nothing is read but the generation, in memory, so
answers go on while the database is locked or gone; it only tells which generation is the current one.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Self

from bot.archive.browsing import Browsing
from bot.archive.insight import Insight
from bot.archive.passport import About, passport
from bot.errors import IndexFileError, NotFoundError, NotReadyError, StoreError, repeated
from bot.intake import generations, outages, visiting
from bot.model import Answer, Cite, Filters, Issue, IssueHead, Item, Order
from bot.profile import Profiles
from bot.search import Generation, answer, find, quicken, semantic
from bot.search.around.outgoing import Outgoing
from bot.search.around.titles import named_issue, with_words
from bot.settings import Settings
from bot.store import SHORT_TIMEOUT, ArchiveStore, SourceRecord, SqliteArchiveStore

POLL_SECONDS = 2.0
REMEMBERED = 512  # answers of a generation that are kept for who asks the same again, or presses a button

log = logging.getLogger(__name__)


class Archive(Insight, Browsing):
    """Holds one generation at a time. What it is asked it answers from memory; NotReadyError while there is none.

    `trouble` is what kept it from the database, in a sentence, while it answers from the newest generation on disk.
    """

    def __init__(self, settings: Settings, profiles: Profiles) -> None:
        self._database = settings.database
        self._folder = settings.generations
        self._closing = AsyncExitStack()
        self._store: ArchiveStore | None = None
        self.trouble: str | None = None
        self._profiles = profiles
        self._default = profiles.default
        self._model = settings.semantic
        self._encoder: semantic.Encoder | None = None
        self._generation: Generation | None = None
        self._number = 0
        self._built: dt.datetime | None = None
        self._about: About | None = None
        self._default_sources = profiles.default.sources
        self._sources: list[SourceRecord] = []
        self._brought: frozenset[str] = frozenset()
        self._answer: Callable[[str, Filters, int], Answer] | None = None
        self._moved = asyncio.Event()

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, profiles: Profiles) -> AsyncIterator[Self]:
        """The reader of the archive that the settings name, holding the current generation if it can be read."""
        archive = cls(settings, profiles)
        async with archive._closing:
            try:
                await archive.refresh()
            except StoreError as error:
                await archive._fall_back(error)
            yield archive

    @property
    def ready(self) -> bool:
        """Whether there is a generation to answer from."""
        return self._generation is not None

    @property
    def generation(self) -> int:
        """The running number of the generation held, 0 before the first."""
        return self._number

    async def refresh(self) -> bool:
        """Moves to the store's current generation; whether it is held now. Raises StoreError."""
        store = await self._reached()
        record = await store.generation()
        self._sources = visiting.listed(await store.sources.all(), self._default_sources)
        self._brought = await store.sources.newsletters()
        self.trouble = None
        if record is None:
            return False
        if record.number != self._number:
            if not await self._move_to(self._folder / record.name):
                return False
            self._number, self._built = record.number, record.built
            self._moved.set()
            self._moved = asyncio.Event()
        return True

    async def _reached(self) -> ArchiveStore:
        """The store, opened at the first use and not made anew beside an index. Raises StoreError."""
        if self._store is None:
            if not self._database.exists() and generations.newest(self._folder):
                raise StoreError(f"The database {self._database} is gone: restore a backup, or delete the index too.")
            store = SqliteArchiveStore.open(self._database, SHORT_TIMEOUT)
            self._store = await self._closing.enter_async_context(store)
        return self._store

    async def _fall_back(self, error: StoreError) -> None:
        """Holds the newest generation on disk, if there is one, while the database cannot be read."""
        self.trouble = str(error)
        path = generations.newest(self._folder)
        if path:
            await self._move_to(path)

    async def _move_to(self, path: Path) -> bool:
        """Holds the generation in the folder `path`; whether it can be read."""
        try:
            generation, outgoing = await asyncio.to_thread(self._opened, path)
        except IndexFileError as error:
            log.warning("%s", error)
            return False
        self._generation, self._outgoing = generation, outgoing
        self._answer = self._about = None
        return True

    def _opened(self, path: Path) -> tuple[Generation, Outgoing]:
        """The generation in a folder, with the model, which is read once and only where it is of use."""
        generation = Generation.open(path, verify=True, encoder=self._encoder)
        if generation.about.model and self._encoder is None:
            self._encoder = semantic.load(self._model)
            generation = Generation.open(path, encoder=self._encoder)
        return generation, Outgoing.of(generation)

    async def follow(self) -> None:
        """Looks for a newer generation every two seconds, until cancelled; the one at hand answers meanwhile."""
        quickened = 0
        while True:
            if self._generation and self._number != quickened:
                quickened = self._number
                await asyncio.to_thread(quicken, self._generation)
            await asyncio.sleep(POLL_SECONDS)
            before = self._number
            try:
                await self.refresh()
            except StoreError as error:
                log.warning("%s", error)
            if self._number != before:
                log.info("Answering from generation %d: %d issues.", self._number, len(self._held.heads))

    async def moves_on(self, number: int) -> None:
        """Waits until another generation is held than the one with this running number."""
        while self._number == number:
            await self._moved.wait()

    def ask(self, text: str, *, limit: int = 3, filters: Filters | None = None) -> Answer:
        """The best items for a question, quoted, or an abstention."""
        held = self._held
        if self._answer is None:
            self._answer = lru_cache(REMEMBERED)(partial(answer, held))
        return self._answer(text, filters or Filters(), limit)

    def search(
        self,
        text: str,
        *,
        limit: int = 10,
        offset: int = 0,
        filters: Filters | None = None,
        order: Order = Order.RELEVANCE,
    ) -> Answer:
        """The items that match words, "exact phrases" and -exclusions; the answer's `total` counts them all."""
        return find(self._held, text, filters=filters, limit=limit, offset=offset, order=order)

    def issue(self, text: str) -> Issue:
        """The issue with this cite, number, date or title, or the newest of several. Raises NotFoundError."""
        if not self._held.heads:
            raise NotFoundError("The archive is empty: ingest a newsletter first.")
        index = named_issue(self._held, text)
        if index is None:
            raise NotFoundError(
                f"No issue here is {repeated(text)}: give a number, a date like 2022-10-11, or words of its title."
            )
        return self._held.issue(index)

    def item(self, text: str) -> tuple[IssueHead, Item]:
        """The item with this cite. Raises NotFoundError."""
        cite = Cite.parse(text, self._default.slug)
        found = self._held.item(cite) if cite and cite.number else None
        if found is None:
            raise NotFoundError(f"No item here has the cite {repeated(text)}: cites look like 305#3.")
        return found

    def latest(self) -> Issue:
        """The newest issue. Raises NotFoundError when the archive is empty."""
        if not self._held.issue_count:
            raise NotFoundError("The archive is empty: ingest a newsletter first.")
        return self._held.issue(self._held.issues_newest_first[0])

    def cite(self, head: IssueHead, item: Item | None = None) -> str:
        """The cite of an issue, or of an item of it, as people write it."""
        return Cite.of(head, item).format(self._default.slug)

    def newsletter_name(self, slug: str) -> str:
        """The name of a newsletter for people."""
        return self._held.newsletters.get(slug, slug)

    def complete_issues(self, typed: str, limit: int = 25) -> list[tuple[str, str]]:
        """Issues whose cite or number begins with what is `typed`, then those whose title holds it, newest first.

        Each is (title, cite).
        """
        begun = typed.strip()
        newest_first = self._newest_first()
        named = [head for head in newest_first if head.key.startswith(begun) or self.cite(head).startswith(begun)]
        titles = [head.title.casefold() for head in newest_first]
        titled = [newest_first[place] for place in with_words(typed, titles, range(len(titles)))]
        return [(head.title, self.cite(head)) for head in list(dict.fromkeys((*named, *titled)))[:limit]]

    def about(self) -> About:
        """What there is to answer from."""
        now = dt.datetime.now(dt.UTC)
        return replace(
            self._passport(),
            synced=max((source.succeeded for source in self._sources if source.succeeded), default=None),
            unreached=tuple(source for source in self._sources if visiting.is_alarming(source, now)),
            silent=outages.silences(self._held.heads, self._watched, now.date()),
        )

    def _passport(self) -> About:
        held = self._held
        if self._about is None:
            self._about = passport(held, self._newest_first()[::-1], self._built)
        return self._about

    @property
    def _watched(self) -> dict[str, str]:
        """The names of the newsletters that sources bring, by slug."""
        return {slug: name for slug, name in self._held.newsletters.items() if slug in self._brought}

    @property
    def _held(self) -> Generation:
        if self._generation is None:
            raise NotReadyError("The archive is still being read: ask again in a moment.")
        return self._generation

    def _newest_first(self) -> list[IssueHead]:
        return [self._held.heads[index] for index in self._held.issues_newest_first]
