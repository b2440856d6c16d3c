"""The bot under test, as a process of its own: its output, memory and end. It knows nothing of Discord."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import time
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.standin.constants import MIB
from tests.standin.waiting import holds_before

_GRACE = 1.0  # seconds for a bot's own children to notice that it is gone
_SIZES = re.compile(r"^(\w+):\s+(\d+) kB", re.MULTILINE)


class BotProcess:
    """A running bot. `lines` are (perf_counter time, line) of its output and errors together."""

    def __init__(self, process: asyncio.subprocess.Process, started: float) -> None:
        self.process = process
        self.started = started
        self.lines: list[tuple[float, str]] = []
        self._reader = asyncio.ensure_future(self._read())

    @classmethod
    async def start(
        cls, argv: Sequence[str], env: Mapping[str, str], cwd: str | os.PathLike[str] | None = None
    ) -> BotProcess:
        """Starts `argv` with exactly this environment, as the leader of a process group of its own."""
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *argv,
            env=env,
            cwd=cwd,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=MIB,
            start_new_session=True,
        )
        return cls(process, started)

    async def _read(self) -> None:
        if self.process.stdout is None:
            return
        async for line in self.process.stdout:
            self.lines.append((time.perf_counter(), line.decode(errors="replace").rstrip()))

    @property
    def output(self) -> str:
        return "\n".join(line for _, line in self.lines)

    @property
    def returncode(self) -> int | None:
        return self.process.returncode

    def wait_line(self, pattern: str, timeout: float = 30) -> Coroutine[Any, Any, str]:
        """The first line that holds the regular expression. Raises TimeoutError after `timeout` seconds."""
        return self._wait_line(pattern, time.perf_counter() + timeout)

    async def _wait_line(self, pattern: str, deadline: float) -> str:
        def found() -> str | None:
            return next((line for _, line in self.lines if re.search(pattern, line)), None)

        await holds_before(deadline, found)
        line = found()
        if line is None:
            raise TimeoutError(f"no line {pattern!r} in:\n{self.output[-3000:]}")
        return line

    def stop(self, sig: int = signal.SIGTERM, timeout: float = 10) -> Coroutine[Any, Any, float]:
        """Asks it to stop (kills it after `timeout` seconds); the seconds it took. Its orphans are killed."""
        return self._stop(sig, time.perf_counter() + timeout)

    async def _stop(self, sig: int, deadline: float) -> float:
        begin = time.perf_counter()
        if self.process.returncode is None:
            self.process.send_signal(sig)
            if not await self._ends_before(deadline):
                self.process.kill()
                await self._ends_before(float("inf"))
        took = time.perf_counter() - begin
        await self._end_orphans()
        return took

    async def _ends_before(self, deadline: float) -> bool:
        # Process.wait() would wait for the end of the output too, which a child of the bot may hold open
        return await holds_before(deadline, lambda: self.process.returncode is not None)

    async def _end_orphans(self) -> None:
        """Kills the rest of the process group, if after a while something still holds the output open."""
        _, reading = await asyncio.wait([self._reader], timeout=_GRACE)
        if reading:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
        await self._reader

    def memory(self) -> dict[str, float]:
        """MiB: resident (rss), proportional (pss) and private (uss) memory now, and the peak of the resident."""
        proc = Path(f"/proc/{self.process.pid}")
        kib = {name: int(size) for name, size in _SIZES.findall((proc / "smaps_rollup").read_text())}
        peak = dict(_SIZES.findall((proc / "status").read_text()))["VmHWM"]
        private = kib["Private_Clean"] + kib["Private_Dirty"]
        return {"rss": kib["Rss"] / 1024, "pss": kib["Pss"] / 1024, "uss": private / 1024, "peak": int(peak) / 1024}

    def cpu_seconds(self) -> float:
        """Seconds of processor time it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
