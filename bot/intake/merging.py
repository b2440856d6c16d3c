"""Decides what an issue says when several documents hold it, and which item is which when its text changes.

Pure: copies in, one issue out. Any order of copies gives the same text.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec
from rapidfuzz import fuzz

from bot.model import Cite, Issue, IssueHead, Item
from bot.store import Copy

ALIKE = 0.5  # of two issues' five-word runs, the share in common above which they are one issue
MOST_COMPARED = 3  # issues with titles in common whose whole texts are compared
SAME_TITLE = 85.0  # rapidfuzz ratio (0 to 100) above which two items' titles are one title edited
SAME_TEXT = 0.5  # of two items' five-word runs, the share in common above which they are one item edited


class Fate(StrEnum):
    """What became of an issue."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One item, or one issue, that was added, changed or removed."""

    cite: str
    title: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new text of an issue changed: what became of the issue, and of its items."""

    issue: Change
    fate: Fate
    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()


def is_certain(head: IssueHead) -> bool:
    """Whether the document itself states the issue's number."""
    return head.number is not None and not head.inferred


def identify(saved: Sequence[Copy], fresh: Sequence[Copy], certain: Iterable[Issue]) -> list[Copy]:
    """The copies that do not state their number, each with the key it goes by.

    That is the key of an issue of the same newsletter that is much alike, else the key it went by before (that of
    `saved` copies), else the inferred number, the date or the slug, where no unlike issue has that key.
    """
    known = _Known()
    for issue in certain:
        known.add(issue, issue.head.key)
    placed = []
    for copy in (*sorted(saved, key=_by_key), *sorted(fresh, key=_by_key)):
        key = known.key_of(copy)
        known.add(copy.issue, key)
        placed.append(dataclasses.replace(copy, key=key))
    return placed


def earlier(copies: Sequence[Copy], kept: Iterable[Copy]) -> dict[tuple[str, str], Copy]:
    """What each of the copies was when its document was read before, by its name now.

    An issue whose name its document has changed, such as by another date, is known by its text.
    """
    known = {copy.name: copy for copy in kept}
    found = {copy.name: known[copy.name] for copy in copies if copy.name in known}
    renamed = [copy for name, copy in known.items() if name not in found]
    for copy in (copy for copy in copies if copy.name not in known):
        before = next((old for old in renamed if old.address == copy.address and alike(old.issue, copy.issue)), None)
        if before:
            found[copy.name] = before
            renamed.remove(before)
    return found


def _by_key(copy: Copy) -> tuple[str, str]:
    return copy.key, copy.address


class _Known:
    """The issues whose keys are settled, found by the titles of their items."""

    def __init__(self) -> None:
        self._settled: list[tuple[Issue, str]] = []
        self._by_title: dict[tuple[str, str], list[int]] = {}
        self._taken: set[tuple[str, str]] = set()

    def add(self, issue: Issue, key: str) -> None:
        for title in _titles(issue):
            self._by_title.setdefault((issue.head.newsletter, title), []).append(len(self._settled))
        self._settled.append((issue, key))
        self._taken.add((issue.head.newsletter, key))

    def key_of(self, copy: Copy) -> str:
        issue = copy.issue
        wanted = copy.key if issue.head.number is None else issue.head.key
        twin = self._key_of_twin(issue)
        if twin or (issue.head.newsletter, wanted) not in self._taken:
            return twin or wanted
        return f"{issue.head.key}-{hashlib.sha256(issue.items[0].title.encode()).hexdigest()[:6]}"

    def _key_of_twin(self, issue: Issue) -> str | None:
        """The key of the settled issue that shares most titles with this one, where their texts are much alike."""
        newsletter = issue.head.newsletter
        shared = Counter(place for title in _titles(issue) for place in self._by_title.get((newsletter, title), ()))
        candidates = (self._settled[place] for place, _ in shared.most_common(MOST_COMPARED))
        return next((key for other, key in candidates if alike(issue, other)), None)


def _titles(issue: Issue) -> set[str]:
    return {" ".join(_words(item.title)) for item in issue.items}


def merge(copies: Sequence[Copy]) -> tuple[str, Issue]:
    """The text to show of an issue's copies, and the address of the document it is from.

    The best copy has the most true link addresses, then the most items, then a preheader, then the
    first address; what its heading lacks is filled from the next best.
    """
    ranked = sorted(copies, key=_rank)
    return ranked[0].address, Issue(_fill(ranked[0].key, [copy.issue.head for copy in ranked]), ranked[0].issue.items)


def _rank(copy: Copy) -> tuple[int, int, bool, str]:
    addresses = sum(link.url is not None for item in copy.issue.items for link in item.links)
    return -addresses, -len(copy.issue.items), copy.issue.head.preheader is None, copy.address


def _fill(key: str, heads: Sequence[IssueHead]) -> IssueHead:
    """The best copy's heading, with what it lacks from the others: those that state the number first."""
    trusted = sorted(heads, key=lambda head: not is_certain(head))
    return dataclasses.replace(
        heads[0],
        key=key,
        number=int(key) if key.isdecimal() else None,
        inferred=key.isdecimal() and not is_certain(trusted[0]),
        title=trusted[0].title,
        date=next((head.date for head in trusted if head.date), None),
        url=next((head.url for head in trusted if head.url), None),
        preheader=next((head.preheader for head in trusted if head.preheader), None),
    )


def numbered(issue: Issue, saved: Sequence[Item], gone: Sequence[Item]) -> Issue:
    """The issue, its items with their permanent numbers.

    An item that was `saved` before (or is `gone` from the text, and now back) keeps its number: it is
    known by its title, else by a title or a text that is much alike. New ones get the next numbers.
    """
    left = [*saved, *gone]
    numbers: dict[int, int] = {}
    for is_same in (_same_title, _alike_title, _alike_text):
        for item in issue.items:
            match = None if item.position in numbers else next((old for old in left if is_same(item, old)), None)
            if match:
                numbers[item.position] = match.number
                left.remove(match)
    following = max((old.number for old in (*saved, *gone)), default=0) + 1
    for item in issue.items:
        if item.position not in numbers:
            numbers[item.position] = following
            following += 1
    items = (dataclasses.replace(item, number=numbers[item.position]) for item in issue.items)
    return Issue(issue.head, tuple(items))


def difference(head: IssueHead, new: Sequence[Item], old: Sequence[Item], default: str) -> Difference:
    """What the `new` items of an issue add to, change in and remove from the `old` ones, by their numbers.

    `default` is the newsletter that cites need not name.
    """
    after = {item.number: item for item in new}
    before = {item.number: item for item in old}

    def changes(numbers: Iterable[int], items: dict[int, Item]) -> tuple[Change, ...]:
        cites = ((Cite(head.newsletter, head.key, number), items[number].title) for number in sorted(numbers))
        return tuple(Change(cite.format(default), title) for cite, title in cites)

    return Difference(
        issue=Change(Cite.of(head).format(default), head.title),
        fate=Fate.CHANGED if new and old else Fate.ADDED if new else Fate.REMOVED,
        added=changes(after.keys() - before.keys(), after),
        changed=changes((n for n in after.keys() & before.keys() if _content(after[n]) != _content(before[n])), after),
        removed=changes(before.keys() - after.keys(), before),
    )


def content_hash(issue: Issue) -> str:
    """A hash of all that the issue says, its items' numbers included."""
    return hashlib.sha256(msgspec.json.encode(issue)).hexdigest()


def alike(one: Issue, other: Issue) -> bool:
    """Whether two issues are copies of one, told by the five-word runs they share."""
    return _likeness(_runs(*one.items), _runs(*other.items)) >= ALIKE


def _content(item: Item) -> Item:
    return dataclasses.replace(item, position=0)


def _same_title(one: Item, other: Item) -> bool:
    return _words(one.title) == _words(other.title)


def _alike_title(one: Item, other: Item) -> bool:
    return fuzz.ratio(" ".join(_words(one.title)), " ".join(_words(other.title))) >= SAME_TITLE


def _alike_text(one: Item, other: Item) -> bool:
    return _likeness(_runs(one), _runs(other)) >= SAME_TEXT


def _likeness(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    """The shared runs as a share of the shorter text's, from 0 to 1."""
    return len(one & other) / max(1, min(len(one), len(other)))


def _runs(*items: Item) -> set[tuple[str, ...]]:
    runs: set[tuple[str, ...]] = set()
    for item in items:
        words = _words(item.text)
        runs.update(tuple(words[i : i + 5]) for i in range(max(1, len(words) - 4)))
    return runs


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
