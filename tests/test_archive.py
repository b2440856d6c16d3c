"""The reader: what it holds of a generation, and that it needs nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.archive import Archive
from bot.intake import Intake
from bot.profile import Profiles
from bot.settings import Settings
from tests.letters import BOATS, BREAD, letter

Write = Callable[[str, str], Path]


async def test_the_passport_is_made_once(intake: Intake, settings: Settings, profiles: Profiles, write: Write) -> None:
    """The numbers that are missing are found out once for a generation, and anew for the next."""
    await intake.ingest([write("one.txt", letter(1, [BOATS])), write("three.txt", letter(3, [BREAD]))])
    async with Archive.open(settings, profiles) as archive:
        assert archive.about().missing == (2,)
        assert archive.about().missing is archive.about().missing
        await intake.ingest([write("five.txt", letter(5, [BREAD]))])
        await archive.refresh()
        assert archive.about().missing == (2, 4)
