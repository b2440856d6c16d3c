"""`run` and `settings`: the worker, and what it can be told."""

from __future__ import annotations

import asyncio

import click

from bot import settings as settings_room
from bot.cli.common import DONE, WRONG_USAGE, as_json, load, print_json
from bot.cli.reports import print_settings, print_unknown
from bot.errors import SettingError
from bot.profile import Profiles
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
def settings(as_json: bool) -> int:
    """List every setting with its value, what it does, and what is wrong with it. Secrets are not shown."""
    texts = settings_room.texts()
    wrong = settings_room.faults(texts) | _fault_of_profile(texts["BACKISSUE_PROFILE"])
    rows = [
        {
            "name": each.name,
            "value": each.shown(texts[each.name]),
            "default": each.default,
            "help": each.help,
            "wrong": wrong.get(each.name),
        }
        for each in SETTINGS
    ]
    if as_json:
        print_json(rows)
    else:
        print_settings(rows)
    print_unknown(settings_room.unknown())
    return WRONG_USAGE if wrong else DONE


def _fault_of_profile(name: str) -> dict[str, str]:
    try:
        Profiles.load(name)
    except SettingError as error:
        return {"BACKISSUE_PROFILE": str(error).rstrip(".")}
    return {}


COMMANDS = (run, settings)
