"""The worker as its host sees it: starting, being told what is wrong, and ending."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.discord.conftest import Start, launched
from tests.standin import BotProcess, FakeDiscord
from tests.standin.waiting import holds_before

QUESTION = "how many hours of audio was Whisper trained on?"
GENEROUS = 9.0  # seconds; a host kills what has not ended within five, on a machine that does nothing else


async def ended(bot: BotProcess, seconds: float = 30) -> int:
    """The exit code of a bot that ends by itself."""
    assert bot.process is not None
    return await asyncio.wait_for(bot.process.wait(), seconds)


async def _lost(bot: BotProcess, count: int) -> bool:
    """Whether so many answers are lost, by the log, and no more."""

    def lost() -> int:
        return sum("was lost" in line for _, line in bot.lines)

    return await holds_before(time.perf_counter() + 30, lambda: lost() >= count) and lost() == count


async def discord_again(discord: FakeDiscord, bot: BotProcess) -> bool:
    """Whether the bot connects anew after what could not be read."""
    before = len(discord.identifies)
    await bot.wait_line("Discord sent what could not be read", timeout=30)
    return await holds_before(time.perf_counter() + 30, lambda: len(discord.identifies) > before)


async def test_an_empty_disk_is_answering_soon(discord: FakeDiscord, tmp_path: Path) -> None:
    """A first start takes in the seeds beside the connection; until then a plain sentence says so."""
    await launched(discord, tmp_path)
    deadline = time.monotonic() + 30
    answer = await discord.slash("ask", {"question": QUESTION})
    while "680,000" not in answer.text and time.monotonic() < deadline:
        assert "ask again in a moment" in answer.text
        assert answer.ephemeral
        await asyncio.sleep(0.5)
        answer = await discord.slash("ask", {"question": QUESTION})
    assert "680,000" in answer.text


async def test_commands_are_synced_once(discord: FakeDiscord, start: Start) -> None:
    """Discord is told the commands at the first login, with the invitation in the log, and not at the next."""
    first = await start()
    assert len(discord.requests("PUT", "/commands$")) == 1
    invitation = await first.wait_line("oauth2/authorize")
    assert f"client_id={discord.app_id}&scope=bot+applications.commands&permissions=274877975552" in invitation
    await first.stop()
    second = await start()
    assert (await discord.slash("ask", {"question": QUESTION})).text
    assert len(discord.requests("PUT", "/commands$")) == 1
    assert "oauth2/authorize" not in second.output


async def test_refused_commands_do_not_keep_the_bot_away(discord: FakeDiscord, start: Start) -> None:
    """When Discord does not take the commands the log says so, and the bot comes up; the next start tries again."""
    discord.fault("PUT", "/commands$", status=400, code=50035)
    bot = await start(ready=False)
    await discord.wait_ready()
    await bot.wait_line("did not take the commands")
    assert len(discord.requests("PUT", "/commands$", status=400)) == 1
    await bot.stop()
    await start()
    assert "ask" in {name for _, _, name in discord.commands}


async def test_a_database_that_takes_no_note_does_not_keep_the_bot_away(
    discord: FakeDiscord, start: Start, tmp_path: Path
) -> None:
    """When it cannot be noted that Discord was told the commands, one line says so, and members are answered."""
    await (await start()).stop()
    with closing(sqlite3.connect(tmp_path / "data" / "backissue.sqlite3")) as other, other:
        other.execute("DELETE FROM command_syncs")
        other.execute(
            "CREATE TRIGGER busy BEFORE INSERT ON command_syncs BEGIN SELECT RAISE(FAIL, 'database is locked'); END"
        )
    bot = await start()
    assert "in use by another program" in await bot.wait_line("looked at again at the next start")
    assert "680,000" in (await discord.slash("ask", {"question": QUESTION})).text
    assert "Traceback" not in bot.output


async def test_a_missing_token_is_one_sentence(discord: FakeDiscord, start: Start) -> None:
    """Without a token the program says where to get one, exits 2 and never calls Discord."""
    bot = await start(ready=False, DISCORD_TOKEN="")
    assert await ended(bot) == 2
    await bot.stop()
    assert "DISCORD_TOKEN is not set" in bot.output
    assert "Traceback" not in bot.output
    assert discord.calls == []


@pytest.mark.parametrize(("token", "tries"), [("canary.of.nothing", 1), ("canary of nothing", 0), ("canary.öf", 0)])
async def test_a_bad_token_is_one_sentence(discord: FakeDiscord, start: Start, token: str, tries: int) -> None:
    """A token that is none, or that Discord refuses, ends the program with code 2 at once, and is not printed."""
    bot = await start(ready=False, DISCORD_TOKEN=token)
    assert await ended(bot) == 2
    await bot.stop()
    assert "does not accept the token" in bot.output
    assert "canary" not in bot.output
    assert "Traceback" not in bot.output
    assert len(discord.requests(status=401)) == tries
    assert not discord.identifies


@pytest.mark.parametrize(("code", "sentence"), [(4004, "does not accept the token"), (4014, "intents")])
async def test_a_gateway_that_refuses_for_good_is_not_asked_again(
    discord: FakeDiscord, start: Start, code: int, sentence: str
) -> None:
    """Close codes about token and intents end the program with code 2 and a sentence, after one IDENTIFY."""
    bot = await start()
    await discord.drop(code)
    assert await ended(bot) == 2
    await bot.stop()
    assert sentence in bot.output
    assert len(discord.identifies) == 1


@pytest.mark.parametrize("code", [1006, 4000])
async def test_a_dropped_gateway_is_resumed(discord: FakeDiscord, start: Start, code: int) -> None:
    """When the gateway drops in mid-life the bot resumes without a new IDENTIFY and answers once."""
    await start()
    await discord.drop(code)
    answer = await discord.slash("ask", {"question": QUESTION})
    assert "680,000" in answer.text
    assert len(discord.identifies) == 1


async def test_a_first_connection_that_fails_is_tried_again(discord: FakeDiscord, start: Start) -> None:
    """A gateway, or a REST API, that cannot be reached at the start is waited for."""
    discord.refuse_gateway = 1
    discord.fault("GET", "/users/@me$", reset=True)
    bot = await start(ready=False)
    await bot.wait_line("trying again", timeout=20)
    await discord.wait_ready(timeout=30)
    assert "680,000" in (await discord.slash("ask", {"question": QUESTION})).text


async def test_an_event_that_cannot_be_read_costs_a_connection(discord: FakeDiscord, start: Start) -> None:
    """A press from a channel of which Discord tells too little costs the connection alone; the next one answers."""
    bot = await start()
    odd = discord.add_channel(discord.guild, "odd", type=11, parent_id=discord.channel.id)
    answer = await discord.slash("ask", {"question": QUESTION}, channel=odd, wait=None)
    assert await discord_again(discord, bot)
    assert not answer.acked
    assert "680,000" in (await discord.slash("ask", {"question": QUESTION})).text
    assert bot.returncode is None


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it(discord: FakeDiscord, start: Start, which: signal.Signals) -> None:
    """SIGTERM and SIGINT end the program in time with code 0 and no traceback."""
    bot = await start()
    assert await bot.stop(which) < GENEROUS
    assert bot.returncode == 0
    assert "Traceback" not in bot.output


async def test_a_signal_ends_the_wait_for_a_database(start: Start, tmp_path: Path) -> None:
    """Told to stop while another program keeps the database to itself, a starting bot ends in time as well."""
    await (await start()).stop()
    with closing(sqlite3.connect(tmp_path / "data" / "backissue.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        bot = await start(ready=False)
        await bot.wait_line("Opening the archive")
        await asyncio.sleep(1)
        assert await bot.stop() < GENEROUS
        assert bot.returncode == 0
        assert "Traceback" not in bot.output


async def test_two_signals_in_mid_answer_and_mid_reading(discord: FakeDiscord, start: Start) -> None:
    """Told twice, while an answer is under way and the archive is read, it ends as well, and nothing is broken."""
    bot = await start()
    await discord.slash("reindex", user=discord.owner, wait="ack")
    discord.fault("POST", "/callback$", hang=True)
    await discord.slash("ask", {"question": QUESTION}, wait=None)
    await asyncio.sleep(0.2)
    assert bot.process is not None
    bot.process.send_signal(signal.SIGTERM)
    assert await bot.stop(signal.SIGTERM) < GENEROUS
    assert bot.returncode == 0
    assert "Traceback" not in bot.output
    discord.clear_faults()
    await start()
    assert "680,000" in (await discord.slash("ask", {"question": QUESTION})).text


async def test_a_refused_answer_is_one_line_in_the_log(discord: FakeDiscord, start: Start) -> None:
    """An interaction that expired, was answered already or is cut off is one warning, no message, no traceback."""
    bot = await start()
    for fault in ({"status": 404, "code": 10062}, {"status": 400, "code": 40060}, {"reset": True, "after": True}):
        discord.fault("POST", "/callback$", **fault)
        await discord.slash("ask", {"question": QUESTION}, wait="ack", timeout=1)
    assert await _lost(bot, 3)
    assert "the interaction had expired" in bot.output
    assert "Traceback" not in bot.output
    assert len(discord.requests("POST", "/callback$")) == 3


async def test_an_expired_autocompletion_is_a_warning(discord: FakeDiscord, start: Start) -> None:
    """Choices that come too late, as they do when a member types fast, are one line that names nobody."""
    bot = await start()
    discord.fault("POST", "/callback$", status=404, code=10062)
    await discord.autocomplete("issue", "issue", "3", wait="ack", timeout=0.5)
    assert "WARNING" in await bot.wait_line("Nothing could be offered")
    assert "Traceback" not in bot.output
    assert discord.user.id not in bot.output


async def test_whatever_discord_answers_there_is_one_outcome(discord: FakeDiscord, start: Start) -> None:
    """An answer that Discord delays, limits or fails at is seen once or logged once, never seen twice."""
    bot = await start()
    seen = ({"delay": 0.5}, {"status": 429, "retry_after": 0.3}, {"status": 500}, {"status": 502})
    for fault in seen:
        discord.fault("POST", "/callback$", **fault)
        answer = await discord.slash("ask", {"question": QUESTION})
        assert "680,000" in answer.text
        assert len(answer.messages) == 1
    assert "was lost" not in bot.output
    for failure in ({"status": 429, "cloudflare": True}, {"status": 403}, {"reset": True}):
        discord.fault("POST", "/callback$", **failure)
        lost = await discord.slash("ask", {"question": QUESTION}, wait="ack", timeout=0.5)
        assert not lost.acked
    assert await _lost(bot, 3)


async def test_no_secret_is_logged(discord: FakeDiscord, start: Start) -> None:
    """At the most talkative level, through answers, edits and failures, no token of bot or interaction is printed."""
    bot = await start(BACKISSUE_LOG_LEVEL="DEBUG")
    seen = [
        await discord.slash("ask", {"question": QUESTION}),
        await discord.autocomplete("issue", "issue", "1"),
        await discord.slash("issue", {"issue": "9999"}),
        await discord.slash("reindex", user=discord.owner, timeout=30, settle=1.2),
    ]
    for fault in ({"status": 500}, {"status": 404, "code": 10062}, {"status": 429}, {"reset": True}):
        discord.fault("POST", "/callback$", **fault)
        seen.append(await discord.slash("ask", {"question": QUESTION}, wait="ack", timeout=1.2))
    await discord.drop(1006)
    await asyncio.sleep(0.5)
    await bot.stop()
    assert "DEBUG" in bot.output
    assert discord.token not in bot.output
    assert not [one for one in seen if one.token in bot.output]
    assert QUESTION not in bot.output
    assert re.search(r"/interactions/\d+/\[hidden\]", bot.output)
