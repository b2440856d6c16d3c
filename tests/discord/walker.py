"""Walks through everything that the bot offers in one place, and reads what comes as the one who acts there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.discord.steps import COMMANDS, MENUS, PRESSES, TYPED, Command, Here, Press, Seen, Typed, Who
from tests.standin import FakeDiscord, Interaction, Obj, walk
from tests.standin.constants import EPHEMERAL, SELECTS, ButtonStyle, CallbackType, ComponentType
from tests.standin.people.actor import Doing, Gesture

PATIENCE = 30.0  # seconds, for what is read anew or drawn
QUIET = 0.02  # seconds without a further call, after which an answer is taken to be whole
RIGHTS = {Who.MANAGER: "manage_guild", Who.OWNER: "manage_guild"}


@dataclass(frozen=True)
class Part:
    """A button or a select of a message. Two that differ in numbers alone are the same to the walk."""

    message: Obj
    component: Obj

    @property
    def kind(self) -> str:
        """What its id begins with."""
        return str(self.component.custom_id).partition(":")[0]

    @property
    def same(self) -> tuple[str, int, str]:
        """What tells it from others."""
        label = self.component.label or self.component.placeholder or ""
        return self.kind, self.component.type, re.sub(r"\d+", "#", label)


@dataclass
class Walker:
    """One walk: what was met and pressed in a place, by somebody. `doing` says where; see Doing."""

    discord: FakeDiscord
    doing: Doing
    messages: list[Obj] = field(default_factory=list)
    pressed: dict[tuple[str, int, str], Part] = field(default_factory=dict)

    async def look(self, *only: Who) -> None:
        """Every command, option and menu, or those commands alone that may be used by the ones named."""
        for command in COMMANDS:
            if command.who in (only or Who) and (self._in_server or not command.only_in_servers):
                self._keep(await self.command(command))
        for typed in TYPED:
            if self._in_server or not typed.only_in_servers:
                await self._typed(typed)
        for menu in MENUS:
            said = await self.discord.say(menu.text, wait=None, channel=self.discord.actor(self.doing).channel)
            found = await self.discord.context_menu(menu.name, said.message, **self._here())
            assert re.search(menu.says, found.text, re.MULTILINE), found.text
            assert found.ephemeral
            self._keep(found)

    async def press_all(self, stranger: Obj | None = None) -> set[str]:
        """Every button and select that was brought, and those that these bring; their kinds.

        What everybody sees is pressed by a `stranger` before, twice at once.
        """
        while part := self._next():
            self.pressed[part.same] = part
            if stranger and not part.message.flags & EPHEMERAL:
                await asyncio.gather(*(self.press(part, stranger) for _ in range(2)))
            self._keep(await self.press(part))
        return {kind for kind, _, _ in self.pressed}

    async def command(self, command: Command) -> Interaction:
        """One command, by who may use it."""
        doing = self._here()
        if command.who is Who.OWNER:
            doing["user"] = self.discord.owner
        if command.who in RIGHTS and self._in_server:
            doing["permissions"] = RIGHTS[command.who]
        shown = await self.discord.slash(command.name, self._options(command), **doing)
        await shown.until(lambda: re.search(command.says, shown.text, re.MULTILINE), PATIENCE)
        assert re.search(command.says, shown.text, re.MULTILINE), f"/{command.name}: {shown.text}"
        assert shown.ephemeral == (command.seen is Seen.ALONE), command
        if command.pictures:
            assert await shown.until(lambda: shown.attachments, PATIENCE), command
        return shown

    async def refused(self, command: Command) -> None:
        """One command by who may not use it, past what Discord would hide: told so alone."""
        shown = await self.discord.slash(command.name, self._options(command), **self._here(force=True))
        assert re.search(command.refuses, shown.text), f"/{command.name}: {shown.text}"
        assert shown.ephemeral

    async def press_refused(self) -> set[str]:
        """Everything that is for managers, by the one who had it shown and is none any more; the kinds."""
        parts = [part for part in self._parts() if expected(part).who is Who.MANAGER]
        for part in parts:
            before = list(part.message.components)
            shown = await self._pressed(part, self._asker(part.message), 0)
            assert "Only members who may manage this server" in shown.text, part.same
            assert shown.ephemeral
            assert part.message.components == before
        return {part.kind for part in parts}

    async def press(self, part: Part, stranger: Obj | None = None) -> Interaction:
        """Presses a button, or picks an entry of a select, and reads what comes."""
        step = expected(part)
        before = list(part.message.components)
        rights = RIGHTS.get(step.who, self.doing.get("permissions"))
        shown = await self._pressed(part, stranger or self._asker(part.message), rights)
        assert shown.acked, part.same
        assert re.search(step.says, shown.text, re.MULTILINE), f"{part.same}: {shown.text}"
        if step.seen is Seen.IN_PLACE and not stranger:
            assert shown.callback_type == CallbackType.UPDATE, part.same
        else:
            assert shown.callback_type == CallbackType.REPLY, part.same
            assert shown.ephemeral == (step.seen is not Seen.BY_ALL), part.same
            assert part.message.components == before
        return shown

    async def _pressed(self, part: Part, user: Obj, rights: str | int | Iterable[str] | None) -> Interaction:
        name = part.component.custom_id
        gesture = Gesture(user=user, settle=QUIET, permissions=rights)
        if part.component.type == ComponentType.BUTTON:
            return await self.discord.click(part.message, name, **gesture)
        channels = part.component.type == ComponentType.CHANNEL_SELECT
        value = self._channel if channels else part.component.options[0].value
        return await self.discord.select(part.message, name, [value], **gesture)

    def _asker(self, message: Obj) -> Obj:
        asked = message.interaction_metadata
        return asked.user if asked else self.doing.get("user") or self.discord.user

    def _next(self) -> Part | None:
        """What is not pressed yet; first of the kinds that are not, since a press may take a message's others away."""
        left = [part for part in self._parts() if part.same not in self.pressed]
        kinds = {kind for kind, _, _ in self.pressed}
        return next((part for part in left if part.kind not in kinds), left[0] if left else None)

    def _parts(self) -> Iterator[Part]:
        """What can be pressed on the messages so far."""
        for message in self.messages:
            for each in walk(message.components):
                silent = each.style == ButtonStyle.LINK or each.disabled
                if each.type in (ComponentType.BUTTON, *SELECTS) and not silent:
                    yield Part(message, each)

    async def _typed(self, step: Typed) -> None:
        shown = await self.discord.autocomplete(step.name, step.option, step.typed, **self._here())
        assert step.offered in [choice.value for choice in shown.choices or []], step

    def _options(self, command: Command) -> dict[str, Any]:
        """A command's options, with the channel and the role of the place."""
        meant = {Here.CHANNEL: self._channel, Here.ROLE: self._role}
        return {name: meant.get(value, value) for name, value in command.options.items()}

    @property
    def _guild(self) -> Obj:
        """The server of the walk; elsewhere any one, since options of commands that are for servers name its parts."""
        return self.discord.guild_of(self.discord.actor(self.doing).channel) or self.discord.guild

    @property
    def _channel(self) -> Obj:
        channel: Obj = self._guild.channels[0]
        return channel

    @property
    def _role(self) -> Obj:
        """A role that anybody may mention, where there is one."""
        roles: list[Obj] = self._guild.roles
        return next((role for role in roles if role.mentionable), roles[0])

    @property
    def _in_server(self) -> bool:
        return not self.doing.get("dm") and not self.doing.get("user_install")

    def _here(self, *, force: bool = False) -> Doing:
        doing = self.doing.copy()
        doing["settle"], doing["force"] = QUIET, force
        return doing

    def _keep(self, shown: Interaction) -> None:
        self.messages += [message for message in shown.messages if message not in self.messages]


def expected(part: Part) -> Press:
    """The step for a kind of button. Fails where there is none."""
    step = next((each for each in PRESSES if each.kind == part.kind), None)
    assert step, f"the button {part.component.custom_id!r} has no step in tests/discord/steps.py"
    return step
