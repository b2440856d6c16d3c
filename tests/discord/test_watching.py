"""The operator is told once of a source that is not reached and of a newsletter that is silent, and once of the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.discord.kiosk import database, fresh, opened, read, text_of, told, until
from tests.sources.servers import FeedSite
from tests.standin import FakeDiscord

LAST = 50  # days ago that the last of the weekly issues came


@pytest.fixture
def site() -> Iterator[FeedSite]:
    """A weekly newsletter that ended seven weeks ago without saying so."""
    with FeedSite([fresh(number, days=-LAST - 7 * (5 - number)) for number in range(1, 6)]) as opened_site:
        yield opened_site


async def test_troubles_are_told_once_and_so_is_their_end(
    discord: FakeDiscord, site: FeedSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Owner and log hear of each once, restarts or not, and the owner when it is over; `/about` shows it meanwhile."""
    helper = discord.add_user("helper")
    monkeypatch.setenv("BACKISSUE_OWNERS", helper.id)
    silence = f"No new issue of Harbour Letter since {site.letters[-1].day}, though one usually comes every 7 days"

    first = await opened(discord, site, tmp_path)
    await until(lambda: told(discord, discord.owner) and told(discord, helper))
    assert [silence in text_of(message) for message in told(discord, discord.owner)] == [True]
    assert "though one usually comes every 7 days" in (await discord.slash("about")).text
    await first.stop()
    assert first.output.count("ERROR") == 1
    assert silence in first.output

    site.stop()
    failing = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    database(tmp_path, "UPDATE sources SET failing_since = ?, next_visit_at = NULL", failing.isoformat())
    for told_by_now in (2, 2):
        bot = await opened(discord, site, tmp_path)
        await bot.wait_line("Answering as")
        await until(lambda: len(told(discord, helper)) == 2)
        assert f"Not reached since <t:{int(failing.timestamp())}:D>" in (await discord.slash("about")).text
        await bot.stop()
        assert len(told(discord, discord.owner)) == told_by_now
    assert f"Not reached since {failing:%Y-%m-%d}; look whether it has moved." in text_of(told(discord, helper)[1])
    assert "ERROR" not in bot.output
    assert "Traceback" not in bot.output

    site.start()
    site.letters.append(fresh(6))
    await opened(discord, site, tmp_path)
    await read(discord, "Harbour Letter 6")
    await until(lambda: len(told(discord, discord.owner)) == 4)
    over = [text_of(message) for message in told(discord, discord.owner)[2:]]
    assert all(text.startswith("All right again: ") for text in over)
    assert "usually comes" not in (await discord.slash("about")).text


async def test_an_owner_who_takes_no_messages_is_not_written_to_again(
    discord: FakeDiscord, site: FeedSite, tmp_path: Path
) -> None:
    """Closed direct messages are one warning in the log, beside the error that says what is wrong."""
    discord.fault("POST", "/channels/[0-9]+/messages$", status=403, code=50007)
    bot = await opened(discord, site, tmp_path)
    await bot.wait_line("An owner of the bot could not be told", timeout=40)
    await bot.stop()
    again = await opened(discord, site, tmp_path)
    await again.wait_line("Answering as")
    await again.stop()
    assert "could not be told" not in again.output
    assert "usually comes" in bot.output
    assert "Traceback" not in bot.output + again.output
