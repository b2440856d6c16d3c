"""Two workers at once, as while a new version takes over from an old one: members notice nothing of it."""

from __future__ import annotations

from pathlib import Path

from tests.discord.conftest import Start
from tests.discord.kiosk import until
from tests.discord.test_asking import QUESTION, asked
from tests.discord.test_lasting import IN_VAIN, feedback
from tests.standin import FakeDiscord


async def test_each_question_is_answered_and_counted_once(discord: FakeDiscord, start: Start, tmp_path: Path) -> None:
    """Both hear every question; one answer is seen, by command, mention or direct message, and one is counted."""
    old = await start()
    new = await start(ready=False)
    await until(lambda: len(discord.connected) == 2)
    assert "680,000" in (await asked(discord)).text
    assert (await discord.autocomplete("ask", "issue", "7", {"question": "x"})).choices
    talks = [
        await discord.mention(QUESTION, settle=1),
        await discord.mention(IN_VAIN, settle=1),
        await discord.say(QUESTION, dm=True, settle=1),
    ]
    assert [len(talk.replies) for talk in talks] == [1, 1, 1]
    assert len(discord.requests("POST", "/messages$")) == 6, "both tried"

    await old.stop()
    assert "680,000" in (await discord.mention(QUESTION)).text, "the new worker goes on by itself"
    await new.stop()
    found = feedback(tmp_path)
    assert found["counts"] == {"answered": 4, "unanswered": 1}
    assert found["unanswered"] == [{"question": IN_VAIN, "times": 1}]
    assert "Traceback" not in old.output + new.output
