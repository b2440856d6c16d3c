"""What is due to whom when an issue is new: decides from arrivals, follows, alerts and the ledger. Pure.

Knows neither Discord nor the database: what it plans is written down and sent elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model import Answer, Hit, Issue, IssueHead, Item
from bot.search.filters import begins_word
from bot.store import Alert, Arrival, Delivery, DeliveryState, Follow

DUE = dt.timedelta(days=14)  # since it was first seen; later an issue is news no more
KEPT = dt.timedelta(days=30)  # how long the ledger is
MOST_AT_ONCE = 5  # digests that a channel gets together; further issues are named in the last one
FIRST_PAUSE = dt.timedelta(seconds=30)  # after an attempt that failed; pauses double from failure to failure
LONGEST_PAUSE = dt.timedelta(hours=6)

IssueOf = Callable[[str, str], Issue | None]  # by newsletter and key
Having = Callable[[str, IssueHead], Answer]  # the items of an issue that have all of some words
Known = Collection[tuple[int, str, str]]  # what the ledger has: recipient, newsletter, issue


@dataclass(frozen=True, slots=True)
class News:
    """An issue that is new, and when the archive first had it."""

    issue: Issue
    seen: dt.datetime

    @property
    def day(self) -> dt.date:
        """The issue's date; where it has none, the day on which it was first seen."""
        return self.issue.head.date or self.seen.date()

    @property
    def key(self) -> tuple[str, str]:
        """The newsletter and the key within it."""
        return self.issue.head.newsletter, self.issue.head.key

    def is_due(self, since: dt.datetime) -> bool:
        """Whether it is told to who wants to be told of what is dated and first seen from a time on."""
        return self.seen >= since and self.day >= since.date()


def news(arrivals: Iterable[Arrival], issue_of: IssueOf, now: dt.datetime) -> list[News]:
    """What is new and has a text to show, the oldest first. A backfill is not, nor what was edited or sent again."""
    found = []
    for arrival in arrivals:
        issue = issue_of(arrival.newsletter, arrival.key) if arrival.is_news and now - arrival.seen < DUE else None
        if issue:
            found.append(News(issue, arrival.seen))
    return sorted(found, key=lambda one: (one.day, one.issue.head.number or 0, one.seen))


def items_of(issue: Issue, section: str | None) -> tuple[Item, ...]:
    """The items of the sections whose heading has these words; all without any."""
    return tuple(item for item in issue.items if section is None or begins_word(item.section or "", section))


def digests(new: Sequence[News], follows: Iterable[Follow], known: Known, now: dt.datetime) -> Iterator[Delivery]:
    """The posts that channels are to get: the first five with a digest each, the others named in the fifth."""
    for follow in follows:
        due = [
            one
            for one in new
            if one.is_due(follow.since)
            and (follow.channel, *one.key) not in known
            and items_of(one.issue, follow.section)
        ]
        planned = [Delivery(follow.channel, *one.key, planned=now, next_attempt=now) for one in due]
        yield from planned[:MOST_AT_ONCE]
        yield from (replace(one, named_in=planned[MOST_AT_ONCE - 1].name) for one in planned[MOST_AT_ONCE:])


def messages(
    new: Sequence[News], alerts: Mapping[int, Sequence[Alert]], known: Known, having: Having, now: dt.datetime
) -> Iterator[Delivery]:
    """The direct messages that members, by whom `alerts` are given, are to get: one an issue that has their words."""
    for member, own in alerts.items():
        for one in new:
            if (member, *one.key) not in known and matches(one, own, having):
                yield Delivery(member, *one.key, planned=now, next_attempt=now)


def matches(one: News, alerts: Iterable[Alert], having: Having) -> dict[str, Sequence[Hit]]:
    """The items of an issue that match a member's alerts, by their words; alerts that match nothing are left out."""
    head = one.issue.head
    due = [alert.words for alert in alerts if one.is_due(alert.since)]
    found = {words: [hit for hit in having(words, head).hits if hit.head == head] for words in due}
    return {words: hits for words, hits in found.items() if hits}


def queues(ledger: Iterable[Delivery], new: Iterable[News], recipients: Collection[int]) -> dict[int, list[Delivery]]:
    """What is still to be sent to those who still want it, by recipient, in order.

    What is only named goes with the one that names it, where that is not sent yet. What is news no more is not tried
    again.
    """
    keys = {one.key for one in new}
    still = [
        delivery
        for delivery in ledger
        if delivery.state in (DeliveryState.PENDING, DeliveryState.UNKNOWN)
        and delivery.recipient in recipients
        and (delivery.newsletter, delivery.issue) in keys
    ]
    naming = {(delivery.recipient, delivery.name) for delivery in still if delivery.named_in is None}
    waiting: dict[int, list[Delivery]] = {}
    for delivery in still:
        if (delivery.recipient, delivery.named_in) not in naming:
            waiting.setdefault(delivery.recipient, []).append(delivery)
    return waiting


def named_in(delivery: Delivery, ledger: Iterable[Delivery]) -> list[tuple[str, str]]:
    """The newsletter and key of the issues that the message of a delivery names besides its own, in order."""
    whose = delivery.recipient, delivery.name
    return [(each.newsletter, each.issue) for each in ledger if (each.recipient, each.named_in) == whose]


def pause(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts (at least one) that failed."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)
