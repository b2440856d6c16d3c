"""Many questions at once share the event loop fairly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.archive.reader import Archive
from bot.chat.replies import Replies
from bot.community.asked import Asked
from bot.community.notes import Notes
from bot.community.preferences import Preferences
from bot.intake.writer import Intake
from bot.profile import Profiles
from bot.settings import Settings
from bot.store import SqliteCommunity
from tests.letters import BOATS, DAMS, letter


async def test_of_many_questions_each_has_a_turn_of_the_event_loop(
    intake: Intake, settings: Settings, profiles: Profiles, write: Callable[[str, str], Path]
) -> None:
    """What is sent goes out at the end of a turn, so no answer waits for the work on those that come after it."""
    await intake.ingest([write("one.txt", letter(1, [BOATS, DAMS]))])
    loop = asyncio.get_running_loop()
    turns = 0

    def turn() -> None:
        nonlocal turns
        turns += 1
        loop.call_soon(turn)

    async with Archive.open(settings, profiles) as archive, SqliteCommunity.open(settings.database) as community:
        replies = Replies(archive, Notes(community), Preferences(community.servers))

        async def answered(number: int) -> int:
            await replies.ask(Asked(f"ferry {number}"), number, server=None)
            return turns

        turn()
        found = await asyncio.gather(*map(answered, range(5)))
    assert found == sorted(set(found))
