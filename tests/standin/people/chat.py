"""Messages as people write and delete them, and what owners do to channels and guilds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from tests.standin.constants import MessageType
from tests.standin.objects import Obj
from tests.standin.people.acting import Acting, Shown
from tests.standin.rest.channels import ChannelRoutes
from tests.standin.watched import Exchange


class Saying(TypedDict, total=False):
    """How and where a person writes.

    `attachments` are (file name, content); `wait` is any word to wait for a reply, `timeout` seconds at most, and until
    `settle` seconds pass without a further one, or None: not to wait.
    """

    user: Obj | None
    channel: Obj | None
    dm: bool
    attachments: Sequence[tuple[str, bytes]]
    reply_to: Shown | None
    wait: str | None
    timeout: float
    settle: float


class ChatPeople(Acting, ChannelRoutes):
    """People who write messages."""

    async def say(self, content: str, **saying: Unpack[Saying]) -> Exchange:
        """A person writes a message; the exchange collects the bot's replies."""
        user = saying.get("user") or self.user
        channel = saying.get("channel") or (self.dm_channel(user) if saying.get("dm") else self.channel)
        files = [(name, None, data) for name, data in saying.get("attachments", ())]
        reply_to = saying.get("reply_to")
        asked = None if reply_to is None else self.shown(reply_to)
        message = self.add_message(channel, user, Obj(content=content), files, _reply_fields(asked, channel))
        if asked and asked.author.id == self.app_id and self.bot_user not in message.mentions:
            message.mentions.append(self.bot_user)
        exchange = Exchange(message)
        self.exchanges.append(exchange)
        await self.dispatch("MESSAGE_CREATE", self.as_event(message), self.guild_of(channel))
        if saying.get("wait", "final"):
            await exchange.until(lambda: exchange.replies, saying.get("timeout", 10.0))
            await exchange.settle(saying.get("settle", 0.2))
        return exchange

    async def mention(self, content: str, **saying: Unpack[Saying]) -> Exchange:
        """Like `say`, with the bot mentioned in front (not in a DM, where no mention is needed)."""
        return await self.say(content if saying.get("dm") else f"<@{self.app_id}> {content}", **saying)

    async def delete_message(self, message: Shown) -> None:
        """Somebody deletes a message (of an exchange: the person's own, not the reply)."""
        await self.remove_message(message.message if isinstance(message, Exchange) else self.shown(message))

    async def delete_channel(self, channel: Obj) -> None:
        """Somebody deletes a guild's channel, or a thread."""
        guild = self.guilds[channel.guild_id]
        del self.channels[channel.id]
        for there in (guild.channels, guild.threads):
            if channel in there:
                there.remove(channel)
        await self.dispatch("THREAD_DELETE" if channel.thread_metadata else "CHANNEL_DELETE", channel, guild)

    async def archive(self, thread: Obj, **state: bool) -> None:
        """A thread is archived; `state` says what else becomes of it, such as that it is locked."""
        thread.thread_metadata.update(archived=True, **state)
        guild = self.guilds[thread.guild_id]
        guild.threads.remove(thread)
        await self.dispatch("THREAD_UPDATE", thread, guild)

    async def leave_guild(self, guild: Obj) -> None:
        """The bot is put out of a guild."""
        del self.guilds[guild.id]
        await self.dispatch("GUILD_DELETE", Obj(id=guild.id, unavailable=False), guild)


def _reply_fields(asked: Obj | None, channel: Obj) -> Obj:
    if asked is None:
        return Obj()
    reference = Obj(message_id=asked.id, channel_id=channel.id)
    return Obj(type=MessageType.REPLY, message_reference=reference, referenced_message=asked)
