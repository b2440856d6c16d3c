"""Ctrl-C while documents go in: the first has the work come to its end with what was read, a second breaks it off."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.cli.terminal import err


@contextmanager
def stoppable(stop: Callable[[], None]) -> Iterator[None]:
    """Calls `stop` at the first Ctrl-C within the block, and says so; a second one ends it, and is told too."""
    loop = asyncio.get_running_loop()

    def interrupted() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        err.print("Stopping: what was read is being saved. Ctrl-C once more ends it at once.")
        stop()

    loop.add_signal_handler(signal.SIGINT, interrupted)
    try:
        yield
    except (KeyboardInterrupt, asyncio.CancelledError):
        err.print(
            "Ended at once. What was saved by then is kept: the same command takes in the rest, and indexes all of it."
        )
        raise
    finally:
        loop.remove_signal_handler(signal.SIGINT)
