"""What is due to whom: decided from dates, arrivals and the ledger alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot import bulletin
from bot.bulletin import News
from bot.model import Answer, Hit, Issue, IssueHead, Item, Query, Quote
from bot.store import Alert, Arrival, Delivery, DeliveryState, Follow

NOW = dt.datetime(2026, 3, 20, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TODAY = NOW.date()
FOLLOW = Follow(server=1, channel=7, section=None, role=None, by=None, since=NOW - 3 * DAY)


def issue(number: int, date: dt.date | None, *sections: str | None) -> Issue:
    """An issue with an item in each section."""
    items = [
        Item(f"Title {number}.{place}", "The ferry docks.", (), place, number=place, section=section)
        for place, section in enumerate(sections or (None,), 1)
    ]
    return Issue(IssueHead("letter", str(number), f"Letter {number}", number, date), tuple(items))


def news(number: int, *sections: str | None, seen: dt.datetime = NOW, date: dt.date | None = TODAY) -> News:
    """An issue that is new now, and of today, unless said otherwise."""
    return News(issue(number, date, *sections), seen)


def planned(new: Sequence[News], follow: Follow = FOLLOW, known: bulletin.Known = frozenset()) -> list[tuple[str, str]]:
    """The issues that a channel gets, each with the one it is named in."""
    return [(each.issue, each.named_in or "") for each in bulletin.digests(new, [follow], known, NOW)]


def test_only_news_of_the_last_fortnight_is_told() -> None:
    """A backfill, what was first seen two weeks ago, and what cannot be shown are not news; the oldest goes first."""
    issues = {str(number): issue(number, NOW.date() - number * DAY) for number in range(1, 5)}
    arrivals = [
        Arrival("letter", "1", NOW - DAY, is_news=True),
        Arrival("letter", "2", NOW, is_news=True),
        Arrival("letter", "3", NOW, is_news=False),
        Arrival("letter", "4", NOW - 14 * DAY, is_news=True),
        Arrival("letter", "5", NOW, is_news=True),
    ]
    found = bulletin.news(arrivals, lambda _, key: issues.get(key), NOW)
    assert [one.issue.head.key for one in found] == ["2", "1"]


def test_issues_from_before_the_follow_are_not_posted() -> None:
    """An issue counts that is dated, and first seen, since the follow began; without a date its arrival counts."""
    before = FOLLOW.since - dt.timedelta(minutes=1)
    assert planned([news(1, seen=before)]) == []
    assert planned([news(2, date=FOLLOW.since.date() - DAY)]) == []
    assert planned([news(3, date=FOLLOW.since.date()), news(4, date=None)]) == [("3", ""), ("4", "")]


def test_what_stands_in_the_ledger_is_not_planned_again() -> None:
    """However it ended, an issue is planned once for a channel, and still for every other one."""
    known = {(7, "letter", "1")}
    assert planned([news(1), news(2)], known=known) == [("2", "")]
    assert planned([news(1)], replace(FOLLOW, channel=8), known) == [("1", "")]


def test_a_channel_gets_five_digests_together_at_most() -> None:
    """Further issues are named in the fifth."""
    found = planned([news(number) for number in range(1, 9)])
    assert found == [*((str(number), "") for number in range(1, 6)), *((str(n), "letter/5") for n in (6, 7, 8))]


def test_a_section_narrows_what_is_posted() -> None:
    """An issue without the section is not posted; of others only its items are shown."""
    follow = replace(FOLLOW, section="tech")
    both = news(2, "Tech Tales", "Policy")
    assert planned([news(1, "Policy", None), both], follow) == [("2", "")]
    assert [item.section for item in bulletin.items_of(both.issue, "tech")] == ["Tech Tales"]


def test_a_member_gets_one_message_an_issue() -> None:
    """Who has several alerts that match gets one; an alert that is younger than the issue matches nothing."""

    def having(words: str, head: IssueHead) -> Answer:
        item = issue(head.number or 0, head.date).items[0]
        hits = [Hit(f"{head.key}#1", head, item, Quote("The ferry", 0, 9), 1.0)] if words in item.text else []
        return Answer(Query(words), tuple(hits), abstained=False)

    alerts = {
        1: [Alert(1, "ferry", NOW - DAY), Alert(1, "docks", NOW - DAY), Alert(1, "robot", NOW - DAY)],
        2: [Alert(2, "robot", NOW - DAY)],
        3: [Alert(3, "ferry", NOW + DAY)],
    }
    found = list(bulletin.messages([news(1), news(2)], alerts, {(1, "letter", "2")}, having, NOW))
    assert [(each.recipient, each.issue) for each in found] == [(1, "1")]
    assert list(bulletin.matches(news(1), alerts[1], having)) == ["ferry", "docks"]


def test_what_is_open_waits_in_order() -> None:
    """What is sent, named in what is still to come, of no more interest or no news any more is not waited for."""
    rows = [Delivery(7, "letter", str(number), NOW, NOW) for number in range(1, 6)]
    ledger = [
        rows[0],
        replace(rows[1], state=DeliveryState.SENT),
        replace(rows[2], state=DeliveryState.UNKNOWN),
        replace(rows[3], named_in="letter/3"),
        replace(rows[4], named_in="letter/2"),
        replace(rows[4], recipient=9),
        replace(rows[0], issue="99"),
    ]
    waiting = bulletin.queues(ledger, [news(number) for number in range(1, 6)], {7})
    assert {recipient: [each.issue for each in queue] for recipient, queue in waiting.items()} == {7: ["1", "3", "5"]}
    assert bulletin.named_in(rows[2], ledger) == [("letter", "4")]


def test_pauses_grow_to_some_hours() -> None:
    """Each failure doubles the pause, up to the longest."""
    pauses = [bulletin.pause(attempts) for attempts in range(1, 60)]
    assert pauses[:3] == [bulletin.FIRST_PAUSE, 2 * bulletin.FIRST_PAUSE, 4 * bulletin.FIRST_PAUSE]
    assert pauses[-1] == bulletin.LONGEST_PAUSE
