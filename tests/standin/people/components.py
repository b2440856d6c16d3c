"""Components as people use them: buttons, select menus and modals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Unpack

from tests.standin.constants import EPHEMERAL, SELECTS, ButtonStyle, ComponentType, InteractionType
from tests.standin.errors import CannotDo
from tests.standin.objects import Json, Obj, walk
from tests.standin.people.acting import Acting, Shown
from tests.standin.people.actor import Actor, Doing, Gesture
from tests.standin.people.choices import Choices
from tests.standin.people.forms import filled_form
from tests.standin.rest.callbacks import metadata
from tests.standin.watched import Interaction

_SILENT = (ButtonStyle.LINK, ButtonStyle.PREMIUM)  # they send no interaction


class ComponentPeople(Acting):
    """People who press, pick and fill in."""

    async def click(self, message: Shown, target: str | int = 0, **gesture: Unpack[Gesture]) -> Interaction:
        """A person presses the button that has this custom_id or label (or this index)."""
        source = self.shown(message)
        pressable = [
            each for each in walk(source.components) if each.type == ComponentType.BUTTON and each.style not in _SILENT
        ]
        if isinstance(target, int):
            found = pressable[target : target + 1]
        else:
            found = [each for each in pressable if target in (each.custom_id, each.label)]
        if not found:
            there = [(each.custom_id, each.label) for each in pressable]
            raise CannotDo(f"no button {target!r}; there are {there}")
        if found[0].disabled and not gesture.get("force"):
            raise CannotDo(f"button {target!r} is disabled")
        return await self._use(source, found[0], self._actor_on(source, gesture), Obj(), Obj(), gesture)

    async def select(
        self, message: Shown, target: str | int, values: Sequence[Json], **gesture: Unpack[Gesture]
    ) -> Interaction:
        """A person picks options (values or labels) of a select menu, or users, roles, channels.

        The menu is named by its custom_id or its index.
        """
        source, force = self.shown(message), gesture.get("force", False)
        menus = [each for each in walk(source.components) if each.type in SELECTS]
        if isinstance(target, int):
            found = menus[target : target + 1]
        else:
            found = [each for each in menus if each.custom_id == target]
        if not found or (found[0].disabled and not force):
            raise CannotDo(f"no usable select {target!r}; there are {[each.custom_id for each in menus]}")
        actor = self._actor_on(source, gesture)
        choices = Choices.of(self, actor, force=force)
        picked = Obj(values=choices.picked(found[0], values))
        return await self._use(source, found[0], actor, picked, choices.resolved, gesture)

    async def modal_submit(
        self, shown: Interaction, values: Mapping[str, Json], **gesture: Unpack[Gesture]
    ) -> Interaction:
        """A person fills in (by custom_id or label) and sends the modal that `shown` opened."""
        if not shown.modal:
            raise CannotDo("that interaction opened no modal")
        installed = "0" not in shown.payload.authorizing_integration_owners
        actor = self._actor_in(shown.channel, gesture.get("user") or shown.user, gesture, user_install=installed)
        choices = Choices.of(self, actor, force=gesture.get("force", False))
        components = filled_form(shown.modal, values, choices)
        data = Obj(custom_id=shown.modal.custom_id, components=components)
        source = shown.payload.message
        interaction = self.interaction(InteractionType.MODAL, actor, data, choices.resolved, source)
        interaction.opened_by = metadata(shown)
        return await self.send(interaction, gesture)

    def _actor_on(self, source: Obj, gesture: Gesture) -> Actor:
        """Who uses a component; one of an ephemeral message only the person it was sent to."""
        channel = self.channels[source.channel_id]
        user = gesture.get("user")
        if source.flags & EPHEMERAL and source.interaction_metadata:
            sees_it: Obj = source.interaction_metadata.user
            if user and user.id != sees_it.id:
                raise CannotDo("only the person it was sent to sees an ephemeral message")
            user = sees_it
        owners = (source.interaction_metadata or Obj()).authorizing_integration_owners or {}
        installed = bool(owners) and "0" not in owners
        return self._actor_in(channel, user or (channel.recipients or [None])[0], gesture, user_install=installed)

    def _actor_in(self, channel: Obj, user: Obj | None, gesture: Gesture, *, user_install: bool) -> Actor:
        doing = Doing(user=user, channel=channel, locale=gesture.get("locale", "en-US"), user_install=user_install)
        doing["permissions"] = gesture.get("permissions")
        return self.actor(doing)

    async def _use(
        self, source: Obj, component: Obj, actor: Actor, more: Obj, resolved: Obj, gesture: Gesture
    ) -> Interaction:
        data = Obj(more, component_type=component.type, custom_id=component.custom_id, id=component.id)
        interaction = self.interaction(InteractionType.COMPONENT, actor, data, resolved, source)
        return await self.send(interaction, gesture)
