"""What the writer tells while it works and when it is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

from bot.errors import DocumentError
from bot.intake.merging import Change, Difference
from bot.store import SourceRecord


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why, in words."""

    document: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to answer from."""

    issues: int
    items: int
    links: int


class VisitState(Enum):
    """How far a visit to a source is: none is planned, it waits for its turn, it is under way, or it is over."""

    NONE = auto()
    WAITING = auto()
    READING = auto()
    DONE = auto()


@dataclass(frozen=True, slots=True)
class VisitReport:
    """How a visit to a source went: its record since then, and how many new or edited documents it brought.

    While the visit is not over, the record is that of the visit before.
    """

    source: SourceRecord
    documents: int
    state: VisitState = VisitState.DONE


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` documents are read; `title` is what is at hand; `visits` are those of a round."""

    done: int
    total: int
    title: str
    visits: tuple[VisitReport, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run of the writer did: to issues (how many were added, updated, left as they were, removed), and to items.

    `visits` are those to sources, where there were any; `differences` are the same changes issue by issue; `stopped`
    says that the run was to stop before its end.
    """

    documents: int
    issues_added: int
    issues_updated: int
    issues_unchanged: int
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    removed: tuple[Change, ...]
    failed: tuple[Failure, ...]
    totals: Counts
    visits: tuple[VisitReport, ...] = ()
    differences: tuple[Difference, ...] = ()
    issues_removed: int = 0
    stopped: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing failed, neither a document nor a visit."""
        return not self.failed and not any(visit.source.error for visit in self.visits)

    def then(self, later: Changes) -> Changes:
        """What this run and a `later` one did together; an issue that both touched counts twice."""
        return Changes(
            documents=self.documents + later.documents,
            issues_added=self.issues_added + later.issues_added,
            issues_updated=self.issues_updated + later.issues_updated,
            issues_unchanged=self.issues_unchanged + later.issues_unchanged,
            added=(*self.added, *later.added),
            changed=(*self.changed, *later.changed),
            removed=(*self.removed, *later.removed),
            failed=(*self.failed, *later.failed),
            totals=later.totals,
            visits=(*self.visits, *later.visits),
            differences=(*self.differences, *later.differences),
            issues_removed=self.issues_removed + later.issues_removed,
            stopped=self.stopped or later.stopped,
        )


@dataclass(slots=True)
class Tally:
    """Counts while the writer works."""

    documents: int = 0
    failed: list[Failure] = field(default_factory=list)
    visits: list[VisitReport] = field(default_factory=list)
    stopped: bool = False
    _added: set[tuple[str, str]] = field(default_factory=set)
    _updated: set[tuple[str, str]] = field(default_factory=set)
    _unchanged: set[tuple[str, str]] = field(default_factory=set)
    _removed: set[tuple[str, str]] = field(default_factory=set)
    _differences: list[Difference] = field(default_factory=list)

    def fail(self, error: DocumentError) -> None:
        """Notes a document that could not be read."""
        self.failed.append(Failure(error.document, error.reason))

    def unchanged(self, issues: set[tuple[str, str]]) -> None:
        """Notes issues, (newsletter, key) each, that the documents still hold as they did."""
        self._unchanged |= issues

    def saved(self, issue: tuple[str, str], difference: Difference, *, is_new: bool) -> None:
        """Notes an issue that was written."""
        (self._added if is_new else self._updated).add(issue)
        self._differences.append(difference)

    def removed(self, issue: tuple[str, str], difference: Difference) -> None:
        """Notes an issue that no document holds any more."""
        self._removed.add(issue)
        self._differences.append(difference)

    def changes(self, totals: Counts) -> Changes:
        """The sum of it."""
        return Changes(
            documents=self.documents,
            issues_added=len(self._added),
            issues_updated=len(self._updated),
            issues_unchanged=len(self._unchanged - self._added - self._updated - self._removed),
            added=tuple(change for each in self._differences for change in each.added),
            changed=tuple(change for each in self._differences for change in each.changed),
            removed=tuple(change for each in self._differences for change in each.removed),
            failed=tuple(self.failed),
            totals=totals,
            visits=tuple(self.visits),
            differences=tuple(self._differences),
            issues_removed=len(self._removed),
            stopped=self.stopped,
        )
