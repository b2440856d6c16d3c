"""Discord's limits, each met exactly and broken by one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.rules import check_autocomplete, check_commands, check_message, check_modal

Body = dict[str, Any]
V2 = 1 << 15


def _row(*children: Body) -> Body:
    return {"type": 1, "components": list(children)}


def _button(number: int = 0, **fields: object) -> Body:
    return {"type": 2, "style": 1, "label": "x", "custom_id": f"b{number}", **fields}


def _text(length: int = 10) -> Body:
    return {"type": 10, "content": "x" * length}


def _select(options: int, **fields: object) -> Body:
    return {"type": 3, "custom_id": "s", "options": _options(options), **fields}


def _options(count: int) -> list[Body]:
    return [{"label": str(number), "value": str(number)} for number in range(count)]


def _command(**fields: object) -> Body:
    return {"name": "ask", "description": "d", **fields}


def _option(**fields: object) -> Body:
    return {"type": 3, "name": "o", "description": "d", **fields}


def _modal(**fields: object) -> Body:
    return {"custom_id": "m", "title": "t", "components": [_row(_FIELD)], **fields}


_FIELD = {"type": 4, "custom_id": "c", "style": 1, "label": "l"}
_SUBCOMMAND = {"type": 1, "name": "s", "description": "d"}


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000},
        {"embeds": [{"title": "t" * 256, "description": "d" * 4096}]},
        {"components": [_row(*[_button(number + 5 * row) for number in range(5)]) for row in range(5)]},
        {"components": [_row(_select(25))]},
        {"flags": V2, "components": [_text(4000)]},
        {"flags": V2, "components": [{"type": 17, "components": [_text(), _row(_button())]}]},
        {"flags": V2, "components": [{"type": 9, "components": [_text()], "accessory": _button()}]},
    ],
)
def test_a_message_within_the_limits_passes(body: Body) -> None:
    """What Discord takes is not refused."""
    assert check_message(body).lines() == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"content": "x" * 2001}, "content: BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "t"}] * 11}, "embeds: BASE_TYPE_BAD_LENGTH"),
        ({"embeds": [{}]}, "embeds.0.description: BASE_TYPE_REQUIRED"),
        ({"embeds": [{"description": "d" * 4000}] * 2}, "embeds: MAX_EMBED_SIZE_EXCEEDED"),
        ({"embeds": [{"fields": [{"name": "n", "value": "v" * 1025}]}]}, "embeds.0.fields.0.value"),
        ({"embeds": [{"title": "t", "url": "ftp://x"}]}, "embeds.0.url: URL_TYPE_INVALID_SCHEME"),
        ({"components": [_row(_button(number)) for number in range(6)]}, "components: BASE_TYPE_BAD_LENGTH"),
        ({"components": [_row(_button(), _button())]}, "COMPONENT_CUSTOM_ID_DUPLICATED"),
        ({"components": [_row(_button(), _select(1))]}, "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        ({"components": [_row(_button(label="l" * 81))]}, "label: BASE_TYPE_MAX_LENGTH"),
        ({"components": [_row(_button(label=None))]}, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED"),
        ({"components": [_row(_button(style=5))]}, "url: BASE_TYPE_REQUIRED"),
        ({"components": [_row(_button(style=5, custom_id=None, url="https://" + "x" * 505))]}, "url: BASE_TYPE"),
        ({"components": [_row(_select(26))]}, "options: BASE_TYPE_BAD_LENGTH"),
        ({"components": [_row(_select(1, max_values=2))]}, "fewer options than max_values"),
        ({"components": [_text()]}, "components.0.type: UNION_TYPE_CHOICES"),
        ({"flags": V2, "content": "x", "components": [_text()]}, "MESSAGE_CANNOT_USE_LEGACY_FIELDS"),
        ({"flags": V2, "components": [_text(2001), _text(2000)]}, "COMPONENT_TEXT_TOO_LONG"),
        ({"flags": V2, "components": [_text() for _ in range(41)]}, "at most 40"),
        ({"flags": V2, "components": [{"type": 9, "components": [_text()]}]}, "accessory.type: UNION_TYPE_CHOICES"),
        ({"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://no.txt"}}]}, "ATTACHMENT_NOT_FOUND"),
        (
            {"flags": V2, "components": [{"type": 17, "components": [{"type": 17, "components": [_text()]}]}]},
            "components.0.components.0.type: UNION_TYPE_CHOICES",
        ),
    ],
)
def test_a_message_over_a_limit_is_refused_by_name(body: Body, problem: str) -> None:
    """The refusal names the field and the rule."""
    assert problem in "\n".join(check_message(body).lines())


def test_components_v2_cannot_be_taken_off() -> None:
    """An edit of a message of the new kind is held to its rules without saying so again."""
    assert check_message({"content": "x"}, old_flags=V2)
    assert not check_message({"components": [_text()]}, old_flags=V2)


def test_an_error_is_nested_as_the_body_is() -> None:
    """Bots read the error's place from its nesting."""
    errors = check_message({"embeds": [{"title": "t" * 257}]}).form_body()["errors"]
    assert errors["embeds"]["0"]["title"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"


@pytest.mark.parametrize(
    "command",
    [
        _command(),
        _command(name="frage-ü"),
        _command(name="質問"),
        _command(name="นี่"),
        {"type": 3, "name": "Quote It"},
        _command(options=[{"type": 2, "name": "g", "description": "d", "options": [_SUBCOMMAND]}]),
    ],
)
def test_a_command_within_the_limits_passes(command: Body) -> None:
    """Names of every script, context menus and nested subcommands are taken."""
    assert check_commands([command]).lines() == []


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (_command(name="Ask"), "name: APPLICATION_COMMAND_INVALID_NAME"),
        (_command(name="a" * 33), "name: BASE_TYPE_BAD_LENGTH"),
        (_command(description="d" * 101), "description: BASE_TYPE_BAD_LENGTH"),
        (_command(options=[_option(name=f"o{number}") for number in range(26)]), "options: BASE_TYPE_BAD_LENGTH"),
        (_command(options=[_option(), _option()]), "NAME_ALREADY_EXISTS"),
        (_command(options=[_option(), _option(name="p", required=True)]), "REQUIRED_INVALID"),
        (_command(options=[_option(choices=[{"name": "n" * 101, "value": "v"}])]), "choices.0.name"),
        (_command(options=[_option(type=4, choices=[{"name": "n", "value": "1"}])]), "NUMBER_TYPE_COERCE"),
        (_command(options=[_option(autocomplete=True, choices=[{"name": "n", "value": "v"}])]), "AUTOCOMPLETE"),
        (_command(options=[_SUBCOMMAND, _option()]), "mutually exclusive"),
        (_command(options=[{**_SUBCOMMAND, "options": [_SUBCOMMAND]}]), "nested too deep"),
        ({"type": 2, "name": "Who", "description": "no"}, "CONTEXT_MENU_FIELD"),
        (_command(options=[_option(name=f"o{n}", description_localizations={"de": "d" * 100}) for n in range(25)]), ""),
    ],
)
def test_a_command_over_a_limit_is_refused_by_name(command: Body, problem: str) -> None:
    """The refusal names the field and the rule."""
    assert problem in "\n".join(check_commands([command]).lines())


def test_a_scope_holds_a_hundred_commands_of_different_names() -> None:
    """One command more, or a name twice, is refused."""
    assert not check_commands([_command(name=f"c{number}") for number in range(100)])
    assert check_commands([_command(name=f"c{number}") for number in range(101)])
    assert check_commands([_command(), _command()])


def test_autocomplete_offers_twenty_five_choices_of_the_options_type() -> None:
    """One choice more, a name too long, or a value of another type is refused."""
    choice = {"name": "n", "value": "v"}
    assert not check_autocomplete({"choices": [choice] * 25}, 3)
    assert check_autocomplete({"choices": [choice] * 26}, 3)
    assert check_autocomplete({"choices": [{"name": "n" * 101, "value": "v"}]}, 3)
    assert check_autocomplete({"choices": [choice]}, 4)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "t" * 46},
        {"components": []},
        {"components": [_row(_FIELD)] * 2},
        {"components": [_row(_button())]},
        {"components": [_row({**_FIELD, "label": "l" * 46})]},
    ],
)
def test_a_modal_over_a_limit_is_refused(fields: Body) -> None:
    """A modal has a title, one to five parts, and fields of its own kinds."""
    assert not check_modal(_modal())
    assert check_modal(_modal(**fields))
