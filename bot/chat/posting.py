"""One message into a channel, once: known again by its mark, sent with a nonce, published where others follow.

Knows Discord's channels and refusals; nothing of issues, and not who gets what.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord

from bot.cards import Card
from bot.chat.failures import UNREACHABLE
from bot.chat.view import message
from bot.errors import BackIssueError

MOST_READ = 500  # messages of a channel that are looked through for an earlier try
PUBLISHING = 5.0  # seconds; Discord lets a channel publish ten messages an hour, and a full hour is not waited for
NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "read_message_history": "Read Message History",
}
NEEDED_IN_THREADS = {
    "view_channel": "View Channel",
    "send_messages_in_threads": "Send Messages in Threads",
    "read_message_history": "Read Message History",
}

CLOSED = (10013, 50007, 50278)  # codes of Discord: no such member, no direct messages taken, no server in common

_log = logging.getLogger(__name__)

ServerPlace = discord.TextChannel | discord.Thread
Place = ServerPlace | discord.DMChannel


class RefusedError(BackIssueError):
    """Nothing was sent, and Discord says that nothing can be; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Post:
    """A message to be sent once: `mark` is the id of a button in it, `nonce` what Discord knows a second try by.

    An earlier try cannot be older than `since`; `tried` is when the first one was, if there was one.
    """

    card: Card
    mark: str
    nonce: str
    since: dt.datetime
    tried: dt.datetime | None = None
    role: int | None = None


def missing(place: ServerPlace) -> list[str]:
    """The permissions that the bot lacks to post in a channel or thread, as Discord's settings call them.

    Without the one to read, Discord shows it an empty history instead of refusing.
    """
    needed = NEEDED
    if isinstance(place, discord.Thread):
        if place.parent is None:  # permissions are those of the channel, which is hidden
            return [NEEDED["view_channel"]]
        needed = NEEDED_IN_THREADS | ({"manage_threads": "Manage Threads (it is locked)"} if place.locked else {})
    has = place.permissions_for(place.guild.me)
    return [name for permission, name in needed.items() if not getattr(has, permission)]


async def channel_of(server: discord.Guild, channel: int) -> ServerPlace:
    """A server's channel or thread to post in. Raises RefusedError where there is none.

    Discord must be asked for a thread that is archived; a post there opens it again.
    """
    found = server.get_channel_or_thread(channel)
    if found is None:
        try:
            found = await server.fetch_channel(channel)
        except (discord.NotFound, discord.Forbidden, discord.InvalidData) as refusal:
            raise RefusedError("the channel is gone.") from refusal
    if isinstance(found, discord.TextChannel | discord.Thread):
        return found
    raise RefusedError("it is no channel for messages any more.")


async def direct(bot: discord.Client, member: int) -> discord.DMChannel:
    """Where a member gets direct messages. Raises RefusedError where they take none."""
    try:
        return await bot.create_dm(discord.Object(member))
    except discord.HTTPException as refusal:
        if refusal.code not in CLOSED:
            raise
        raise RefusedError(f"Discord does not let me ({refusal.text}).") from refusal


async def send_once(place: Place, post: Post, own: int) -> discord.Message:
    """The message: the one that an earlier try left there, else a new one. `own` is the bot's id.

    Raises RefusedError, with nothing sent; after other errors of Discord or the network it may have been.
    """
    if not isinstance(place, discord.DMChannel) and (lacking := missing(place)):
        raise RefusedError(f"I lack the permission {' and '.join(lacking)}.")
    try:
        sent = await _sent_before(place, post, own) or await _send(place, post)
    except (discord.Forbidden, discord.NotFound) as refusal:
        if isinstance(place, discord.DMChannel) and refusal.code not in CLOSED:
            raise
        raise RefusedError(f"Discord does not let me ({refusal.text or refusal.status}).") from refusal
    if isinstance(place, discord.TextChannel) and place.is_news() and not sent.flags.crossposted:
        await _publish(sent)
    return sent


async def _send(place: Place, post: Post) -> discord.Message:
    shown = message(post.card)
    roles = [discord.Object(post.role)] if post.role else False
    mentions = discord.AllowedMentions(everyone=False, users=False, roles=roles)
    return await place.send(view=shown["view"], allowed_mentions=mentions, nonce=post.nonce)


async def _sent_before(place: Place, post: Post, own: int) -> discord.Message | None:
    """What an earlier try left, this ledger's or that of a database since lost.

    Raises RefusedError where so much was written since that nobody can tell.
    """
    read = 0
    seen: discord.Message | None = None
    async for seen in place.history(limit=MOST_READ, after=post.since, oldest_first=False):
        read += 1
        if seen.author.id == own and post.mark in marks(seen.components):
            return seen
    if read == MOST_READ and seen and post.tried and seen.created_at > post.tried:
        raise RefusedError("so much was written there since a first try that I cannot tell whether it was posted.")
    return None


def marks(components: Iterable[Any]) -> Iterator[str]:
    """The ids of the buttons of a message, and of what its menus of the same kind offer."""
    for component in components:
        yield from marks(getattr(component, "children", ()))
        if isinstance(component, discord.Button) and component.custom_id:
            yield component.custom_id
        elif isinstance(component, discord.SelectMenu):
            yield from (f"{component.custom_id}{option.value}" for option in component.options)


async def _publish(sent: discord.Message) -> None:
    """Has the message seen in the servers that follow the channel. It stands where it is if that fails."""
    try:
        async with asyncio.timeout(PUBLISHING):
            await sent.publish()
    except (*UNREACHABLE, TimeoutError) as error:
        _log.warning("A new issue was posted and could not be published to followers: %s", error)
