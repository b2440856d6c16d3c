"""Building the next generation of the index from the store, and clearing away those that nobody reads any more."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from filelock import FileLock

from bot.errors import BuildError
from bot.intake import linking
from bot.intake.report import Counts
from bot.offload import Offload, Overrun
from bot.profile import Profiles
from bot.search import semantic, write_generation
from bot.store import ArchiveStore, SqliteArchiveStore, StoredIssue

BUILD_SECONDS = 600.0
EMBEDDING_SECONDS = 7200.0  # for the first build with a model; later ones compute what is new


async def answerable(store: ArchiveStore, profiles: Profiles) -> list[StoredIssue]:
    """The issues to answer from, with all the dates and addresses that are known.

    The sample letter is among them only while there is no other newsletter.
    """
    stored = await store.issues()
    real = [issue for issue in stored if not profiles.named(issue.issue.head.newsletter).sample]
    by_slug = {slug: profiles.named(slug) for slug in {issue.issue.head.newsletter for issue in stored}}
    catalogues = [issue for profile in by_slug.values() for issue in profile.known]
    known = linking.combine(catalogues, await store.known_issues())
    return [
        replace(each, issue=linking.resolve(each.issue, known, by_slug[each.issue.head.newsletter]))
        for each in real or stored
    ]


def count(issues: Sequence[StoredIssue]) -> Counts:
    """How many issues, items and links there are."""
    items = [item for each in issues for item in each.issue.items]
    return Counts(len(issues), len(items), sum(len(item.links) for item in items))


async def build(
    database: Path, folder: Path, profiles: Profiles, model: str, offload: Offload, *, forgetting: bool = False
) -> Counts:
    """Builds the generation of what the database holds now in `folder` and makes it the current one; what it counts.

    The one before is left for readers that are still leaving it, unless `forgetting` is asked for. `model` is the
    setting for likeness of meaning. All of it happens in another process, so that answers go on. Raises StoreError,
    BuildError, and SettingError where the model cannot be used.
    """
    seconds = BUILD_SECONDS if model == semantic.OFF else EMBEDDING_SECONDS
    try:
        return await offload.run(seconds, None, _build, database, folder, profiles, model, forgetting)
    except Overrun as overrun:
        raise BuildError(f"The index could not be built: {overrun}. Free some memory and reindex.") from overrun


def _build(database: Path, folder: Path, profiles: Profiles, model: str, forgetting: bool) -> Counts:
    """Builds wait for one another, other programs' too, so that the last one has read the latest state."""
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "build.lock"):
        return asyncio.run(_build_alone(database, folder, profiles, model, forgetting))


async def _build_alone(database: Path, folder: Path, profiles: Profiles, model: str, forgetting: bool) -> Counts:
    async with SqliteArchiveStore.open(database) as store:
        issues = await answerable(store, profiles)
        counts, names = count(issues), await store.newsletters()
        slugs = {each.issue.head.newsletter for each in issues}
        name = write_generation(
            folder,
            [each.issue for each in issues],
            default_newsletter=profiles.default.slug,
            newsletters={slug: names[slug] for slug in slugs},
            writers=[writer for slug in sorted(slugs) for writer in profiles.named(slug).writers],
            sample=bool(slugs) and all(profiles.named(slug).sample for slug in slugs),
            encoder=semantic.load(model),
        )
        current = await store.generation()
        if current is None or current.name != name:
            async with store.transaction() as transaction:
                await transaction.record_generation(name, counts.issues, counts.items, counts.links)
            (folder / name).touch()
            _clear(folder, {name} if forgetting or current is None else {name, current.name})
    return counts


def newest(folder: Path) -> Path | None:
    """The generation in `folder` that was made the current one last, or None: for when the database cannot tell."""
    found = [manifest.parent for manifest in folder.glob("[!.]*/manifest.json")]
    return max(found, key=lambda path: path.stat().st_mtime_ns, default=None)


def _clear(folder: Path, keep: set[str]) -> None:
    for each in folder.iterdir():
        if each.is_dir() and each.name not in keep:
            shutil.rmtree(each, ignore_errors=True)
