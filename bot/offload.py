"""CPU work away from the event loop: one process of our own, with limits of time and memory for foreign documents."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from typing import ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

P = ParamSpec("P")
T = TypeVar("T")


class Overrun(Exception):  # noqa: N818  (what happened, not an error of ours)
    """The work took more time or memory than it was given; `str` says which."""


class Offload:
    """Runs functions, one at a time, in a process that is started at the first call and replaced when it is killed."""

    def __init__(self, pool: ProcessPool) -> None:
        self._pool = pool

    @classmethod
    @asynccontextmanager
    async def open(cls) -> AsyncIterator[Self]:
        """The process, ended after the block whatever it is doing."""
        pool = ProcessPool(max_workers=1, context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)
        try:
            yield cls(pool)
        finally:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble annotates only a part
            await asyncio.to_thread(pool.join)

    async def run(
        self, seconds: float, mebibytes: int | None, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What `function` gives, called in the process with at most so many seconds and MiB of memory.

        Function, arguments and result must be picklable. What the function raises is raised here;
        Overrun where it ran out of time or memory.
        """
        future = self._pool.schedule(_limited, args=[mebibytes, function, args, kwargs], timeout=seconds)
        try:
            result: T = await asyncio.wrap_future(future)
        except FutureTimeoutError as error:
            raise Overrun(f"it took longer than {seconds:g} seconds") from error
        except MemoryError as error:
            limit = f"{mebibytes} MiB of memory" if mebibytes else "the memory there is"
            raise Overrun(f"it needed more than {limit}") from error
        except ProcessExpired as error:
            raise Overrun("the process it ran in ended, perhaps for want of memory") from error
        return result


def _end_with_parent() -> None:
    """Ends this process when the one that started it was killed, whatever it is computing."""
    parent = multiprocessing.parent_process()
    if parent:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _limited(mebibytes: int | None, function: Callable[P, T], args: tuple[object, ...], kwargs: dict[str, object]) -> T:
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    soft = hard if mebibytes is None else mebibytes * 2**20
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    return function(*args, **kwargs)  # type: ignore[arg-type]  # packed by `run`, which checks them
