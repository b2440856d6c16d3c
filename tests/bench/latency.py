"""From interaction to answer: `/ask` beside a bot that says a fixed sentence, one at a time and in bursts of 50.

    python -m tests.bench.latency [--fresh] DATA_FOLDER "QUESTION" [MORE_QUESTIONS…]

Both bots are driven in turns in the same run. Questions come again and again, as on a server; with --fresh each is one
that nobody asked before, so that no answer is remembered. Nothing is asserted: it prints milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import itertools
import shutil
import sys
import tempfile
from pathlib import Path

from tests.bench.arguments import data_folder
from tests.standin import FakeDiscord, percentile
from tests.standin.demo import running_demo

ROUNDS = 10
ONE_BY_ONE = 50  # a round
BURST = 50


def asked_in_turn(questions: list[str], *, fresh: bool) -> list[str]:
    """The questions in the order they are asked; `fresh` ones differ, by their question marks alone.

    White space would not do: a question is asked without what it has too much of.
    """
    if not fresh:
        return questions
    return [question.rstrip("?") + "?" * times for times in range(1, 500) for question in questions]


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=data_folder, help="the data folder of an archive")
    parser.add_argument("questions", nargs="+")
    parser.add_argument("--fresh", action="store_true", help="ask each question in a form that was not asked before")
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.data, asked_in_turn(arguments.questions, fresh=arguments.fresh)))


async def measure(data: Path, questions: list[str]) -> None:
    """Measures and prints."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(data, folder / "data")
    async with FakeDiscord(openapi=None) as ours, FakeDiscord(openapi=None) as floor:
        limits = {"BACKISSUE_MEMBER_LIMIT": "0", "BACKISSUE_SERVER_LIMIT": "0", "BACKISSUE_SEEDS": str(folder)}
        bot = await ours.launch([sys.executable, "-m", "bot", "run"], env=limits, cwd=folder)
        await ours.wait_ready()
        await ours.wait_synced(names=["ask"])
        await bot.wait_line("Answering from")
        await running_demo(floor)
        await asyncio.sleep(3)
        gc.collect()
        gc.freeze()  # else the stand-in's own collections show in the figures
        found = await _measured({"back issue": ours, "the floor": floor}, questions)
        ours.assert_clean()
    shutil.rmtree(folder)
    for (name, how), values in found.items():
        shown = "  ".join(f"p{q} {percentile(values, q):7.2f}" for q in (50, 90, 99))
        print(f"{name:11} {how:11} n={len(values):5}  {shown}  max {max(values):7.2f} ms")
    for how in ("one by one", "burst of 50"):
        for q in (50, 99):
            ratio = percentile(found["back issue", how], q) / percentile(found["the floor", how], q)
            print(f"{how} p{q}: {ratio:.2f} times the floor")


async def _measured(bots: dict[str, FakeDiscord], questions: list[str]) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = {
        (name, how): [] for name in bots for how in ("one by one", "burst of 50")
    }
    turns = {name: itertools.cycle(questions) for name in bots}
    for turn in range(ROUNDS + 1):
        for name, discord in bots.items():
            single = [await _asked(discord, next(turns[name])) for _ in range(ONE_BY_ONE)]
            burst = await asyncio.gather(*(_asked(discord, next(turns[name])) for _ in range(BURST)))
            if turn:  # the first one only warms up
                found[name, "one by one"] += single
                found[name, "burst of 50"] += burst
            await asyncio.sleep(0.1)
    return found


async def _asked(discord: FakeDiscord, question: str) -> float:
    answer = await discord.slash("ask", {"question": question}, wait="ack")
    assert answer.acked
    return answer.ms


if __name__ == "__main__":
    main()
