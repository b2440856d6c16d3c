"""Which of an item's links a question for a source means. Knows link lines and kinds of sources; knows no ranking."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from bot.model import Item, Link
from bot.search.language.analysis import tokenise

# how a question names a kind of source, and how a link of that kind is called or where it leads
_KINDS = tuple(
    (re.compile(rf"\b(?:{asked})\b", re.IGNORECASE), re.compile(rf"\b(?:{found})\b", re.IGNORECASE))
    for asked, found in (
        (
            r"papers?|preprints?|study|pdf|publication",
            r"arxiv|paper|preprint|pdf|openreview|doi|biorxiv|medrxiv|acm|ieee|nature|proceedings|journal|acl",
        ),
        (
            r"code|repo|repository|github|gitlab|implementation|source code|weights|checkpoints?",
            r"github|gitlab|bitbucket|codeberg|hugging ?face|code|repo|repository|weights",
        ),
        (r"(?:blog ?)?posts?|blog|write-?up|announcement", r"blog|blogpost|post|medium|substack|announcement"),
        (r"data ?sets?|corpus", r"data ?sets?|data|corpus|kaggle|zenodo|hugging ?face"),
        (r"videos?|talk|recording", r"youtube|youtu|vimeo|video|talk"),
        (r"tweets?|thread|twitter", r"twitter|tweet|thread"),
    )
)

_HOST = re.compile(r"\w+://([^/?#]+)")


def label(link: Link) -> str:
    """The link as its line writes it: ``Label (Source)``."""
    return f"{link.label} ({link.source})" if link.source else link.label


def best_link(item: Item, question: str, rarity: Mapping[str, float]) -> Link | None:
    """The link that a question is for: of the kind that it names first, where the item has such links.

    Of those, the one whose line holds most of the question's terms, by `rarity`; the first of equals. None without
    links.
    """

    def held(link: Link) -> float:
        words = _terms(f"{link.lead or ''} {label(link)}")
        return sum(weight for term, weight in rarity.items() if term in words)

    fitting = _of_kind(item.links, question) or item.links
    return max(fitting, key=held) if len(fitting) > 1 else next(iter(fitting), None)


@lru_cache(maxsize=1024)
def _terms(line: str) -> frozenset[str]:
    """What a link's line says, as terms. Links are few beside the questions for them."""
    return frozenset(token.term for token in tokenise(line))


def has_kind(item: Item, question: str) -> bool:
    """Whether an item has a link of the kind of source that the question names."""
    return bool(_of_kind(item.links, question))


def _of_kind(links: tuple[Link, ...], question: str) -> list[Link]:
    """The links of the kind of source that the question names first."""
    kind = _named(question)
    if kind is None or not links:
        return []
    told = [link for link in links if kind.search(_described(link))]
    return told or [link for link in links if kind.search(link.label)]


@lru_cache(maxsize=1)
def _named(question: str) -> re.Pattern[str] | None:
    """How a link of the kind that a question names first is called. It is asked for each item in turn."""
    named = ((found.start(), kind) for asked, kind in _KINDS if (found := asked.search(question)))
    return min(named, key=lambda one: one[0], default=(0, None))[1]


def _described(link: Link) -> str:
    """What says of which kind a link is, more surely than its label: the words before it, its source, its host."""
    host = _HOST.match(link.url or "")
    return " ".join(filter(None, (link.lead, link.source, host and host.group(1))))
