"""Who acts, where, and with what rights; and the words in which a test says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypedDict

from tests.standin.constants import MIB, ORDINARY, PERMISSIONS, ChannelType
from tests.standin.errors import CannotDo
from tests.standin.objects import Obj

_EVERY_CONTEXT = [0, 1, 2]  # a guild, direct messages with the bot, those among people
_GUILD_ONLY = [0]
_EVERY_INSTALL = [0, 1]  # for a guild, for a person


class Gesture(TypedDict, total=False):
    """How a person acts on what is there.

    `permissions` are names or bits, instead of those the person has. `wait` is until the callback ("ack"), until there
    is something to read and `settle` seconds passed without a further call ("final", the default; raise `settle` for
    bots that keep editing), or None: not at all; for `timeout` seconds at most. `force` does what no client would
    allow, to test the bot's own checks.
    """

    user: Obj | None
    permissions: str | int | Iterable[str] | None
    locale: str
    force: bool
    wait: Literal["final", "ack"] | None
    timeout: float
    settle: float


class Doing(Gesture, total=False):
    """How and where a person acts: in a channel, else in the guild's first, else with `dm` in direct messages."""

    guild: Obj | None
    channel: Obj | None
    dm: bool
    user_install: bool


@dataclass(frozen=True)
class Actor:
    """A person in a place. `guild` and `member` are None in direct messages."""

    user: Obj
    channel: Obj
    guild: Obj | None
    member: Obj | None
    permissions: int
    locale: str
    user_install: bool

    @property
    def context(self) -> int:
        """Discord's number of the kind of place: 0 a guild, 1 direct messages with the bot, 2 those among people."""
        if self.guild:
            return 0
        return 2 if self.channel.type == ChannelType.GROUP_DM else 1

    def payload(self, app_id: str) -> Obj:
        """What every interaction says of who acts and where."""
        payload = Obj(
            version=1,
            application_id=app_id,
            channel_id=self.channel.id,
            channel=self.channel,
            locale=self.locale,
            entitlements=[],
            app_permissions=str(ORDINARY),
            attachment_size_limit=10 * MIB,
            authorizing_integration_owners=self._installers(),
            context=self.context,
        )
        if self.guild and self.member:
            payload.channel = Obj(self.channel, permissions=str(self.permissions))
            payload.guild_id = self.guild.id
            payload.guild_locale = self.guild.preferred_locale
            payload.guild = Obj(id=self.guild.id, locale=self.guild.preferred_locale, features=self.guild.features)
            payload.member = Obj(self.member, permissions=str(self.permissions))
        else:
            payload.user = self.user
        return payload

    def check_may_use(self, command: Obj) -> None:
        """Raises CannotDo where a client would not offer the command."""
        contexts = command.contexts
        if contexts is None:
            contexts = _GUILD_ONLY if command.dm_permission is False else _EVERY_CONTEXT
        if self.context not in contexts:
            raise CannotDo(f"/{command.name} is not offered here (context {self.context}, it has {contexts})")
        if self.user_install and 1 not in (command.integration_types or _EVERY_INSTALL):
            raise CannotDo(f"/{command.name} is not offered to who has installed the app for themselves")
        if self.guild and command.default_member_permissions is not None:
            self._check_has(int(command.default_member_permissions), command.name)

    def _check_has(self, needed: int, name: str) -> None:
        if self.permissions & PERMISSIONS["administrator"]:
            return
        if needed == 0 or self.permissions & needed != needed:
            raise CannotDo(f"/{name} is not offered to this member (needs permissions {needed})")

    def _installers(self) -> dict[str, str]:
        if self.user_install:
            return {"1": self.user.id}
        return {"0": self.guild.id if self.guild else "0"}
