"""Tells those who follow of new issues, each once: plans what is due, takes it from the ledger, notes how it ended.

Works beside a connected bot. Before a post the ledger says that its outcome is unknown, after it that it was sent. Of
the programs over one archive one alone delivers; once it is gone another takes over, and what it left in mid-post.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import discord

from bot.archive.reader import Archive
from bot.cards import Card, alert_card, digest_card, mark, trouble_card
from bot.cards.lines import number_of
from bot.chat.failures import UNREACHABLE
from bot.chat.posting import Place, Post, RefusedError, channel_of, direct, send_once
from bot.chat.view import message
from bot.community import bulletin
from bot.community.bulletin import News
from bot.errors import BackIssueError, BusyError
from bot.locking import held
from bot.store import Alert, ArchiveStore, Delivery, DeliveryState, Follow, Following

SENDING = 15.0  # seconds that one message may take
CLAIM = dt.timedelta(seconds=20)  # for which a post is one's own even where the locks of a file system do not work
IN_FLIGHT = dt.timedelta(seconds=3)  # what a program sent that is gone may still arrive
STANDBY = 1.0  # seconds between two looks whether the one that delivers is gone
AT_ONCE = 5  # recipients
LONGEST_SLEEP = 30.0  # seconds; what another program left behind is noticed after it
SHORTEST_SLEEP = 1.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Round:
    """What there is to tell, to whom, and what of it is in the ledger, at one time."""

    new: dict[tuple[str, str], News]
    follows: dict[int, Follow]
    alerts: dict[int, list[Alert]]
    ledger: list[Delivery]

    @property
    def queues(self) -> dict[int, list[Delivery]]:
        return bulletin.queues(self.ledger, self.new.values(), {*self.follows, *self.alerts})


class Delivering:
    """Delivers for one connected bot."""

    def __init__(
        self, bot: discord.Client, archive: Archive, store: ArchiveStore, following: Following, lock: Path
    ) -> None:
        """`lock` is the file that the one who delivers holds."""
        self._bot = bot
        self._archive = archive
        self._store = store
        self._following = following
        self._lock = lock
        self._planned = 0  # the generation whose news are in the ledger
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def keep_on(self) -> None:
        """Delivers what is new or was left over, until cancelled; while another program does, it stands by."""
        while True:
            pause = STANDBY
            try:
                with held(self._lock, "Another program tells of new issues."):
                    await self._following.take_over(_now() + IN_FLIGHT)
                    await self._deliver_all()
            except BusyError:
                pass
            except BackIssueError as error:
                _log.warning("%s", error)
                pause = LONGEST_SLEEP
            await asyncio.sleep(pause)

    async def _deliver_all(self) -> None:
        """Round after round. Nothing that goes wrong ends it."""
        while True:
            pause, generation = LONGEST_SLEEP, self._archive.generation
            try:
                pause = await self._round()
            except BackIssueError as error:
                _log.warning("%s", error)
            except Exception:  # noqa: BLE001  (what cannot be told of one issue must not end the telling for good)
                _log.exception("New issues could not be told.")
            await self._sleep(pause, generation)

    async def _sleep(self, seconds: float, generation: int) -> None:
        """Sleeps until there is another generation than this one, at most so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._archive.moves_on(generation), seconds)

    async def _round(self) -> float:
        """Delivers what is due; the seconds until something else is."""
        if not self._archive.ready:
            return SHORTEST_SLEEP
        if self._archive.generation != self._planned:
            await self._plan()
        state = await self._state()
        serving = (self._serve(queue, state) for queue in state.queues.values())
        served = await asyncio.gather(*serving, return_exceptions=True)  # none is left at work when one fails
        if sent := sum(each for each in served if isinstance(each, int)):
            _log.info("Sent of new issues: %s.", number_of(sent, "message"))
        if failures := [each for each in served if isinstance(each, BaseException)]:
            raise failures[0]
        queues = (await self._state()).queues.values()
        due = [delivery.next_attempt for queue in queues for delivery in bulletin.in_turn(queue)]
        return min([LONGEST_SLEEP, *(max(SHORTEST_SLEEP, (each - _now()).total_seconds()) for each in due)])

    async def _state(self) -> _Round:
        now = _now()
        arrivals = await self._store.arrivals(now - bulletin.DUE)
        alerts: dict[int, list[Alert]] = {}
        for alert in await self._following.alerts():
            alerts.setdefault(alert.member, []).append(alert)
        return _Round(
            {one.key: one for one in bulletin.news(arrivals, self._archive.issue_of, now)},
            {follow.channel: follow for follow in await self._following.follows()},
            alerts,
            await self._following.ledger(),
        )

    async def _plan(self) -> None:
        """Writes into the ledger what is due and not there yet."""
        generation, now = self._archive.generation, _now()
        await self._following.clean(now - bulletin.KEPT)
        state = await self._state()
        new = list(state.new.values())
        await self._following.plan(list(bulletin.digests(new, state.follows.values(), state.ledger, now)))
        known = {(each.recipient, *each.key) for each in state.ledger}
        planned: list[Delivery] = []
        for member, alerts in state.alerts.items():
            planned += bulletin.messages(new, {member: alerts}, known, self._archive.having_in, now)
            await asyncio.sleep(0)  # members who ask meanwhile are not kept waiting
        await self._following.plan(planned)
        self._planned = generation

    async def _serve(self, queue: Sequence[Delivery], state: _Round) -> int:
        """Delivers to one recipient, in order, as far as it goes now; how many messages were sent."""
        sent = 0
        async with self._slots:
            for delivery in queue:
                ended = await self._deliver(delivery, state) if delivery.next_attempt <= _now() else None
                if ended is None and delivery.attempts < bulletin.PATIENCE:
                    break
                sent += ended is DeliveryState.SENT
        return sent

    async def _deliver(self, delivery: Delivery, state: _Round) -> DeliveryState | None:
        """How the delivery ended, or None where it did not, or another program has it."""
        if not await self._following.claim(delivery, _now(), _now() + CLAIM):
            return None
        message_id = None
        try:
            async with asyncio.timeout(SENDING):
                message_id = await self._send(delivery, state)
            ended = DeliveryState.SENT if message_id else DeliveryState.GIVEN_UP
        except RefusedError as refusal:
            ended = await self._refused(state.follows.get(delivery.recipient), refusal)
        except (*UNREACHABLE, TimeoutError) as error:
            ended = DeliveryState.UNKNOWN
            _log.warning("Whether %s reached %d is not known yet: %r", delivery.name, delivery.recipient, error)
        except Exception:  # noqa: BLE001  (one message that cannot be made must not keep the others back)
            ended = DeliveryState.UNKNOWN
            _log.exception("%s could not be sent to %d.", delivery.name, delivery.recipient)
        await self._following.settle(delivery, ended, _now() + bulletin.pause(delivery.attempts + 1), message_id)
        if ended is DeliveryState.SENT:
            await self._following.no_trouble(delivery.recipient)
        return ended if ended in (DeliveryState.SENT, DeliveryState.GIVEN_UP) else None

    async def _send(self, delivery: Delivery, state: _Round) -> int | None:
        """The id of the message; None where there is nothing to say any more. Raises RefusedError."""
        one = state.new[delivery.key]
        follow = state.follows.get(delivery.recipient)
        card = self._digest(delivery, one, follow, state) if follow else self._alert(delivery, one, state)
        if card is None or self._bot.user is None:
            return None
        place = await self._place(follow) if follow else await direct(self._bot, delivery.recipient)
        post = Post(
            card,
            mark=mark(self._archive.cite(one.issue.head)),
            nonce=hashlib.blake2b(f"{delivery.recipient} {delivery.name}".encode(), digest_size=12).hexdigest(),
            since=one.earliest,
            tried=delivery.tried,
            role=self._role(follow) if follow else None,
        )
        return (await send_once(place, post, self._bot.user.id)).id

    def _digest(self, delivery: Delivery, one: News, follow: Follow, state: _Round) -> Card | None:
        items = bulletin.items_of(one.issue, follow.section)
        also = [state.new[key].issue.head for key in bulletin.named_in(delivery, state.ledger) if key in state.new]
        archive = self._archive
        return (
            digest_card(one.issue, items, also, archive.newsletter_name, archive.cite, self._role(follow))
            if items
            else None
        )

    def _alert(self, delivery: Delivery, one: News, state: _Round) -> Card | None:
        found = bulletin.matches(one, state.alerts[delivery.recipient], self._archive.having_in)
        archive = self._archive
        return alert_card(one.issue.head, found, archive.newsletter_name, archive.cite) if found else None

    async def _place(self, follow: Follow) -> Place:
        server = self._server(follow)
        if server is None:
            raise RefusedError("I am not in that server now.")
        return await channel_of(server, follow.channel)

    def _server(self, follow: Follow) -> discord.Guild | None:
        """The server, unless the bot was put out of it or Discord has it out of order."""
        server = self._bot.get_guild(follow.server)
        return None if server is None or server.unavailable else server

    def _role(self, follow: Follow) -> int | None:
        """The role to ping, as long as the server has it."""
        guild = self._bot.get_guild(follow.server)
        return follow.role if guild and follow.role and guild.get_role(follow.role) else None

    async def _refused(self, follow: Follow | None, refusal: RefusedError) -> DeliveryState:
        """A channel is tried again, and of what is wrong it is told once; who takes no messages is left in peace."""
        if follow is None:
            return DeliveryState.GIVEN_UP
        if self._server(follow) is None:
            return DeliveryState.PENDING  # who put the bot out knows it, and may have it back
        if await self._following.trouble(follow.channel):
            _log.warning("No new issues in channel %d of server %d: %s", follow.channel, follow.server, refusal)
            if follow.by:
                await self._tell(follow.by, trouble_card(follow.channel, str(refusal)))
        return DeliveryState.PENDING

    async def _tell(self, member: int, card: Card) -> None:
        try:
            place = await direct(self._bot, member)
            await place.send(**message(card))
        except (RefusedError, *UNREACHABLE) as error:
            _log.debug("Who set it up could not be told: %s", error)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
