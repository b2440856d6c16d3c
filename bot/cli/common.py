"""What the commands share: settings and profiles, what they open, JSON on standard output, exit codes."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from bot import settings as settings_room
from bot.archive.reader import Archive
from bot.cli.reports import print_failures, print_trouble
from bot.cli.terminal import progress
from bot.intake.writer import Intake
from bot.profile import Profiles
from bot.settings import Settings
from bot.sources.disk import seeds_folder

if TYPE_CHECKING:
    from bot.intake.syncing import Syncing

P = ParamSpec("P")
T = TypeVar("T")

DONE, SOME_FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

log = logging.getLogger(__name__)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def runs(command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """Makes a command of a coroutine function."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return asyncio.run(command(*args, **kwargs))

    return run


def load() -> tuple[Settings, Profiles]:
    """The settings, and the profiles they choose; what looks like a setting and is none is warned of in the log.

    Raises SettingError.
    """
    settings = settings_room.load()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    _warn_of_unknown()
    return settings, Profiles.load(settings.profile)


@cache  # once, however often a command loads them
def _warn_of_unknown() -> None:
    for sentence in settings_room.unknown():
        log.warning("%s", sentence)


@asynccontextmanager
async def opened_archive() -> AsyncIterator[Archive]:
    """The reader; an archive that is empty, or whose index cannot be read, takes in the seeds or is indexed first.

    Where the database cannot be read, a note says so and the newest index answers.
    """
    settings, profiles = load()
    async with Archive.open(settings, profiles) as archive:
        if not archive.ready or not archive.about().issues:
            async with Intake.open(settings, profiles) as intake:
                with progress("Reading the archive for the first time") as show:
                    changes = await intake.prepare(seeds_folder(settings.seeds), show)
            print_failures(changes)
            await archive.refresh()
        elif archive.trouble:
            print_trouble(archive.trouble)
        yield archive


@asynccontextmanager
async def opened_intake() -> AsyncIterator[Intake]:
    """The writer."""
    settings, profiles = load()
    async with Intake.open(settings, profiles) as intake:
        yield intake


@asynccontextmanager
async def opened_syncing() -> AsyncIterator[Syncing]:
    """What visits sources and hands what they bring to the writer."""
    from bot.intake.syncing import Syncing  # the network's library takes a while to load

    settings, profiles = load()
    async with Intake.open(settings, profiles) as intake, Syncing.open(intake, settings) as syncing:
        yield syncing


def to_json(value: object) -> bytes:
    """JSON in UTF-8, on one line. Bytes of a command line that were no text stand in it as escapes."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def print_json(value: object) -> None:
    """One line of JSON, in UTF-8 whatever the terminal takes."""
    click.echo(to_json(value))
