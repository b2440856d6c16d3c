"""`run` and `settings`: the worker, and what it can be told."""

from __future__ import annotations

import click

from bot.cli.common import as_json, load, print_json, runs
from bot.cli.terminal import print_settings
from bot.settings import SETTINGS


@click.command()
@as_json
@runs
async def run(as_json: bool) -> None:
    """Run the bot: one worker process that answers in Discord until it is told to stop."""
    from bot import worker

    settings, profiles = load()
    await worker.run(settings, profiles)


@click.command()
@as_json
def settings(as_json: bool) -> None:
    """List every setting with its value and what it does. Secrets are not shown."""
    current, _ = load()
    if as_json:
        print_json(
            [
                {"name": each.name, "value": current.shown(each), "default": each.default, "help": each.help}
                for each in SETTINGS
            ]
        )
        return
    print_settings([(each.name, current.shown(each), each.help) for each in SETTINGS])


COMMANDS = (run, settings)
