"""Channels that follow the newsletter get each new issue once, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord.kiosk import follow, fresh, issues_of, opened, posted, read, text_of, until
from tests.sources.letters import letters
from tests.sources.servers import FeedSite
from tests.standin import FakeDiscord
from tests.standin.constants import ChannelType


@pytest.fixture
def site() -> Iterator[FeedSite]:
    """A feed with three issues, the first two old and the third of today."""
    with FeedSite([*letters(2), fresh(3)]) as opened_site:
        yield opened_site


async def test_a_new_issue_is_posted_once(discord: FakeDiscord, site: FeedSite, tmp_path: Path) -> None:
    """X."""
    news = discord.add_channel(discord.guild, "news", type=ChannelType.ANNOUNCEMENT)
    role = discord.add_role(discord.guild, "readers", mentionable=True)
    site.stop()
    bot = await opened(discord, site, tmp_path)
    await read(discord, "Sample")
    assert "New issues are posted in" in (await follow(discord)).text
    await follow(discord, news, ping=role)
    site.start()
    await read(discord, "Harbour Letter 3")
    site.letters.append(fresh(4))
    await until(lambda: issues_of(posted(discord, news)) and issues_of(posted(discord)))
    print(text_of(posted(discord, news)[0]))
    print(posted(discord, news)[0])
    print(bot.output)
    assert 0
