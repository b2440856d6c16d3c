"""What is kept of servers: their settings and counts, as long as the bot is there and a month after."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.community.preferences import Preferences
from bot.store import ServerSettings, SqliteCommunity, SqliteFollowing
from bot.store.schema import MIGRATIONS
from bot.usage import Tally
from tests.store.events import events

HERE, THERE = 197038439483310086, 41771983423143937
CHOSEN = ServerSettings(private=True, keeps_questions=False, mention_channels=frozenset({5, 6}))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database."""
    return tmp_path / "backissue.sqlite3"


@pytest.fixture
async def community(path: Path) -> AsyncIterator[SqliteCommunity]:
    """An empty community."""
    async with SqliteCommunity.open(path) as opened:
        yield opened


async def fill(community: SqliteCommunity, path: Path, server: int) -> None:
    """Keeps one of everything of a server."""
    await community.servers.put(server, CHOSEN)
    await community.servers.put(server, ServerSettings(mention_channels=frozenset({server})))
    await community.note(events("unanswered", server, in_vain=f"what of {server}?"))
    async with SqliteFollowing.open(path) as following:
        await following.follow(server, server, None, None, 1, dt.datetime.now(dt.UTC))


def rows(path: Path, server: int) -> int:
    """How many rows name the server."""
    columns = (("servers", "id"), ("mention_channels", "server"), ("counts", "server"), ("unanswered", "server"))
    with closing(sqlite3.connect(path)) as connection:
        return sum(
            connection.execute(f"SELECT count(*) FROM {table} WHERE {column} = ?", (server,)).fetchone()[0]  # noqa: S608  (our own names)
            for table, column in (*columns, ("follows", "server"))
        )


def long_ago(path: Path, days: int) -> None:
    """Makes every departure this old."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE servers SET left_on = date('now', '-{days} days') WHERE left_on IS NOT NULL")  # noqa: S608  (a number)


async def test_settings_are_kept(community: SqliteCommunity, path: Path) -> None:
    """What was chosen for a server is there for the next process; one that chose nothing has the usual."""
    preferences = Preferences(community.servers)
    await preferences.change(HERE, lambda _: CHOSEN)
    async with SqliteCommunity.open(path) as another:
        later = Preferences(another.servers)
        await later.refresh()
    assert later.of(HERE) == CHOSEN
    assert later.of(THERE) == later.of(None) == ServerSettings()
    assert later.private(HERE, None)
    assert not later.private(HERE, chosen=False)
    assert later.private(None, chosen=True)


async def test_what_is_kept_of_a_server_goes_a_month_after_the_bot(community: SqliteCommunity, path: Path) -> None:
    """Settings, channels, counts, questions and follows of a server that the bot left go after 30 days, no sooner."""
    for server in (HERE, THERE):
        await fill(community, path, server)
    await community.servers.left(HERE)
    for days, left in ((0, 5), (30, 5), (31, 0)):
        long_ago(path, days)
        await community.clean()
        assert rows(path, HERE) == left, days
        assert rows(path, THERE) == 5


async def test_coming_back_keeps_it(community: SqliteCommunity, path: Path) -> None:
    """A server that has the bot back within the month keeps all, and a second departure begins a new month."""
    await fill(community, path, HERE)
    await community.servers.left(HERE)
    long_ago(path, 29)
    await community.servers.left(HERE)
    await community.servers.joined(HERE)
    await community.servers.left(HERE)
    long_ago(path, 29)
    await community.clean()
    assert rows(path, HERE) == 5


async def test_servers_found_gone_are_marked(community: SqliteCommunity, path: Path) -> None:
    """At a start, servers of which anything is kept and that are gone are left ones; those there are not any more."""
    await fill(community, path, HERE)
    for server in (THERE, None):
        await community.note(events("answered", server))
    await community.servers.left(HERE)
    await community.servers.present({HERE})
    long_ago(path, 31)
    await community.clean()
    assert rows(path, HERE) == 5
    assert rows(path, THERE) == 0
    assert (await community.usage()).last(1).questions == 2


async def test_usage_is_by_server_and_hours_are_not(community: SqliteCommunity) -> None:
    """A server's usage has its own counts and texts, the latest first; only all together has hours."""
    for text, server in (("one", HERE), ("two", HERE), ("three", THERE)):
        await community.note(events("unanswered", server, 2, text))
    for what, place, times in (("answered", HERE, 3), ("answered", None, 1), ("searched", HERE, 9)):
        await community.note(events(what, place, times))
    here, every = await community.usage(HERE), await community.usage()
    assert here.last(1) == Tally(found=3, unfound=4)
    assert [(each.text, each.times) for each in here.in_vain] == [("two", 2), ("one", 2)]
    assert not here.hours
    assert here.busiest_hour is None
    assert every.last(90) == Tally(found=4, unfound=6)
    assert sum(every.hours) == 10
    assert every.busiest_hour is not None


async def test_a_vote_that_changes_changes_the_counts(community: SqliteCommunity) -> None:
    """A member's word is counted once, whatever they press and how often; the server's counts say the last one."""
    for helpful in (True, True, False, False):
        await community.vote(1, "q", "7#1", helpful=helpful, server=HERE)
    assert (await community.usage(HERE)).last(1) == Tally(unhelpful=1)
    assert (await community.usage(THERE)).last(1) == Tally()


async def test_a_trouble_is_told_once(community: SqliteCommunity, path: Path) -> None:
    """Of all who want to tell a trouble one may; another beginning is another trouble; its end is told once."""
    async with SqliteCommunity.open(path) as another:
        assert await community.troubles.claim("source x", "2026-01-01")
        assert not await another.troubles.claim("source x", "2026-01-01")
        assert await another.troubles.claim("source x", "2026-02-01")
        assert await community.troubles.told() == {"source x": "2026-02-01"}
        assert await community.troubles.end("source x")
        assert not await another.troubles.end("source x")


async def test_an_older_database_keeps_what_it_had(path: Path) -> None:
    """Counts and questions from before servers were told apart are in the sums, and of no server."""
    today = dt.datetime.now(dt.UTC).date()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT, applied_at TEXT) STRICT")
        for migration in MIGRATIONS[:4]:
            for statement in migration.statements:
                connection.execute(statement)
            connection.execute("INSERT INTO migrations VALUES (?, ?, '')", (migration.version, migration.name))
        connection.execute("INSERT INTO counts VALUES (?, 'answered', 7)", (str(today),))
        connection.execute("INSERT INTO unanswered VALUES ('what now?', ?, 2)", (str(today),))
        connection.execute("INSERT INTO servers VALUES (?, 0)", (HERE,))
    async with SqliteCommunity.open(path) as community:
        assert (await community.usage()).last(2) == Tally(found=7)
        assert [each.text for each in (await community.usage()).in_vain] == ["what now?"]
        assert not (await community.usage(HERE)).in_vain
        assert await community.servers.all() == {HERE: ServerSettings(keeps_questions=False)}
