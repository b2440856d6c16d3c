"""The panel of `/reindex`: the sources and how far the work is, then what it changed, as a diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cards.card import Card, Tone, fitted
from bot.cards.lines import number_of
from bot.cards.markup import cut, inert_line, one_line, small
from bot.intake.merging import Change, Difference, Fate
from bot.intake.report import VisitState

if TYPE_CHECKING:
    from bot.intake.report import Changes, Progress, VisitReport
    from bot.store import SourceRecord

BAR = 20  # characters of a progress bar
MOST_SOURCES = 8
MOST_LINES = 30  # of a diff; above it, items are only counted
MOST_FAILED = 10
LONGEST_LINE = 80  # of a diff, in code points; with all of them a card still has room for the sources

_SIGNS = {Fate.ADDED: "+", Fate.CHANGED: "~", Fate.REMOVED: "-"}


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being done, in words, where the visits to the sources are, and how far it has come, if that is known."""

    doing: str
    visits: tuple[VisitReport, ...] = ()
    progress: Progress | None = None


def stage_card(stage: Stage) -> Card:
    """The panel while the work goes on."""
    lines = [f"**{stage.doing}**", *_bar(stage.progress)]
    return Card(fitted([lines, _sources(stage.visits)]))


def changes_card(changes: Changes, visits: Sequence[VisitReport] = ()) -> Card:
    """The panel once the archive is read anew: issues added, changed and removed, the sources, and what failed."""
    told = diff(changes.differences)
    heading = [f"**The archive is read anew.** {summary(changes)}"]
    heading += ["\n".join(("```diff", *told, "```"))] if told else []
    failed = [
        f"- {inert_line(failure.document, 150)}: {inert_line(failure.reason, 200)}"
        for failure in changes.failed[:MOST_FAILED]
    ]
    if failed:
        failed.insert(0, f"**Could not be read** ({len(changes.failed)})")
    totals = changes.totals
    counted = ((totals.issues, "issue"), (totals.items, "item"), (totals.links, "link"))
    footer = [small(" · ".join(number_of(count, noun) for count, noun in counted))]
    tone = Tone.FOUND if changes.is_whole else Tone.TROUBLE
    return Card(fitted([heading, _sources(visits), failed], footer), tone=tone)


def summary(changes: Changes) -> str:
    """How many issues were added, changed and removed, as a sentence."""
    counts = [sum(each.fate is fate for each in changes.differences) for fate in Fate]
    if not any(counts):
        return "Nothing changed."
    told = ", ".join(f"{count} {fate}" for fate, count in zip(Fate, counts, strict=True) if count)
    return f"Issues: {told}."


def diff(differences: Sequence[Difference]) -> list[str]:
    """A line for each issue and, where there are not too many, for each of its items: ``+ 305 Import AI 305: …``."""
    lines = [line for each in differences for line in _with_items(each)]
    if len(lines) > MOST_LINES:
        lines = [_with_counts(each) for each in differences]
    if len(lines) > MOST_LINES:
        more = len(lines) - MOST_LINES + 1
        lines = [*lines[: MOST_LINES - 1], f"  and {more} more issues"]
    return lines


def _with_items(difference: Difference) -> Iterator[str]:
    yield _line(_SIGNS[difference.fate], difference.issue)
    for fate, changes in _by_fate(difference):
        yield from (_line(f"{_SIGNS[fate]}  ", change) for change in changes)


def _with_counts(difference: Difference) -> str:
    counts = [f"{_SIGNS[fate]}{len(changes)}" for fate, changes in _by_fate(difference) if changes]
    return _line(_SIGNS[difference.fate], difference.issue, f" ({' '.join(counts)})" if counts else "")


def _by_fate(difference: Difference) -> tuple[tuple[Fate, tuple[Change, ...]], ...]:
    return (
        (Fate.ADDED, difference.added),
        (Fate.CHANGED, difference.changed),
        (Fate.REMOVED, difference.removed),
    )


def _line(sign: str, change: Change, after: str = "") -> str:
    """Within a code block only a backtick is live."""
    text = one_line(f"{change.cite} {change.title}").replace("`", "ˋ")
    return f"{sign} {cut(text, LONGEST_LINE - len(sign) - len(after))}{after}"


def _bar(progress: Progress | None) -> Iterator[str]:
    if progress is None or not progress.total:
        return
    filled = BAR * min(progress.done, progress.total) // progress.total
    yield f"`{'█' * filled}{'░' * (BAR - filled)}` {progress.done} of {progress.total}"
    yield small(inert_line(progress.title, 150))


def _sources(visits: Sequence[VisitReport]) -> list[str]:
    """A line for each source, below a heading; none for one that is not visited now and never was."""
    told = [visit for visit in visits if visit.state is not VisitState.NONE or _was_visited(visit.source)]
    if not told:
        return []
    lines = ["**Sources**", *(_source(visit) for visit in told[:MOST_SOURCES])]
    return lines if len(told) <= MOST_SOURCES else [*lines, small(f"and {len(told) - MOST_SOURCES} more")]


def _was_visited(source: SourceRecord) -> bool:
    return bool(source.succeeded or source.error)


def _source(visit: VisitReport) -> str:
    source = visit.source
    name = inert_line(source.address, 150)
    if visit.state is VisitState.WAITING:
        return f"○ {name} · waiting"
    if visit.state is VisitState.READING:
        return f"◐ {name} · reading"
    if source.error:  # a sentence that begins with the address
        return f"✕ {inert_line(source.error, 300)}"
    if visit.state is VisitState.NONE and source.succeeded:
        return f"○ {name} · last read <t:{int(source.succeeded.timestamp())}:R>"
    brought = f"{visit.documents} new or edited" if visit.documents else "nothing new"
    return f"● {name} · {brought}"
