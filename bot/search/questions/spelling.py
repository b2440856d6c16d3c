"""A word that the archive does not have -> the word of the archive that was meant. Knows typing; knows no ranking."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from bot.search.index.generation import Generation, Tokens
from bot.search.language.analysis import stem
from bot.search.language.lexicon import UNITS

_SHORTEST, _LONGEST = 4, 40
_LONG = 8
"""From this length on two slips are forgiven, below it one."""

_VOWELS = frozenset("aeiouy")
_SOUNDS = (frozenset("ckqsxz"), frozenset("fpv"), frozenset("td"), frozenset("gj"), frozenset("mn"))
_SAFE = 6
"""Shorter words with one letter for another are words of their own more often than slips (paris, parts)."""

_LOOKED_AT = 50
"""In how many items two words are looked for side by side."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_LARGE = frozenset(map(stem, UNITS.values()))


def corrected(word: str, generation: Generation) -> str | None:
    """The archive's word nearest to the folded `word`: one or two slips of the hand away, the most used of equals.

    None where there is none, or where `word` is too short to tell.
    """
    if not _SHORTEST <= len(word) <= _LONGEST or not word.isascii() or not any(letter.isalpha() for letter in word):
        return None
    words, first = _same_letter(word, generation.words)
    slips = 2 if len(word) >= _LONG else 1
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=slips, limit=20)
    counts = generation.written_counts
    usable = [(slips, -int(counts[first + place]), found) for found, slips, place in near if _slipped(word, found)]
    return min(usable)[2] if usable else None


def _slipped(word: str, meant: str) -> bool:
    """Whether a hand that meant one word would type the other.

    Letters left out, doubled or swapped are slips, and one letter for another that sounds like it; two of those make
    another word, and so does another ending.
    """
    if len(meant) < _SHORTEST or (
        abs(len(word) - len(meant)) > 1 and (meant.startswith(word) or word.startswith(meant))
    ):
        return False
    if sorted(word) == sorted(meant):
        return len(word) >= _SAFE or not word.isalpha()
    slips = Levenshtein.editops(word, meant)
    replaced = sum(slip.tag == "replace" for slip in slips)
    if replaced > 1 or (replaced and len(word) < _SAFE and word.isalpha()):
        return False
    return all(_is_slip(word, meant, slip.tag, slip.src_pos, slip.dest_pos) for slip in slips)


def _is_slip(word: str, meant: str, tag: str, at: int, to: int) -> bool:
    if tag == "delete":
        return word[at] in word[max(at - 1, 0) : at] + word[at + 1 : at + 2]
    return tag == "insert" or _sound_alike(word[at], meant[to])


def _sound_alike(one: str, other: str) -> bool:
    letters = {one, other}
    return letters <= _VOWELS or any(letters <= sounds for sounds in _SOUNDS)


def parted(word: str, generation: Generation) -> tuple[str, str] | None:
    """The two words of the archive that `word` was run together from, as ``stablediffusion`` was; else None."""
    for cut in range(3, len(word) - 2 if len(word) <= _LONGEST else 0):
        left, right = word[:cut], word[cut:]
        if _has(left, generation.words) and _has(right, generation.words) and side_by_side(left, right, generation):
            return left, right
    return None


def side_by_side(left: str, right: str, generation: Generation) -> bool:
    """Whether some item's text has one folded word right after the other."""
    first, second = (generation.vocabulary.get(stem(word)) for word in (left, right))
    if first is None or second is None:
        return False
    postings = generation.ranking.postings
    both = np.intersect1d(postings.of(first)[0], postings.of(second)[0])
    texts = (generation.tokens(item).terms for item in both[:_LOOKED_AT].tolist())
    return any(bool(np.any((terms[:-1] == first) & (terms[1:] == second))) for terms in texts)


def is_counted(word: str, generation: Generation) -> bool:
    """Whether some item's text has a folded word right after a quantity, as it has words for what can be counted."""
    term = generation.vocabulary.get(stem(word))
    if term is None:
        return False
    items = generation.ranking.postings.of(term)[0][:_LOOKED_AT]
    return any(_follows_quantity(term, generation.tokens(item), generation) for item in items.tolist())


def _follows_quantity(term: int, tokens: Tokens, generation: Generation) -> bool:
    """Whether a term stands one letter behind a number that is no year, or behind a word such as million."""
    after = (tokens.terms[1:] == term) & (tokens.starts[1:] == tokens.ends[:-1] + 1)
    before = (generation.vocabulary[place] for place in set(tokens.terms[:-1][after].tolist()))
    return any((word[0].isdigit() and not _YEAR.fullmatch(word)) or word in _LARGE for word in before)


def _same_letter(word: str, words: Sequence[str]) -> tuple[Sequence[str], int]:
    start = bisect_left(words, word[0])
    return words[start : bisect_left(words, chr(ord(word[0]) + 1))], start


def _has(word: str, words: Sequence[str]) -> bool:
    place = bisect_left(words, word)
    return place < len(words) and words[place] == word
