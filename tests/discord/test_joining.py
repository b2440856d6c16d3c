"""Servers that put the bot out, have it back, or are only out of reach."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.discord.conftest import Start
from tests.discord.test_setup import panel, press
from tests.standin import FakeDiscord, Obj
from tests.standin.waiting import holds_before

SOON = 60.0  # seconds; a generous guard


def left(folder: Path) -> set[str]:
    """The servers that are noted as left."""
    with closing(sqlite3.connect(folder / "data" / "backissue.sqlite3")) as connection:
        return {str(row[0]) for row in connection.execute("SELECT id FROM servers WHERE left_on IS NOT NULL")}


async def until(predicate: Callable[[], bool]) -> bool:
    """Whether it holds soon."""
    await holds_before(time.perf_counter() + SOON, predicate)
    return predicate()


async def test_a_departure_is_noted_and_a_return_undoes_it(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """A server is left when it puts the bot out, running or not, and is not when it has the bot back."""
    away = discord.add_guild("away")
    shut = discord.add_guild("shut")
    first = await start()
    await first.wait_line("Answering as")
    await press(discord, await panel(discord), "Private")
    for guild in (away, shut):
        shown = await discord.slash("setup", guild=guild, permissions="manage_guild")
        await discord.click(shown, "Private", permissions="manage_guild")

    await discord.dispatch("GUILD_DELETE", Obj(id=shut.id, unavailable=True), shut)
    await discord.leave_guild(away)
    assert await until(lambda: left(tmp_path) == {away.id})
    discord.guilds[away.id] = away
    joined = Obj({name: value for name, value in away.items() if name != "unavailable"})
    await discord.dispatch("GUILD_CREATE", joined, away)
    assert await until(lambda: not left(tmp_path))
    assert (await discord.slash("latest", guild=away)).ephemeral

    await first.stop()
    del discord.guilds[shut.id]
    second = await start()
    await second.wait_line("Answering as")
    assert await until(lambda: left(tmp_path) == {shut.id})
    assert (await discord.slash("latest")).ephemeral
    await second.stop()
    discord.guilds[shut.id] = shut
    await start()
    assert await until(lambda: not left(tmp_path))
