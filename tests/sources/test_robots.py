"""What a site's robots.txt says, asked once a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.errors import FetchError
from bot.sources.fetching import Fetcher
from tests.sources.conftest import QUICK
from tests.sources.letters import letters
from tests.sources.servers import FeedSite


@pytest.mark.parametrize(("age", "asked"), [(3600.0, 1), (0.0, 3)])
async def test_robots_txt_is_read_again_once_it_is_old(age: float, asked: int) -> None:
    """Rules are read once and kept for as long as they may be; a page that they close after it is closed."""
    with FeedSite(letters(1)) as site:
        page = f"{site.address}/{site.letters[0].slug}"
        async with Fetcher.open(frozenset((site.allow,)), replace(QUICK, robots_age=age)) as fetcher:
            for _ in range(2):
                assert (await fetcher.get(page, crawl=True)).status == 200
            site.robots = "User-agent: *\nDisallow: /\n"
            if asked == 1:
                assert (await fetcher.get(page, crawl=True)).status == 200
            else:
                with pytest.raises(FetchError, match=r"robots\.txt"):
                    await fetcher.get(page, crawl=True)
        assert len(site.asked("/robots.txt")) == asked
