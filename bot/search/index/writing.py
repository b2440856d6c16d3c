"""Terms and folded words as items write them, for people to read. Knows no ranking."""

from __future__ import annotations

import re

from bot.model import Item
from bot.search.index.generation import Generation
from bot.search.language.analysis import fold, stem, tokenise

_POSSESSIVE = re.compile("['’]s$")


def written(generation: Generation, place: int, item: Item, term: int) -> str:
    """A term as the item's text first writes it, on one line, else as its title does; else as the index has it."""
    tokens = generation.tokens(place)
    at = (tokens.terms == term).nonzero()[0]
    if len(at):
        return " ".join(item.text[int(tokens.starts[at[0]]) : int(tokens.ends[at[0]])].split())
    wanted = generation.vocabulary[term]
    titled = (token for token in tokenise(item.title) if token.term == wanted)
    return next((item.title[token.start : token.end] for token in titled), wanted)


def spelled(generation: Generation, word: str) -> str:
    """A folded word with the capitals that the archive gives it where it first stands, without a possessive."""
    term = generation.vocabulary.get(stem(word))
    documents = () if term is None else generation.ranking.postings.of(term)[0][:1].tolist()
    shown = [written(generation, place, generation.item_at(place), term or 0) for place in documents]
    return next((_POSSESSIVE.sub("", one) for one in shown if fold(one) == word), word)
