"""The options that narrow what is searched: what each takes, and whether the archive has what they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

import click

from bot.archive.reader import Archive
from bot.cli.common import load
from bot.errors import UsageError, no_newsletter, no_section, repeated
from bot.model import Filters
from bot.search.language.periods import written_days
from bot.search.questions.issues import listed_issues

T = TypeVar("T")

FILTER_NAMES = ("issue", "since", "until", "section", "newsletter")
MOST_NAMED = 10  # sections or newsletters in an error


def filter_options(command: Callable[..., T]) -> Callable[..., T]:
    """Adds the options that narrow what is searched; the command gets them as `filters`."""

    @wraps(command)
    def narrowed(**given: Any) -> T:  # noqa: ANN401  (what click read, for the command to take)
        issue, since, until, section, newsletter = (given.pop(name) for name in FILTER_NAMES)
        filters = Filters(
            issues=_issues(issue) if issue else (),
            since=written_days(since)[0] if since else None,
            until=written_days(until)[1] if until else None,
            section=section.strip() if section else None,
            newsletter=load()[1].named(newsletter).slug if newsletter else None,
        )
        return command(**given, filters=filters)

    options = (
        click.option("--issue", metavar="N", help="Only these issues: 305, 301-305 or 301,305."),
        click.option("--since", metavar="DATE", help="Only issues of this date or later: 2022, 2022-10 or 2022-10-11."),
        click.option("--until", metavar="DATE", help="Only issues of this date or earlier."),
        click.option("--section", metavar="NAME", help="Only items of this section, such as “tech tales”."),
        click.option("--newsletter", metavar="NAME", help="Only items of this newsletter."),
    )
    for option in reversed(options):
        narrowed = option(narrowed)
    return narrowed


def check_known(archive: Archive, filters: Filters) -> None:
    """Raises UsageError, which names what there is, where the archive has no such section or newsletter."""
    if filters.newsletter and filters.newsletter not in archive.newsletters:
        raise UsageError(f"{no_newsletter(filters.newsletter)}: {_choice(list(archive.newsletters))}")
    if filters.section and not archive.sections(filters.section):
        raise UsageError(f"{no_section(filters.section)}: {_choice(archive.sections())}")


def _choice(names: Sequence[str]) -> str:
    """What may be named instead, as the end of a sentence."""
    if not names:
        return "the archive has none."
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"the archive has {', '.join(names[:MOST_NAMED])}{more}."


def _issues(text: str) -> tuple[tuple[int, int], ...]:
    found = listed_issues(text)
    if not found:
        raise UsageError(f"--issue takes numbers or ranges like 301-305, not {repeated(text)}.")
    return found
