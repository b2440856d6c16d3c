"""`/about` and `/help`: what the archive is, what is kept, and what can be done."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

from bot.community.privacy import KEPT, PRINCIPLE
from tests.discord.conftest import Start
from tests.discord.kiosk import follow
from tests.letters import BOATS, letter
from tests.standin import FakeDiscord


async def test_about_is_the_archives_passport(discord: FakeDiscord, start: Start) -> None:
    """Span, counts, content hash, last update and version are said; all that is kept of members is behind a button."""
    await start()
    about = await discord.slash("about")
    assert "**10** issues · **52** items" in about.text
    assert re.search(r"^First: Sample Letter 1.* · 8 Jan 2024$", about.text, re.MULTILINE)
    assert re.search(r"^Latest: Sample Letter 10.* · 7 Oct 2024$", about.text, re.MULTILINE)
    assert "Not in the archive" not in about.text
    assert re.search(r"^-# Content hash `[0-9a-f]{16}` · updated <t:\d+:R>$", about.text, re.MULTILINE)
    assert re.search(r"^-# Back Issue \d+\.\d+\.\d+$", about.text, re.MULTILINE)
    assert PRINCIPLE in about.text
    assert len(about.text.splitlines()) < 14
    kept = await discord.click(about, "What is kept of you")
    assert kept.ephemeral
    assert all(f"- {each.what}: {each.how_long}." in kept.text for each in KEPT)


async def test_a_member_deletes_what_is_kept_of_them(discord: FakeDiscord, start: Start) -> None:
    """A vote is deleted by the button for the one who gave it alone, and the second press finds nothing.

    Who set up where new issues are posted reads that their id is gone there, and that the posts go on.
    """
    await start()
    voter, other = discord.add_user("voter"), discord.add_user("other")
    answer = await discord.slash("ask", {"question": "how many hours of audio was Whisper trained on?"}, user=voter)
    await discord.click(answer, "Helpful", user=voter)
    about = await discord.slash("about")
    button = "Delete what is kept of me"
    nothing = await discord.click(about, button, user=other)
    assert "Nothing is kept of you" in nothing.text
    gone = await discord.click(about, button, user=voter)
    assert "Deleted: 1 vote" in gone.text
    assert gone.ephemeral
    assert "Nothing is kept of you" in (await discord.click(about, button, user=voter)).text
    await follow(discord)
    set_up = await discord.click(about, button, user=discord.owner)
    assert "Deleted: your id at 1 channel where you had new issues posted, which goes on." in set_up.text
    assert f"<#{discord.channel.id}>" in (await discord.slash("follow list", user=discord.owner)).text


async def test_help_goes_by_task_and_names_every_command(discord: FakeDiscord, start: Start) -> None:
    """Each command that a member has is named under what it is for, to the asker alone; each named one exists."""
    await start()
    shown = await discord.slash("help")
    named = set(re.findall(r"`/(\w+)`", shown.text))
    there = {name for _, kind, name in discord.commands if kind == 1}
    assert named <= there
    assert there - named <= {"help", "reindex"}
    assert shown.ephemeral


async def test_no_privileged_intent_is_asked_for(discord: FakeDiscord, start: Start) -> None:
    """An application that Discord grants none of them is let in all the same."""
    discord.privileged_intents = 0
    await start()
    assert (await discord.slash("latest")).text


async def test_what_another_process_ingests_is_read_soon(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """An issue that is ingested in another shell is the latest one in Discord, without a restart."""
    await start()
    (tmp_path / "twelve.txt").write_text(letter(12, [BOATS]), encoding="utf-8")
    ingest = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "ingest", str(tmp_path / "twelve.txt")),
        env={**os.environ, "BACKISSUE_DATA": str(tmp_path / "data")},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await ingest.wait() == 0
    async with asyncio.timeout(30):
        while "## Sample Letter 12" not in (await discord.slash("latest")).text:
            continue
