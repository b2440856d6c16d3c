"""What the commands share: settings and profiles, the options for filters, JSON on standard output."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
import re
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click
from dateutil.relativedelta import relativedelta

from bot import settings as settings_room
from bot.archive.reader import Archive
from bot.cli.terminal import print_failures, print_trouble, progress
from bot.errors import UsageError
from bot.intake.writer import Intake
from bot.model import Filters
from bot.profile import Profiles
from bot.settings import Settings
from bot.sources.disk import seeds_folder

if TYPE_CHECKING:
    from bot.intake.syncing import Syncing

P = ParamSpec("P")
T = TypeVar("T")

FILTER_NAMES = ("issue", "since", "until", "section", "newsletter")

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")


def filter_options(command: Callable[..., T]) -> Callable[..., T]:
    """Adds the options that narrow what is searched; the command gets them as `filters`."""

    @wraps(command)
    def narrowed(**given: Any) -> T:  # noqa: ANN401  (what click read, for the command to take)
        issue, since, until, section, newsletter = (given.pop(name) for name in FILTER_NAMES)
        filters = Filters(
            issues=_issues(issue) if issue else (),
            since=_date(since, last=False) if since else None,
            until=_date(until, last=True) if until else None,
            section=section,
            newsletter=load()[1].named(newsletter).slug if newsletter else None,
        )
        return command(**given, filters=filters)

    options = (
        click.option("--issue", metavar="N", help="Only this issue, or a range like 301-305."),
        click.option("--since", metavar="DATE", help="Only issues of this date or later: 2022, 2022-10 or 2022-10-11."),
        click.option("--until", metavar="DATE", help="Only issues of this date or earlier."),
        click.option("--section", metavar="NAME", help="Only items of this section, such as “tech tales”."),
        click.option("--newsletter", metavar="NAME", help="Only items of this newsletter."),
    )
    for option in reversed(options):
        narrowed = option(narrowed)
    return narrowed


def runs(command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """Makes a command of a coroutine function."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return asyncio.run(command(*args, **kwargs))

    return run


def load() -> tuple[Settings, Profiles]:
    """The settings, and the profiles they choose. Raises SettingError."""
    settings = settings_room.load()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    return settings, Profiles.load(settings.profile)


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


def _issues(text: str) -> tuple[tuple[int, int], ...]:
    found = re.fullmatch(r"\s*#?(\d{1,9})\s*(?:(?:-|–|\.\.|to)\s*#?(\d{1,9}))?\s*", text)
    if not found:
        raise UsageError(f"--issue takes a number or a range like 301-305, not “{text[:40]}”.")
    first, last = int(found[1]), int(found[2] or found[1])
    return ((min(first, last), max(first, last)),)


def _date(text: str, *, last: bool) -> dt.date:
    """The first, or the last, day of a year, a month or a day."""
    found = re.fullmatch(r"\s*(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\s*", text)
    year, month, day = (int(part) if part else None for part in (found.groups() if found else ("0", None, None)))
    try:
        first = dt.date(year or 0, month or 1, day or 1)
    except ValueError:
        raise UsageError(f"“{text[:40]}” is not a date: write 2022, 2022-10 or 2022-10-11.") from None
    if not last or day:
        return first
    return first + relativedelta(month=month or 12, day=31)
