"""The card of `/stats`: how often the bot was asked, what it found, and what it is asked in vain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.cards.card import Card, Picture, Tone, fitted
from bot.cards.lines import day, number_of
from bot.cards.markup import inert_line, small
from bot.store.community import COUNT_DAYS
from bot.usage import Tally, Usage

NAME = "questions.png"
SPANS = (7, COUNT_DAYS)  # days that are always summed up
DRAWING = "The chart is being drawn …"


@dataclass(frozen=True, slots=True)
class Counted:
    """What the owner of the bot reads besides: how many servers have it, and the counts of the server they ask in."""

    servers: int
    here: Usage | None = None


def statistics_card(usage: Usage, days: int, everywhere: Counted | None = None, *, drawing: bool = False) -> Card:
    """The sums of 7 and 90 days (and of `days`), then the latest questions in vain.

    `everywhere` is given where `usage` is of all servers together; `drawing` says that the chart is to come.
    """
    blocks = [[f"## {_title(everywhere)}", *_sums(usage, days)]]
    if everywhere:
        blocks[0] += [f"**Servers** · {everywhere.servers:,}", *_busiest(usage)]
        if everywhere.here:
            blocks.append(["**In this server**", *_sums(everywhere.here, days)])
    blocks.append(list(_in_vain(usage)))
    footer = [small(f"Counted for {COUNT_DAYS} days, without who asked.")]
    return Card(fitted(blocks, [*footer, *([small(DRAWING)] if drawing else [])]), tone=Tone.FOUND)


def counted(card: Card, usage: Usage, days: int, png: bytes) -> Card:
    """The card with its chart."""
    return replace(card, picture=Picture(png, NAME, description(usage, days)))


def description(usage: Usage, days: int) -> str:
    """What the chart shows, for those who hear it."""
    bars = usage.bars(days)
    step, within = ("day", "on the day") if len(bars) == days else ("week", "in the week")
    most = max(bars, key=lambda bar: bar[1].questions)
    total = Tally.sum(tally for _, tally in bars)
    return (
        f"Bar chart of questions a {step} from {day(bars[0][0])} to {day(usage.today)}: {total.questions:,} in all, "
        f"{total.unfound:,} of them found nothing. Most were asked {within} of {day(most[0])}: "
        f"{most[1].questions:,}, of which {most[1].unfound:,} found nothing."
    )


def _title(everywhere: Counted | None) -> str:
    if everywhere is None:
        return "Questions in this server"
    return "Questions in all servers and direct messages"


def _sums(usage: Usage, days: int) -> Iterator[str]:
    for span in sorted({*SPANS, days}):
        yield f"**{span} days** · {_tally(usage.last(span))}"


def _tally(tally: Tally) -> str:
    if not tally.questions:
        return "no questions"
    asked = number_of(tally.questions, "question")
    return (
        f"{asked}: {tally.found:,} found, {tally.unfound:,} not found ({tally.unfound / tally.questions:.0%}) · "
        f"votes: {tally.helpful:,} helpful, {tally.unhelpful:,} not"
    )


def _busiest(usage: Usage) -> Iterator[str]:
    """The hour with the most questions, which Discord shows in the reader's own time."""
    hour = usage.busiest_hour
    if hour is not None:
        begins = dt.datetime.combine(usage.today, dt.time(hour), dt.UTC)
        ends = begins + dt.timedelta(hours=1)
        share = f"{usage.hours[hour]:,} of {sum(usage.hours):,} questions"
        yield f"**Busiest hour** · <t:{int(begins.timestamp())}:t> to <t:{int(ends.timestamp())}:t>, {share}"


def _in_vain(usage: Usage) -> Iterator[str]:
    yield "**Latest questions that found nothing**"
    if not usage.in_vain:
        yield "None is kept."
    for each in usage.in_vain:
        times = f" · {each.times} times" if each.times > 1 else ""
        yield f"- {inert_line(each.text, 150)}{times} · {day(each.day)}"
