"""Which issue a text is: what it cites, its key, and its number where the text does not state one.

Knows titles, numbers and dates; reads no lines.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from rapidfuzz import fuzz

from bot.model import KnownIssue
from bot.profile import Profile, slugify, whole_number

_ALIKE = 0.7  # the share of a known title's words, by weight, that the items' titles must hold
_MARGIN = 0.25  # how far behind the second best must be
_SAME_WORD = 80.0  # rapidfuzz's ratio at which two spellings count as one word
_FEWEST_WORDS = 5
_NO_NUMBER = 1900  # from here on a number is rather a year


def references(text: str, number: int | None, profile: Profile) -> tuple[int, ...]:
    """The numbers of other issues that `text` cites, in order, each once: all are lower than the issue's own `number`.

    Where that is not known, a number is believed only behind the newsletter's name.
    """
    by_name, *short = profile.references
    patterns = (by_name,) if number is None else (by_name, *short)
    found = sorted((each.start(), whole_number(each[1])) for pattern in patterns for each in pattern.finditer(text))
    return tuple(dict.fromkeys(value for _, value in found if value and value < (number or _NO_NUMBER)))


def key(number: int | None, date: dt.date | None, title: str) -> str:
    """What an issue is called within its newsletter: its number, else its date, else its title as a slug."""
    return str(number) if number is not None else date.isoformat() if date else slugify(title)


def number_in_path(address: str, profile: Profile) -> int | None:
    """The number in a file's name such as ``issue-172.markdown`` or ``haskell-weekly-172.html``, or None.

    Only what a name of an issue may hold stands before the number: words for one, or the newsletter's own name.
    """
    stem = PurePosixPath(address.partition("?")[0]).stem.lower()
    if "://" in address and stem.isdecimal():
        return None  # in an address a number alone may be a day or an identifier
    own = "|".join(map(re.escape, (profile.slug, profile.slug.replace("-", "_"), profile.slug.replace("-", ""))))
    form = rf"(?:(?:{own})?[-_ ]*(?:newsletter|issue|number|no|nr|episode|vol)?)[-_ #.]*(\d{{1,4}})(?:-[^\W\d][\w-]*)?"
    found = re.fullmatch(form, stem)
    return int(found[1]) if found else None


def number_in_title(title: str) -> int | None:
    """The number that a title states in words, such as ``Issue 172`` or ``No. 7``, or behind ``#``, or None."""
    found = re.search(r"(?:\b(?:issue|number|no\.|nr\.|episode|vol\.)\s*#?|(?<!\w)#)(\d{1,4})\b", title, re.IGNORECASE)
    return int(found[1]) if found else None


def name_in_title(title: str) -> str | None:
    """The newsletter's name where an issue's title gives it before a number, or None.

    The number stands behind a word or mark for one, as in ``Tech Digest #12``, or before what the issue is about, as
    in ``Tech Digest 12: lenses``; there it is no year.
    """
    found = next((found for form in _NAME_FIRST if (found := form.match(title))), None)
    return found[1] if found else None


_NAME = r"(?!(?:issue|number|no|nr|episode|volume|vol|edition|week|day|part|chapter|top)\b)"
_NAME_FIRST = tuple(
    re.compile(_NAME + form, re.IGNORECASE)
    for form in (
        r"(\w.{2,60}?)[\s:,|–—-]*(?:\b(?:issue|number|no\.|nr\.|episode|vol\.)|#)\s*#?\d",
        r"(\w[^:.?!]{1,60}?)[\s,|–—-]+(?!(?:19|20)\d\d\b)\d{1,4}(?=\s*:\s|\s+[|–—-]\s|\s*$)",
    )
)


def likely_number(titles: Iterable[str], cited: Iterable[int], known: Iterable[KnownIssue]) -> int | None:
    """The number of the one issue among `known` whose title is about what the items' `titles` are about.

    None where no title is much liker than every other, or where the items cite the issue or a later one.
    """
    weights = _weights(known)
    held = _words(" ".join(titles))
    ranked = sorted(((_share(words, held), number) for number, words in weights.items()), reverse=True)
    if not ranked:
        return None
    (best, number), (second, _) = (*ranked, (0.0, 0))[:2]
    alike = best >= _ALIKE and best - second >= _MARGIN
    return number if alike and number > max(cited, default=0) else None


def _share(words: dict[str, float], held: set[str]) -> float:
    found = sum(
        weight for word, weight in words.items() if any(fuzz.ratio(word, other) >= _SAME_WORD for other in held)
    )
    return found / sum(words.values())


def _weights(known: Iterable[KnownIssue]) -> dict[int, dict[str, float]]:
    """The words of each known title, which weigh the more the rarer they are among the titles (inverse frequency)."""
    titles = {issue.number: _words(_topics(issue)) for issue in known}
    frequency = Counter(word for words in titles.values() for word in words)
    return {
        number: {word: math.log(1 + len(titles) / frequency[word]) for word in words}
        for number, words in titles.items()
        if len(words) >= _FEWEST_WORDS
    }


def _topics(issue: KnownIssue) -> str:
    """What an issue is about, in the words of its title, or of the last part of its address."""
    if issue.title:
        return issue.title.partition(":")[2]
    slugs = [url.rstrip("/").rpartition("/")[2].replace("-", " ") for url in issue.urls]
    return slugs[0].partition(str(issue.number))[2] if slugs else ""


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9]+", re.sub("['’]", "", text.lower())) if len(word) > 1} - _COMMON


_COMMON = frozenset(
    (
        *("the", "an", "of", "to", "in", "on", "for", "and", "or", "with", "by", "at", "from", "as", "out", "up"),
        *("is", "are", "be", "may", "can", "will", "not", "new", "more", "get", "gets", "got"),
        *("it", "its", "that", "this", "what", "how", "why", "who"),
    )
)
