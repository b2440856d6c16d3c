"""The chart of questions: a picture that Discord takes, with every bar where it belongs."""

from __future__ import annotations

import datetime as dt
import io
import warnings

import pytest
from PIL import Image

from bot.cards.statistics import description
from bot.charts.trends import COLOURS, GROUND, INK
from bot.charts.usage import draw_usage
from bot.offload import Offload
from bot.usage import Tally, Usage
from tests.test_charts import colours, rgb

TODAY = dt.date(2026, 11, 22)


def used(**days_ago: Tally) -> Usage:
    """The use of so many days ago: ``d3`` is three days ago."""
    return Usage(TODAY, {TODAY - dt.timedelta(days=int(name[1:])): tally for name, tally in days_ago.items()})


def drawn(usage: Usage, days: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Image.open(io.BytesIO(draw_usage(usage, days))).convert("RGB")


@pytest.mark.parametrize("days", [7, 14, 31, 32, 90])
def test_found_and_not_found_are_told_apart(days: int) -> None:
    """A wide PNG on its own ground; a bar of what was found, one of what was not, each only where there is some."""
    image = drawn(used(d1=Tally(found=30, unfound=10)), days)
    assert image.size == (1200, 600)
    assert image.getpixel((0, 0)) == rgb(GROUND)
    there, without = colours(image), colours(drawn(used(d1=Tally(found=40)), days))
    assert there[rgb(INK)] > 1000
    assert there[rgb(COLOURS[0])] < without[rgb(COLOURS[0])]
    assert there[rgb(COLOURS[1])] > without.get(rgb(COLOURS[1]), 0)


def test_bars_are_whole_days_or_weeks_that_end_today() -> None:
    """Up to 31 days are drawn one by one, more as weeks; every day within is in exactly one bar."""
    usage = used(d0=Tally(1), d6=Tally(2), d7=Tally(4), d89=Tally(8), d90=Tally(16), d91=Tally(32))
    assert [tally.found for _, tally in usage.bars(7)] == [2, 0, 0, 0, 0, 0, 1]
    weeks = usage.bars(90)
    assert len(weeks) == 13
    assert [weeks[0][1].found, weeks[-2][1].found, weeks[-1][1].found] == [24, 4, 3]
    assert usage.last(7).found == 3
    assert usage.last(90).found == 15


def test_the_description_says_what_is_seen() -> None:
    """Who cannot see the chart hears its kind, its span, the sum and the highest bar."""
    words = description(used(d1=Tally(3, 1), d2=Tally(1)), 7)
    assert words.startswith("Bar chart of questions a day from 16 Nov 2026 to 22 Nov 2026: 5 in all, 1 of them")
    assert "Most were asked on the day of 21 Nov 2026: 4, of which 1 found nothing." in words


async def test_it_is_drawn_in_a_process_of_its_own() -> None:
    """A usage can be handed to another process, and the picture comes back."""
    async with Offload.open() as offload:
        png = await offload.run(60, 1024, draw_usage, used(d1=Tally(1)), 90)
    assert png.startswith(b"\x89PNG")
