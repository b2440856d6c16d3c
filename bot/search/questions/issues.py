"""Issues, items and newsletters in plain words -> what a result must be of. Knows how people name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial

import numpy as np
import numpy.typing as npt

from bot.model import Cite, Filters, IssueHead
from bot.search.index.generation import Generation
from bot.search.language.analysis import fold, stem, tokenise
from bot.search.language.lexicon import WHOLE_WORDS
from bot.search.language.rules import Rule
from bot.search.questions.spelling import is_counted, side_by_side
from bot.search.questions.state import Understood, taken

_DIGITS = tuple("0123456789")
_AND = r"\s*(?:,|and|or|&|to|through|until|-|–|\.\.)\s*"
_NUMBERS = rf"\d{{1,4}}(?:{_AND}(?:issues?\s*)?#?\d{{1,4}})*"
_ISSUES = Rule(
    r"\b(?:(?:in|from|of|between|for)\s+)?(?:issues?|editions?|numbers?|no\.)\s*(?:no\.?|number)?\s*"
    rf"#?(?P<named>{_NUMBERS})\b",
    rf"(?<!\w)#(?P<marked>{_NUMBERS})\b",
    cues=("issue", "edition", "number", "no.", "#"),
)
_CITE = Rule(
    r"(?<![\w/#.-])(?:(?:in|from|of)\s+)?(?:issue\s+)?#?"
    r"(?P<cite>(?:[^\W_][\w-]*/)?[^\W_][\w-]*#\d{1,9}|\d{1,4}\s#\d{1,2})\b",
    cues=("#",),
)
_BARE = Rule(
    r"\b(?:in|from|of)\s+(?P<of>\d{2,4})(?=\s*(?:$|[?!.,;]|(?:about|on|did|was|is|please|pls)\b))",
    r"\b(?:does|did|do)\s+(?P<saying>\d{2,4})(?=\s+(?:say|cover|mention|report|talk|write|have|tell)\b)",
    r"\bwhat(?:'?s|\s+is|\s+was)\s+(?:the\s+)?(?P<about>\d{2,4})(?=\s+about\b)",
    r"^\s*(?P<alone>\d{1,4})\s*$",
    cues=_DIGITS,
)
_AMONG_NOTHING = Rule(r"(?<![\w#.,-])(?P<among>\d{2,4})(?![\w#.,-]\w)", cues=_DIGITS)
_BESIDE_WORDS = Rule(
    r"^\s*(?P<first>\d{3,4})(?=\s+[^\W\d])",
    r"(?<=\w)\s+(?!101\b)(?P<last>\d{3,4})\s*[?!.]*$",  # "haskell 101" is a lesson for beginners
    cues=_DIGITS,
)
_EDGE = Rule(
    r"\b(?:the\s+)?(?P<edge>latest|newest|most recent|last|current|(?:this|last) week'?s|oldest|earliest|first)\s+"
    r"(?:issue|edition|newsletter)\b(?!\s+(?:on|about|that|which|with|where)\b)",
    cues=("issue", "edition", "newsletter"),
)
_OLD = ("oldest", "earliest", "first")
_OF_ISSUES = frozenset(map(stem, (*WHOLE_WORDS, "issue", "edition", "newsletter", "summarize", "summarise", "show")))


def issues(state: Understood, generation: Generation) -> None:
    """Understands newsletters by name, items by cite, and issues by number."""
    _newsletters(state, generation)
    _cites(state, generation)
    _numbered(state)
    _bare_numbers(state, generation)


def ranges(text: str) -> Iterator[tuple[int, int]]:
    """``301-303, 305`` -> (301, 303), (305, 305)."""
    for first, last in re.findall(r"(\d{1,4})(?:\s*(?:-|–|\.\.|to|through|until)\s*(?:issues?\s*)?#?(\d{1,4}))?", text):
        ends = (int(first), int(last or first))
        yield min(ends), max(ends)


def listed_issues(text: str) -> tuple[tuple[int, int], ...]:
    """The same of what must name issues and nothing else; none where it does not."""
    return tuple(ranges(text)) if re.fullmatch(rf"\s*#?{_NUMBERS}\s*", text) else ()


def _newsletters(state: Understood, generation: Generation) -> None:
    """The name of a newsletter, or its last word, before a number is an issue; the name chooses among several."""
    several = len(generation.newsletters) > 1
    chosen = []
    for slug, name in generation.newsletters.items():
        whole, last = _named(slug, name)
        if several and whole.search(state.text):
            chosen.append(slug)
        is_name = several or " " in name  # one word may well be meant as a word
        state.text = whole.sub(partial(_in_place_of_name, is_name), state.text)
        state.text = last.sub("issue ", state.text) if last else state.text
    if chosen:
        state.narrow(Filters(newsletter=",".join(chosen)))


def _in_place_of_name(is_name: bool, found: re.Match[str]) -> str:
    return " issue " if found["number"] else " " if is_name else found[0]


@lru_cache
def _named(slug: str, name: str) -> tuple[Rule, Rule | None]:
    """The rules for the name of a newsletter, and for its last word before a number, where that is long enough."""
    form = (
        rf"\b(?:(?:in|from|of)\s+)?(?:the\s+)?(?:{re.escape(name)}|{re.escape(slug)})\b(?!/)"
        r"(?P<number>\s*(?:issue\s*)?(?=#?\d))?"
    )
    last = name.split()[-1]
    short = Rule(rf"\b{re.escape(last)}\s+(?=#?\d)", cues=(last.casefold(),)) if len(last) > 3 else None
    return Rule(form, cues=(name.casefold(), slug.casefold())), short


def _cites(state: Understood, generation: Generation) -> None:
    """``305#3``: a cite of an issue that is here, or of a number that might be one."""

    def is_cite(found: re.Match[str]) -> bool:
        cite = _cite(found["cite"], state, generation)
        return cite is not None and (cite.key.isdigit() or generation.issue_place(cite) is not None)

    cites = (_cite(found["cite"], state, generation) for found in taken(state, _CITE, is_cite))
    written = dict.fromkeys(cite.format(generation.default_newsletter) for cite in cites if cite)
    if written:
        state.narrow(Filters(cite=", ".join(written)))


def _cite(text: str, state: Understood, generation: Generation) -> Cite | None:
    """The cite that is written, of the newsletter that has such an issue where none is named."""
    cites = [
        Cite.parse(text.replace(" ", ""), slug)
        for slug in dict.fromkeys((*_chosen(state, generation), *generation.newsletters))
    ]
    return next((cite for cite in cites if cite and generation.issue_place(cite) is not None), cites[0])


def _numbered(state: Understood) -> None:
    for found in taken(state, _ISSUES):
        numbers = found["named"] or found["marked"]
        if found.group().casefold().startswith("between"):
            numbers = re.sub(r"\band\b", "to", numbers)
        _add(state, ranges(numbers))


def _add(state: Understood, numbers: Iterable[tuple[int, int]]) -> None:
    state.narrow(Filters(issues=tuple(dict.fromkeys((*state.filters.issues, *numbers)))))


def newest_and_oldest(state: Understood, generation: Generation) -> None:
    """Understands the newest or oldest issue, which is that of the time that was understood before."""
    for found in taken(state, _EDGE, lambda _: any(_newest_first(state, generation))):
        newest_first = list(_newest_first(state, generation))
        _narrow_to(state, newest_first[-1 if found["edge"].casefold() in _OLD else 0], generation)


def _newest_first(state: Understood, generation: Generation) -> Iterator[IssueHead]:
    """The issues of the newsletters and the time in question that filters can name."""
    newsletters = _chosen(state, generation)
    heads = (generation.heads[index] for index in generation.issues_newest_first)
    own = (head for head in heads if head.newsletter in newsletters and (head.number is not None or head.date))
    return (head for head in own if _is_of_time(head, state.filters))


def _is_of_time(head: IssueHead, filters: Filters) -> bool:
    if filters.since is None and filters.until is None:
        return True
    return head.date is not None and (filters.since or head.date) <= head.date <= (filters.until or head.date)


def _narrow_to(state: Understood, head: IssueHead, generation: Generation) -> None:
    if len(generation.newsletters) > 1:
        state.narrow(Filters(newsletter=head.newsletter))
    if head.number is None:
        state.narrow(Filters(since=head.date, until=head.date))
    else:
        _add(state, [(head.number, head.number)])


def _chosen(state: Understood, generation: Generation) -> Sequence[str]:
    """The newsletters that are named, else the default one, else all."""
    if state.filters.newsletter:
        return state.filters.newsletter.split(",")
    default = generation.default_newsletter
    return [default] if default in generation.newsletters else list(generation.newsletters)


def _bare_numbers(state: Understood, generation: Generation) -> None:
    numbers = generation.columns.issue_number

    def is_issue(found: re.Match[str]) -> bool:
        return bool(np.any(numbers == _number(found)))

    def is_all(found: re.Match[str]) -> bool:
        return is_issue(found) and not state.filters.issues and not _others(state.text, found)

    def is_issue_beside(found: re.Match[str]) -> bool:
        return is_issue(found) and not state.filters.issues and _stands_apart(state.text, found, generation)

    for rule, keep in ((_BARE, is_issue), (_AMONG_NOTHING, is_all), (_BESIDE_WORDS, is_issue_beside)):
        for found in taken(state, rule, keep):
            _add(state, [(_number(found), _number(found))])


def _number(found: re.Match[str]) -> int:
    return int(found[found.lastgroup or 0])


def _others(text: str, found: re.Match[str]) -> set[str]:
    """The terms beside a number that say what a result should be about."""
    terms = {token.term for token in tokenise(text) if not (token.stop or token.compound)}
    return terms - _OF_ISSUES - {str(_number(found))}


def _stands_apart(text: str, found: re.Match[str], generation: Generation) -> bool:
    """Whether a number is an issue rather than a quantity or part of a name.

    No item has it beside the word that it stands beside here, no item counts what follows it, and one of the issue's
    items has at least half of the other words, each by how rare it is.
    """
    tokens = [token for token in tokenise(text) if not token.compound]
    pair = tokens[:2] if found.lastgroup == "first" else tokens[-2:]
    left, right = (fold(text[token.start : token.end]) for token in pair)
    if side_by_side(left, right, generation) or (found.lastgroup == "first" and is_counted(right, generation)):
        return False
    rarity = {term: generation.idf(term) for term in _others(text, found)}
    places = _places(generation, _number(found))
    held = sum((generation.held(term, places)[0] * weight for term, weight in rarity.items()), np.zeros(len(places)))
    return bool(np.any(held >= sum(rarity.values()) / 2))


def _places(generation: Generation, number: int) -> npt.NDArray[np.int64]:
    """The items of the issues with a number."""
    return np.flatnonzero(generation.columns.issue_number == number)
