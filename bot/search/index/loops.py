"""Compiled loops that find the best documents of a query. They know arrays alone; `best` tells the way there.

All of them stand in one file, since numba compiles anew when the file of a function changes, not that of one it calls.
Places are unsigned where it counts: numba would look whether others count from the end.
"""

from __future__ import annotations

import numpy as np

from bot.search.index.compiling import compiled
from bot.search.index.lookup import TERM, Bits, Counts, Records
from bot.search.index.postings import Documents, Floats, Ints, Mask, Part

Few = tuple[Documents, Floats]
"""Candidates: documents that may be among the best, with what they are known to score, or may at most."""

Marks = tuple[Bits, Counts]
"""What `Lookup` has of common words, or of one of them."""

LIST = np.dtype([*TERM.descr, ("at", np.uint64), ("next", np.uint64), ("bound", np.float64)])
"""Of a word of a query: TERM, where its postings of the window lie, and what it and more common ones add at most."""

ONE, SHIFT, LOW = np.uint64(1), np.uint64(6), np.uint64(63)
"""The bit of a document is bit `document & LOW` of word `document >> SHIFT`."""

AMPLE = np.uint64(100)
"""With so many postings for each document wanted, those of further words are better looked up than summed up."""

SLACK = 1.000001
"""What the order of a sum may change in it is far less."""

LITTLE = 1e-300
"""The bar as long as fewer are found than wanted: documents that score nothing are none of these loops' business."""


@compiled
def _ordered(terms: Records, asked: Ints) -> tuple[Records, Ints]:
    """The lists of a query from the shortest to the longest, and the place of each of its words among them."""
    lists, order, lengths = np.empty(len(asked), LIST), np.empty(len(asked), np.int64), np.empty(len(asked), np.int64)
    for at in range(len(asked)):
        lengths[at] = terms[asked[at]].stop - terms[asked[at]].start
    rarest, bound = np.argsort(lengths), 0.0
    for at in range(len(asked) - 1, -1, -1):
        order[rarest[at]] = at
        each, term = lists[at], terms[asked[rarest[at]]]
        bound += term.peak
        each.start, each.stop, each.peak, each.row = term.start, term.stop, term.peak, term.row
        each.next, each.bound = term.start, bound
    return lists, order


@compiled
def _rare(lists: Records, wanted: int) -> int:
    """How many lists are summed up: those of rare words, and more where these have few postings."""
    rare, postings = 0, np.uint64(0)
    while rare < len(lists) and (lists[rare].row < 0 or postings < AMPLE * np.uint64(wanted)):
        postings += lists[rare].stop - lists[rare].start
        rare += 1
    return rare


@compiled
def _raise(bar: Floats, score: float) -> None:
    """Puts a score among the highest in the place of the least of them. The bar is a heap: the least stands first."""
    at, below = 0, 1
    while below < len(bar):
        if below + 1 < len(bar) and bar[below + 1] < bar[below]:
            below += 1
        if bar[below] >= score:
            break
        bar[at] = bar[below]
        at, below = below, 2 * below + 1
    bar[at] = score


@compiled
def _reset(bar: Floats, found: Records, number: int) -> None:
    """Makes the bar the scores of the `number` documents found, lowest first."""
    bar[:] = LITTLE
    for at in range(number):
        bar[len(bar) - 1 - at] = found[at].score


@compiled
def _sum_up(lists: Records, order: Ints, postings: Part, base: np.uint64, end: np.uint64, sums: Floats) -> None:
    """Adds up what the first lists give the documents of the window from `base` to `end`, in the query's order."""
    documents, weights = postings
    for at in order:
        if at < len(lists):
            each = lists[at]
            each.at, each.next = each.next, each.stop
            if each.at < each.stop and documents[each.stop - ONE] >= end:
                each.next = each.at + np.searchsorted(documents[each.at : each.stop], end)
            for posting in range(each.at, each.next):
                sums[documents[posting] - base] += weights[posting]


@compiled
def _gather(
    documents: Documents,
    base: np.uint64,
    sums: Floats,
    among: Mask,
    rest: float,
    bar: Floats,
    few: Few,
    count: np.uint64,
) -> np.uint64:
    """Moves the sums that may pass the bar with the `rest` to the candidates; gives how many there are then.

    A sum is 0 afterwards, so a document comes once. The bar rises to what as many as are wanted are seen to reach.
    """
    candidates, totals = few
    needed = max(bar[0] / SLACK - rest, LITTLE)
    for posting in range(len(documents)):
        document = documents[posting]
        total = sums[document - base]
        sums[document - base] = 0.0
        if total >= needed and (len(among) == 0 or among[document]):
            candidates[count], totals[count] = document, total
            count += ONE
            if total > bar[0]:
                _raise(bar, total)
                needed = max(bar[0] / SLACK - rest, LITTLE)
    return count


@compiled
def _scan(postings: Part, needed: float, few: Few) -> np.uint64:
    """Makes the documents candidates to which a word gives what is needed; gives how many there are."""
    (documents, weights), (candidates, totals), count = postings, few, np.uint64(0)
    for posting in range(len(weights)):
        if weights[posting] >= needed:
            candidates[count], totals[count] = documents[posting], weights[posting]
            count += ONE
    return count


@compiled
def _fresh(
    found: Records, number: int, base: np.uint64, sums: Floats, among: Mask, few: Few, count: np.uint64
) -> np.uint64:
    """Keeps candidates that may be given and are not found yet; gives how many there are."""
    candidates, totals = few
    kept, inside = np.uint64(0), found[:number]["place"][found[:number]["place"] >= base]
    sums[inside - base] = 1.0
    for one in range(count):
        document = candidates[one]
        candidates[kept], totals[kept] = document, totals[one]
        kept += np.uint64(sums[document - base] == 0.0 and (len(among) == 0 or among[document]))
    sums[inside - base] = 0.0
    return kept


@compiled
def _sift(bits: Bits, peak: float, needed: float, few: Few, count: np.uint64) -> np.uint64:
    """Adds the most that a common word can give to those that hold it; keeps candidates that reach what is needed."""
    (candidates, totals), kept = few, np.uint64(0)
    for one in range(count):
        document = np.uint64(candidates[one])
        total = totals[one] + peak * np.float64(bits[document >> SHIFT] >> (document & LOW) & ONE)
        candidates[kept], totals[kept] = document, total
        kept += np.uint64(total >= needed)
    return kept


@compiled
def _weigh_common(weights: Floats, marks: Marks, less: float, few: Few, count: np.uint64) -> None:
    """Adds the weights of a common word, `less` so much, to the candidates that hold it."""
    (bits, before), (candidates, totals) = marks, few
    for one in range(count):
        word, bit = candidates[one] >> SHIFT, ONE << (candidates[one] & LOW)
        if bits[word] & bit:
            left, posting = bits[word] & (bit - ONE), np.uint64(before[word])
            while left:  # becomes the processor's own count of bits
                left &= left - ONE
                posting += ONE
            totals[one] += weights[posting] - less


@compiled
def _weigh_rare(postings: Part, few: Few, count: np.uint64) -> None:
    """Adds the weights of a word to the candidates among its documents, found by halving."""
    (documents, weights), (candidates, totals) = postings, few
    for one in range(count if len(documents) else np.uint64(0)):
        at, left = np.uint64(0), np.uint64(len(documents))
        while left > ONE:
            half = left >> ONE
            at += half * np.uint64(documents[at + half] <= candidates[one])
            left -= half
        if documents[at] == candidates[one]:
            totals[one] += weights[at]


@compiled
def _narrow(lists: Records, weights: Floats, marks: Marks, least: float, few: Few, count: np.uint64) -> np.uint64:
    """Keeps the candidates that common words may get to `least`, and adds their weights; gives how many there are."""
    bits, before = marks
    for at in range(len(lists)):
        each = lists[at]
        count = _sift(bits[each.row], each.peak, least - each.bound + each.peak, few, count)
    for at in range(len(lists)):
        each = lists[at]
        _weigh_common(weights[each.start : each.stop], (bits[each.row], before[each.row]), each.peak, few, count)
    return count


@compiled
def _keep(bar: Floats, few: Few, count: np.uint64) -> np.uint64:
    """Raises the bar by the totals of the candidates and keeps those that reach it; gives how many there are."""
    candidates, totals = few
    for one in range(count):
        if totals[one] > bar[0]:
            _raise(bar, totals[one])
    kept, needed = np.uint64(0), bar[0] / SLACK
    for one in range(count):
        candidates[kept], totals[kept] = candidates[one], totals[one]
        kept += np.uint64(totals[one] >= needed)
    return kept


@compiled
def _score(lists: Records, order: Ints, postings: Part, marks: Marks, few: Few, count: np.uint64) -> None:
    """Makes the totals of the candidates their scores: added up in the order of the query, as nothing else is."""
    (documents, weights), (bits, before) = postings, marks
    few[1][:count] = 0.0
    for at in order:
        each = lists[at]
        if each.row < 0:
            part = slice(each.at, each.next)
            _weigh_rare((documents[part], weights[part]), few, count)
        else:
            _weigh_common(weights[each.start : each.stop], (bits[each.row], before[each.row]), 0.0, few, count)


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

    Window after window, the rare words are summed up; what the common ones add is looked up. Then comes each common
    word that could still, with those after it, get a document among the best that holds none of the words before.
    """
    lists, order = _ordered(terms, asked)
    window = len(room) // 3 - 1
    sums, totals, candidates = room[:window], room[window : 2 * window + 1], room[2 * window + 1 :].view(np.uint32)
    postings, marks, few = (documents, weights), (bits, before), (candidates, totals)
    bar, number, rare = np.full(len(found), LITTLE), 0, _rare(lists, len(found))
    for low in range(0, size, max(window, 1)):
        base, end, opened = np.uint64(low), np.uint64(min(low + window, size)), 0
        while opened < len(lists) and lists[opened].bound * SLACK >= bar[0]:
            count, closed = np.uint64(0), lists[rare:] if opened < rare else lists[opened + 1 :]
            rest = closed[0].bound if len(closed) else 0.0
            if opened < rare:
                _sum_up(lists[:rare], order, postings, base, end, sums)
                for at in range(rare):
                    part = documents[lists[at].at : lists[at].next]
                    count = _gather(part, base, sums, among, rest, bar, few, count)
            else:
                each, counts = lists[opened], before[lists[opened].row]
                at, stop = each.start + counts[base >> SHIFT], each.start + counts[(end + LOW) >> SHIFT]
                count = _scan((documents[at:stop], weights[at:stop]), bar[0] / SLACK - rest, few)
            count = _narrow(closed, weights, marks, bar[0] / SLACK, few, count)
            _reset(bar, found, number)
            if opened >= rare:
                count = _fresh(found, number, base, sums, among, few, count)
            count = _keep(bar, few, count)
            if rare < len(lists):
                _score(lists, order, postings, marks, few, count)
            for one in range(count):
                number = _insert(found, number, candidates[one], totals[one])
            _reset(bar, found, number)
            opened = len(lists) - len(closed)
    return number
