"""The stand-in starts and ends bots, finds what they send amiss, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import aiohttp
import pytest

from tests.standin import FakeDiscord, percentile, visible_text
from tests.standin.constants import LOADING
from tests.standin.demo import DEMO, running_demo
from tests.standin.objects import loads
from tests.standin.waiting import holds_before


def _is_running(pid: str) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text(encoding="ascii")


async def test_a_new_process_keeps_the_ids_of_commands() -> None:
    """Writing the same commands again changes nothing, and an earlier message's buttons are answered still."""
    async with FakeDiscord() as discord:
        await running_demo(discord)
        answer = await discord.slash("ask", {"question": "why"})
        ids = {key: command.id for key, command in discord.commands.items()}
        writes = len(discord.requests("PUT", "/commands$"))
        await discord.launch(DEMO)
        await discord.poll(
            lambda: len(discord.requests("PUT", "/commands$", status=200)) > writes, 15, lambda: "no sync"
        )
        await discord.wait_ready()
        assert {key: command.id for key, command in discord.commands.items()} == ids
        assert (await discord.click(answer, "Again")).text.startswith("again!")


async def test_a_wrong_token_ends_the_bot() -> None:
    """A bot with another token is refused by REST, and waiting for it ends with its last words."""
    async with FakeDiscord() as discord:
        await discord.launch(DEMO, env={"DISCORD_TOKEN": "wrong"})
        with pytest.raises(RuntimeError, match="LoginFailure"):
            await discord.wait_ready()
        assert not discord.identifies


async def test_the_schema_finds_what_the_limits_do_not() -> None:
    """A body that Discord's description forbids is found, where the description is at hand."""
    async with FakeDiscord() as discord, aiohttp.ClientSession() as http:
        if not (discord.openapi_path and discord.openapi_path.exists()):
            pytest.skip("Discord's OpenAPI description is not at hand")
        headers = {"Authorization": f"Bot {discord.token}"}
        commands = f"{discord.api_url}/applications/{discord.app_id}/commands"
        async with http.put(commands, json=[{"name": "one", "description": "d", "contexts": [9]}], headers=headers):
            assert len(discord.schema_findings()) == 1


async def test_stopping_leaves_nothing_behind() -> None:
    """After the end the bot's process has ended, nobody listens, and no task is left of the stand-in."""
    before = asyncio.all_tasks()
    begin = time.perf_counter()
    async with FakeDiscord() as discord:
        bot = await running_demo(discord)
        hanging = discord.fault("POST", "/callback$", hang=True)
        await discord.slash("ask", {"question": "why"}, wait=None)
        await discord.poll(lambda: hanging.hits, 10, lambda: "no callback")
        assert bot.memory()["rss"] > 1
        assert 0 < bot.cpu_seconds() < time.perf_counter() - begin
    assert bot.returncode is not None
    assert asyncio.all_tasks() == before
    with pytest.raises(OSError, match=r"refused|Connect"):
        await asyncio.open_connection("127.0.0.1", discord.port)


async def test_children_of_a_stopped_bot_end_with_it() -> None:
    """A child that outlives the bot and holds its output open does not keep a test waiting, and is killed."""
    async with FakeDiscord() as discord:
        bot = await discord.launch(["sh", "-c", "sleep 60 & echo child $!; wait"])
        child = (await bot.wait_line("child")).split()[1]
        assert await bot.stop() < 5
    assert await holds_before(time.perf_counter() + 5, lambda: not _is_running(child))


def test_the_visible_text_is_what_a_person_reads() -> None:
    """Content, embeds and text displays, however deep, are read in order; of a deferred message nothing."""
    inner = {"type": 17, "components": [{"type": 9, "components": [{"type": 10, "content": "third"}]}]}
    message = loads(
        json.dumps({"flags": 0, "content": "first", "embeds": [{"title": "second"}], "components": [inner]})
    )
    assert visible_text(message) == "first\nsecond\nthird"
    message.flags = LOADING
    assert visible_text(message) == ""


def test_a_percentile_is_one_of_the_values() -> None:
    """The 50th and 99th percentiles of 1 to 100 are the values that stand there."""
    assert [percentile(range(1, 101), q) for q in (0, 50, 99, 100)] == [1, 51, 100, 100]
