"""CPU work in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

GENEROUS = 10.0  # seconds; the work would take hours
COMPUTING = """
import asyncio, os, timeit
from bot.offload import Offload

async def main():
    async with Offload.open() as offload:
        print(await offload.run(60, None, os.getpid), flush=True)
        await offload.run(86400, None, timeit.timeit, number=10**13)

if __name__ == "__main__":
    asyncio.run(main())
"""


def _is_running(pid: str) -> bool:
    status = Path(f"/proc/{pid}/status")
    return status.exists() and "State:\tZ" not in status.read_text(encoding="ascii")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not show its processes as files")
def test_work_ends_with_the_process_that_asked_for_it(tmp_path: Path) -> None:
    """When the bot is killed, what it had computed beside it does not go on for nobody."""
    script = tmp_path / "computing.py"
    script.write_text(COMPUTING)
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        worker = asking.stdout.readline().strip()
        assert _is_running(worker)
        time.sleep(0.5)
        asking.send_signal(signal.SIGKILL)
        asking.wait()
        deadline = time.monotonic() + GENEROUS
        while _is_running(worker) and time.monotonic() < deadline:
            time.sleep(0.1)
        ended = not _is_running(worker)
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(worker), signal.SIGKILL)
    assert ended
