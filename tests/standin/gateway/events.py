"""Events on their way to the bot: which session gets them, by shard and intent, and what of them it may see."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from tests.standin.constants import Intent
from tests.standin.gateway.session import Session
from tests.standin.messages import Messages
from tests.standin.objects import Json, Obj
from tests.standin.record import Record


class Events(Messages, Record):
    """A world whose happenings are sent to the bot's sessions."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: list[Session] = []
        self._stalled = False
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def connected(self) -> list[Session]:
        """The sessions with an open connection."""
        return [session for session in self.sessions if session.socket and session.valid]

    async def dispatch(self, event: str, data: Json, guild: Obj | None = None) -> None:
        """Sends any gateway event to the session whose shard the guild belongs to, if its intents ask for it."""
        if event != "INTERACTION_CREATE" and not self._hears(data, guild):
            return
        needed = _needed_intent(event, in_guild=guild is not None)
        guild_id = guild.id if guild else None
        for session in self.sessions:
            if session.valid and session.serves(guild_id) and session.intents & needed == needed:
                await self.emit(session, event, self._as_seen(session, event, data, guild))

    async def emit(self, session: Session, event: str, data: Json) -> None:
        """Sends an event to one session, or keeps it for a RESUME."""
        text = session.record(event, data)
        if session.socket and not self._stalled:
            await session.socket.send(text)

    def later(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Lets something happen after the answer that is under way."""
        self.keep(asyncio.ensure_future(coroutine))

    def keep(self, task: asyncio.Task[Any] | None) -> None:
        """A task that must not outlive the stand-in."""
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def stop_tasks(self) -> None:
        """Ends what is under way or was to happen later."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _hears(self, data: Json, guild: Obj | None) -> bool:
        """Whether the bot is where something happened."""
        channel = self.channels.get(data.channel_id) if "channel_id" in data else None
        return self.has_bot(guild) if guild else channel is None or self.is_open(channel)

    def _as_seen(self, session: Session, event: str, data: Json, guild: Obj | None) -> Json:
        """A guild's message without its content, where the bot neither wrote it, is mentioned, nor has the intent."""
        if guild is None or not event.startswith("MESSAGE") or "content" not in data:
            return data
        mentioned = any(user.id == self.app_id for user in data.mentions or [])
        if mentioned or data.author.id == self.app_id or session.intents & Intent.MESSAGE_CONTENT:
            return data
        return Obj(data, content="", embeds=[], attachments=[], components=[])


def _needed_intent(event: str, *, in_guild: bool) -> int:
    if event.startswith("MESSAGE_REACTION"):
        return Intent.GUILD_REACTIONS if in_guild else Intent.DM_REACTIONS
    if event.startswith("MESSAGE"):
        return Intent.GUILD_MESSAGES if in_guild else Intent.DM_MESSAGES
    if event.startswith("GUILD_MEMBER_"):
        return Intent.MEMBERS
    return Intent.GUILDS if event.startswith(("CHANNEL_", "THREAD_", "GUILD_")) else 0
