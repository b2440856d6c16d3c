"""How the bot was used, out of SQLite: the counts of a server, or of all together, as Usage."""

from __future__ import annotations

import datetime as dt

import aiosqlite

from bot.store.reading import fetch_all
from bot.usage import InVain, Tally, Usage

LATEST = 10  # questions in vain

_COUNTS = """SELECT day,
sum(CASE what WHEN 'answered' THEN times ELSE 0 END) AS found,
sum(CASE what WHEN 'unanswered' THEN times ELSE 0 END) AS unfound,
sum(CASE what WHEN 'helpful' THEN times ELSE 0 END) AS helpful,
sum(CASE what WHEN 'unhelpful' THEN times ELSE 0 END) AS unhelpful
FROM counts WHERE coalesce(? = server, 1) GROUP BY day"""
_IN_VAIN = """SELECT text, max(day) AS last, sum(times) AS times FROM unanswered
WHERE coalesce(? = server, 1) GROUP BY text ORDER BY max(day) DESC, max(rowid) DESC LIMIT ?"""


async def load_usage(connection: aiosqlite.Connection, today: dt.date, server: int | None) -> Usage:
    """What is kept of the use of the bot by a server, or with None by all together, up to today."""
    days = {
        dt.date.fromisoformat(row["day"]): Tally(row["found"], row["unfound"], row["helpful"], row["unhelpful"])
        for row in await fetch_all(connection, _COUNTS, server)
    }
    in_vain = tuple(
        InVain(row["text"], dt.date.fromisoformat(row["last"]), row["times"])
        for row in await fetch_all(connection, _IN_VAIN, server, LATEST)
    )
    return Usage(today, days, in_vain, await _hours(connection) if server is None else ())


async def _hours(connection: aiosqlite.Connection) -> tuple[int, ...]:
    found = await fetch_all(connection, "SELECT hour, sum(times) AS times FROM hours GROUP BY hour")
    times = {row["hour"]: row["times"] for row in found}
    return tuple(times.get(hour, 0) for hour in range(24))
