"""The panel of `/reindex` as the owner sees it: the sources as they are visited, then what changed, as a diff."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from pathlib import Path

from aiohttp import web
from filelock import FileLock

from tests.discord.conftest import Start, launched
from tests.discord.kiosk import read
from tests.program import Program
from tests.sources.letters import Letter, letters
from tests.sources.servers import WordPress
from tests.standin import FakeDiscord
from tests.sync.conftest import profile_of

SOON = 60.0  # seconds; a generous guard


class Gated(WordPress):
    """A site that answers once its gate is open."""

    def __init__(self, letters: list[Letter]) -> None:
        super().__init__(letters)
        self.gate = threading.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What WordPress answers, later."""
        await asyncio.to_thread(self.gate.wait, SOON)
        return await super().answer(request)


async def test_the_panel_follows_the_work(discord: FakeDiscord, tmp_path: Path) -> None:
    """Sources wait, are read, are done or not reached; then issues and items stand there with + ~ and -."""
    with Gated(letters(3)) as site, WordPress([]) as away:
        away.stop()
        await launched(
            discord,
            tmp_path,
            BACKISSUE_PROFILE=str(profile_of(tmp_path, site.address, away.address)),
            BACKISSUE_FETCH_ALLOW=f"{site.allow},{away.allow}",
        )
        panel = await discord.slash("reindex", {"sync_first": True}, user=discord.owner, wait="ack")
        assert await panel.until(lambda: f"◐ {_shown(site)} · reading" in panel.text, SOON)
        assert f"○ {_shown(away)} · waiting" in panel.text
        assert "being read already" in (await discord.slash("reindex", user=discord.owner)).text
        await read(discord, "Sample")  # answers go on
        site.gate.set()
        assert await panel.until(lambda: "The archive is read anew" in panel.text, SOON)
        assert "Issues: 3 added." in panel.text
        assert "\n+ 3 Harbour Letter 3: " in panel.text
        assert f"\n+   3#1 {site.letters[2].stories[0].title}" in panel.text
        assert f"● {_shown(site)} · 3 new or edited" in panel.text
        assert f"✕ {_shown(away)} cannot be reached" in panel.text

        first = site.letters[2].edited("It cost 4711 crowns.")
        site.letters[2] = replace(first, stories=first.stories[:3])
        again = await discord.slash("reindex", {"sync_first": True}, user=discord.owner, wait="ack")
        assert await again.until(lambda: "Issues: 1 changed." in again.text, SOON)
        signs = [line[:8] for line in again.text.split("```")[1].splitlines()[1:]]
        assert signs == ["~ 3 Harb", "~   3#1 ", "-   3#4 "]
        edits = [action.call.body for action in again.actions if action.kind == "edit"]
        assert all(body["allowed_mentions"] == {"parse": []} for body in edits)


async def test_another_programs_reading_is_told_of(discord: FakeDiscord, start: Start, program: Program) -> None:
    """While another program reads the archive anew, the command and the shell say so and leave it alone."""
    await start()
    with FileLock(program.folder / "data" / "reindex.lock"):
        refused = await discord.slash("reindex", user=discord.owner)
        assert "Another program reads the archive anew already" in refused.text
        shell = await asyncio.to_thread(program, "reindex")
        assert (shell.code, shell.out) == (1, "")
        assert "Another program" in shell.err
        assert len(shell.err.splitlines()) == 1
    done = await discord.slash("reindex", user=discord.owner, wait="ack")
    assert await done.until(lambda: "Nothing changed" in done.text, SOON)


async def test_a_result_that_nobody_sees_is_in_the_log(discord: FakeDiscord, tmp_path: Path) -> None:
    """Once the interaction is over, the panel is given up after one edit, and the log has what changed."""
    with Gated(letters(1)) as site:
        bot = await launched(
            discord,
            tmp_path,
            BACKISSUE_PROFILE=str(profile_of(tmp_path, site.address)),
            BACKISSUE_FETCH_ALLOW=site.allow,
        )
        discord.fault("PATCH", "/messages/@original$", status=401, code=50027, times=99)
        await discord.slash("reindex", {"sync_first": True}, user=discord.owner, wait="ack")
        await bot.wait_line("could not be shown", timeout=SOON)
        site.gate.set()
        await bot.wait_line("/reindex is done. Issues: 1 added.", timeout=SOON)
        await bot.wait_line(r"\+ 1 Harbour Letter 1", timeout=SOON)
        assert len([line for _, line in bot.lines if "could not be shown" in line]) == 2
        assert "Traceback" not in bot.output


def _shown(site: WordPress) -> str:
    return site.address.replace("://", r"\://")
