"""`show`, `export` and `status`: what the archive holds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import click

from bot.archive.reader import Archive
from bot.cli import contract
from bot.cli.common import as_json, load, opened_archive, opened_intake, print_json, runs
from bot.cli.reports import print_status
from bot.cli.terminal import print_issue, print_item
from bot.intake import generations, linking, visiting
from bot.model import Cite, IssueHead, Item
from bot.store import StoredIssue


@click.command()
@click.argument("cite")
@as_json
@runs
async def show(cite: str, as_json: bool) -> None:
    """Show an item whole (CITE like 305#3), or an issue's contents (305, a date, or words of its title)."""
    async with opened_archive() as archive:
        if "#" in cite.lstrip("#"):
            _show_item(archive, cite, as_json)
        else:
            _show_issue(archive, cite, as_json)


def _show_item(archive: Archive, cite: str, as_json: bool) -> None:
    head, item = archive.item(cite)
    if as_json:
        print_json(contract.item(item, archive.cite(head, item), head.url))
    else:
        print_item(head, item, archive.newsletter_name(head.newsletter), archive.cite(head, item))


def _show_issue(archive: Archive, text: str, as_json: bool) -> None:
    issue = archive.issue(text)
    if as_json:
        print_json(contract.issue(issue, (), archive.cite))
    else:
        print_issue(issue, archive.newsletter_name(issue.head.newsletter), archive.cite)


@click.command()
@as_json
@runs
async def export(as_json: bool) -> None:
    """Print every issue with its items, one line of JSON each."""
    _, profiles = load()
    async with opened_intake() as intake:
        stored = await generations.answerable(intake.store, profiles)
        if not stored:
            click.echo("The archive is empty: `backissue ingest PATH` takes a newsletter in.", err=True)
        for each in stored:
            true = linking.without_searches(each.issue)
            print_json(contract.issue(true, each.documents, partial(_cite, profiles.default.slug), each.urls))


def _cite(default: str, head: IssueHead, item: Item) -> str:
    return Cite.of(head, item).format(default)


@click.command()
@as_json
@runs
async def status(as_json: bool) -> None:
    """Say what the archive holds: issues by newsletter, documents, the index; and where it is kept fresh from."""
    settings, profiles = load()
    async with opened_intake() as intake:
        stored = await generations.answerable(intake.store, profiles)
        every = await intake.store.issues()
        documents = await intake.store.documents()
        record = await intake.store.generation()
        newsletters = await intake.store.newsletters()
        sources = visiting.listed(await intake.store.sources.all(), profiles.default.sources)
    counts = generations.count(stored)
    heads = [each.issue.head for each in stored]
    answering = {head.newsletter for head in heads}
    hidden = _documents(every) - _documents(stored)
    found = {
        "database": str(settings.database),
        "issues": counts.issues,
        "items": counts.items,
        "links": counts.links,
        "newsletters": {
            slug: {"name": name, "issues": [head.key for head in heads if head.newsletter == slug]}
            for slug, name in newsletters.items()
            if slug in answering
        },
        "documents": [contract.document(each, hidden=each.address in hidden) for each in documents],
        "sources": [contract.source(each) for each in sources],
        "generation": record and {"number": record.number, "name": record.name, "built": record.built.isoformat()},
    }
    if as_json:
        print_json(found)
    else:
        print_status(found)


def _documents(stored: Iterable[StoredIssue]) -> set[str]:
    return {address for each in stored for address in each.documents}


COMMANDS = (show, export, status)
