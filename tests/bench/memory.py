"""What a running bot holds in memory: ``python -m tests.bench.memory DATA_FOLDER "QUESTION" [MORE_QUESTIONS…]``.

Starts the bot on a copy of a data folder against the stand-in, asks it the questions, and prints MiB (resident) after
its start and after the answers. Needs Linux, whose /proc tells what a process holds.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.arguments import data_folder
from tests.standin import FakeDiscord

SETTLING = 5.0  # seconds until what the start needed is given back


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=data_folder, help="the data folder of an archive")
    parser.add_argument("questions", nargs="+")
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.data, arguments.questions))


async def measure(data: Path, questions: list[str]) -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(data, folder / "data")
        async with FakeDiscord(openapi=None) as discord:
            # Sources are not visited: what is measured is answering
            quiet = {"BACKISSUE_SYNC_MINUTES": "0", "BACKISSUE_SEEDS": str(folder), "BACKISSUE_MEMBER_LIMIT": "0"}
            bot = await discord.launch([sys.executable, "-m", "bot", "run"], env=quiet, cwd=folder)
            await discord.wait_ready()
            await discord.wait_synced(names=["ask"])
            await bot.wait_line("Answering from")
            await asyncio.sleep(SETTLING)
            print(f"after the start   {bot.memory()['rss']:6.1f} MiB")
            for question in questions:
                await discord.slash("ask", {"question": question})
            print(f"after {len(questions)} answers   {bot.memory()['rss']:6.1f} MiB")


if __name__ == "__main__":
    main()
