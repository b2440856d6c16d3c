"""A Trend -> a PNG that reads on Discord's dark and light backgrounds and on a phone. Knows matplotlib; counts nothing.

The chart has a dark ground of its own, since a transparent one is legible on one background only. A phone shows it at a
third of its pixels: 14 points come out at about 11 of its own. matplotlib takes a second and 40 MiB to load, so `draw`
is to be called in a process of its own.
"""

from __future__ import annotations

import io
import logging
import math
import warnings
from typing import TYPE_CHECKING

from bot.trend import Period, Step, TermTrend, Trend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT, DOTS = 6.0, 4.5, 200  # inches, and dots an inch
ROW, LEGEND_ROW = 0.7, 0.3  # inches that each row of bars, or line of the legend, adds from the third on
MARGIN = 0.07  # inches
GROUND, PANEL, GRID, INK, FAINT = "#1E2127", "#272B33", "#3D434D", "#F2F3F5", "#B5BAC3"
# Bright enough for the ground, apart for the colour-blind (after Okabe and Ito), and told by their marks as well
COLOURS = ("#56B4E9", "#F0A830", "#3DD6A3", "#F08CC4")
MARKS = ("o", "s", "^", "D")
MOST_TICKS = 8
LONGEST_LABEL, SHORT_LABEL = 30, 17  # code points
FEWEST_SLOTS = 6  # a chart of fewer periods has empty room beside them, not wider bars
EVERY = (1, 2, 3, 4, 6, 8, 12, 24, 48)  # how many periods are between two labels
LEAST_TOP = 0.05  # the axis goes at least this far up, so that a single mention does not look like a wave


def draw(trend: Trend, newsletter: str) -> bytes:
    """The chart as a PNG, 1200 pixels wide and at least 900 high: what share of items mention each term.

    Few issues are bars, a row a term, since lines between single issues would only zigzag; many are lines.
    """
    # Where it cannot keep its list of fonts it says so at every start; the list takes a fraction of a second
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    bars = trend.step is Step.ISSUE
    rows = len(trend.terms) if bars else 1
    height = HEIGHT + (ROW if bars else LEGEND_ROW) * max(0, len(trend.terms) // _columns(trend) - 2)
    # Terms are what members write: a dollar sign in them is no formula
    with rc_context({"font.size": 14, "text.parse_math": False, "text.color": INK, "hatch.color": GRID}):
        margins = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
        figure = Figure(figsize=(WIDTH, height), dpi=DOTS, facecolor=GROUND, layout=margins)
        FigureCanvasAgg(figure)
        every: list[Axes] = figure.subplots(rows, sharex=True, sharey=True, squeeze=False)[:, 0].tolist()
        if bars:
            _bars(every, trend)
        else:
            _lines(every[0], trend)
        for axes in every:
            _frame(axes, trend)
        _words(figure, every[-1], trend, newsletter)
        png = io.BytesIO()
        with warnings.catch_warnings():  # what the font lacks is an empty box here, and readable in the message
            warnings.filterwarnings("ignore", "Glyph .* missing from font")
            figure.savefig(png, format="png")
        return png.getvalue()


def _bars(every: Sequence[Axes], trend: Trend) -> None:
    """Each term in a row of its own, named above it."""
    for axes, term, colour in zip(every, trend.terms, COLOURS, strict=False):
        axes.bar(range(len(trend.periods)), _heights(trend, term), 0.72, color=colour, label=_label(term), zorder=3)
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 0.97), frameon=False, borderpad=0, handlelength=0.9, handleheight=0.9
        )


def _lines(axes: Axes, trend: Trend) -> None:
    """A line a term, broken where the archive has nothing, all named above the chart."""
    size = 7 if len(trend.periods) <= MOST_TICKS * 3 else 4.5
    for term, colour, mark in zip(trend.terms, COLOURS, MARKS, strict=False):
        shares = _heights(trend, term)
        axes.plot(shares, label=_label(term), color=colour, marker=mark, markersize=size, linewidth=2.4, clip_on=False)
    axes.legend(loc="lower left", bbox_to_anchor=(-0.02, 1), ncols=_columns(trend), frameon=False, handlelength=1.5)


def _columns(trend: Trend) -> int:
    """The columns of a legend above lines: two of short names; of bars each row has its own."""
    return 2 if trend.step is not Step.ISSUE and all(len(_label(term)) <= SHORT_LABEL for term in trend.terms) else 1


def _heights(trend: Trend, term: TermTrend) -> list[float]:
    return [math.nan if share is None else share for share in trend.shares(term)]


def _label(term: TermTrend) -> str:
    shown = term.term if len(term.term) <= LONGEST_LABEL else term.term[: LONGEST_LABEL - 1].rstrip() + "…"
    return shown if term.mentions else f"{shown} ({'undated' if term.undated else 'never'})"


def _frame(axes: Axes, trend: Trend) -> None:
    """The ground, the grid and the axes' ticks; where the archive has nothing the ground is hatched."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    highest = max((share or 0 for term in trend.terms for share in trend.shares(term)), default=0)
    spare = max(0, FEWEST_SLOTS - len(trend.periods)) / 2
    axes.set(
        facecolor=PANEL, ylim=(0, max(highest, LEAST_TOP) * 1.06), xlim=(-0.6 - spare, len(trend.periods) - 0.4 + spare)
    )
    axes.yaxis.set_major_locator(
        MaxNLocator(2 if trend.step is Step.ISSUE and len(trend.terms) > 1 else 5, steps=[1, 2, 5, 10])
    )
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.grid(axis="y", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.tick_params(labelcolor=INK, length=0, pad=8, labelsize=13)
    for place, period in enumerate(trend.periods):
        if not period.items:
            axes.axvspan(place - 0.5, place + 0.5, facecolor=GROUND, hatch="//", edgecolor=GRID, linewidth=0)
    ticks = _ticks(trend)
    axes.set_xticks(ticks, [_tick(trend.periods[place], trend.step) for place in ticks])


def _ticks(trend: Trend) -> list[int]:
    """The places that get a label, at even distances; single issues from the first behind each gap on."""
    apart = next(every for every in EVERY if every * MOST_TICKS >= len(trend.periods))
    ticks: list[int] = []
    for place, period in enumerate(trend.periods):
        fits = not ticks or place - ticks[-1] >= apart if trend.step is Step.ISSUE else place % apart == 0
        if period.items and fits:
            ticks.append(place)
    return ticks


def _tick(period: Period, step: Step) -> str:
    year = f"\n{period.start.year}" if period.start else ""
    if period.numbers:
        return f"{period.numbers[0]}{year}"
    if period.start is None or step is Step.YEAR:
        return year.strip()
    part = f"{period.start:%b}" if step is Step.MONTH else f"Q{(period.start.month + 2) // 3}"
    return part + year


def _words(figure: Figure, lowest: Axes, trend: Trend, newsletter: str) -> None:
    """The title, and what the axes show."""
    shown = newsletter if len(newsletter) <= LONGEST_LABEL else newsletter[: LONGEST_LABEL - 1].rstrip() + "…"
    figure.suptitle(f"Mentions in {shown}", fontsize=17, fontweight="bold", x=0.025, ha="left")
    figure.supylabel("share of items", fontsize=13, color=FAINT)
    counted = {Step.ISSUE: "issue", Step.RUN: "issues from this number on"}.get(trend.step, "")
    gaps = "hatched: not in the archive" if not all(period.items for period in trend.periods) else ""
    lowest.set_xlabel(" · ".join(filter(None, (counted, gaps))), fontsize=13, color=FAINT)
