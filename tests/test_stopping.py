"""An ingest that is stopped with Ctrl-C keeps what it has read."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.letters import CLOCKS, letter
from tests.program import Outcome, Program

LETTERS = 60
# A test that runs in the background inherits that Ctrl-C is ignored
INTERRUPTIBLE = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from bot.__main__ import main"


def _interrupted(program: Program, *arguments: str, twice: bool = False) -> Outcome:
    """Runs a command in a terminal, and presses Ctrl-C once its progress is shown, and again when that is answered."""
    terminal, behind = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", f"{INTERRUPTIBLE}; main()", *arguments],
        cwd=program.folder,
        env={**program.environment, "TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=behind,
        text=True,
        start_new_session=True,
    )
    os.close(behind)
    shown = b""
    while b"Reading" not in shown:
        shown += os.read(terminal, 1000)
    os.killpg(process.pid, signal.SIGINT)
    if twice:
        while b"Stopping" not in shown:
            shown += os.read(terminal, 1000)
        os.killpg(process.pid, signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    while b"Stopped" not in shown and b"Ended" not in shown:
        shown += os.read(terminal, 1000)
    os.close(terminal)
    return Outcome(process.returncode, out, shown.decode())


def test_an_ingest_that_is_stopped_keeps_what_it_read(program: Program, write: Callable[[str, str], Path]) -> None:
    """It says how much that is, ends with 130, and the same command takes in the rest."""
    for number in range(1, LETTERS + 1):
        folder = write(f"{number}.txt", letter(number, [CLOCKS])).parent
    found = _interrupted(program, "ingest", str(folder))
    assert found.code == 130
    assert "Stopping: what was read is being saved." in found.err
    assert "Stopped before the end." in found.err
    kept = program("status", "--json").json["issues"]
    assert 0 < kept < LETTERS
    assert f"The archive now holds {kept} issue" in found.out
    rest = program("ingest", folder, "--json").json
    assert rest["stopped"] is False
    assert rest["issues"] == {"added": LETTERS - kept, "updated": 0, "unchanged": kept}


def test_a_second_ctrl_c_ends_it_at_once_and_says_what_is_kept(
    program: Program, write: Callable[[str, str], Path]
) -> None:
    """There is a closing sentence, and the same command takes in the rest."""
    for number in range(1, LETTERS + 1):
        folder = write(f"{number}.txt", letter(number, [CLOCKS])).parent
    found = _interrupted(program, "ingest", str(folder), twice=True)
    assert found.code == 130
    assert "Ended at once." in found.err or "Stopped before the end." in found.err  # it may be the quicker
    assert program("ingest", folder, "--json").code == 0
    assert program("status", "--json").json["issues"] == LETTERS
