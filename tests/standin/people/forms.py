"""A modal as a person fills it in: each field by its kind, checked as a client checks it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.standin.constants import SELECTS, ComponentType
from tests.standin.errors import CannotDo
from tests.standin.objects import Json, Obj
from tests.standin.people.choices import Choices

_LONGEST_TEXT = 4000


def filled_form(modal: Obj, values: Mapping[str, Json], choices: Choices) -> list[Obj]:
    """The components of the submission, `values` found by custom_id or label. Raises CannotDo for what does not fit."""
    left = dict(values)
    filled = []
    for part in modal.components:
        field = part.component or next(iter(part.components or []), None)
        if field is None:  # a part that is only text
            continue
        key = next((name for name in (field.custom_id, part.label, field.label) if name in left), None)
        value = None if key is None else left.pop(key)
        answer = Obj(_answer(field, value, choices), type=field.type, custom_id=field.custom_id, id=field.id or 1)
        if part.component:
            filled.append(Obj(type=ComponentType.LABEL, id=part.id or 1, component=answer))
        else:
            filled.append(Obj(type=ComponentType.ROW, components=[answer]))
    if left:
        raise CannotDo(f"the modal has no field {sorted(left)}")
    return filled


def _answer(field: Obj, value: Json, choices: Choices) -> Obj:
    """What one field holds, under the name that Discord gives it."""
    if field.type == ComponentType.TEXT_INPUT:
        return Obj(value=_text(field, value, force=choices.force))
    if field.type in SELECTS:
        return Obj(values=choices.picked(field, value or [], force=field.required is False))
    if field.type == ComponentType.FILE_UPLOAD:
        return Obj(values=[choices.upload(file) for file in value or []])
    if field.type == ComponentType.CHECKBOX_GROUP:
        return Obj(values=value or [])
    if field.type == ComponentType.CHECKBOX:
        return Obj(value=bool(value))
    return Obj(value=value)


def _text(field: Obj, value: Json, *, force: bool) -> str:
    text = str(field.value or "" if value is None else value)
    low, high = field.min_length or 0, field.max_length or _LONGEST_TEXT
    fits = low <= len(text) <= high if text else field.required is False
    if not fits and not force:
        raise CannotDo(f"the modal's field {field.custom_id!r} does not take {text[:50]!r}")
    return text
