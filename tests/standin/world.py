"""The world the bot lives in: users, guilds with their roles, members and channels, and what each may do."""

from __future__ import annotations

import base64
import itertools
import secrets
import time
from collections.abc import Iterable

from tests.standin import blueprints
from tests.standin.constants import ALL_PERMISSIONS, ORDINARY, PERMISSIONS, ChannelType
from tests.standin.objects import Json, Obj

_EPOCH_MS = 1420070400000  # Discord's snowflakes count from 2015


class World:
    """A guild with an owner, a member (`user`), the bot and one channel; tests add what else they need."""

    def __init__(self) -> None:
        super().__init__()
        self._ids = itertools.count()
        self.port = 0
        self.users: dict[str, Obj] = {}
        self.guilds: dict[str, Obj] = {}
        self.channels: dict[str, Obj] = {}
        self.app_id = self.snowflake()
        self.token = _token(self.app_id)
        self.bot_user = self.add_user("testbot", bot=True, id=self.app_id)
        self.owner = self.add_user("owner")
        self.user = self.add_user("alice")
        self.guild = self.add_guild("Test Guild")
        self.channel: Obj = self.guild.channels[0]

    def snowflake(self) -> str:
        """A new id, larger than all before."""
        return str((int(time.time() * 1000) - _EPOCH_MS) << 22 | next(self._ids) & 0x3FFFFF)

    def add_user(self, name: str, **fields: Json) -> Obj:
        """A new user; `fields` (bot, id, …) differ from a plain one's."""
        user = blueprints.user(self.snowflake(), name, fields)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, locale: str = "en-US", members: Iterable[Obj] = (), with_bot: bool = True) -> Obj:
        """A new guild with the bot (if it is invited), the owner, the user and these members, and a channel."""
        guild = blueprints.guild(self.snowflake(), name, owner=self.owner, locale=locale)
        self.guilds[guild.id] = guild
        self.add_role(guild, "@everyone", ORDINARY, id=guild.id)
        for user in (*([self.bot_user] if with_bot else []), self.owner, self.user, *members):
            self.add_member(guild, user)
        self.add_channel(guild, "general")
        return guild

    def add_role(self, guild: Obj, name: str, permissions: int = 0, **fields: Json) -> Obj:
        """A new role with these permission bits, above the guild's others."""
        role = blueprints.role(self.snowflake(), name, permissions, position=len(guild.roles), fields=fields)
        guild.roles.append(role)
        return role

    def add_member(self, guild: Obj, user: Obj, *, roles: Iterable[Obj] = ()) -> Obj:
        """Makes the user a member of the guild."""
        member = blueprints.member(user, roles)
        guild.members.append(member)
        guild.member_count = len(guild.members)
        return member

    def add_channel(self, guild: Obj, name: str, **fields: Json) -> Obj:
        """A new channel, for text unless `fields` give another type."""
        channel = blueprints.channel(self.snowflake(), name, guild, fields)
        guild.channels.append(channel)
        self.channels[channel.id] = channel
        return channel

    def add_thread(self, parent: Obj, name: str, **fields: Json) -> Obj:
        """A new thread of a channel, or a post of a forum."""
        thread = blueprints.thread(self.snowflake(), parent, owner_id=self.user.id, body=Obj(name=name))
        thread.update(fields)
        self.guilds[parent.guild_id].threads.append(thread)
        self.channels[thread.id] = thread
        return thread

    def dm_channel(self, user: Obj) -> Obj:
        """The channel between this user and the bot."""
        for channel in self.channels.values():
            if channel.type == ChannelType.DM and channel.recipients[0].id == user.id:
                return channel
        channel = Obj(id=self.snowflake(), type=ChannelType.DM, recipients=[user], last_message_id=None, flags=0)
        self.channels[channel.id] = channel
        return channel

    def add_group(self, owner: Obj, *others: Obj) -> Obj:
        """A new group of direct messages among people; the bot, which is not in it, hears of its interactions alone."""
        fields = Obj(
            name=None, icon=None, owner_id=owner.id, recipients=[owner, *others], last_message_id=None, flags=0
        )
        group = Obj(fields, id=self.snowflake(), type=ChannelType.GROUP_DM)
        self.channels[group.id] = group
        return group

    def permissions_of(self, user: Obj, guild: Obj | None, given: str | int | Iterable[str] | None = None) -> int:
        """The user's permission bits there; those `given` (bits, a name or names) instead, where any are."""
        bits = self._bits_of(user, guild) if given is None else _bits(given)
        return ALL_PERMISSIONS if bits & PERMISSIONS["administrator"] else bits

    def _bits_of(self, user: Obj, guild: Obj | None) -> int:
        if guild is None:
            return ORDINARY
        if guild.owner_id == user.id:
            return ALL_PERMISSIONS
        member = self.member_of(user, guild)
        bits = ORDINARY
        for role in guild.roles:
            if member and role.id in member.roles:
                bits |= int(role.permissions)
        return bits

    def has_bot(self, guild: Obj) -> bool:
        """Whether the bot is a member of the guild; where it is not, it hears of its own interactions alone."""
        return self.member_of(self.bot_user, guild) is not None

    def is_open(self, channel: Obj) -> bool:
        """Whether the bot is where the channel is, so that it may read and write there by itself."""
        guild = self.guild_of(channel)
        return self.has_bot(guild) if guild else channel.type != ChannelType.GROUP_DM

    def member_of(self, user: Obj, guild: Obj | None) -> Obj | None:
        """The user as a member of the guild."""
        members: list[Obj] = guild.members if guild else []
        return next((member for member in members if member.user.id == user.id), None)

    def guild_of(self, channel: Obj | None) -> Obj | None:
        """The guild a channel is in; None for a channel of direct messages."""
        return self.guilds.get(channel.guild_id) if channel and channel.guild_id else None


def _token(app_id: str) -> str:
    """A token formed like a real one: libraries read the application's id out of it."""
    head = base64.b64encode(app_id.encode()).decode().rstrip("=")
    return f"{head}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}"


def _bits(given: str | int | Iterable[str]) -> int:
    if isinstance(given, int):
        return given
    names = [given] if isinstance(given, str) else given
    return ORDINARY | sum(PERMISSIONS[name] for name in names)
