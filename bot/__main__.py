"""Starts the command line: `backissue`, or `python -m bot` in a checkout. Ctrl-C ends it quietly at any moment."""

from __future__ import annotations

import signal
import sys


def main() -> None:
    """The console script. What it needs is loaded here, which takes long enough to be interrupted."""
    try:
        from bot import cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
