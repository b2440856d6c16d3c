"""`profile check`: what a profile reads from a sample of its newsletter, before anything goes into the archive."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from bot.cli.common import as_json, load, print_json, runs
from bot.cli.contract import Json
from bot.cli.reports import print_checked
from bot.errors import DocumentError
from bot.intake import checking
from bot.intake.writer import PARSE_MEBIBYTES, PARSE_SECONDS
from bot.model import Document, Issue
from bot.offload import Offload, Overrun
from bot.profile import Profiles
from bot.sources import disk


@click.group()
def profile() -> None:
    """Look at the profile of the newsletter, which BACKISSUE_PROFILE names."""


@profile.command()
@click.argument("sample", metavar="SAMPLE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@as_json
@runs
async def check(sample: tuple[Path, ...], as_json: bool) -> int:
    """Tell what the profile reads from SAMPLE (files, folders, archives), and which of its patterns fit nothing there.

    Nothing is taken into the archive.
    """
    _, profiles = load()
    found: list[Json] = []
    failed: list[Json] = []
    fitting = Counter({name: 0 for name, _, _ in checking.own_patterns(profiles.default)})
    async with Offload.open() as offload:
        for document in (each for file, folder in disk.folders(list(sample)) for each in disk.documents(file, folder)):
            checked = document if isinstance(document, DocumentError) else await _check(document, profiles, offload)
            if isinstance(checked, DocumentError):
                failed.append({"document": checked.document, "reason": checked.reason})
                continue
            fitting.update(checked.fitting)
            told = {"document": checked.address, "newsletter": checked.parsed.newsletter_name}
            found.append({**told, "issues": [_issue(each) for each in checked.parsed.issues]})
    report = {
        "profile": {"slug": profiles.default.slug, "name": profiles.default.name},
        "documents": found,
        "patterns": dict(fitting),
        "failed": failed,
    }
    if as_json:
        print_json(report)
    else:
        print_checked(report)
    return 1 if failed else 0


async def _check(document: Document, profiles: Profiles, offload: Offload) -> checking.Checked | DocumentError:
    try:
        return await offload.run(PARSE_SECONDS, PARSE_MEBIBYTES, checking.check, document, profiles)
    except DocumentError as error:
        return error
    except Overrun as overrun:
        return DocumentError(document.address, f"was given up: {overrun}")


def _issue(issue: Issue) -> Json:
    head = issue.head
    return {
        "number": head.number,
        "inferred": head.inferred,
        "title": head.title,
        "date": head.date and head.date.isoformat(),
        "url": head.url,
        "preheader": head.preheader,
        "items": [
            {
                "title": item.title,
                "kind": item.kind.value,
                "section": item.section,
                "tagline": item.tagline,
                "characters": len(item.text),
                "links": len(item.links),
                "references": list(item.references),
            }
            for item in issue.items
        ],
    }


COMMANDS = (profile,)
