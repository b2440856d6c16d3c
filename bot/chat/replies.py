"""Questions and searches -> cards with working buttons, wherever they were asked, and notes of them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from bot.archive.reader import Archive
from bot.cards import Card, ResultsPage, Turn, answer_card, further_card, results_card
from bot.cards.answers import FURTHER
from bot.cards.answers import RESULTS as ANSWERS
from bot.cards.results import RESULTS
from bot.community.asked import Asked
from bot.community.notes import Notes
from bot.community.preferences import Preferences
from bot.model import Answer, Hit, IssueHead, Order
from bot.passages import Page, at_quote

REMEMBERED = 256  # cards that are kept for who asks the same again
PAGES = 64  # issues whose words are kept for further links into them


class Replies:
    """Asks the archive and makes the reply."""

    def __init__(self, archive: Archive, notes: Notes, preferences: Preferences) -> None:
        self.archive = archive
        self.notes = notes
        self.preferences = preferences
        self._turn = asyncio.Lock()
        self._card = lru_cache(REMEMBERED)(self._made)
        self._page = lru_cache(PAGES)(self._read)

    async def ask(self, asked: Asked, asking: int, *, server: int | None, private: bool = False) -> Card:
        """The reply to a question, which is counted; in a server (not privately) one in vain may be kept too.

        `asking` is the id of the message or interaction that asks. Of many that come at once, one is answered in each
        turn of the event loop: what is sent goes out at the turn's end, and the first answer would else wait for the
        last.
        """
        await self._turn.acquire()
        asyncio.get_running_loop().call_soon(self._turn.release)  # in the next turn
        found = self.archive.ask(asked.text, limit=ANSWERS, filters=asked.filters)
        self._note(found, asking, server=server, private=private)
        return self._answer(asked, 0, private=private)

    def _note(self, found: Answer, asking: int, *, server: int | None, private: bool) -> None:
        """Counts an answer; the text of one in vain is kept where it was asked openly and the server lets it be."""
        if not found.abstained:
            self.notes.count(asking, "answered", server)
            return
        keeps = server is not None and not private and self.preferences.of(server).keeps_questions
        self.notes.count(asking, "unanswered", server, found.query.text if keeps else None)

    async def answer(self, state: str, offset: int, *, private: bool) -> Card:
        """The results of an earlier question from `offset` on. Raises UsageError once it is forgotten."""
        return self._answer(Asked.unpack(await self.notes.recall(state)), offset, private=private)

    def found(self, asked: Asked, order: Order, *, offset: int = 0, private: bool = False) -> Card:
        """A page of a search."""
        found = self.archive.search(asked.text, limit=RESULTS, offset=offset, filters=asked.filters, order=order)
        if offset and not found.hits:  # the archive has become smaller
            return self.found(asked, order, private=private)
        found = replace(found, hits=self.leading(found.hits))
        turn = ResultsPage(self.notes.state(asked.pack()), offset, order, private)
        return results_card(found, self.archive.newsletter_name, turn)

    def leading(self, hits: Iterable[Hit]) -> tuple[Hit, ...]:
        """The hits, with addresses that lead to the quoted words where a browser is sure to find them."""
        return tuple(at_quote(hit, self._page(self.archive.generation, hit.head)) for hit in hits)

    def _read(self, _generation: int, head: IssueHead) -> Page:
        """The words of an issue's page. They are the same as long as the generation is."""
        return Page.of(self.archive.issue(self.archive.cite(head)))

    def _answer(self, asked: Asked, offset: int, *, private: bool) -> Card:
        return self._card(self.archive.generation, asked, self.notes.state(asked.pack()), offset, private)

    def _made(self, _generation: int, asked: Asked, state: str, offset: int, private: bool) -> Card:
        """The card of a question. It is the same as long as the generation is, which is all that it is named for."""
        found = self.archive.ask(asked.text, limit=ANSWERS, filters=asked.filters)
        if ANSWERS <= offset < found.total:
            return self._further(asked, Turn(state, offset, found.total > offset + FURTHER, private))
        near = self.archive.meant(asked.text, filters=asked.filters) if found.abstained else ()
        meant = [(one, self.notes.state(replace(asked, text=one.question).pack())) for one in near]
        shown = replace(found, hits=self.leading(found.hits))
        turn = Turn(state, 0, found.total > ANSWERS, private)
        return answer_card(shown, self.archive.newsletter_name, turn, meant)

    def _further(self, asked: Asked, turn: Turn) -> Card:
        """The card of the results from an offset on."""
        found = self.archive.ask(asked.text, limit=turn.offset + FURTHER, filters=asked.filters)
        shown = replace(found, hits=self.leading(found.hits[turn.offset :]))
        return further_card(shown, self.archive.newsletter_name, turn, found.hits[0].score)
