"""What is due to whom: decided from dates, arrivals and the ledger alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.community import bulletin
from bot.community.bulletin import News
from bot.model import Hit, Issue, IssueHead, Item, Quote
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


def planned(new: Sequence[News], follow: Follow = FOLLOW, ledger: Sequence[Delivery] = ()) -> list[tuple[str, str]]:
    """The issues that a channel gets, each with the one it is named in."""
    return [(each.issue, each.named_in or "") for each in bulletin.digests(new, [follow], ledger, NOW)]


def entry(number: int, state: DeliveryState, age: dt.timedelta = dt.timedelta()) -> Delivery:
    """What the ledger has of an issue that was planned for the channel so long ago."""
    return Delivery(FOLLOW.channel, "letter", str(number), NOW - age, NOW, state=state)


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


def test_a_day_ends_later_west_of_utc() -> None:
    """Who follows in the small hours of UTC, still the evening before in America, gets what is dated that evening."""
    early = replace(FOLLOW, since=dt.datetime(2026, 3, 20, 1, tzinfo=dt.UTC))
    assert planned([news(1, date=TODAY - DAY), news(2, date=TODAY - 2 * DAY)], early) == [("1", "")]


def test_what_was_said_is_looked_for_from_before_its_date() -> None:
    """An issue that is dated ahead of its time can have been posted since it was first seen."""
    assert news(1, date=TODAY + 400 * DAY).earliest <= NOW - DAY / 2
    assert news(2, date=TODAY - 9 * DAY).earliest <= NOW - 9 * DAY
    assert news(3, date=None).earliest <= NOW - bulletin.DUE


def test_what_stands_in_the_ledger_is_not_planned_again() -> None:
    """However it ended, an issue is planned once for a channel, and still for every other one."""
    for state in DeliveryState:
        ledger = [entry(1, state)]
        assert planned([news(1), news(2)], ledger=ledger) == [("2", "")]
        assert planned([news(1)], replace(FOLLOW, channel=8), ledger) == [("1", "")]


def test_a_channel_gets_five_digests_a_day() -> None:
    """Further issues are named in the fifth, and those that come later the same day in what is still to be posted.

    What a channel refuses for days does not pile up either.
    """
    found = planned([news(number) for number in range(1, 9)])
    assert found == [*((str(number), "") for number in range(1, 6)), *((str(n), "letter/5") for n in (6, 7, 8))]

    new = [news(number) for number in range(1, 9)]
    three = [entry(number, DeliveryState.SENT) for number in (1, 2, 3)]
    assert planned(new, ledger=three) == [("4", ""), ("5", ""), *((str(n), "letter/5") for n in (6, 7, 8))]
    yesterday = [entry(number, DeliveryState.SENT, DAY) for number in range(1, 6)]
    assert planned(new, ledger=yesterday) == [("6", ""), ("7", ""), ("8", "")]
    refused = [entry(number, DeliveryState.PENDING, 3 * DAY) for number in range(1, 6)]
    assert planned(new, ledger=refused) == [(str(number), "letter/5") for number in (6, 7, 8)]


def test_what_trickles_in_after_five_is_gathered() -> None:
    """Once a day's five are posted, one more waits for hours after the last, and names all that comes meanwhile."""
    hour = dt.timedelta(hours=1)
    five = [entry(number, DeliveryState.SENT, (6 - number) * hour) for number in range(1, 6)]
    assert planned([news(number) for number in (6, 7, 8)], ledger=five) == [
        *(("6", ""), ("7", "letter/6"), ("8", "letter/6")),
    ]
    (sixth,) = bulletin.digests([news(6)], [FOLLOW], five, NOW)
    assert (sixth.issue, sixth.next_attempt) == ("6", NOW + 2 * hour)
    later = NOW + hour
    (seventh,) = bulletin.digests([news(6), news(7)], [FOLLOW], [*five, sixth], later)
    assert (seventh.issue, seventh.named_in) == ("7", "letter/6")
    made = [replace(each, state=DeliveryState.SENT, tried=NOW + 2 * hour) for each in (sixth, seventh)]
    (eighth,) = bulletin.digests([news(8)], [FOLLOW], [*five, *made], NOW + 3 * hour)
    assert (eighth.named_in, eighth.next_attempt) == (None, NOW + 5 * hour)
    (at_once,) = bulletin.digests([news(8)], [FOLLOW], [*five, *made], NOW + 6 * hour)
    assert at_once.next_attempt == NOW + 6 * hour


def test_a_section_narrows_what_is_posted() -> None:
    """An issue without the section is not posted; of others only its items are shown."""
    follow = replace(FOLLOW, section="tech")
    both = news(2, "Tech Tales", "Policy")
    assert planned([news(1, "Policy", None), both], follow) == [("2", "")]
    assert [item.section for item in bulletin.items_of(both.issue, "tech")] == ["Tech Tales"]


def test_a_member_gets_one_message_an_issue() -> None:
    """Who has several alerts that match gets one; an alert that is younger than the issue matches nothing."""

    def having(head: IssueHead, words: str) -> list[Hit]:
        item = issue(head.number or 0, head.date).items[0]
        return [Hit(f"{head.key}#1", head, item, Quote("The ferry", 0, 9), 1.0)] if words in item.text else []

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


def test_what_fails_again_and_again_holds_nothing_up() -> None:
    """The first of a queue is waited for, so that issues come in order, until it has failed often."""
    rows = [Delivery(7, "letter", str(number), NOW, NOW) for number in range(1, 4)]
    tired = replace(rows[0], attempts=bulletin.PATIENCE)
    assert [each.issue for each in bulletin.in_turn(rows)] == ["1"]
    assert [each.issue for each in bulletin.in_turn([tired, *rows[1:]])] == ["1", "2"]


def test_pauses_grow_to_some_hours() -> None:
    """Each failure doubles the pause, up to the longest."""
    pauses = [bulletin.pause(attempts) for attempts in range(1, 60)]
    assert pauses[:3] == [bulletin.FIRST_PAUSE, 2 * bulletin.FIRST_PAUSE, 4 * bulletin.FIRST_PAUSE]
    assert pauses[-1] == bulletin.LONGEST_PAUSE
