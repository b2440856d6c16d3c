"""Commands as people use them: slash commands, their autocomplete, and commands on a message or a user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from tests.standin.constants import CommandType, InteractionType
from tests.standin.errors import CannotDo
from tests.standin.objects import Json, Obj
from tests.standin.people.acting import Acting
from tests.standin.people.actor import Doing
from tests.standin.people.choices import Choices
from tests.standin.rest.commands import CommandRoutes
from tests.standin.watched import Interaction, Watched


class CommandPeople(Acting, CommandRoutes):
    """People who run commands."""

    async def slash(self, name: str, options: Mapping[str, Json] | None = None, **doing: Unpack[Doing]) -> Interaction:
        """A person runs `/name` (a subcommand's path by spaces: "config model set").

        Options are plain values; users, channels and roles are objects of this world; an attachment is a
        (file name, bytes). Raises CannotDo where a client would not let them.
        """
        actor, force = self.actor(doing), doing.get("force", False)
        root, *path = name.split()
        command = self.command(root, guild=actor.guild)
        if not force:
            actor.check_may_use(command)
        choices = Choices.of(self, actor, force=force)
        data = _command_data(command, options=choices.options(command, path, options or {}))
        return await self.send(self.interaction(InteractionType.COMMAND, actor, data, choices.resolved), doing)

    async def autocomplete(
        self,
        name: str,
        option: str,
        value: Json,
        options: Mapping[str, Json] | None = None,
        **doing: Unpack[Doing],
    ) -> Interaction:
        """A person types `value` into an option; the answer's `choices` are what they are offered."""
        actor = self.actor(doing)
        root, *path = name.split()
        command = self.command(root, guild=actor.guild)
        choices = Choices.of(self, actor, force=True)
        data = _command_data(command, options=choices.options(command, path, {**(options or {}), option: value}))
        definition, typed = command.options, data.options
        for part in path:
            definition, typed = _named(definition, part).options, typed[0].options
        if not _named(definition, option).autocomplete:
            raise CannotDo(f"option {option!r} of {name!r} has no autocomplete")
        _named(typed, option).update(focused=True, value=str(value))
        interaction = self.interaction(InteractionType.AUTOCOMPLETE, actor, data, choices.resolved)
        interaction.option_type = _named(definition, option).type
        return await self.send(interaction, doing)

    async def context_menu(self, name: str, target: Obj | Watched, **doing: Unpack[Doing]) -> Interaction:
        """A person picks a command on a message (or what brought one) or on a user."""
        if isinstance(target, Watched):
            if target.message is None:
                raise CannotDo("there is no message")
            target = target.message
        on_message = "content" in target
        if on_message and doing.get("channel") is None:
            doing["channel"] = self.channels.get(target.channel_id)
        actor = self.actor(doing)
        command = self.command(name, kind=CommandType.MESSAGE if on_message else CommandType.USER, guild=actor.guild)
        if not doing.get("force"):
            actor.check_may_use(command)
        choices = Choices.of(self, actor, force=True)
        if on_message:
            choices.resolved.messages = Obj({target.id: target})
        else:
            choices.user(target)
        data = _command_data(command, target_id=target.id)
        return await self.send(self.interaction(InteractionType.COMMAND, actor, data, choices.resolved), doing)


def _command_data(command: Obj, **more: Json) -> Obj:
    data = Obj(id=command.id, name=command.name, type=command.type, **more)
    if command.guild_id:
        data.guild_id = command.guild_id
    return data


def _named(options: list[Obj], name: str) -> Obj:
    return next(option for option in options if option.name == name)
