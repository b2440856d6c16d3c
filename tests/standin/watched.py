"""What a test holds after a person acted: the interaction or the exchange of messages, and what the bot made of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.standin.constants import EPHEMERAL, CallbackType
from tests.standin.objects import Json, Obj, visible_text

NEVER = float("inf")


@dataclass
class Call:
    """One REST request of the bot and its answer. `files` are (filename, content type, bytes)."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    at: float
    body: Json = None
    files: list[tuple[str, str | None, bytes]] = field(default_factory=list)
    params: Obj = field(default_factory=Obj)
    status: int = 0
    response: Json = None


@dataclass
class Action:
    """One thing the bot did in answer to an interaction.

    `kind` is callback, followup, edit, delete or get; `target` a message's id, or @original.
    """

    kind: str
    ms: float
    call: Call
    target: str = ""


class Watched:
    """Something tests wait on."""

    def __init__(self, message: Obj | None = None) -> None:
        self.sent = time.perf_counter()
        self.message = message
        self._changed = asyncio.Event()

    def touch(self) -> None:
        """Wakes whoever waits: something happened."""
        self._changed.set()

    def until(self, predicate: Callable[[], object], timeout: float) -> Coroutine[Any, Any, bool]:
        """Waits until `predicate` holds; whether it did within `timeout` seconds."""
        return self._until(predicate, time.perf_counter() + timeout)

    async def _until(self, predicate: Callable[[], object], deadline: float) -> bool:
        while not predicate():
            if not await self._change(deadline - time.perf_counter()):
                return bool(predicate())
        return True

    async def settle(self, quiet: float) -> None:
        """Returns once nothing has happened for `quiet` seconds."""
        while quiet and await self._change(quiet):
            pass

    async def _change(self, seconds: float) -> bool:
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def ms_since(self, at: float | None) -> float:
        """Milliseconds from the sending to that perf_counter time; inf without one."""
        return NEVER if at is None else (at - self.sent) * 1000


class Interaction(Watched):
    """An interaction that was sent, and all that the bot did in answer."""

    def __init__(self, payload: Obj, user: Obj, channel: Obj, guild: Obj | None) -> None:
        super().__init__()
        self.payload = payload
        self.user = user
        self.channel = channel
        self.guild = guild
        self.id: str = payload.id
        self.token: str = payload.token
        self.type: int = payload.type
        self.actions: list[Action] = []
        self.ack: Action | None = None  # the callback Discord accepted
        self.final_at: float | None = None  # when there was first something to read, to choose from or to fill in
        self.followups: list[Obj] = []
        self.choices: list[Obj] | None = None
        self.modal: Obj | None = None
        self.option_type = 3  # of an autocomplete: the type of the option typed into
        self.opened_by: Obj | None = None  # of a modal: the metadata of the interaction that opened it

    def note(self, kind: str, call: Call, target: str = "") -> Action:
        """Records what the bot did."""
        action = Action(kind, self.ms_since(call.at), call, target)
        self.actions.append(action)
        self.touch()
        return action

    def finish(self, at: float) -> None:
        """From this perf_counter time on there is something to read."""
        self.final_at = self.final_at or at

    @property
    def acked(self) -> bool:
        return self.ack is not None

    @property
    def ms(self) -> float:
        """Milliseconds from INTERACTION_CREATE on the wire to the accepted callback; inf if there was none."""
        return self.ack.ms if self.ack else NEVER

    @property
    def final_ms(self) -> float:
        """Milliseconds until there was something to read."""
        return self.ms_since(self.final_at)

    @property
    def last_ms(self) -> float:
        """Milliseconds until the bot's last accepted change of what there is to read."""
        changes = [action.ms for action in self.actions if action.call.status < 300 and action.kind != "get"]
        return changes[-1] if changes else NEVER

    @property
    def callback_type(self) -> int | None:
        if self.ack is None:
            return None
        kind: int = self.ack.call.body.type
        return kind

    @property
    def deferred(self) -> bool:
        return self.callback_type in (CallbackType.DEFER_REPLY, CallbackType.DEFER_UPDATE)

    @property
    def text(self) -> str:
        """All the text a person now sees, messages in order, embeds and text displays included."""
        return "\n".join(visible_text(message) for message in self.messages)

    @property
    def messages(self) -> list[Obj]:
        return ([self.message] if self.message else []) + self.followups

    @property
    def ephemeral(self) -> bool:
        return bool(self.messages and self.messages[0].flags & EPHEMERAL)

    @property
    def attachments(self) -> list[Obj]:
        return [attachment for message in self.messages for attachment in message.attachments]

    @property
    def rejected(self) -> list[Action]:
        return [action for action in self.actions if action.call.status >= 400]

    def __repr__(self) -> str:
        return f"<Interaction type={self.type} ms={self.ms:.1f} callback={self.callback_type} text={self.text[:80]!r}>"


class Exchange(Watched):
    """A message of a person, and what the bot posted after it (by reference, thread or, failing those, channel)."""

    message: Obj

    def __init__(self, message: Obj) -> None:
        super().__init__(message)
        self.replies: list[Obj] = []
        self.typing_ms: float | None = None
        self.first_at: float | None = None

    def is_answered_by(self, message: Obj) -> bool:
        """Whether this message of the bot is meant for this exchange."""
        reference = (message.message_reference or Obj()).message_id
        unprompted = not reference and not message.interaction_metadata
        return (
            message in self.replies
            or self.message.id in (reference, message.channel_id)
            or (unprompted and message.channel_id == self.message.channel_id)
        )

    def take(self, message: Obj) -> None:
        """Adds a reply, or notices the change of one."""
        if message not in self.replies:
            self.replies.append(message)
            self.first_at = self.first_at or time.perf_counter()
        self.touch()

    @property
    def ms(self) -> float:
        """Milliseconds until the first reply; inf if there was none."""
        return self.ms_since(self.first_at)

    @property
    def text(self) -> str:
        return "\n".join(visible_text(message) for message in self.replies)


def percentile(values: Iterable[float], q: float) -> float:
    """The value below which `q` percent of `values` lie. Raises IndexError without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q / 100 * len(ordered)))]
