"""Routes of application commands: registered one by one or as a whole, for everybody or for one guild."""

from __future__ import annotations

import time
from collections import Counter

from tests.standin import rules
from tests.standin.constants import CommandType
from tests.standin.errors import ApiError, CannotDo
from tests.standin.objects import Json, Obj
from tests.standin.rest.routes import route
from tests.standin.rest.server import Rest
from tests.standin.watched import Call

Key = tuple[str | None, int, str]  # guild (None: everywhere), type, name
_CREATES_A_DAY = 200


class CommandRoutes(Rest):
    """What commands there are. `commands_written_at` is a perf_counter time."""

    def __init__(self) -> None:
        super().__init__()
        self.commands: dict[Key, Obj] = {}
        self.commands_written_at: float | None = None
        self._creates: Counter[str | None] = Counter()

    def command(self, name: str, *, kind: int = CommandType.CHAT, guild: Obj | None = None) -> Obj:
        """The command a person finds there under this name. Raises CannotDo where there is none."""
        found = self.commands.get((guild.id if guild else None, kind, name)) or self.commands.get((None, kind, name))
        if found is None:
            names = sorted(each for _, _, each in self.commands)
            raise CannotDo(f"no command {name!r} (type {int(kind)}); there are {names}")
        return found

    @route("GET", "/applications/{app}/commands")
    @route("GET", "/applications/{app}/guilds/{guild}/commands")
    def _list_commands(self, call: Call) -> Json:
        return [command for (guild, _, _), command in self.commands.items() if guild == call.params.guild]

    @route("PUT", "/applications/{app}/commands")
    @route("PUT", "/applications/{app}/guilds/{guild}/commands")
    def _put_commands(self, call: Call) -> Json:
        return self._write(call, call.body or [], replace=True)

    @route("POST", "/applications/{app}/commands")
    @route("POST", "/applications/{app}/guilds/{guild}/commands")
    def _post_command(self, call: Call) -> Json:
        return self._write(call, [call.body], replace=False)[0]

    @route("GET", "/applications/{app}/commands/{id}")
    @route("GET", "/applications/{app}/guilds/{guild}/commands/{id}")
    def _get_command(self, call: Call) -> Json:
        return self.commands[self._key(call)]

    @route("DELETE", "/applications/{app}/commands/{id}")
    @route("DELETE", "/applications/{app}/guilds/{guild}/commands/{id}")
    def _delete_command(self, call: Call) -> Json:
        del self.commands[self._key(call)]
        self.commands_written_at = time.perf_counter()

    def _key(self, call: Call) -> Key:
        for key, command in self.commands.items():
            if command.id == call.params.id:
                return key
        raise ApiError(404, 10063, "Unknown application command")

    def _write(self, call: Call, bodies: list[Obj], *, replace: bool) -> list[Obj]:
        guild: str | None = call.params.guild
        there = {key: command for key, command in self.commands.items() if key[0] == guild}
        keys: list[Key] = [(guild, body.type or CommandType.CHAT, body.name) for body in bodies]
        kept = [] if replace else [command for key, command in there.items() if key not in keys]
        self.refuse(call, rules.check_commands(kept + bodies))
        written = {key: self._registered(key, body, there.get(key)) for key, body in zip(keys, bodies, strict=True)}
        if replace:
            self.commands = {key: command for key, command in self.commands.items() if key[0] != guild}
        self.commands.update(written)
        self.commands_written_at = time.perf_counter()
        return list(written.values())

    def _registered(self, key: Key, body: Obj, before: Obj | None) -> Obj:
        """The command as Discord keeps it: one that was there before keeps its id."""
        guild, kind, _ = key
        self._creates[guild] += before is None
        if self._creates[guild] > _CREATES_A_DAY:
            raise ApiError(
                400, 30034, f"Max number of daily application command creates has been reached ({_CREATES_A_DAY})"
            )
        command = Obj(description="", options=[], default_member_permissions=None, nsfw=False)
        command.update({field: value for field, value in body.items() if value is not None})
        command.update(type=kind, id=before.id if before else self.snowflake(), application_id=self.app_id)
        command.version = self.snowflake()
        if command.default_member_permissions is not None:
            command.default_member_permissions = str(command.default_member_permissions)
        if guild:
            command.guild_id = guild
        return command
