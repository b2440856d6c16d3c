"""What lasts and what does not: buttons over restarts, cooldowns, votes, and the questions that are kept."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.discord.conftest import Start
from tests.discord.test_asking import FIRST, QUESTION, TOPIC, asked
from tests.standin import FakeDiscord

LONG = f"{TOPIC} " * 6
IN_VAIN = "zyzzyva qwertzuiop blorbification"


def feedback(folder: Path) -> Any:  # noqa: ANN401  (whatever the program printed)
    """What the operator reads."""
    environment = {**os.environ, "BACKISSUE_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "bot", "feedback", "--json"]
    done = subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True, timeout=60)
    return json.loads(done.stdout)


async def test_buttons_outlive_a_restart(discord: FakeDiscord, start: Start) -> None:
    """Every button and menu of an answer and of a search works in the next process, those of a long question too."""
    first = await start()
    answers = [await asked(discord, TOPIC), await asked(discord, LONG)]
    private = await asked(discord, TOPIC, private=True)
    search = await discord.slash("search", {"words": "model"})
    mention = await discord.mention(TOPIC)
    vain = await asked(discord, "transfrmrz founder whispr price stock zurich")
    await first.stop()
    await start()
    for answer in answers:
        for label in ("More like this", "In context", "Why this?", "Cite", "Helpful", "Not helpful"):
            assert (await discord.click(answer, label)).ephemeral
        await discord.click(answer, "Next results")
        assert FIRST not in answer.text
    assert not (await discord.click(private, "Share")).ephemeral
    await discord.click(search, "Next")
    assert "page 2" in search.text
    assert (await discord.select(search, 0, ["sample-letter/7#2"])).text
    await discord.click(mention, "Next results", user=discord.user)
    assert FIRST not in mention.text
    assert (await discord.select(vain, 0, ["Ration Book"])).text
    assert "Ration Book" in vain.text


async def test_cooldowns_are_told_with_the_time_left(discord: FakeDiscord, start: Start) -> None:
    """A member who asks too much is told so alone, with the time left; others, and what is offered, go on."""
    await start(BACKISSUE_MEMBER_LIMIT="3")
    answers = [await asked(discord) for _ in range(2)]
    await discord.click(answers[0], "Cite")
    refused = await asked(discord)
    assert "You asked a lot within a minute: please go on in " in refused.text
    assert refused.ephemeral
    assert "You asked a lot" in (await discord.click(answers[0], "Cite")).text
    assert not (await discord.mention(QUESTION, timeout=1)).replies
    assert (await discord.autocomplete("ask", "issue", "7", {"question": "x"})).choices
    assert "680,000" in (await discord.slash("ask", {"question": QUESTION}, user=discord.owner)).text
    carol = discord.add_user("carol")
    said = [(await discord.mention(QUESTION, user=carol)).text for _ in range(4)]
    assert all("680,000" in text for text in said[:3])
    assert "You asked a lot within a minute" in said[3]
    assert not (await discord.mention(QUESTION, user=carol, timeout=1)).replies


async def test_a_press_that_comes_too_late_is_one_line_in_the_log(discord: FakeDiscord, start: Start) -> None:
    """A press whose interaction expired, or was answered already, is one warning, no message, no traceback."""
    bot = await start()
    answer = await asked(discord)
    for status, code in ((404, 10062), (400, 40060)):
        discord.fault("POST", "/callback$", status=status, code=code)
        await discord.click(answer, "Cite", wait="ack", timeout=1)
    await bot.wait_line("had been answered already")
    assert "the interaction had expired" in bot.output
    assert "Traceback" not in bot.output


async def test_questions_in_vain_reach_the_operator_without_who_asked(
    discord: FakeDiscord, start: Start, tmp_path: Path
) -> None:
    """What found nothing in a server is kept as text; what was asked privately or in direct messages is counted."""
    bot = await start()
    await asked(discord, IN_VAIN)
    await asked(discord, f"{IN_VAIN} private", private=True)
    await discord.slash("ask", {"question": f"{IN_VAIN} direct"}, dm=True)
    answer = await asked(discord)
    await discord.click(answer, "Helpful")
    await discord.click(answer, "Not helpful", user=discord.owner)
    await bot.stop()
    found = feedback(tmp_path)
    assert found["unanswered"] == [{"question": IN_VAIN, "times": 1}]
    assert found["counts"] == {"answered": 1, "helpful": 1, "unanswered": 3, "unhelpful": 1}
    assert found["votes"] == [{"cite": "sample-letter/7#1", "helpful": 1, "not_helpful": 1}]
    held = b"".join(path.read_bytes() for path in (tmp_path / "data").glob("backissue.sqlite3*"))
    assert discord.user.id.encode() not in held
    assert QUESTION.encode() not in held


async def test_a_vote_waits_for_a_database_in_use(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """While another program writes, a vote is deferred and then thanked for; answers go on meanwhile."""
    await start()
    answer = await asked(discord)
    connection = sqlite3.connect(tmp_path / "data" / "backissue.sqlite3", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    vote = await discord.click(answer, "Helpful", wait=None)
    assert "680,000" in (await asked(discord)).text
    assert await vote.until(lambda: vote.deferred, 60)
    connection.rollback()
    connection.close()
    await vote.until(lambda: "kept as helpful" in vote.text, 60)
    assert "kept as helpful" in vote.text
