"""The program as an operator starts it: a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a finished process left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401  (whatever the program printed)
        """The JSON on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """The JSON of each line on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True, slots=True)
class Program:
    """Runs `backissue` in a folder with an environment."""

    folder: Path
    environment: dict[str, str]

    def __call__(self, *arguments: object, **settings: str) -> Outcome:
        """Runs one command to its end; `settings` are put into its environment."""
        done = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, arguments)],
            cwd=self.folder,
            env={**self.environment, **settings},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)
