"""What a member reads, and the log says, when a command fails for a reason of the system's."""

from __future__ import annotations

import asyncio
import errno
import logging

import discord
import pytest
from discord import app_commands
from discord.ext import commands

from bot.chat.client import BackIssueBot
from bot.community.cooldowns import Cooldowns
from bot.intake.writer import Intake
from tests.standin import FakeDiscord


class Failing(commands.Cog):
    """A command that the disk has no room for, and one whose answer breaks off."""

    @app_commands.command(description="Write")
    async def write(self, interaction: discord.Interaction) -> None:
        """Fails as a full disk does."""
        raise OSError(errno.ENOSPC, "No space left on device")

    @app_commands.command(description="Lose")
    async def lose(self, interaction: discord.Interaction) -> None:
        """Fails as a broken connection does."""
        raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")


def _failures(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == "bot.chat.failures"]


async def test_only_a_broken_connection_is_a_lost_answer(intake: Intake, caplog: pytest.LogCaptureFixture) -> None:
    """A full disk is a fault: the member is told, and the log has where; a broken connection is one line."""
    async with FakeDiscord() as standin:
        bot = BackIssueBot(intake.store, [Failing()], Cooldowns(0, 0), standin.api_url)
        running = asyncio.create_task(bot.start(standin.token))
        await standin.wait_ready()
        await standin.wait_synced(names=("write", "lose"))
        told = await standin.slash("write")
        assert "Something went wrong here" in told.text
        await standin.slash("lose", wait=None)
        await standin.poll(lambda: len(_failures(caplog)) == 2, 30, lambda: caplog.text)
        await bot.close()
        await running
    written, lost = _failures(caplog)
    assert (written.levelno, lost.levelno) == (logging.ERROR, logging.WARNING)
    assert written.exc_info
    assert "was lost" in lost.getMessage()
