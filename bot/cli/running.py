"""`run` and `settings`: the worker, and what it can be told."""

from __future__ import annotations

import asyncio

import click

from bot.cli.common import as_json, load, print_json
from bot.cli.terminal import print_settings
from bot.settings import SETTINGS


@click.command()
@as_json
def run(as_json: bool) -> None:
    """Run the bot: one worker process that answers in Discord until it is told to stop."""
    import uvloop

    from bot import worker

    settings, profiles = load()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(worker.run(settings, profiles))


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
