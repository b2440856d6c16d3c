"""`/stats`: what a server's managers, and the bot's owner, read of the questions, and what they do not."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Unpack

import pytest
from PIL import Image

from tests.discord.conftest import Start
from tests.discord.test_asking import QUESTION
from tests.discord.test_lasting import IN_VAIN
from tests.discord.test_reading_trends import MEDIA_GALLERY
from tests.standin import CannotDo, FakeDiscord, Interaction, walk
from tests.standin.people.actor import Doing

SOON = 60.0  # seconds; a generous guard


async def stats(discord: FakeDiscord, wanted: str, options: dict[str, int], **doing: Unpack[Doing]) -> Interaction:
    """What somebody reads once what was counted is written down, with the chart where there is one."""
    async with asyncio.timeout(SOON):
        shown = await discord.slash("stats", options, **doing)
        while wanted not in shown.text:
            await asyncio.sleep(0.5)
            shown = await discord.slash("stats", options, **doing)
    await shown.until(lambda: "being drawn" not in shown.text, SOON)
    return shown


def chart(shown: Interaction) -> tuple[Image.Image, str]:
    """The picture, and what screen readers say of it."""
    assert shown.message is not None
    (gallery,) = [each for each in walk(shown.message.components) if each.type == MEDIA_GALLERY]
    ((_, _, png),) = [file for action in shown.actions for file in action.call.files]
    return Image.open(io.BytesIO(png)), gallery["items"][0].description


async def test_each_reads_what_is_theirs(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """A server's managers see its own counts and questions in vain alone; the owner sees all of them together."""
    bot = await start()
    other = discord.add_guild("elsewhere")
    await discord.dispatch("GUILD_CREATE", other, other)
    answer = await discord.slash("ask", {"question": QUESTION})
    for label in ("Helpful", "Not helpful", "Not helpful"):
        await discord.click(answer, label)
    await discord.click(answer, "Helpful", user=discord.owner)
    await discord.slash("ask", {"question": IN_VAIN})
    await discord.slash("ask", {"question": IN_VAIN})
    await discord.slash("ask", {"question": "zyzzyva elsewhere"}, guild=other)
    await discord.slash("ask", {"question": "zyzzyva alone"}, user_install=True)
    await discord.slash("ask", {"question": "zyzzyva direct"}, dm=True)

    mine = await stats(discord, "3 questions", {}, permissions="manage_guild")
    assert mine.ephemeral
    assert not mine.deferred
    assert "**7 days** · 3 questions: 1 found, 2 not found (67%) · votes: 1 helpful, 1 not" in mine.text
    assert f"- {IN_VAIN} · 2 times · " in mine.text
    assert "elsewhere" not in mine.text
    assert "Busiest hour" not in mine.text
    image, description = chart(mine)
    assert image.width == 1200
    assert "3 in all, 2 of them found nothing" in description
    assert "questions a week" in description

    theirs = await stats(discord, "1 question", {"days": 14}, guild=other, permissions="manage_guild")
    assert "**14 days** · 1 question: 0 found, 1 not found (100%)" in theirs.text
    assert "zyzzyva elsewhere" in theirs.text
    assert IN_VAIN not in theirs.text
    assert "questions a day" in chart(theirs)[1]

    every = await stats(discord, "6 questions", {}, user=discord.owner, dm=True)
    assert "**90 days** · 6 questions: 1 found, 5 not found (83%) · votes: 1 helpful, 1 not" in every.text
    assert "**Servers** · 2" in every.text
    assert re.search(r"[3-6] of 6 questions", every.text)  # an hour may end between them
    assert "zyzzyva elsewhere" in every.text
    assert "zyzzyva alone" not in every.text
    assert "zyzzyva direct" not in every.text
    here = await discord.slash("stats", user=discord.owner)
    assert "**In this server**" in here.text

    await bot.stop()
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("backissue.sqlite3*"))
    for member in (discord.user, discord.owner):
        assert member.id.encode() not in held
        assert int(member.id).to_bytes(8) not in held


async def test_others_are_refused(discord: FakeDiscord, start: Start) -> None:
    """Members without the permission, members in direct messages, and those who only have it themselves, read none."""
    await start()
    with pytest.raises(CannotDo):
        await discord.slash("stats")
    assert "members who may manage this server" in (await discord.slash("stats", force=True)).text
    assert "for servers that have the bot" in (await discord.slash("stats", dm=True)).text
    alone = await discord.slash("stats", user_install=True, permissions="manage_guild", force=True)
    assert "for servers that have the bot" in alone.text
    empty = await stats(discord, "no questions", {}, permissions="manage_guild")
    assert "None is kept." in empty.text
    assert not empty.attachments


def test_the_command_line_says_what_is_kept(tmp_path: Path) -> None:
    """`backissue privacy` lists it with reason and time, for people and for machines, and opens no archive."""
    environment = {**os.environ, "BACKISSUE_DATA": str(tmp_path / "data")}
    for more in ([], ["--json"]):
        command = [sys.executable, "-m", "bot", "privacy", *more]
        done = subprocess.run(command, env=environment, cwd=tmp_path, check=True, capture_output=True, timeout=60)
        assert b"without who asked" in done.stdout
        assert b"30 days" in done.stdout
    assert {"what", "why", "how_long"} == set(json.loads(done.stdout)["kept"][0])
    assert not (tmp_path / "data").exists()
