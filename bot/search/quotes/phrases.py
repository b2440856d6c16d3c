"""What a phrase makes bold in a quote: the phrase where it stands whole, not its words elsewhere. Chooses no quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.model import Query, Quote
from bot.search.language.analysis import Token, steps, tokenise

Span = tuple[int, int]


def with_phrases(quote: Quote, query: Query) -> Quote:
    """The quote, highlighted as the phrases of the query ask for, of which single words are words like others."""
    phrases = [phrase for phrase in map(steps, query.phrases) if len(phrase) > 1]
    if not phrases:
        return quote
    within = [term for phrase in phrases for term in phrase]
    bound = set(within) - set(Counter(query.terms) - Counter(within))
    loose = [span for span in quote.highlights if not bound.issuperset(steps(quote.text[slice(*span)]))]
    tokens = [token for token in tokenise(quote.text) if not token.compound]
    whole = [span for phrase in phrases for span in _runs(tokens, phrase)]
    return replace(quote, highlights=tuple(_joined([*loose, *whole])))


def _runs(tokens: Sequence[Token], phrase: Sequence[str]) -> Iterator[Span]:
    """Where the terms of a phrase stand one right after the other."""
    for first in range(len(tokens) - len(phrase) + 1):
        run = tokens[first : first + len(phrase)]
        if all(token.term == term for token, term in zip(run, phrase, strict=True)):
            yield run[0].start, run[-1].end


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined
