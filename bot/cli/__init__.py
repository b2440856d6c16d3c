"""What an operator types: `backissue` and its commands. Knows terminals; every answer comes from the rooms below."""

from __future__ import annotations

import io
import logging
import signal
import sys
from importlib.metadata import version

import click

from bot.cli import asking, evaluating, keeping, listening, privacy, profiling, running, showing
from bot.cli.common import DONE, INTERRUPTED, SOME_FAILED, WRONG_USAGE
from bot.errors import BackIssueError, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("backissue"), "-V", "--version", prog_name="backissue")
def cli() -> None:
    """Back Issue answers questions about a newsletter from its back issues.

    It finds the story, quotes it word for word, and links it; or it says that it did not find it.

    \b
    Try it on the sample that comes with it:
      backissue ask "how many hours of audio was Whisper trained on?"
    Put in the newsletter from where it is published, or from files, and run the bot:
      backissue sync
      backissue ingest path/to/issues
      backissue run
    """


for group in (asking, showing, keeping, evaluating, profiling, listening, privacy, running):
    for command in group.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Runs what was typed: exits 0 when done, 1 when some of it failed, 2 on wrong usage or settings."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a character shows the rest
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs one command line and gives its exit code. What goes wrong is told in one sentence on standard error."""
    try:
        code = cli.main(arguments, prog_name="backissue", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return WRONG_USAGE
    except click.exceptions.Abort:
        return INTERRUPTED
    except SystemExit:  # click and rich end so when nobody reads what they print any more
        return _end_as_programs_in_a_pipe_do()
    except BackIssueError as error:
        click.echo(str(error), err=True)
        return WRONG_USAGE if isinstance(error, UsageError) else SOME_FAILED
    except OSError as error:
        where = f"{error.filename} cannot be used" if error.filename else "Reading or writing failed"
        click.echo(f"{where} ({error.strerror}): check the path, its permissions and the disk.", err=True)
        return SOME_FAILED
    except Exception as error:  # the last door: no traceback goes to a person
        logging.getLogger("bot").debug("Unexpected", exc_info=error)
        click.echo(
            f"Something went wrong inside Back Issue ({type(error).__name__}: {error}). "
            "Set BACKISSUE_LOG_LEVEL=DEBUG and run it again to see where.",
            err=True,
        )
        return SOME_FAILED
    return code if isinstance(code, int) else DONE


def _end_as_programs_in_a_pipe_do() -> int:
    """Ends the process by SIGPIPE, which shells take as no fault of its own."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.raise_signal(signal.SIGPIPE)
    return 128 + signal.SIGPIPE
