"""Walks through everything that the bot offers in one place, and reads what comes as the one who acts there."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.discord.steps import COMMANDS, MENUS, PRESSES, TYPED, Command, Press, Seen, Who
from tests.standin import FakeDiscord, Interaction, Obj, walk
from tests.standin.constants import EPHEMERAL, ButtonStyle, CallbackType, ComponentType
from tests.standin.people.actor import Doing

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

    async def look(self, only: Who | None = None) -> None:
        """Every command, option and menu, or those commands alone that may be used by the ones named."""
        for command in COMMANDS:
            if only in (None, command.who) and (self._in_server or not command.only_in_servers):
                self._keep(await self.command(command))
        for name, option, typed, offered in TYPED:
            await self._typed(name, option, typed, offered)
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
        while part := next((part for part in self._parts() if part.same not in self.pressed), None):
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
        shown = await self.discord.slash(command.name, command.options, **doing)
        await shown.until(lambda: re.search(command.says, shown.text, re.MULTILINE), PATIENCE)
        assert re.search(command.says, shown.text, re.MULTILINE), f"/{command.name}: {shown.text}"
        assert shown.ephemeral == (command.seen is Seen.ALONE), command
        if command.pictures:
            assert await shown.until(lambda: shown.attachments, PATIENCE), command
        return shown

    async def refused(self, command: Command) -> None:
        """One command by who may not use it, past what Discord would hide: told so alone."""
        shown = await self.discord.slash(command.name, command.options, **self._here(force=True))
        assert re.search(command.refuses, shown.text), f"/{command.name}: {shown.text}"
        assert shown.ephemeral

    async def press(self, part: Part, stranger: Obj | None = None) -> Interaction:
        """Presses a button, or picks the first entry of a select, and reads what comes."""
        step = expected(part)
        before = list(part.message.components)
        shown = await self._pressed(part, stranger or self._asker(part.message))
        assert shown.acked, part.same
        assert re.search(step.says, shown.text, re.MULTILINE), f"{part.same}: {shown.text}"
        if step.seen is Seen.IN_PLACE and not stranger:
            assert shown.callback_type == CallbackType.UPDATE, part.same
        else:
            assert shown.callback_type == CallbackType.REPLY, part.same
            assert shown.ephemeral == (step.seen is not Seen.BY_ALL), part.same
            assert part.message.components == before
        return shown

    async def _pressed(self, part: Part, user: Obj) -> Interaction:
        name = part.component.custom_id
        if part.component.type == ComponentType.BUTTON:
            return await self.discord.click(part.message, name, user=user, settle=QUIET)
        value = part.component.options[0].value
        return await self.discord.select(part.message, name, [value], user=user, settle=QUIET)

    def _asker(self, message: Obj) -> Obj:
        asked = message.interaction_metadata
        return asked.user if asked else self.doing.get("user") or self.discord.user

    def _parts(self) -> Iterator[Part]:
        """What can be pressed on the messages so far."""
        for message in self.messages:
            for each in walk(message.components):
                silent = each.style == ButtonStyle.LINK or each.disabled
                if each.type in (ComponentType.BUTTON, ComponentType.STRING_SELECT) and not silent:
                    yield Part(message, each)

    async def _typed(self, name: str, option: str, typed: str, offered: str) -> None:
        required = {each.name: "x" for each in self.discord.command(name).options if each.required}
        shown = await self.discord.autocomplete(name, option, typed, required, **self._here())
        assert offered in [choice.value for choice in shown.choices or []], f"/{name} {option}"

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
