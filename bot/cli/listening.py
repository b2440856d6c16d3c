"""`feedback`: what members ask in vain, and what they think of the answers."""

from __future__ import annotations

import datetime as dt

import click

from bot.cli.common import as_json, load, print_json, runs
from bot.cli.reports import print_feedback
from bot.store import SqliteCommunity


@click.command()
@click.option("--days", metavar="N", type=click.IntRange(1, 90), default=30, help="Of the last N days, 30 by default.")
@as_json
@runs
async def feedback(days: int, as_json: bool) -> None:
    """Say how many questions were answered, which found nothing, and which answers helped.

    Nobody is named: texts are kept for 30 days without who asked, votes for 90.
    """
    settings, _ = load()
    since = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=days - 1)
    async with SqliteCommunity.open(settings.database) as community:
        found = await community.feedback(since)
    if not as_json:
        print_feedback(found)
        return
    print_json(
        {
            "since": since.isoformat(),
            "counts": found.counts,
            "unanswered": [{"question": text, "times": times} for text, times in found.unanswered],
            "votes": [{"cite": cite, "helpful": good, "not_helpful": bad} for cite, good, bad in found.votes],
        }
    )


COMMANDS = (feedback,)
