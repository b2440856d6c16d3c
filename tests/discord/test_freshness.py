"""A running bot keeps its archive as the newsletter's sources are: by itself, and when its owner asks."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.discord.conftest import launched
from tests.sources.letters import Letter, letter, letters
from tests.sources.servers import WordPress
from tests.standin import BotProcess, FakeDiscord
from tests.sync.conftest import profile_of

SOON = 60.0  # seconds; a generous guard
OFTEN = "0.02"  # minutes

Run = Callable[..., Awaitable[BotProcess]]


@pytest.fixture
def site() -> Iterator[WordPress]:
    """A site that publishes the Harbour Letter."""
    with WordPress(letters(3)) as opened:
        yield opened


@pytest.fixture
def run(discord: FakeDiscord, site: WordPress, tmp_path: Path) -> Run:
    """Starts the bot with an empty archive whose profile names the site, as seeds the sample."""

    async def run(minutes: str = OFTEN) -> BotProcess:
        profile = profile_of(tmp_path, site.address)
        return await launched(
            discord,
            tmp_path,
            BACKISSUE_PROFILE=str(profile),
            BACKISSUE_FETCH_ALLOW=site.allow,
            BACKISSUE_SYNC_MINUTES=minutes,
        )

    return run


async def _asked(discord: FakeDiscord, question: str, wanted: str) -> str:
    """The answer's text, once it holds what is wanted."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SOON
    answer = await discord.slash("ask", {"question": question})
    while wanted not in answer.text and loop.time() < deadline:
        await asyncio.sleep(0.5)
        answer = await discord.slash("ask", {"question": question})
    return str(answer.text)


def _title(each: Letter) -> str:
    return each.stories[0].title


async def test_an_empty_bot_answers_from_its_sources(discord: FakeDiscord, site: WordPress, run: Run) -> None:
    """With a network, the first answers are the newsletter's own, and the sample is never taken in."""
    bot = await run()
    wanted = _title(site.letters[0])
    assert wanted in await _asked(discord, wanted, wanted)
    assert "issues added" in await bot.wait_line("new or edited documents")
    newest = (await discord.slash("latest")).text
    assert "Harbour Letter 3" in newest
    assert "sample" not in newest


async def test_a_new_issue_is_there_by_itself(discord: FakeDiscord, site: WordPress, run: Run) -> None:
    """What is published, or edited, while the bot runs is answered from soon after, and nobody did anything."""
    await run()
    assert "Harbour Letter 3" in await _latest(discord, "Harbour Letter 3")
    site.letters.append(letter(4))
    assert "Harbour Letter 4" in await _latest(discord, "Harbour Letter 4")
    site.letters[-1] = site.letters[-1].edited("It cost 4711 crowns.")
    assert "4711 crowns" in await _asked(discord, "what cost 4711 crowns?", "4711 crowns")


async def test_without_a_network_the_sample_answers(discord: FakeDiscord, site: WordPress, run: Run) -> None:
    """An empty bot that reaches no source answers from the sample; once it reaches one, from the newsletter."""
    site.stop()
    bot = await run()
    assert "680,000" in await _asked(discord, "how many hours of audio was Whisper trained on?", "680,000")
    await bot.wait_line("cannot be reached", timeout=SOON)
    assert "Traceback" not in bot.output
    site.start()
    assert "Harbour Letter 3" in await _latest(discord, "Harbour Letter 3")


async def test_zero_minutes_is_never(discord: FakeDiscord, site: WordPress, run: Run) -> None:
    """With BACKISSUE_SYNC_MINUTES=0 no source is visited, and the sample answers at once."""
    await run("0")
    assert "680,000" in await _asked(discord, "how many hours of audio was Whisper trained on?", "680,000")
    assert site.requests == []


async def test_two_days_of_failures_are_in_the_log_and_in_about(
    discord: FakeDiscord, site: WordPress, run: Run, tmp_path: Path
) -> None:
    """The operator's log has an error that says since when, and `/about` shows it to everybody."""
    bot = await run()
    await _latest(discord, "Harbour Letter 3")
    site.stop()
    await bot.wait_line("Trying again", timeout=SOON)
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    await bot.stop()
    _rewrite(tmp_path, since)
    bot = await run()
    assert f"{since:%Y-%m-%d}" in await bot.wait_line("ERROR.*Not reached since", timeout=SOON)
    assert f"Not reached since <t:{int(since.timestamp())}:D>" in (await discord.slash("about")).text
    assert "Harbour Letter 3" in (await discord.slash("latest")).text


async def test_it_ends_in_time_in_mid_sync(discord: FakeDiscord, site: WordPress, run: Run) -> None:
    """Told to stop while a source does not answer, the bot ends within its time and without a traceback."""
    site.refuse("/", 503)
    bot = await run()
    await asyncio.sleep(1)
    assert await bot.stop() < 9
    assert bot.returncode == 0
    assert "Traceback" not in bot.output


async def _latest(discord: FakeDiscord, wanted: str) -> str:
    """What `/latest` shows, once it holds what is wanted."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + SOON
    answer = await discord.slash("latest")
    while wanted not in answer.text and loop.time() < deadline:
        await asyncio.sleep(0.5)
        answer = await discord.slash("latest")
    return str(answer.text)


def _rewrite(folder: Path, since: dt.datetime) -> None:
    """Makes the sources fail since then, and due."""
    with closing(sqlite3.connect(folder / "data" / "backissue.sqlite3")) as connection, connection:
        connection.execute("UPDATE sources SET failing_since = ?, next_visit_at = NULL", (since.isoformat(),))
