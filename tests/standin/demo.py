"""Starts the demo bot against a stand-in, for the tests of the stand-in."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.standin import BotProcess, FakeDiscord

DEMO = [sys.executable, str(Path(__file__).with_name("demo_bot.py"))]
COMMANDS = {"ask", "late", "slow", "admin", "long", "twice", "Quote"}


async def running_demo(discord: FakeDiscord) -> BotProcess:
    """The demo bot, logged in and with its commands registered."""
    bot = await discord.launch(DEMO)
    await discord.wait_ready()
    await discord.wait_synced(names=COMMANDS)
    return bot
