"""`privacy`: what is kept, why, and for how long."""

from __future__ import annotations

import click

from bot.cli.common import as_json, print_json
from bot.cli.reports import print_kept
from bot.community.privacy import KEPT, PRINCIPLE


@click.command()
@as_json
def privacy(as_json: bool) -> None:
    """Say what is kept of members, servers and questions, why, and for how long."""
    if not as_json:
        print_kept(PRINCIPLE, KEPT)
        return
    kept = [{"what": each.what, "why": each.why, "how_long": each.how_long} for each in KEPT]
    print_json({"principle": PRINCIPLE, "kept": kept})


COMMANDS = (privacy,)
