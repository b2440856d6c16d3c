"""The limits of a modal: its title, its one to five parts, and the fields in them."""

from __future__ import annotations

from tests.standin.constants import SELECTS, ComponentType
from tests.standin.rules.components import check_custom_id, check_select, check_type
from tests.standin.rules.problems import Node, Problems, Where

_IN_ROW = SELECTS | {ComponentType.TEXT_INPUT}
_IN_LABEL = _IN_ROW | {
    ComponentType.FILE_UPLOAD,
    ComponentType.RADIO_GROUP,
    ComponentType.CHECKBOX_GROUP,
    ComponentType.CHECKBOX,
}
_PARTS = frozenset({ComponentType.ROW, ComponentType.TEXT, ComponentType.LABEL})


def check_modal(data: Node) -> Problems:
    """The data of a callback that opens a modal."""
    problems = Problems()
    problems.text(("data", "custom_id"), data.get("custom_id"), 1, 100, required=True)
    problems.text(("data", "title"), data.get("title"), 1, 45, required=True)
    seen: set[str | None] = set()
    for index, part in enumerate(problems.size(("data", "components"), data.get("components"), 1, 5)):
        _check_part(problems, part, ("data", "components", index), seen)
    return problems


def _check_part(problems: Problems, part: Node, where: Where, seen: set[str | None]) -> None:
    if not check_type(problems, part, where, _PARTS):
        return
    if part["type"] == ComponentType.TEXT:
        problems.text((*where, "content"), part.get("content"), 1, 4000, required=True)
    elif part["type"] == ComponentType.ROW:
        for index, field in enumerate(problems.size((*where, "components"), part.get("components"), 1, 1)):
            inner = (*where, "components", index)
            if field.get("type") == ComponentType.TEXT_INPUT:
                problems.text((*inner, "label"), field.get("label"), 1, 45, required=True)
            if check_type(problems, field, inner, _IN_ROW):
                _check_field(problems, field, inner, seen)
    else:
        problems.text((*where, "label"), part.get("label"), 1, 45, required=True)
        problems.text((*where, "description"), part.get("description"), 0, 100)
        field = part.get("component") or {}
        if check_type(problems, field, (*where, "component"), _IN_LABEL):
            _check_field(problems, field, (*where, "component"), seen)


def _check_field(problems: Problems, field: Node, where: Where, seen: set[str | None]) -> None:
    check_custom_id(problems, field, where, seen)
    kind = field["type"]
    if kind == ComponentType.TEXT_INPUT:
        problems.text((*where, "value"), field.get("value"), 0, 4000)
        problems.text((*where, "placeholder"), field.get("placeholder"), 0, 100)
        problems.number((*where, "min_length"), field.get("min_length"), 0, 4000)
        problems.number((*where, "max_length"), field.get("max_length"), 1, 4000)
    elif kind in SELECTS:
        check_select(problems, field, where)
    elif kind == ComponentType.RADIO_GROUP:
        problems.size((*where, "options"), field.get("options"), 2, 10)
    elif kind == ComponentType.CHECKBOX_GROUP:
        problems.size((*where, "options"), field.get("options"), 1, 10)
