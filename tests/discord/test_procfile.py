"""The Procfile is what a host runs."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.standin import FakeDiscord


async def test_the_procfile_starts_the_worker(discord: FakeDiscord, tmp_path: Path) -> None:
    """honcho, which reads a Procfile as hosts do, starts a worker that logs in and answers."""
    scripts = Path(sys.executable).parent
    await discord.launch(
        [sys.executable, "-m", "honcho", "--procfile", str(ROOT / "Procfile"), "--app-root", str(tmp_path), "start"],
        env={"BACKISSUE_DATA": str(tmp_path / "data"), "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"},
        cwd=tmp_path,
    )
    await discord.wait_ready()
    await discord.wait_synced(names=["ask"])
    for _ in range(60):
        answer = await discord.slash("about")
        if "Sample Letter" in answer.text:
            break
        await asyncio.sleep(0.5)
    assert "Sample Letter" in answer.text
    discord.assert_clean()
