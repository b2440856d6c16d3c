"""Compiled loops that find the best documents of a query. They know arrays alone; `best` tells the way there.

All of them stand in one file, since numba compiles anew when the file of a function changes, not that of one it calls.
Places are unsigned where it counts: numba would look whether others count from the end.
"""

from __future__ import annotations

import numpy as np

from bot.search.index.compiling import compiled
from bot.search.index.lookup import TERM, Bits, Counts, Records
from bot.search.index.postings import Documents, Floats, Ints, Mask

FOUND = np.dtype([("place", np.int64), ("score", np.float64)])
"""A document among the best so far."""

LIST = np.dtype([*TERM.descr, ("at", np.uint64), ("next", np.uint64), ("bound", np.float64)])
"""The postings of one word of a query: besides what TERM tells, where those of the window begin and end, and what this
list and all longer ones can add at most."""

WINDOW = 1 << 16
"""So many sums are 512 KiB, which a processor has near."""

AT_ONCE = np.uint64(8)
"""So many postings are added without a look at where the window ends."""

ONE, SHIFT, LOW = np.uint64(1), np.uint64(6), np.uint64(63)
"""The bit of a document is bit `document & LOW` of word `document >> SHIFT`."""

SLACK = 1.000001
"""What the order of a sum may change in it is far less."""

LITTLE = 1e-300
"""The bar as long as fewer are found than wanted: documents that score nothing are none of these loops' business."""


def room_for(size: int) -> Floats:
    """The room that `best` needs for `size` documents: sums, which it leaves 0 as it found them, and candidates."""
    return np.zeros(3 * (min(WINDOW, size) + 1))


@compiled
def _ordered(terms: Records, asked: Ints) -> tuple[Records, Ints]:
    """The lists of a query from the shortest to the longest, and the place of each of its words among them."""
    lengths = np.empty(len(asked), np.int64)
    for at in range(len(asked)):
        lengths[at] = terms[asked[at]].stop - terms[asked[at]].start
    lists, order = np.empty(len(asked), LIST), np.empty(len(asked), np.int64)
    shortest, bound = np.argsort(lengths), 0.0
    for at in range(len(asked) - 1, -1, -1):
        order[shortest[at]] = at
        each, term = lists[at], terms[asked[shortest[at]]]
        bound += term.peak
        each.start, each.stop, each.peak, each.row = term.start, term.stop, term.peak, term.row
        each.next, each.bound = term.start, bound
    return lists, order


@compiled
def _add(documents: Documents, weights: Floats, base: np.uint64, end: np.uint64, sums: Floats) -> np.uint64:
    """Adds postings to the sums of the window from `base` to `end`; gives the first that lies beyond it."""
    at, stop = np.uint64(0), np.uint64(len(documents))
    while at + AT_ONCE <= stop and documents[at + AT_ONCE - ONE] < end:
        for step in range(AT_ONCE):
            sums[documents[at + step] - base] += weights[at + step]
        at += AT_ONCE
    while at < stop and documents[at] < end:
        sums[documents[at] - base] += weights[at]
        at += ONE
    return at


@compiled
def _raise(bar: Floats, score: float) -> None:
    """Puts a score in its order among the highest, the least of which gives way."""
    at = 0
    while at + 1 < len(bar) and bar[at + 1] < score:
        bar[at] = bar[at + 1]
        at += 1
    bar[at] = score


@compiled
def _reset(bar: Floats, found: Records, number: int) -> None:
    """Makes the bar the scores of the `number` documents found, lowest first."""
    bar[:] = LITTLE
    for at in range(number):
        bar[len(bar) - 1 - at] = found[at].score


@compiled
def _gather(
    documents: Documents,
    base: np.uint64,
    sums: Floats,
    among: Mask,
    rest: float,
    bar: Floats,
    candidates: Documents,
    totals: Floats,
    count: np.uint64,
) -> np.uint64:
    """Moves the sums that may pass the bar with the `rest` to the candidates; gives how many there are then.

    A sum is 0 afterwards, so a document comes once. The bar rises to what as many as are wanted are seen to reach.
    """
    needed = max(bar[0] / SLACK - rest, LITTLE)
    for posting in range(len(documents)):
        document = documents[posting]
        total = sums[document - base]
        sums[document - base] = 0.0
        candidates[count], totals[count] = document, total
        if total >= needed and (len(among) == 0 or among[document]):
            count += ONE
            if total > bar[0]:
                _raise(bar, total)
                needed = max(bar[0] / SLACK - rest, LITTLE)
    return count


@compiled
def _sift(bits: Bits, peak: float, needed: float, candidates: Documents, totals: Floats, count: np.uint64) -> np.uint64:
    """Adds the most that a common word can give to those that hold it; keeps candidates that reach what is needed."""
    kept = np.uint64(0)
    for one in range(count):
        document = np.uint64(candidates[one])
        total = totals[one] + peak * np.float64(bits[document >> SHIFT] >> (document & LOW) & ONE)
        candidates[kept], totals[kept] = document, total
        kept += np.uint64(total >= needed)
    return kept


@compiled
def _weigh_common(
    weights: Floats, bits: Bits, before: Counts, less: float, candidates: Documents, totals: Floats, count: np.uint64
) -> None:
    """Adds the weights of a common word, `less` so much, to the candidates that hold it."""
    for one in range(count):
        word, bit = candidates[one] >> SHIFT, ONE << (candidates[one] & LOW)
        if bits[word] & bit:
            left, posting = bits[word] & (bit - ONE), np.uint64(before[word])
            while left:  # becomes the processor's own count of bits
                left &= left - ONE
                posting += ONE
            totals[one] += weights[posting] - less


@compiled
def _weigh_rare(documents: Documents, weights: Floats, candidates: Documents, totals: Floats, count: np.uint64) -> None:
    """Adds the weights of a word to the candidates among its documents, found by halving."""
    for one in range(count if len(documents) else np.uint64(0)):
        at, left = np.uint64(0), np.uint64(len(documents))
        while left > ONE:
            half = left >> ONE
            at += half * np.uint64(documents[at + half] <= candidates[one])
            left -= half
        if documents[at] == candidates[one]:
            totals[one] += weights[at]


@compiled
def _keep(bar: Floats, candidates: Documents, totals: Floats, count: np.uint64) -> np.uint64:
    """Raises the bar by the totals of the candidates and keeps those that reach it; gives how many there are."""
    for one in range(count):
        if totals[one] > bar[0]:
            _raise(bar, totals[one])
    kept, needed = np.uint64(0), bar[0] / SLACK
    for one in range(count):
        candidates[kept], totals[kept] = candidates[one], totals[one]
        kept += np.uint64(totals[one] >= needed)
    return kept


@compiled
def _insert(found: Records, number: int, place: int, score: float) -> int:
    """Puts a document in its order among the best, the last of which gives way; gives how many there are."""
    at = number
    if number == len(found):
        at -= 1
        if score < found[at].score or (score == found[at].score and place > found[at].place):
            return number
    while at > 0 and (found[at - 1].score < score or (found[at - 1].score == score and found[at - 1].place > place)):
        found[at].score, found[at].place = found[at - 1].score, found[at - 1].place
        at -= 1
    found[at].score, found[at].place = score, place
    return min(number + 1, len(found))


@compiled
def _sum_up(
    lists: Records, order: Ints, documents: Documents, weights: Floats, before: Counts, base: np.uint64, sums: Floats
) -> None:
    """Adds up what some lists give the documents of the window at `base`, in the order of the query."""
    for at in order:
        if 0 <= at < len(lists):
            each = lists[at]
            each.at = each.next if each.row < 0 else each.start + before[each.row, base >> SHIFT]
            part = slice(each.at, each.stop)
            each.next = each.at + _add(documents[part], weights[part], base, base + np.uint64(len(sums)), sums)


@compiled
def _narrow(
    lists: Records,
    weights: Floats,
    bits: Bits,
    before: Counts,
    least: float,
    candidates: Documents,
    totals: Floats,
    count: np.uint64,
) -> np.uint64:
    """Keeps the candidates that common words may get to `least`, and adds their weights; gives how many there are."""
    for at in range(len(lists)):
        each = lists[at]
        count = _sift(bits[each.row], each.peak, least - each.bound + each.peak, candidates, totals, count)
    for at in range(len(lists)):
        each = lists[at]
        part = weights[each.start : each.stop]
        _weigh_common(part, bits[each.row], before[each.row], each.peak, candidates, totals, count)
    return count


@compiled
def _score(
    lists: Records,
    order: Ints,
    documents: Documents,
    weights: Floats,
    bits: Bits,
    before: Counts,
    candidates: Documents,
    totals: Floats,
    count: np.uint64,
) -> None:
    """Makes the totals of the candidates their scores: added up in the order of the query, as nothing else is."""
    totals[:count] = 0.0
    for at in order:
        each = lists[at]
        if each.row < 0:
            part = slice(each.at, each.next)
            _weigh_rare(documents[part], weights[part], candidates, totals, count)
        else:
            part = slice(each.start, each.stop)
            _weigh_common(weights[part], bits[each.row], before[each.row], 0.0, candidates, totals, count)


@compiled
def best(
    terms: Records,
    documents: Documents,
    weights: Floats,
    bits: Bits,
    before: Counts,
    asked: Ints,
    size: int,
    among: Mask,
    found: Records,
    room: Floats,
) -> int:
    """Puts the best documents that score above 0 into `found`, best first; gives how many there are.

    Window after window, the lists of rare words are summed up first, then that of each common word that could alone,
    with those after it, still get a document among the best. What has come so far is compared with the bar.
    """
    lists, order = _ordered(terms, asked)
    window = len(room) // 3 - 1
    sums, totals, candidates = room[:window], room[window : 2 * window + 1], room[2 * window + 1 :].view(np.uint32)
    bar, number, rare = np.full(len(found), LITTLE), 0, max((lists["row"] < 0).sum(), 1)
    for low in range(0, size, max(window, 1)):
        base, first, last = np.uint64(low), 0, rare
        while first < len(lists) and lists[first].bound * SLACK >= bar[0]:
            opened, closed = lists[first:last], lists[last:]
            _sum_up(opened, order - first, documents, weights, before, base, sums)
            for at in range(number):
                if found[at].place >= low:
                    sums[found[at].place - low] = 0.0
            rest, count = closed[0].bound if len(closed) else 0.0, np.uint64(0)
            for at in range(len(opened)):
                part = documents[opened[at].at : opened[at].next]
                count = _gather(part, base, sums, among, rest, bar, candidates, totals, count)
            count = _narrow(closed, weights, bits, before, bar[0] / SLACK, candidates, totals, count)
            _reset(bar, found, number)
            count = _keep(bar, candidates, totals, count)
            if len(opened) < len(lists):
                _score(lists, order, documents, weights, bits, before, candidates, totals, count)
            for one in range(count):
                number = _insert(found, number, candidates[one], totals[one])
            _reset(bar, found, number)
            first, last = last, last + 1
    return number
