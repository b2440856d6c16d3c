"""The limits of application commands: names, descriptions, options, choices, and the size of it all."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from tests.standin.constants import CommandType, OptionType
from tests.standin.objects import Json
from tests.standin.rules.problems import Node, Problems, Where

_PER_SCOPE = {CommandType.CHAT: 100, CommandType.USER: 15, CommandType.MESSAGE: 15, CommandType.ENTRY_POINT: 1}
_NESTING = (OptionType.SUBCOMMAND, OptionType.GROUP)
_LARGEST = 2**53


def check_commands(commands: Sequence[Node]) -> Problems:
    """A full command list of one scope (global or one guild)."""
    problems = Problems()
    seen: set[tuple[int, str | None]] = set()
    for index, command in enumerate(commands):
        key = (command.get("type") or CommandType.CHAT, command.get("name"))
        if key in seen:
            message = "Application command names must be unique"
            problems.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
        _check_command(problems, (index,), command)
    for kind, limit in _PER_SCOPE.items():
        if sum(1 for command in commands if (command.get("type") or CommandType.CHAT) == kind) > limit:
            message = f"Maximum number of type {int(kind)} commands reached ({limit})."
            problems.add((), "APPLICATION_COMMAND_TOO_MANY", message)
    return problems


def check_autocomplete(data: Node | None, option_type: int) -> Problems:
    """The choices offered for what a person typed into an option of that type."""
    problems = Problems()
    for index, choice in enumerate(problems.size(("data", "choices"), (data or {}).get("choices"), 0, 25)):
        _check_choice(problems, ("data", "choices", index), choice, option_type)
    return problems


def _check_command(problems: Problems, where: Where, command: Node) -> None:
    kind = command.get("type") or CommandType.CHAT
    _check_names(problems, where, command, chat=kind == CommandType.CHAT)
    if kind == CommandType.CHAT:
        problems.text((*where, "description"), command.get("description"), 1, 100, required=True)
        _check_options(problems, where, command.get("options"), depth=0)
        if (size := _size(command)) > 8000:
            problems.add(where, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size (8000): {size}")
    elif kind in (CommandType.USER, CommandType.MESSAGE):
        for field in ("description", "options"):
            if command.get(field):
                message = f"Context menu commands cannot have {field}"
                problems.add((*where, field), "APPLICATION_COMMAND_CONTEXT_MENU_FIELD", message)


def _check_names(problems: Problems, where: Where, node: Node, *, chat: bool) -> None:
    names: list[tuple[Where, Json]] = [(("name",), node.get("name"))]
    names += [(("name_localizations", locale), name) for locale, name in _localized(node, "name").items()]
    for inner, name in names:
        problems.text((*where, *inner), name, 1, 32, required=True)
        if chat and name and len(name) <= 32 and not _is_valid_name(name):
            problems.add((*where, *inner), "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")
    for locale, description in _localized(node, "description").items():
        problems.text((*where, "description_localizations", locale), description, 1, 100)


def _localized(node: Node, field: str) -> dict[str, Json]:
    return node.get(f"{field}_localizations") or {}


def _is_valid_name(name: str) -> bool:
    r"""Discord's ``^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$``, lower case where a lower case exists."""
    return name == name.lower() and all(map(_is_name_character, name))


def _is_name_character(character: str) -> bool:
    return (
        character in "-_'"
        or unicodedata.category(character)[0] in "LN"
        or "\u0900" <= character <= "\u097f"  # Devanagari
        or "\u0e00" <= character <= "\u0e7f"  # Thai
    )


def _check_options(problems: Problems, where: Where, value: Json, depth: int) -> None:
    options = problems.size((*where, "options"), value, 0, 25)
    if len({option.get("type") in _NESTING for option in options}) > 1:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        problems.add((*where, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    seen: set[str | None] = set()
    optional = False
    for index, option in enumerate(options):
        inner = (*where, "options", index)
        _check_names(problems, inner, option, chat=True)
        problems.text((*inner, "description"), option.get("description"), 1, 100, required=True)
        if option.get("name") in seen:
            message = "Option name already exists"
            problems.add((*inner, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        seen.add(option.get("name"))
        if option.get("type") in _NESTING:
            _check_nested(problems, inner, option, depth)
            continue
        if option.get("required") and optional:
            message = "Required options must be placed before non-required options"
            problems.add(inner, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional |= not option.get("required")
        _check_value_option(problems, inner, option)


def _check_nested(problems: Problems, where: Where, option: Node, depth: int) -> None:
    """A group stands on the top level only, a subcommand there or in a group."""
    group = option["type"] == OptionType.GROUP
    if depth >= (1 if group else 2):
        message = "Sub-commands are nested too deep"
        problems.add((*where, "type"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    _check_options(problems, where, option.get("options"), depth + (1 if group else 2))


def _check_value_option(problems: Problems, where: Where, option: Node) -> None:
    kind = option.get("type")
    if kind not in list(OptionType):
        problems.add((*where, "type"), "BASE_TYPE_CHOICES", "Value must be one of (1, ..., 11).")
        return
    if option.get("choices") and option.get("autocomplete"):
        message = "Choices and autocomplete are mutually exclusive"
        problems.add(where, "APPLICATION_COMMAND_AUTOCOMPLETE_CHOICES", message)
    for index, choice in enumerate(problems.size((*where, "choices"), option.get("choices"), 0, 25)):
        _check_choice(problems, (*where, "choices", index), choice, OptionType(kind))


def _check_choice(problems: Problems, where: Where, choice: Node, option_type: int) -> None:
    problems.text((*where, "name"), choice.get("name"), 1, 100, required=True)
    value = choice.get("value")
    whole = option_type == OptionType.INTEGER
    if option_type == OptionType.STRING:
        problems.text((*where, "value"), value, 0, 100, required=True)
    elif isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        kind = "int" if whole else "a number"
        problems.add((*where, "value"), "NUMBER_TYPE_COERCE", f'Value "{value}" is not {kind}.')
    else:
        problems.number((*where, "value"), value, -_LARGEST, _LARGEST)


def _size(node: Node) -> int:
    """Characters as Discord counts them: names, descriptions (the longest translation) and choices together."""
    own = _longest(node, "name") + _longest(node, "description")
    choices = sum(len(choice["name"]) + len(str(choice["value"])) for choice in node.get("choices") or [])
    return own + choices + sum(_size(option) for option in node.get("options") or [])


def _longest(node: Node, field: str) -> int:
    return max(len(text) for text in [node.get(field) or "", *_localized(node, field).values()])
