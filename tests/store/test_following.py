"""Follows, alerts and the ledger: what is kept of who is to be told, and that nobody is told twice."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store import Delivery, DeliveryState, Following, SqliteFollowing

NOW = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
SOON = NOW + dt.timedelta(seconds=20)
SERVER, CHANNEL, ALICE, BOB = 197038439483310086, 41771983423143937, 80351110224678912, 41771983423143939


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database."""
    return tmp_path / "backissue.sqlite3"


@pytest.fixture
async def following(path: Path) -> AsyncIterator[Following]:
    """Nobody follows yet."""
    async with SqliteFollowing.open(path) as opened:
        yield opened


def delivery(issue: str, recipient: int = CHANNEL, named_in: str | None = None) -> Delivery:
    """A delivery that is due now."""
    return Delivery(recipient, "letter", issue, NOW, NOW, named_in)


async def test_a_channel_follows_once(following: Following) -> None:
    """Following again replaces what was agreed for the channel; another server can neither see nor end it."""
    await following.follow(SERVER, CHANNEL, "Policy", 7, ALICE, NOW)
    await following.follow(SERVER, CHANNEL, None, None, BOB, SOON)
    (follow,) = await following.follows(SERVER)
    assert (follow.section, follow.role, follow.by, follow.since) == (None, None, BOB, SOON)
    assert await following.follows(SERVER + 1) == []
    assert not await following.unfollow(SERVER + 1, CHANNEL)
    assert await following.unfollow(SERVER, CHANNEL)
    assert await following.follows() == []


async def test_a_change_does_not_begin_anew(following: Following) -> None:
    """A role or the same section chosen again keeps what was due; another section is for what comes from then on."""
    await following.follow(SERVER, CHANNEL, "Policy", None, ALICE, NOW)
    await following.follow(SERVER, CHANNEL, "Policy", 7, ALICE, SOON)
    await following.follow(SERVER, CHANNEL + 1, None, None, ALICE, NOW)
    assert [follow.since for follow in await following.follows(SERVER)] == [NOW, NOW]
    await following.forget_member(ALICE)
    await following.narrow(SERVER, "Policy", BOB, SOON)
    await following.narrow(SERVER + 1, None, BOB, SOON)
    kept, changed = await following.follows(SERVER)
    assert (kept.section, kept.role, kept.by, kept.since) == ("Policy", 7, None, NOW)
    assert (changed.section, changed.by, changed.since) == ("Policy", BOB, SOON)


async def test_trouble_is_news_once(following: Following) -> None:
    """Of a channel where posting fails it is told once that it does, and once more after it worked again."""
    await following.follow(SERVER, CHANNEL, None, None, ALICE, NOW)
    assert await following.trouble(CHANNEL)
    assert not await following.trouble(CHANNEL)
    await following.no_trouble(CHANNEL)
    assert await following.trouble(CHANNEL)


async def test_a_member_has_so_many_alerts_at_most(following: Following) -> None:
    """The same words count once, and those who have as many as are allowed keep what they have."""
    assert await following.add_alert(ALICE, "compute governance", NOW, 2)
    assert await following.add_alert(ALICE, "compute governance", NOW, 2)
    assert await following.add_alert(ALICE, "chips", NOW, 2)
    assert not await following.add_alert(ALICE, "robots", NOW, 2)
    assert await following.add_alert(ALICE, "chips", NOW, 2)
    assert await following.add_alert(ALICE, "CHIPS", NOW, 2)
    assert await following.add_alert(BOB, "robots", NOW, 2)
    assert [alert.words for alert in await following.alerts(ALICE)] == ["compute governance", "chips"]
    assert await following.remove_alert(ALICE, "Compute Governance")
    assert [alert.words for alert in await following.alerts(ALICE)] == ["chips"]


async def test_a_member_is_forgotten(following: Following, path: Path) -> None:
    """Once a member wants to be forgotten, or has taken back the last alert, their id stands nowhere."""
    await following.follow(SERVER, CHANNEL, None, None, ALICE, NOW)
    for member in (ALICE, BOB):
        await following.add_alert(member, "chips", NOW, 20)
        await following.plan([delivery("7", member)])
    assert await following.forget_member(ALICE) == (1, 1)
    assert [follow.by for follow in await following.follows()] == [None]
    assert [alert.member for alert in await following.alerts()] == [BOB]
    assert [row.recipient for row in await following.ledger()] == [BOB]
    assert await following.remove_alert(BOB, "chips")
    assert await following.ledger() == []


async def test_one_of_two_workers_gets_a_delivery(following: Following, path: Path) -> None:
    """Of two that want the same delivery one has it, and the other only when the first has let its time pass."""
    await following.plan([delivery("7")])
    async with SqliteFollowing.open(path) as other:
        took = await asyncio.gather(*(each.claim(delivery("7"), NOW, SOON) for each in (following, other) * 5))
        assert sum(took) == 1
        (row,) = await other.ledger()
        assert (row.state, row.tried, row.attempts) == (DeliveryState.UNKNOWN, NOW, 1)
        assert await other.claim(delivery("7"), SOON, SOON + dt.timedelta(seconds=20))


async def test_what_was_sent_stays_sent(following: Following) -> None:
    """A delivery that ended well is not planned, taken or undone again, and neither are the issues it named."""
    both = [delivery("7"), delivery("8", named_in="letter/7")]
    await following.plan(both)
    assert await following.claim(both[0], NOW, SOON)
    await following.settle(both[0], DeliveryState.SENT, NOW, message=5)
    await following.settle(both[0], DeliveryState.PENDING, NOW)
    await following.plan(both)
    assert not await following.claim(both[0], SOON, SOON)
    assert [(row.issue, row.state, row.message) for row in await following.ledger()] == [
        ("7", DeliveryState.SENT, 5),
        ("8", DeliveryState.SENT, 5),
    ]


async def test_a_name_is_not_taken_for_its_message(following: Following) -> None:
    """Where another has the message, what it names cannot be taken; where that is given up, it is told itself."""
    both = [delivery("7"), delivery("8", named_in="letter/7")]
    await following.plan(both[:1])
    assert await following.claim(both[0], NOW, SOON)
    await following.plan(both)
    assert not await following.claim(both[0], NOW, SOON)
    assert await following.claim(both[0], SOON, SOON)
    await following.settle(both[0], DeliveryState.GIVEN_UP, SOON)
    states = {row.issue: row.state for row in await following.ledger()}
    assert states == {"7": DeliveryState.GIVEN_UP, "8": DeliveryState.PENDING}


async def test_what_was_refused_was_no_try(following: Following) -> None:
    """Nothing was sent then, so that no earlier post is looked for; what may have been sent stays a try."""
    await following.plan([delivery("7")])
    for state, tried in ((DeliveryState.PENDING, None), (DeliveryState.UNKNOWN, NOW), (DeliveryState.PENDING, NOW)):
        (row,) = await following.ledger()
        assert await following.claim(row, NOW, SOON)
        await following.settle(row, state, NOW)
        (row,) = await following.ledger()
        assert (row.state, row.tried) == (state, tried)


async def test_who_is_alone_takes_over(following: Following) -> None:
    """What another has taken, or failed at, is due soon after; what waits for its time, or was refused, is left."""
    await following.plan([delivery("7"), delivery("8")])
    for issue, state in (("7", DeliveryState.UNKNOWN), ("8", DeliveryState.PENDING)):
        assert await following.claim(delivery(issue), NOW, SOON)
        await following.settle(delivery(issue), state, SOON)
    await following.take_over(NOW)
    assert [row.next_attempt for row in await following.ledger()] == [NOW, SOON]


async def test_what_failed_is_tried_again_later(following: Following) -> None:
    """A refused delivery waits until its time has come; one whose follow ended is given up."""
    await following.follow(SERVER, CHANNEL, None, None, ALICE, NOW)
    await following.plan([delivery("7")])
    assert await following.claim(delivery("7"), NOW, SOON)
    await following.settle(delivery("7"), DeliveryState.PENDING, SOON)
    assert not await following.claim(delivery("7"), NOW, SOON)
    assert await following.unfollow(SERVER, CHANNEL)
    assert not await following.claim(delivery("7"), SOON, SOON)
    await following.clean(SOON)
    assert await following.ledger() == []
