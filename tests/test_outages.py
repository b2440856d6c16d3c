"""What the operator must be told: which newsletters are silent for unusually long, and in what words."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.intake.outages import Silence, Trouble, silences, troubles
from bot.model import IssueHead
from bot.store import SourceRecord

TODAY = dt.date(2026, 11, 22)


def heads(*days_ago: int, newsletter: str = "letter") -> list[IssueHead]:
    """Issues of so many days ago."""
    dates = [TODAY - dt.timedelta(days=days) for days in days_ago]
    return [IssueHead(newsletter, str(date), str(date), date=date) for date in dates]


@pytest.mark.parametrize(
    ("days_ago", "usual"),
    [
        ((21, 28, 35, 42), None),
        ((22, 29, 36, 43), 7),
        ((22, 22, 29, 29, 36, 43), 7),
        ((22, 29, 36), None),
        ((22, 29, 36, 400), 7),
        ((4, 5, 6, 7), 1),
        ((3, 4, 5, 6, 7), None),
        ((50, 57, 64, 71, 78, 85, 92, 99, 106, 113, 500, 900, 1300), 7),
        ((), None),
    ],
)
def test_a_silence_is_three_times_the_usual(days_ago: tuple[int, ...], usual: float | None) -> None:
    """Only more than three times the median distance of the last ten dates counts, and only from four dates on."""
    found = silences(heads(*days_ago), {"letter": "The Letter"}, TODAY)
    expected = Silence("letter", "The Letter", TODAY - dt.timedelta(days=days_ago[0]), usual) if usual else None
    assert found == ((expected,) if expected else ())


def test_a_date_to_come_hides_no_silence() -> None:
    """An issue that is dated years ahead, by a slip, is not taken for the latest one."""
    (found,) = silences(heads(-4000, 22, 29, 36, 43), {"letter": "The Letter"}, TODAY)
    assert (found.since, found.usual) == (TODAY - dt.timedelta(days=22), 7)


def test_only_what_sources_bring_can_fall_silent() -> None:
    """A newsletter that was only ever put in by hand, and issues without a date, are no silence."""
    undated = [IssueHead("letter", str(n), str(n)) for n in range(9)]
    by_hand = heads(300, 307, 314, 321, newsletter="other")
    assert silences([*undated, *by_hand], {"letter": "The Letter"}, TODAY) == ()
    assert [each.newsletter for each in silences(by_hand, {"letter": "L", "other": "O"}, TODAY)] == ["other"]


def test_troubles_say_what_since_when_and_what_to_do() -> None:
    """Each has a key that outlives restarts, its beginning, and one sentence."""
    failing = dt.datetime(2026, 11, 19, 8, tzinfo=dt.UTC)
    source = SourceRecord("https://letter.example.org", failing_since=failing, error="It cannot be reached.")
    silence = Silence("letter", "The Letter", dt.date(2026, 10, 1), 7.0)
    found = troubles([source], [silence])
    assert found == [
        Trouble(
            "source https://letter.example.org",
            "2026-11-19",
            "Not reached since 2026-11-19; look whether it has moved. It cannot be reached.",
        ),
        Trouble(
            "newsletter letter",
            "2026-10-01",
            "No new issue of The Letter since 2026-10-01, though one usually comes every 7 days; "
            "look whether it has moved or ended.",
        ),
    ]
