"""What members read when a button leads to what was taken out of the archive meanwhile."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.discord.conftest import Start
from tests.discord.test_asking import asked
from tests.discord.test_lasting import feedback
from tests.standin import FakeDiscord

ITEM_GONE = "That item was taken out of the archive since: ask again to see what it has now."
ISSUE_GONE = "That issue was taken out of the archive since: /issue and /latest show what it has now."


async def test_buttons_to_what_is_gone_say_so(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """Nobody who pressed a button reads how to type a cite, and nobody's vote is taken for what is gone."""
    bot = await start()
    answer = await asked(discord, "what does Chinchilla say about big models?")
    issue = await discord.slash("issue", {"issue": "sample-letter/5"})
    whole = await discord.slash("item", {"item": "sample-letter/5#1"})
    later = await discord.slash("issue", {"issue": "sample-letter/6"})
    remove = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "remove", "sample-letter/5"),
        env={**os.environ, "BACKISSUE_DATA": str(tmp_path / "data")},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await remove.wait() == 0
    await bot.wait_line("Answering from generation 2")
    assert "Sample Letter 5" in answer.text
    presses = ("More like this", "In context", "Why this?", "Cite", "Helpful", "Not helpful")
    read = [(await discord.click(answer, label)).text for label in presses]
    read.append((await discord.click(issue, "1")).text)
    assert read == [ITEM_GONE] * 7
    around = ((later, "← Sample Letter 5"), (whole, "Contents of Sample Letter 5"))
    read = [(await discord.click(shown, label)).text for shown, label in around]
    assert read == [ISSUE_GONE] * 2
    await bot.stop()
    assert not feedback(tmp_path)["votes"]
