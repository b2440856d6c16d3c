"""The card of a trend: a line a term with its first, peak and latest mention, and the chart described in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.cards.card import Card, Choice, Menu, Picture, Tone, action_id, fitted
from bot.cards.items import mention_choice
from bot.cards.lines import NameOf, day, issue_name, item_address, number_of
from bot.cards.markup import cut, inert_line, link, small
from bot.model import Mention
from bot.trend import Period, Step, TermTrend, Trend

LONGEST_DESCRIPTION = 1024
NAME = "trend.png"
SPANS = {
    Step.ISSUE: "issue",
    Step.RUN: "run of issues",
    Step.MONTH: "month",
    Step.QUARTER: "quarter",
    Step.YEAR: "year",
}
SAMPLE = "From the sample archive that a new bot starts with."
DRAWING = "The chart is being drawn …"


def trend_card(trend: Trend, name_of: NameOf, *, sample: bool, drawing: bool = False) -> Card:
    """What a trend says in words. `sample` adds that this is the sample; `drawing` adds that the chart is coming."""
    heading = [f"## {', '.join(inert_line(term.term, 60) for term in trend.terms)}"]
    heading.append(small(f"Items that mention it, as a share of all items of the same {SPANS[trend.step]}"))
    lines = [line for term in trend.terms for line in _term(trend, term, name_of)]
    footer = [*_footer(trend), *([small(SAMPLE)] if sample else []), *([small(DRAWING)] if drawing else [])]
    blocks = fitted([heading, lines], footer)
    return Card(blocks, tone=Tone.FOUND, actions=(Menu(action_id("open", ""), "Read a mention", _choices(trend)),))


def _choices(trend: Trend) -> tuple[Choice, ...]:
    """The items that the lines name, each once, with what it is the first, the peak or the latest mention of."""
    named: dict[str, tuple[Mention, list[str]]] = {}
    for term in trend.terms:
        found = term.mentions
        marked = (("first", found.first), ("peak", found.strongest), ("latest", found.latest)) if found else ()
        for word, mention in marked:
            named.setdefault(mention.cite, (mention, []))[1].append(f"{word} of {term.term}")
    return tuple(mention_choice(mention, ", ".join(words)) for mention, words in named.values())


def charted(card: Card, trend: Trend, png: bytes) -> Card:
    """The card with its chart."""
    return replace(card, picture=Picture(png, NAME, description(trend)))


def description(trend: Trend) -> str:
    """What the chart shows, for those who hear it: what is drawn, from when to when, and each term's course."""
    first, last = _ends(trend)
    kind = "Bar charts" if trend.step is Step.ISSUE else "A line chart"
    opening = f"{kind} of the share of items that mention each term, from {first} to {last}."
    return cut(" ".join([opening, *(_course(trend, term) for term in trend.terms)]), LONGEST_DESCRIPTION)


def _ends(trend: Trend) -> tuple[str, str]:
    """The beginning of the first period and the end of the last one."""
    first, last = trend.periods[0], trend.periods[-1]
    if first.numbers and last.numbers:
        return f"issue {first.numbers[0]}", f"issue {last.numbers[1]}"
    return _named(first, trend.step), _named(last, trend.step)


def _course(trend: Trend, term: TermTrend) -> str:
    if term.mentions is None:
        return f"{term.term}: mentioned without a date." if term.undated else f"{term.term}: never mentioned."
    shares = trend.shares(term)
    peak = term.mentions.peak
    begun = sum(bool(count) for count in term.counts)
    held = sum(share is not None for share in shares)
    when = _named(trend.periods[peak], trend.step)
    return f"{term.term}: mentioned in {begun} of {held} periods, {_at_most(shares[peak] or 0.0)} in {when}."


def _at_most(share: float) -> str:
    return f"at most {share:.0%}" if share >= 0.01 else "never as much as 1%, most"


def _term(trend: Trend, term: TermTrend, name_of: NameOf) -> Iterator[str]:
    if term.mentions is None:
        yield f"**{inert_line(term.term, 60)}** {_without_date(term)}."
        return
    found = term.mentions
    total = sum(term.counts)
    peak = trend.periods[found.peak]
    parts = [
        f"**{inert_line(term.term, 60)}** in {number_of(total, 'item')}",
        f"first {_linked(found.first, name_of)}",
        f"peak {_link(found.strongest, _named(peak, trend.step, name_of(found.strongest.head.newsletter)))}"
        f", {term.counts[found.peak]} of {number_of(peak.items, 'item')}",
        f"latest {_linked(found.latest, name_of)}",
        *([f"{term.undated:,} more without a date"] if term.undated else []),
    ]
    yield " · ".join(parts)


def _without_date(term: TermTrend) -> str:
    return f"in {number_of(term.undated, 'item')}, none of them dated" if term.undated else "is never mentioned"


def _linked(mention: Mention, name_of: NameOf) -> str:
    """The issue and its date, linked to the item that mentions the term."""
    dated = f", {day(mention.head.date)}" if mention.head.date else ""
    return _link(mention, issue_name(mention.head, name_of)) + dated


def _link(mention: Mention, words: str) -> str:
    return link(words, item_address(mention.head, mention.item), 100)


def _named(period: Period, step: Step, newsletter: str = "issue") -> str:
    """A period as people say it: ``Oct 2022``, ``Q3 2022``, ``issue 305``, ``issues 300 to 319``."""
    if period.numbers:
        first, last = period.numbers
        return f"{newsletter} {first}" if first == last else f"{newsletter} {first} to {last}"
    if period.start is None:
        return "an undated time"
    if step is Step.YEAR:
        return str(period.start.year)
    part = f"{period.start:%b}" if step is Step.MONTH else f"Q{(period.start.month + 2) // 3}"
    return f"{part} {period.start.year}"


def _footer(trend: Trend) -> Iterator[str]:
    if trend.undated:
        verb = "is" if trend.undated == 1 else "are"
        yield small(f"{number_of(trend.undated, 'issue')} {verb} left out, since no date is known.")
