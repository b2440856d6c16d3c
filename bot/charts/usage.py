"""A Usage -> a PNG of questions found and not found, in the colours of charts.py. Knows matplotlib; counts nothing.

As `charts.draw`, it is to be called in a process of its own.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from typing import TYPE_CHECKING

from bot.charts.trends import COLOURS, DOTS, FAINT, GRID, GROUND, INK, MARGIN, PANEL, WIDTH
from bot.usage import Tally, Usage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

HEIGHT = 3.0  # inches
MOST_LABELS = 7
LEAST_TOP = 4  # questions that the axis reaches at least, so that a single one does not fill it


def draw_usage(usage: Usage, days: int) -> bytes:
    """The chart as a PNG of 1200 by 600 pixels: a bar a day, or a week, what was not found on top of what was."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    bars = usage.bars(days)
    with rc_context({"font.size": 14, "text.color": INK}):
        margins = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN)
        figure = Figure(figsize=(WIDTH, HEIGHT), dpi=DOTS, facecolor=GROUND, layout=margins)
        FigureCanvasAgg(figure)
        axes: Axes = figure.subplots()
        _bars(axes, [tally for _, tally in bars])
        _frame(axes, bars)
        step = "day" if len(bars) == days else "week"
        axes.set_title(f"Questions a {step}", fontsize=17, fontweight="bold", loc="left", pad=14)
        png = io.BytesIO()
        figure.savefig(png, format="png")
        return png.getvalue()


def _bars(axes: Axes, tallies: Sequence[Tally]) -> None:
    """Found below, in blue; not found on top, in yellow and hatched, so that it is told without its colour."""
    places = range(len(tallies))
    found = [tally.found for tally in tallies]
    axes.bar(places, found, 0.72, color=COLOURS[0], label="found", zorder=3)
    axes.bar(
        places,
        [tally.unfound for tally in tallies],
        0.72,
        bottom=found,
        color=COLOURS[1],
        edgecolor=GROUND,
        hatch="///",
        linewidth=0,
        label="not found",
        zorder=3,
    )
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, frameon=False, handlelength=1.2)


def _frame(axes: Axes, bars: Sequence[tuple[dt.date, Tally]]) -> None:
    from matplotlib.ticker import MaxNLocator

    highest = max(tally.questions for _, tally in bars)
    axes.set(facecolor=PANEL, ylim=(0, max(highest, LEAST_TOP) * 1.06), xlim=(-0.6, len(bars) - 0.4))
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=GRID, linewidth=1)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    axes.tick_params(labelcolor=INK, length=0, pad=8, labelsize=13)
    apart = -(-len(bars) // MOST_LABELS)
    ticks = range((len(bars) - 1) % apart, len(bars), apart)  # the last bar, which is of today, is named
    axes.set_xticks(ticks, [f"{bars[place][0].day} {bars[place][0]:%b}" for place in ticks])
    weekly = len(bars) > 1 and (bars[1][0] - bars[0][0]).days > 1
    axes.set_xlabel("weeks begin on" if weekly else "", fontsize=13, color=FAINT)
