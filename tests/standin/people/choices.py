"""What a person gives: option values, picked members, uploads; checked as a client checks them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.standin.constants import ComponentType, OptionType
from tests.standin.errors import CannotDo
from tests.standin.messages import Messages, partial_member
from tests.standin.objects import Json, Obj
from tests.standin.people.actor import Actor

_PLAIN = {OptionType.STRING: str, OptionType.INTEGER: int, OptionType.NUMBER: float}
_LONGEST_TEXT = 6000


@dataclass
class Choices:
    """One person's choices for one interaction; `resolved` gathers the objects that they name."""

    world: Messages
    channel: Obj
    guild: Obj | None
    permissions: int
    force: bool
    resolved: Obj = field(default_factory=Obj)

    @classmethod
    def of(cls, world: Messages, actor: Actor, *, force: bool) -> Choices:
        """The choices of this person."""
        return cls(world, actor.channel, actor.guild, actor.permissions, force)

    def options(self, node: Obj, path: Sequence[str], values: Mapping[str, Json]) -> list[Obj]:
        """The options of a command as the payload has them; `path` leads to the subcommand that `values` are for."""
        nested = [option for option in node.options or [] if option.type in (OptionType.SUBCOMMAND, OptionType.GROUP)]
        if nested:
            found = next((option for option in nested if path and option.name == path[0]), None)
            if found is None:
                raise CannotDo(f"{node.name!r} needs one of {[option.name for option in nested]}")
            return [Obj(name=found.name, type=found.type, options=self.options(found, path[1:], values))]
        unknown = set(values) - {option.name for option in node.options or []}
        if path or unknown:
            raise CannotDo(f"{node.name!r} has no {list(path) or sorted(unknown)}")
        return self._given(node, values)

    def _given(self, node: Obj, values: Mapping[str, Json]) -> list[Obj]:
        given = []
        for option in node.options or []:
            if option.name in values:
                value = self._value(option, values[option.name])
                given.append(Obj(name=option.name, type=option.type, value=value))
            elif option.required and not self.force:
                raise CannotDo(f"option {option.name!r} of {node.name!r} is required")
        return given

    def _value(self, option: Obj, value: Json) -> Json:
        if option.choices:
            value = self._offered(option, value)
        match option.type:
            case OptionType.STRING | OptionType.INTEGER | OptionType.NUMBER:
                return value if self.force else _plain(option, value)
            case OptionType.USER:
                return self.user(value)
            case OptionType.ROLE:
                return self._named("roles", value)
            case OptionType.MENTIONABLE:
                return self._mentionable(value)
            case OptionType.CHANNEL:
                return self._channel(option, value)
            case OptionType.ATTACHMENT:
                return self.upload(value)
        return value

    def _offered(self, option: Obj, value: Json) -> Json:
        for choice in option.choices:
            if value in (choice.value, choice.name):
                return choice.value
        if self.force:
            return value
        raise CannotDo(f"{option.name!r} offers only {[choice.name for choice in option.choices]}")

    def _channel(self, option: Obj, channel: Obj) -> str:
        if option.channel_types and channel.type not in option.channel_types and not self.force:
            raise CannotDo(f"{option.name!r} takes channel types {option.channel_types}")
        return self._seen_channel(channel)

    def _seen_channel(self, channel: Obj) -> str:
        """Names a channel, with what the person may do there; the id."""
        return self._named("channels", Obj(channel, permissions=str(self.permissions)))

    def _mentionable(self, value: Obj) -> str:
        return self.user(value) if "username" in value else self._named("roles", value)

    def _named(self, kind: str, value: Obj) -> str:
        self.resolved.setdefault(kind, Obj())[value.id] = value
        snowflake: str = value.id
        return snowflake

    def user(self, user: Obj) -> str:
        """Names a user, and the member that the user is here; the id."""
        member = self.world.member_of(user, self.guild)
        if member:
            permissions = str(self.world.permissions_of(user, self.guild))
            self.resolved.setdefault("members", Obj())[user.id] = partial_member(member, permissions=permissions)
        return self._named("users", user)

    def upload(self, file: tuple[str, bytes]) -> str:
        """Uploads a (file name, content); the attachment's id."""
        name, content = file
        return self._named("attachments", self.world.attach(self.channel.id, (name, None, content)))

    def picked(self, menu: Obj, values: Sequence[Json], *, force: bool = False) -> list[str]:
        """What is picked in a select menu: options by value or label, or users, roles and channels."""
        force = force or self.force
        low, high = 1 if menu.min_values is None else menu.min_values, menu.max_values or 1
        if not force and not low <= len(values) <= high:
            raise CannotDo(f"{menu.custom_id!r} takes {low}..{high} values")
        if menu.type == ComponentType.STRING_SELECT:
            return self._picked_options(menu, values, force=force)
        if menu.type == ComponentType.CHANNEL_SELECT:
            return [self._seen_channel(value) for value in values]
        return [self._mentionable(value) for value in values]

    def _picked_options(self, menu: Obj, values: Sequence[str], *, force: bool) -> list[str]:
        offered: dict[str, str] = {option.label: option.value for option in menu.options}
        offered |= {option.value: option.value for option in menu.options}
        if not force and not set(values) <= set(offered):
            raise CannotDo(f"{menu.custom_id!r} offers only {sorted(offered)}")
        return [offered.get(value, value) for value in values]


def _plain(option: Obj, value: Json) -> str | float:
    """A text or a number as a client takes it: converted, and within the option's bounds."""
    kind = OptionType(option.type)
    given: str | float = _PLAIN[kind](value)
    if isinstance(given, str):
        _check_within(option, len(given), option.min_length or 0, option.max_length or _LONGEST_TEXT)
    else:
        _check_within(option, given, option.min_value, option.max_value)
    return given


def _check_within(option: Obj, size: float, low: float | None, high: float | None) -> None:
    if (low is not None and size < low) or (high is not None and size > high):
        raise CannotDo(f"{option.name!r} takes {low}..{high}, not {size}")
