"""What counts as news: issues that came out since the last visit, and never one that was there in another guise."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from bot.store import Delivery, SqliteFollowing
from tests.sources.letters import Letter, letter
from tests.sources.servers import FeedSite
from tests.sync.conftest import Open

NOW = dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Plain(Letter):
    """An issue that states no number."""

    @property
    def title(self) -> str:
        """The title is what the issue is about."""
        return self.topic


@dataclass(frozen=True, slots=True)
class Stating(Letter):
    """An issue that states its number, at the address that it had when it did not."""

    @property
    def slug(self) -> str:
        """The last part of the issue's address."""
        return plain(self.number).slug


def plain(number: int) -> Plain:
    """The issue of this number, without saying so."""
    told = letter(number)
    return Plain(told.number, told.day, told.topic, told.stories)


async def test_an_edited_date_makes_no_news(harbour: Open) -> None:
    """An issue without a number whose date is edited keeps its cite, and is no news; the next issue is."""
    with FeedSite([plain(number) for number in range(1, 4)]) as site:
        async with harbour(site) as archive:
            await archive.sync()
            before = await archive.arrivals()
            last = site.letters[-1]
            site.letters[-1] = replace(last, day=letter(40).day, edited_after=1)
            await archive.sync()
            assert await archive.arrivals() == before
            assert (await archive.issues())[str(last.day)].issue.head.date == letter(40).day
            site.letters.append(plain(50))
            await archive.sync()
            (key,) = set(await archive.arrivals()) - set(before)
            assert (await archive.arrivals())[key].is_news


@pytest.mark.parametrize("elsewhere", [True, False])
async def test_an_issue_that_gets_its_number_is_no_news(harbour: Open, elsewhere: bool) -> None:
    """Where an edit or another source tells its number, an issue is not new again; what was sent of it stays known."""
    with FeedSite([plain(number) for number in range(1, 4)]) as bare, FeedSite([]) as stating:
        async with harbour(bare, stating) as archive:
            await archive.sync()
            bare.letters.append(plain(4))
            await archive.sync()
            day = str(plain(4).day)
            seen = (await archive.arrivals())[day]
            assert seen.is_news
            async with SqliteFollowing.open(archive.settings.database) as following:
                await following.plan([Delivery(7, "harbour-letter", day, NOW, NOW)])
                if elsewhere:
                    stating.letters.append(letter(4))
                else:
                    told = letter(4)
                    bare.letters[-1] = Stating(told.number, told.day, told.topic, told.stories, edited_after=1)
                await archive.sync()
                assert [row.issue for row in await following.ledger()] == ["4"]
            arrivals = await archive.arrivals()
            assert (arrivals["4"].seen, day in arrivals) == (seen.seen, False)
