"""What speaks for a run of pieces as the quote, and how much it counts. Knows numbers; knows no text."""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul
from typing import NamedTuple

import numpy as np

from bot.search.index.pieces import LONGEST, Pieces, Trait, sums
from bot.search.index.postings import Floats, Ints
from bot.search.language.asking import Asks
from bot.search.language.evidence import sign_of
from bot.search.quotes.holding import Held
from bot.search.quotes.wanted import Marks


class Features(NamedTuple):
    """What speaks for each run of pieces as the quote, between 0 and 1. Each has shape (runs,).

    covered      the share of the question, by rarity, that the run holds
    dense        the same, of an average piece of it
    alike        the share that words of like meaning hold besides
    length       its length, to the longest that a quote may be
    lead         it begins in the item's first paragraph
    link         the share of its pieces that are link lines (unless a source was asked for)
    aside        the share of its pieces that are tagline, place or inspiration
    opinion      it holds the writer's own view
    ends_asking  it ends in a question that the item answers later
    sign         it holds the kind of thing asked for: a number, a name, a reason ...
    numbers      numbers stand beside words of the question that asks for one
    figures      how many numbers it holds at all, for such a question
    listing      it lists, for a question that asks for a list
    meant        its likeness to the question in meaning, where the item shares no word with it
    """

    covered: Floats
    dense: Floats
    alike: Floats
    length: Floats
    lead: Floats
    link: Floats
    aside: Floats
    opinion: Floats
    ends_asking: Floats
    sign: Floats
    numbers: Floats
    figures: Floats
    listing: Floats
    meant: Floats


WEIGHTS = (3.6, 4.1, 2.2, 4.3, 0.4, -2.3, -2.4, -1.4, -1.2, 0.8, 1.9, 1.2, 2.8, 3.0)
"""What each feature counts: fitted as a choice among the runs of an item, cross-validated by question."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of pieces, each of one item, by the places of the first piece and the last."""

    first: Ints
    last: Ints


def worth(pieces: Pieces, holding: Held, runs: Runs, asks: Asks) -> Floats:
    """How well each run would do as the quote. Shape (runs,)."""
    total: Floats = sum(map(mul, WEIGHTS, features(pieces, holding, runs, asks)))
    return total


def features(pieces: Pieces, holding: Held, runs: Runs, asks: Asks) -> Features:
    """The features of runs of pieces."""
    terms = holding.own.shape[1]
    counted = np.column_stack([holding.own, holding.alike, *_counted(pieces, holding, asks)])
    inside = sums(counted, runs.first, runs.last)
    own = inside[:, :terms] > 0
    alike = (inside[:, terms : 2 * terms] > 0) & ~own
    share, link, aside, opinion, sign, numbers, figures, entries, commas, meant = inside[:, 2 * terms :].T
    rarity = holding.rarity[runs.first]
    whole = rarity.sum(axis=1)
    whole[whole == 0] = 1.0
    count = runs.last - runs.first + 1
    return Features(
        covered=_weighed(own, rarity) / whole,
        dense=share / whole / count,
        alike=_weighed(alike, rarity) / whole,
        length=np.minimum(pieces.end[runs.last] - pieces.start[runs.first], LONGEST) / LONGEST,
        lead=pieces.have(Trait.LEAD)[runs.first].astype(np.float64),
        link=link / count * (asks is not Asks.SOURCE),
        aside=aside / count,
        opinion=np.minimum(opinion, 1),
        ends_asking=pieces.have(Trait.ASKING)[runs.last].astype(np.float64),
        sign=np.minimum(sign, 1),
        numbers=np.minimum(numbers, 2) / 2,
        figures=np.minimum(figures, 3) / 3 * (asks is Asks.NUMBER),
        listing=np.clip(np.maximum(entries, commas - 1), 0, 4) / 4 * (asks is Asks.LIST),
        meant=meant / count,
    )


def _weighed(marks: Marks, rarity: Floats) -> Floats:
    """The rarity of the marked terms of each row."""
    weighed: Floats = np.einsum("ij,ij->i", marks, rarity)
    return weighed


def _counted(pieces: Pieces, holding: Held, asks: Asks) -> tuple[Floats | Ints | Marks, ...]:
    """What is summed over a run besides its terms; words of like meaning count half of a piece's share."""
    own, alike = holding.own, holding.alike & ~holding.own
    return (
        _weighed(own, holding.rarity) + _weighed(alike, holding.rarity) / 2,
        pieces.have(Trait.LINK),
        pieces.have(Trait.ASIDE),
        pieces.have(Trait.OPINION),
        (pieces.signs & sign_of(asks)) != 0,
        holding.numbers,
        pieces.numbers,
        pieces.have(Trait.ENTRY),
        pieces.commas,
        holding.meant,
    )
