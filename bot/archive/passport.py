"""The archive's passport: what is answered from, how far it reaches, and how fresh it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from bot.intake.outages import Silence
from bot.model import IssueHead
from bot.search import Generation
from bot.store import SourceRecord


@dataclass(frozen=True, slots=True)
class About:
    """The passport of what is answered from. `missing` are the numbers absent from the run of the newest newsletter,
    whose name is `numbered`.

    `synced` is the last visit to a source that came to its end; `unreached` are the sources that nobody has reached
    for days, `silent` the newsletters that sources bring and that have had no new issue for unusually long.
    """

    newsletters: tuple[str, ...]
    issues: int
    items: int
    links: int
    first: IssueHead | None
    last: IssueHead | None
    numbered: str
    missing: tuple[int, ...]
    generation: str
    built: dt.datetime | None
    sample: bool
    version: str
    synced: dt.datetime | None = None
    unreached: tuple[SourceRecord, ...] = ()
    silent: tuple[Silence, ...] = ()


def passport(held: Generation, heads: Sequence[IssueHead], built: dt.datetime | None) -> About:
    """What is true of a generation as long as it is held; `heads` are its issues, oldest first."""
    last = heads[-1] if heads else None
    numbers = {head.number for head in heads if last and head.newsletter == last.newsletter and head.number}
    run = range(min(numbers), max(numbers) + 1) if numbers else range(0)
    return About(
        newsletters=tuple(held.newsletters.values()),
        issues=len(heads),
        items=held.item_count,
        links=held.link_count,
        first=heads[0] if heads else None,
        last=last,
        numbered=held.newsletters[last.newsletter] if last else "",
        missing=tuple(number for number in run if number not in numbers),
        generation=held.name,
        built=built,
        sample=held.sample,
        version=version("backissue"),
    )
