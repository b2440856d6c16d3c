"""The charts of trends: pictures that Discord takes, with everything on them that a chart needs."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import warnings
from collections.abc import Iterator

import pytest
from PIL import Image

from bot.cards.trends import description
from bot.charts.trends import COLOURS, GROUND, INK, draw
from bot.model import IssueHead, Item, Mention
from bot.offload import Offload
from bot.trend import Mentions, Period, Step, TermTrend, Trend

HEAD = IssueHead("import-ai", "305", "Import AI 305", 305, dt.date(2022, 10, 11))
MENTION = Mention("305#1", HEAD, Item("A title", "A text.", (), 1, 1))


def made(step: Step, counts: dict[str, list[int]]) -> Trend:
    """A trend of these counts, ten items a period; a period in which every term has -1 is a gap."""
    length = len(next(iter(counts.values())))
    gaps = [all(each[place] < 0 for each in counts.values()) for place in range(length)]
    periods = tuple(_period(step, place, 0 if gaps[place] else 10) for place in range(length))
    return Trend(step, periods, tuple(_term(term, each) for term, each in counts.items()))


def _period(step: Step, place: int, items: int) -> Period:
    if step in (Step.ISSUE, Step.RUN):
        return Period(items, None, (300 + place, 300 + place))
    return Period(items, dt.date(2019 + place // 12, place % 12 + 1, 1))


def _term(term: str, counts: list[int]) -> TermTrend:
    real = tuple(max(0, count) for count in counts)
    mentions = Mentions(MENTION, MENTION, real.index(max(real)), MENTION) if any(real) else None
    return TermTrend(term, real, mentions)


def drawn(trend: Trend, newsletter: str = "Import AI") -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return Image.open(io.BytesIO(draw(trend, newsletter))).convert("RGB")


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


def colours(image: Image.Image) -> dict[tuple[int, ...], int]:
    """How many pixels each colour has."""
    return {colour: count for count, colour in image.getcolors(maxcolors=2**24) or []}  # type: ignore[misc]


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance after WCAG 2.1."""
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def every() -> Iterator[Trend]:
    """A trend of each kind."""
    yield made(Step.ISSUE, {"whisper": [0, 2, -1, 5]})
    yield made(Step.ISSUE, {name: [0, 2, -1, 5, 1, 0, 3] for name in ("one", "two", "three", "four")})
    yield made(Step.MONTH, {"gpt-3": [place % 5 for place in range(40)], "a phrase": [1] * 40})
    yield made(Step.QUARTER, {"gpt-3": [0, 0, 3, -1, 4]})
    yield made(Step.YEAR, {"one": [3]})
    yield made(Step.RUN, {"one": [3, 0, 9], "two": [0, 0, 0]})


@pytest.mark.parametrize("trend", [*every()], ids=lambda trend: f"{trend.step}-{len(trend.terms)}")
def test_every_kind_of_trend_is_a_picture_of_its_own_ground(trend: Trend) -> None:
    """A chart is a small, wide PNG, opaque to its corners, with title, words and every term's colour on it."""
    image = drawn(trend)
    assert image.width == 1200
    assert 900 <= image.height <= 1250
    assert len(draw(trend, "Import AI")) < 400_000
    there = colours(image)
    assert image.getpixel((0, 0)) == image.getpixel((1199, image.height - 1)) == rgb(GROUND)
    assert there[rgb(INK)] > 1000
    for term, colour in zip(trend.terms, COLOURS, strict=False):
        assert there.get(rgb(colour), 0) > 200, term.term


def test_words_and_lines_stand_out_from_the_ground() -> None:
    """Text has at least 7 to 1 against its ground, lines at least 3 to 1, as WCAG asks."""
    ground = luminance(rgb(GROUND)) + 0.05
    assert (luminance(rgb(INK)) + 0.05) / ground > 7
    assert all((luminance(rgb(colour)) + 0.05) / ground > 3 for colour in COLOURS)


def test_a_gap_is_not_a_zero() -> None:
    """Where the archive has nothing the line breaks and the ground is hatched; a zero is drawn as zero."""
    gap, zero = (made(Step.MONTH, {"one": [5, middle, 5]}) for middle in (-1, 0))
    line = rgb(COLOURS[0])
    assert colours(drawn(gap))[line] < colours(drawn(zero))[line]


@pytest.mark.parametrize("term", ["$x_1^2$", "100% \\frac", "a_b^c", "x" * 60, "<b>&amp;", "日本語", "🤖"])
def test_any_term_can_be_drawn(term: str) -> None:
    """Signs of formulas are drawn as they are written, and what the font lacks costs no chart."""
    image = Image.open(io.BytesIO(draw(made(Step.MONTH, {term: [1, 2]}), "N" * 200)))
    assert image.width == 1200


def test_the_description_says_what_is_seen() -> None:
    """Who cannot see the chart hears its kind, its span and each term's course, in at most 1,024 characters."""
    trend = made(Step.ISSUE, {"whisper": [0, 2, -1, 5], "tram": [0, 0, -1, 0]})
    words = description(trend)
    assert words.startswith("Bar charts of the share of items that mention each term, from issue 300 to issue 303.")
    assert "whisper: mentioned in 2 of 3 periods, at most 50% in issue 303." in words
    assert "tram: never mentioned." in words
    rare = made(Step.YEAR, {"owl": [1]})
    many = dataclasses.replace(rare, periods=(dataclasses.replace(rare.periods[0], items=1000),))
    assert "owl: mentioned in 1 of 1 periods, never as much as 1%, most in 2019." in description(many)
    assert len(description(made(Step.YEAR, {"x" * 600: [1], "y" * 600: [2]}))) <= 1024


async def test_a_chart_is_drawn_in_a_process_of_its_own() -> None:
    """A trend can be handed to another process, and the picture comes back."""
    async with Offload.open() as offload:
        png = await offload.run(60, 1024, draw, made(Step.MONTH, {"one": [1, 2, 3]}), "Import AI")
    assert png.startswith(b"\x89PNG")
