"""A stand-in for Discord, and the real bot process connected to it with the sample archive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import ROOT
from tests.discord.library import stock
from tests.standin import BotProcess, FakeDiscord

COMMANDS = ("ask", "search", "issue", "latest", "about", "reindex")

Start = Callable[..., Awaitable[BotProcess]]


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the sample archive, to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    environment = {**os.environ, "BACKISSUE_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "bot", "ingest", str(ROOT / "seeds")]
    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True, timeout=60)
    return folder / "data"


@pytest.fixture
async def discord() -> AsyncIterator[FakeDiscord]:
    """The stand-in. Whatever the bot did must have been what Discord takes."""
    async with FakeDiscord() as standin:
        yield standin
        standin.assert_clean()


@pytest.fixture
def start(discord: FakeDiscord, sample_archive: Path, tmp_path: Path) -> Start:
    """Starts the bot with a copy of the sample archive and waits until it has its commands and the gateway."""

    async def start(*, standin: FakeDiscord = discord, ready: bool = True, **environment: str) -> BotProcess:
        if not (tmp_path / "data").exists():
            shutil.copytree(sample_archive, tmp_path / "data")
        return await launched(standin, tmp_path, ready=ready, **environment)

    return start


async def launched(discord: FakeDiscord, folder: Path, *, ready: bool = True, **environment: str) -> BotProcess:
    """The bot as its operator starts it, in `folder`."""
    settings = {
        "BACKISSUE_SEEDS": str(ROOT / "seeds"),
        "BACKISSUE_SYNC_MINUTES": "0",
        "BACKISSUE_MEMBER_LIMIT": "100000",
        **environment,
    }
    bot = await discord.launch([sys.executable, "-m", "bot", "run"], env=settings, cwd=folder)
    if ready:
        await discord.wait_ready()
        await discord.wait_synced(names=COMMANDS)
    return bot


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared_bot(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    """A stand-in with one bot that serves all tests of a module, for those that change nothing for one another."""
    folder = tmp_path_factory.mktemp("bot")
    shutil.copytree(sample_archive, folder / "data")
    async with FakeDiscord() as standin:
        await launched(standin, folder)
        yield standin
        standin.assert_clean()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def library_bot(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    """The same over the archive to read in, with its long issue and its mentions."""
    folder = tmp_path_factory.mktemp("bot")
    stock(folder)
    async with FakeDiscord() as standin:
        await launched(standin, folder)
        yield standin
        standin.assert_clean()
