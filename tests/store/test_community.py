"""What is kept of those who ask: no ids, not for long, and nothing where a server says no."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.community.notes import LONGEST_STATE, Notes
from bot.errors import UsageError
from bot.store import Community, ServerSettings, SqliteCommunity
from tests.store.events import events

ALICE, BOB, SERVER = 80351110224678912, 41771983423143937, 197038439483310086
LONG_AGO = dt.date(2000, 1, 1)
TABLES = ("unanswered", "states", "votes", "counts", "hours", "counted")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database."""
    return tmp_path / "backissue.sqlite3"


@pytest.fixture
async def community(path: Path) -> AsyncIterator[Community]:
    """An empty community."""
    async with SqliteCommunity.open(path) as opened:
        yield opened


def everything(path: Path) -> str:
    """All that the database's file and its log hold, as text."""
    return "".join(each.read_bytes().decode("latin-1") for each in path.parent.iterdir())


async def test_a_vote_counts_once_and_can_be_changed(community: Community) -> None:
    """A member's second word on the same answer replaces the first; another member's counts beside it."""
    await community.vote(ALICE, "q", "7#1", helpful=True, server=SERVER)
    await community.vote(ALICE, "q", "7#1", helpful=False, server=SERVER)
    await community.vote(BOB, "q", "7#1", helpful=True, server=SERVER)
    await community.vote(ALICE, "q", "7#2", helpful=True, server=SERVER)
    assert (await community.feedback(LONG_AGO)).votes == (("7#1", 1, 1), ("7#2", 1, 0))


async def test_no_id_is_kept(community: Community, path: Path) -> None:
    """Neither a member's id nor the question of a vote stands in the database, only hashes under its own key."""
    await community.vote(ALICE, "who am I?", "7#1", helpful=True, server=SERVER)
    held = everything(path)
    assert str(ALICE) not in held
    assert "who am I?" not in held
    assert ALICE.to_bytes(8).decode("latin-1") not in held


async def test_two_databases_hash_differently(tmp_path: Path) -> None:
    """The key of the hashes is each database's own, so that votes cannot be compared between them."""
    voters = []
    for name in ("a", "b"):
        async with SqliteCommunity.open(tmp_path / name) as community:
            await community.vote(ALICE, "q", "7#1", helpful=True, server=SERVER)
        with sqlite3.connect(tmp_path / name) as connection:
            voters += connection.execute("SELECT voter FROM votes").fetchall()
        connection.close()
    assert len(set(voters)) == 2


async def test_a_member_is_forgotten(community: Community) -> None:
    """What there is on a member is deleted, and nothing of others."""
    await community.vote(ALICE, "q", "7#1", helpful=True, server=SERVER)
    await community.vote(ALICE, "r", "7#1", helpful=True, server=SERVER)
    await community.vote(BOB, "q", "7#1", helpful=False, server=SERVER)
    assert await community.forget(ALICE) == 2
    assert (await community.feedback(LONG_AGO)).votes == (("7#1", 0, 1),)
    assert await community.forget(ALICE) == 0


async def test_unanswered_questions_are_kept_unless_a_server_says_no(community: Community, path: Path) -> None:
    """The text is kept with how often it was asked; a server's no holds from then on and leaves no trace of text."""
    await community.note(events("unanswered", SERVER, 2, "what now?"))
    await community.servers.put(SERVER, ServerSettings(keeps_questions=False))
    await community.note(events("unanswered", SERVER, in_vain="a secret"))
    await community.note(events("unanswered", SERVER + 1, in_vain="elsewhere"))
    found = await community.feedback(LONG_AGO)
    assert found.counts == {"unanswered": 4}
    assert found.unanswered == (("what now?", 2), ("elsewhere", 1))
    assert "a secret" not in everything(path)
    await community.servers.put(SERVER, ServerSettings())
    await community.note(events("unanswered", SERVER, in_vain="what then?"))
    assert ("what then?", 1) in (await community.feedback(LONG_AGO)).unanswered


async def test_what_two_workers_heard_counts_once(community: Community, path: Path) -> None:
    """A question that another worker noted before is not counted anew, and its id is not kept."""
    heard = events("unanswered", SERVER, 2, "what now?")
    async with SqliteCommunity.open(path) as another:
        await another.note(heard)
    await community.note(heard)
    found = await community.feedback(LONG_AGO)
    assert found.counts == {"unanswered": 2}
    assert found.unanswered == (("what now?", 2),)
    assert not any(str(asking) in everything(path) for asking in heard.events)


async def test_what_is_old_is_deleted(community: Community, path: Path) -> None:
    """What asked goes the next day, texts and states after 30 days, votes and counts after 90."""
    await community.note(replace(events("unanswered", None, in_vain="what now?"), states={"~key": "state"}))
    await community.vote(ALICE, "q", "7#1", helpful=True, server=SERVER)
    for days, left in (
        (0, (1, 1, 1, 2, 1, 1)),
        (29, (1, 1, 1, 2, 1, 0)),
        (31, (0, 0, 1, 2, 1, 0)),
        (91, (0, 0, 0, 0, 0, 0)),
    ):
        with sqlite3.connect(path) as connection:
            for table in TABLES:
                connection.execute(f"UPDATE {table} SET day = date('now', '-{days} days')")  # noqa: S608
        await community.clean()
        with sqlite3.connect(path) as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
                for table in TABLES
            ]
        connection.close()
        assert tuple(counts) == left


async def test_the_key_outlives_a_restart(path: Path) -> None:
    """A member can be forgotten by a later process than the one that kept the vote."""
    async with SqliteCommunity.open(path) as community:
        await community.vote(ALICE, "q", "7#1", helpful=True, server=SERVER)
    async with SqliteCommunity.open(path) as community:
        assert await community.forget(ALICE) == 1


async def test_short_questions_are_their_own_state(community: Community) -> None:
    """A question that fits into a button's id is kept nowhere; a longer one is found again by its key."""
    notes = Notes(community)
    short, long = "=" + "s" * (LONGEST_STATE - 1), "=" + "long " * 100
    assert notes.state(short) == short
    key = notes.state(long)
    assert len(key) < LONGEST_STATE
    assert await notes.recall(key) == long
    await notes.write()
    later = Notes(community)
    assert await later.recall(short) == short
    assert await later.recall(key) == long
    with pytest.raises(UsageError, match="ask again"):
        await later.recall("~unknown")


async def test_notes_are_written_when_the_work_ends(community: Community) -> None:
    """What was noted last is written down when the process is told to stop."""
    notes = Notes(community)
    keeping = asyncio.create_task(notes.keep())
    await asyncio.sleep(0)
    notes.count(1, "answered", SERVER)
    notes.count(2, "unanswered", SERVER, "what  now?\n")
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping
    found = await community.feedback(LONG_AGO)
    assert found.counts == {"answered": 1, "unanswered": 1}
    assert found.unanswered == (("what now?", 1),)


@pytest.mark.parametrize("patience", [0.0, 1.5])
async def test_what_is_being_written_at_the_end_is_kept_once(community: Community, path: Path, patience: float) -> None:
    """Told to stop in the middle of writing, as while another program writes, nothing is lost and nothing doubled."""
    notes = Notes(community)
    notes.count(1, "answered", SERVER)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        keeping = asyncio.create_task(notes.write())
        await asyncio.sleep(0.1)
        keeping.cancel()
        await asyncio.sleep(patience)
        other.rollback()
        with pytest.raises(asyncio.CancelledError):
            await keeping
    await notes.write()
    assert (await community.feedback(LONG_AGO)).counts == {"answered": 1}
