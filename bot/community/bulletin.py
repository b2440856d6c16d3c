"""What is due to whom when an issue is new: decides from arrivals, follows, alerts and the ledger. Pure.

Knows neither Discord nor the database: what it plans is written down and sent elsewhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.model import Hit, Issue, IssueHead, Item
from bot.search.questions.filters import begins_word
from bot.store import Alert, Arrival, Delivery, DeliveryState, Follow

DUE = dt.timedelta(days=14)  # since it was first seen; later an issue is news no more
KEPT = dt.timedelta(days=30)  # how long the ledger is
MOST_A_DAY = 5  # digests that a channel gets; further issues are named in the last one
GATHERING = dt.timedelta(hours=3)  # after the day's five, before one more that names what came meanwhile
DAY = dt.timedelta(days=1)
LATEST_ZONE = dt.timedelta(hours=12)  # the last place on Earth where a day ends is so far behind UTC
FIRST_PAUSE = dt.timedelta(seconds=30)  # after an attempt that failed; pauses double from failure to failure
LONGEST_PAUSE = dt.timedelta(hours=6)
PATIENCE = 5  # attempts, some minutes, for which a recipient's later messages wait for the one that fails

IssueOf = Callable[[str, str], Issue | None]  # by newsletter and key
HavingIn = Callable[[IssueHead, str], Sequence[Hit]]  # the items of an issue that have all of some words
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
    def earliest(self) -> dt.datetime:
        """A time before which nothing can have been said of it, even where it is dated ahead of its time.

        Without a date, what is seen now may be seen for the second time, by an archive that was restored.
        """
        before = DAY if self.issue.head.date else DUE
        return dt.datetime.combine(min(self.day, self.seen.date()), dt.time.min, dt.UTC) - before

    @property
    def key(self) -> tuple[str, str]:
        """The newsletter and the key within it."""
        return self.issue.head.newsletter, self.issue.head.key

    def is_due(self, since: dt.datetime) -> bool:
        """Whether it is told to who wants to be told of what is dated and first seen from a time on.

        Its date is a day in an unknown time zone, which may have lasted until then.
        """
        return self.seen >= since and self.day >= (since - LATEST_ZONE).date()


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


def digests(
    new: Sequence[News], follows: Iterable[Follow], ledger: Iterable[Delivery], now: dt.datetime
) -> Iterator[Delivery]:
    """The posts that channels are to get: five with a digest each in a day, the others named in the last of them.

    Where all of the day's posts are made already, one more waits for some hours after the last: it has the first of
    the others and names those that came meanwhile, so that what trickles in floods no channel and is not held up long.
    """
    channels: dict[int, list[Delivery]] = {}
    for delivery in ledger:
        channels.setdefault(delivery.recipient, []).append(delivery)
    keys = {one.key for one in new}
    for follow in follows:
        before = channels.get(follow.channel, [])
        planned = _due(new, follow, {each.key for each in before}, now)
        counting = [each for each in before if _counts(each, keys, now)]
        room = max(MOST_A_DAY - len(counting), 0)
        waiting = [each for each in counting if each.state is DeliveryState.PENDING]
        own = planned[:room]
        if not room and not waiting:
            own = [replace(one, next_attempt=_gathered(counting, now)) for one in planned[:1]]
        yield from own
        yield from (replace(one, named_in=[*waiting, *own][-1].name) for one in planned[len(own) :])


def _due(new: Iterable[News], follow: Follow, known: Collection[tuple[str, str]], now: dt.datetime) -> list[Delivery]:
    """What a channel has to be told of besides what is `known`, in order."""
    due = [one for one in new if one.key not in known and one.is_due(follow.since)]
    return [
        Delivery(follow.channel, *one.key, planned=now, next_attempt=now)
        for one in due
        if items_of(one.issue, follow.section)
    ]


def _counts(delivery: Delivery, keys: Collection[tuple[str, str]], now: dt.datetime) -> bool:
    """Whether it is one of the five: a post that is still to be made, or is one of this day."""
    if delivery.named_in or delivery.state is DeliveryState.GIVEN_UP:
        return False
    return delivery.key in keys if delivery.state is DeliveryState.PENDING else now - delivery.planned < DAY


def _gathered(made: Iterable[Delivery], now: dt.datetime) -> dt.datetime:
    """When there may be one more post than in these, of a day that has all of its own."""
    return max(now, max(each.tried or each.planned for each in made) + GATHERING)


def messages(
    new: Sequence[News], alerts: Mapping[int, Sequence[Alert]], known: Known, having: HavingIn, now: dt.datetime
) -> Iterator[Delivery]:
    """The direct messages that members, by whom `alerts` are given, are to get: one an issue that has their words."""
    for member, own in alerts.items():
        for one in new:
            if (member, *one.key) not in known and matches(one, own, having):
                yield Delivery(member, *one.key, planned=now, next_attempt=now)


def matches(one: News, alerts: Iterable[Alert], having: HavingIn) -> dict[str, Sequence[Hit]]:
    """The items of an issue that match a member's alerts, by their words; alerts that match nothing are left out."""
    head = one.issue.head
    due = [alert.words for alert in alerts if one.is_due(alert.since)]
    found = {words: having(head, words) for words in due}
    return {words: hits for words, hits in found.items() if hits}


def queues(ledger: Iterable[Delivery], new: Iterable[News], recipients: Collection[int]) -> dict[int, list[Delivery]]:
    """What is still to be sent to those who still want it, by recipient, in order.

    An issue that is only named is sent with the post that names it; by itself where that post was made before. What is
    no longer news is not tried again.
    """
    keys = {one.key for one in new}
    still = [
        delivery
        for delivery in ledger
        if delivery.state in (DeliveryState.PENDING, DeliveryState.UNKNOWN)
        and delivery.recipient in recipients
        and delivery.key in keys
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
    return [each.key for each in ledger if (each.recipient, each.named_in) == whose]


def in_turn(queue: Iterable[Delivery]) -> Iterator[Delivery]:
    """The part of a queue that may be tried now: up to and including the first that has not failed often.

    Later ones wait for it.
    """
    for delivery in queue:
        yield delivery
        if delivery.attempts < PATIENCE:
            return


def pause(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts (at least one) that failed."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 20)), LONGEST_PAUSE)
