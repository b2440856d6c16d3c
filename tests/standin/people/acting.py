"""What every act of a person shares: who acts, what is shown, the sending of the interaction and the waiting."""

from __future__ import annotations

import copy
import secrets
import time
from typing import TypeAlias

from tests.standin.constants import CallbackType
from tests.standin.errors import CannotDo
from tests.standin.objects import Obj
from tests.standin.people.actor import Actor, Doing, Gesture
from tests.standin.rest.followups import FollowupRoutes
from tests.standin.watched import Exchange, Interaction

Shown: TypeAlias = Obj | Interaction | Exchange  # a message, or what a message came out of


class Acting(FollowupRoutes):
    """A Discord in which people act."""

    def actor(self, doing: Doing) -> Actor:
        """Who acts, as the test said; by default the user in the first channel of the guild."""
        user = doing.get("user") or self.user
        channel = doing.get("channel")
        if channel is None:
            guild = doing.get("guild") or self.guild
            channel = self.dm_channel(user) if doing.get("dm") else guild.channels[0]
        guild_there = self.guild_of(channel)
        member = self.member_of(user, guild_there)
        if guild_there and member is None:
            member = self.add_member(guild_there, user)
        return Actor(
            user=user,
            channel=channel,
            guild=guild_there,
            member=member,
            permissions=self.permissions_of(user, guild_there, doing.get("permissions")),
            locale=doing.get("locale", "en-US"),
            user_install=doing.get("user_install", False),
        )

    def shown(self, what: Shown) -> Obj:
        """The message itself, or the last one that came. Raises CannotDo where none did."""
        if isinstance(what, Obj):
            return what
        messages = what.replies if isinstance(what, Exchange) else what.messages
        if not messages:
            raise CannotDo("there is no message")
        return messages[-1]

    def interaction(self, kind: int, actor: Actor, data: Obj, resolved: Obj, message: Obj | None = None) -> Interaction:
        """An interaction ready to be sent, on the `message` whose component was used, if one was."""
        if resolved:
            data.resolved = resolved
        payload = actor.payload(self.app_id)
        payload.update(id=self.snowflake(), token=secrets.token_urlsafe(96), type=kind, data=data)
        if message is not None:
            payload.message = copy.deepcopy(message)
            if message.interaction_metadata:  # whoever uses it, the app is there for those who had it first
                payload.authorizing_integration_owners = message.interaction_metadata.authorizing_integration_owners
        return Interaction(payload, actor.user, actor.channel, actor.guild)

    async def send(self, interaction: Interaction, gesture: Gesture) -> Interaction:
        """Sends INTERACTION_CREATE and waits as the test said; the interaction."""
        self.interactions[interaction.id] = interaction
        self.interactions_by_token[interaction.token] = interaction
        interaction.sent = time.perf_counter()
        await self.dispatch("INTERACTION_CREATE", interaction.payload, interaction.guild)
        wait, timeout = gesture.get("wait", "final"), gesture.get("timeout", 10.0)
        if wait:
            await interaction.until(lambda: interaction.acked, min(timeout, self.ack_deadline + 0.5))
        if wait == "final" and interaction.acked:
            await interaction.until(
                lambda: interaction.final_at or interaction.callback_type == CallbackType.DEFER_UPDATE, timeout
            )
            await interaction.settle(gesture.get("settle", 0.2))
        return interaction
