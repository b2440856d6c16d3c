"""An archive that is synced from sites of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import settings as settings_room
from bot.archive.reader import Archive
from bot.intake import generations
from bot.intake.report import Changes
from bot.intake.syncing import Syncing
from bot.intake.writer import Intake
from bot.profile import Profiles
from bot.settings import Settings
from bot.sources.fetching import Fetcher, Manners
from bot.store import Arrival, SourceRecord, StoredIssue
from tests.sources.servers import Site

HASTY = Manners(pause=0, first_wait=0.01)
LONG_AGO = "2000-01-01T00:00:00+00:00"


def profile_of(folder: Path, *sources: str) -> Path:
    """The file of the Harbour Letter's profile, with these sources."""
    path = folder / "harbour.toml"
    listed = ", ".join(f'"{source}"' for source in sources)
    path.write_text(f'slug = "harbour-letter"\nname = "Harbour Letter"\nsources = [{listed}]\n')
    return path


@dataclass(frozen=True, slots=True)
class Harbour:
    """The Harbour Letter's archive, and what keeps it as its sources are."""

    intake: Intake
    syncing: Syncing
    settings: Settings

    async def sync(self, *addresses: str) -> Changes:
        """One round of visits."""
        return await self.syncing.sync(addresses)

    async def issues(self) -> dict[str, StoredIssue]:
        """The issues as they are answered from, by key."""
        stored = await generations.answerable(self.intake.store, self.intake.profiles)
        return {each.issue.head.key: each for each in stored}

    async def record(self, address: str) -> SourceRecord:
        """How visits to the source went."""
        return next(record for record in await self.syncing.records() if record.address == address)

    async def arrivals(self) -> dict[str, Arrival]:
        """When the archive first had its issues, by key."""
        from datetime import datetime

        return {each.key: each for each in await self.intake.store.arrivals(datetime.fromisoformat(LONG_AGO))}

    async def remember(self, address: str, kind: str, value: str) -> None:
        """Puts `value` in the place of all that is remembered of a source under keys that begin with `kind`."""
        kept = await self.intake.store.sources.memory(address)
        found = {key: value for key in kept if key.startswith(kind)}
        await self.intake.store.sources.remember(address, (), found)

    @asynccontextmanager
    async def archive(self) -> AsyncIterator[Archive]:
        """The reader of the archive."""
        async with Archive.open(self.settings, self.intake.profiles) as opened:
            yield opened


Open = Callable[..., AbstractAsyncContextManager[Harbour]]


@pytest.fixture
def harbour(tmp_path: Path) -> Open:
    """Opens the archive that is synced from the sites given: the profile's sources are their addresses."""

    @asynccontextmanager
    async def opened(*sites: Site) -> AsyncIterator[Harbour]:
        profile = profile_of(tmp_path, *(site.address for site in sites))
        settings = settings_room.load({"BACKISSUE_DATA": str(tmp_path / "data"), "BACKISSUE_PROFILE": str(profile)})
        profiles = Profiles.load(settings.profile)
        allow = frozenset(site.allow for site in sites)
        async with Intake.open(settings, profiles) as intake, Fetcher.open(allow, HASTY) as fetcher:
            yield Harbour(intake, Syncing(intake, fetcher, settings), settings)

    return opened
