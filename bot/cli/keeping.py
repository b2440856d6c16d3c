"""`ingest`, `reindex` and `remove`: what goes into the archive and out of it."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import contract
from bot.cli.common import as_json, opened_intake, print_json, runs
from bot.cli.terminal import print_changes, progress
from bot.errors import UsageError
from bot.report import Changes


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True)
@click.option("--newsletter", metavar="NAME", help="The newsletter of documents that do not show theirs.")
@as_json
@runs
async def ingest(paths: tuple[str, ...], newsletter: str | None, as_json: bool) -> int:
    """Take newsletter files, or folders of them, into the archive.

    Plain text, HTML, Markdown and .eml files are read. What is known already stays as it is; what was
    edited is updated; a document that cannot be read is named, and the rest goes in.
    """
    for path in paths:
        if not path:
            raise UsageError("An empty path names no file or folder: a . is the working folder.")
        if "://" in path:
            raise UsageError(f"{path} is an address on the web: save the page as a file and ingest that.")
    async with opened_intake() as intake:
        with progress("Reading") as show:
            changes = await intake.ingest([Path(path) for path in paths], newsletter, show)
    return _tell(changes, as_json)


@click.command()
@as_json
@runs
async def reindex(as_json: bool) -> int:
    """Read every kept document anew, build the index, and say what changed."""
    async with opened_intake() as intake:
        with progress("Reading anew") as show:
            changes = await intake.reindex(show)
    return _tell(changes, as_json)


@click.command()
@click.argument("what", metavar="DOCUMENT|CITE")
@as_json
@runs
async def remove(what: str, as_json: bool) -> int:
    """Take a document, or the documents of an issue, out of the archive."""
    async with opened_intake() as intake:
        changes = await intake.remove(what)
    return _tell(changes, as_json)


def _tell(changes: Changes, as_json: bool) -> int:
    """Prints what was done; the exit code, 1 where some of it failed."""
    if as_json:
        print_json(contract.changes(changes))
    else:
        print_changes(changes)
    return 1 if changes.failed else 0


COMMANDS = (ingest, reindex, remove)
