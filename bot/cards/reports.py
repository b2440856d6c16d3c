"""Cards about the bot itself: what the archive holds, what a reading of it changed, and plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from bot.cards.card import Action, Card, Tone, action_id, fitted
from bot.cards.lines import day
from bot.cards.markup import cut, inert, inert_line, small

if TYPE_CHECKING:
    from bot.archive import About
    from bot.merging import Change
    from bot.model import IssueHead
    from bot.report import Changes, Progress

MOST_NAMED = 10  # changes of a kind that are named one by one
BAR = 20  # characters of a progress bar

HOW = (
    "**How it answers**",
    "Every quote is the newsletter's own words, checked against its source.",
    "I find, quote and link; I write nothing, and say so when I find nothing.",
)
PRIVACY = (
    "**Privacy**",
    "Nothing is kept of who asks what.",
    "A vote on an answer is kept for 90 days, under a hash that only this bot can match to you.",
    "The words of a question that found no answer are kept for 30 days, without who asked.",
)


def about_card(about: About) -> Card:
    """The archive's passport: what it holds and lacks, how it answers, and what is kept of those who ask."""
    held = [f"## {inert_line(', '.join(about.newsletters) or 'An empty archive', 200)}"]
    counts = ((about.issues, "issue"), (about.items, "item"), (about.links, "link"))
    held.append(" · ".join(f"**{count:,}** {noun}{'' if count == 1 else 's'}" for count, noun in counts))
    held += [f"{word}: {_head(head)}" for word, head in (("First", about.first), ("Latest", about.last)) if head]
    if about.missing:
        held.append(f"Not in the archive: {_ranges(about.missing)}")
    held += list(_freshness(about))
    footer = [
        small(f"Content hash `{about.generation}`{_built(about)}"),
        small(f"Back Issue {about.version}"),
    ]
    if about.sample:
        footer.insert(0, small("This is the sample archive that a new bot starts with."))
    forget = Action("Delete what is kept of me", action_id("forget", ""))
    return Card(fitted([held, HOW, PRIVACY], footer), actions=((forget,),))


def forgotten_card(votes: int) -> Card:
    """What was deleted of a member."""
    if not votes:
        return Card(("Nothing is kept of you, so there was nothing to delete.",))
    return Card((f"Deleted: {votes} {'vote' if votes == 1 else 'votes'} on answers. Nothing else is kept of you.",))


def _freshness(about: About) -> Iterator[str]:
    """When the archive was last compared with its sources, and those that nobody has reached for days."""
    if about.synced:
        yield f"Compared with its sources <t:{int(about.synced.timestamp())}:R>"
    for source in about.unreached:
        if source.failing_since:
            yield f"Not reached since <t:{int(source.failing_since.timestamp())}:D>: {inert_line(source.address, 150)}"


def _built(about: About) -> str:
    return f" · updated <t:{int(about.built.timestamp())}:R>" if about.built else ""


def _head(head: IssueHead) -> str:
    date = f" · {day(head.date)}" if head.date else ""
    return f"{inert_line(head.title, 120)}{date}"


def _ranges(numbers: Sequence[int]) -> str:
    """The numbers with runs drawn together: ``1 to 233, 235``."""
    runs = [
        [number for _, number in run] for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])
    ]
    return cut(", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs), 300)


def progress_card(progress: Progress | None, doing: str = "Reading the archive anew …") -> Card:
    """How far what is being done, in words, has come; None before the first document is done."""
    if progress is None or not progress.total:
        return Card((doing,))
    filled = BAR * progress.done // progress.total
    bar = "█" * filled + "░" * (BAR - filled)
    lines = [
        doing,
        f"`{bar}` {progress.done} of {progress.total}",
        small(inert_line(progress.title, 150)),
    ]
    return Card(fitted([lines]))


def changes_card(changes: Changes) -> Card:
    """What a reading of the archive added, changed and removed, by title, and what could not be read."""
    heading = ["**The archive is read anew.**"]
    kinds = (("Added", changes.added), ("Changed", changes.changed), ("Removed", changes.removed))
    if not any(made for _, made in kinds):
        heading.append("Nothing changed.")
    lists = [list(_named(word, made)) for word, made in kinds if made]
    unreached = [f"- {inert_line(visit.source.error, 300)}" for visit in changes.visits if visit.source.error]
    if unreached:
        lists.append([f"**Not read to their end** ({len(unreached)})", *unreached])
    failed = [
        f"- {inert_line(failure.document, 150)}: {inert_line(failure.reason, 200)}"
        for failure in changes.failed[:MOST_NAMED]
    ]
    if failed:
        lists.append([f"**Could not be read** ({len(changes.failed)})", *failed])
    totals = changes.totals
    footer = [small(f"{totals.issues} issues · {totals.items} items · {totals.links} links")]
    return Card(fitted([heading, *lists], footer), tone=Tone.FOUND if changes.is_whole else Tone.TROUBLE)


def _named(word: str, made: Sequence[Change]) -> Iterator[str]:
    yield f"**{word}** ({len(made)})"
    for change in made[:MOST_NAMED]:
        yield f"- {inert_line(change.title, 120)} · `{change.cite}`"
    if len(made) > MOST_NAMED:
        yield small(f"and {len(made) - MOST_NAMED} more")


def notice_card(sentence: str, tone: Tone = Tone.PLAIN) -> Card:
    """A plain sentence of ours, or of an error; what it repeats of others is inert."""
    return Card((inert(cut(sentence, 1500)),), tone=tone)
