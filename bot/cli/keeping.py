"""`ingest`, `sync`, `reindex` and `remove`: what goes into the archive and out of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli import contract
from bot.cli.common import (
    DONE,
    INTERRUPTED,
    SOME_FAILED,
    as_json,
    opened_intake,
    opened_syncing,
    print_json,
    runs,
)
from bot.cli.reports import print_changes
from bot.cli.stopping import stoppable
from bot.cli.terminal import progress
from bot.errors import UsageError
from bot.intake.report import Changes

KINDS = ("wordpress", "substack", "mailchimp", "feed", "page")

kind_option = click.option(
    "--kind", type=click.Choice(KINDS), help="What the address is, where that is not recognised."
)


@click.command()
@click.argument("paths", metavar="PATH|URL…", nargs=-1, required=True)
@click.option("--newsletter", metavar="NAME", help="The newsletter of documents that do not show theirs.")
@kind_option
@as_json
@runs
async def ingest(paths: tuple[str, ...], newsletter: str | None, kind: str | None, as_json: bool) -> int:
    """Take newsletter files, folders and archives of them, or what is at a web address, into the archive.

    Plain text, HTML, Markdown, .eml and .mbox mail, .zip and .tar.gz archives of these, sites, feeds and pages are
    read. What is known already stays as it is; what was edited is updated; a document that cannot be read is named,
    and the rest goes in. Ctrl-C ends it early: what was read by then is kept.
    """
    if not all(paths):
        raise UsageError("An empty path names no file or folder: a . is the working folder.")
    files = [Path(path) for path in paths if "://" not in path]
    addresses = [path for path in paths if "://" in path]
    done: list[Changes] = []
    if files:
        async with opened_intake() as intake:
            with stoppable(intake.stop), progress("Reading") as show:
                done.append(await intake.ingest(files, newsletter, show))
    if addresses and not any(each.stopped for each in done):
        done += await _fetched(addresses, kind, newsletter)
    return _tell(done, as_json)


async def _fetched(addresses: Sequence[str], kind: str | None, newsletter: str | None) -> list[Changes]:
    """What is at the addresses taken in, one after the other, until it is stopped."""
    done: list[Changes] = []
    async with opened_syncing() as syncing:
        with stoppable(syncing.stop), progress("Fetching") as show:
            for address in addresses:
                done.append(await syncing.ingest(address, kind, newsletter, show))
                if done[-1].stopped:
                    break
    return done


@click.command()
@click.argument("addresses", metavar="[ADDRESS…]", nargs=-1)
@kind_option
@click.option("--forget", is_flag=True, help="Never visit these sources again; what they brought stays.")
@as_json
@runs
async def sync(addresses: tuple[str, ...], kind: str | None, forget: bool, as_json: bool) -> int:
    """Fetch what is new or edited from the newsletter's sources, and from those at ADDRESS from now on.

    Sites on WordPress and Substack, Mailchimp archives, RSS and Atom feeds and single pages are sources. The
    profile names those of its newsletter.
    """
    if forget and not addresses:
        raise UsageError("--forget takes the addresses of the sources to forget: `backissue status` lists them.")
    async with opened_syncing() as syncing:
        if forget:
            for address in addresses:
                await syncing.forget(address)
            return DONE
        with progress("Fetching") as show:
            changes = await syncing.sync(addresses, kind, show)
    return _tell([changes], as_json)


@click.command()
@as_json
@runs
async def reindex(as_json: bool) -> int:
    """Read every kept document anew, build the index, and say what changed."""
    async with opened_intake() as intake:
        with intake.reindexing(), progress("Reading anew") as show:
            changes = await intake.reindex(show)
    return _tell([changes], as_json)


@click.command()
@click.argument("what", metavar="DOCUMENT|CITE")
@as_json
@runs
async def remove(what: str, as_json: bool) -> int:
    """Take a document, or the documents of an issue, out of the archive."""
    async with opened_intake() as intake:
        changes = await intake.remove(what)
    return _tell([changes], as_json)


def _tell(runs: Sequence[Changes], as_json: bool) -> int:
    """Prints what was done; the exit code."""
    changes, *later = runs
    for each in later:
        changes = changes.then(each)
    if as_json:
        print_json(contract.changes(changes))
    else:
        print_changes(changes)
    if changes.stopped:
        return INTERRUPTED
    return DONE if changes.is_whole else SOME_FAILED


COMMANDS = (ingest, sync, reindex, remove)
