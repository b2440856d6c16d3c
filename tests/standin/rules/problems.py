"""What is wrong with one request body, collected field by field and told as Discord tells it (error 50035)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from tests.standin.objects import Json

Where: TypeAlias = tuple[str | int, ...]  # the keys and indexes that lead to a field
Node: TypeAlias = Mapping[str, Any]  # one JSON object of a request body

REQUIRED = "This field is required"


class Problems:
    """Triples of place, Discord's error code and its sentence; false where nothing is wrong."""

    def __init__(self) -> None:
        self.items: list[tuple[Where, str, str]] = []

    def __bool__(self) -> bool:
        return bool(self.items)

    def add(self, where: Where, code: str, message: str) -> None:
        """One more problem."""
        self.items.append((where, code, message))

    def missing(self, where: Where) -> None:
        """A field that must be there is not."""
        self.add(where, "BASE_TYPE_REQUIRED", REQUIRED)

    def text(self, where: Where, value: Json, low: int, high: int, *, required: bool = False) -> None:
        """Checks a text of `low` to `high` characters."""
        if value is None or (required and low > 0 and value == ""):
            if required:
                self.missing(where)
        elif not isinstance(value, str):
            self.add(where, "STRING_TYPE_CONVERT", f'Could not interpret "{value!r}" as string.')
        elif len(value) > high and low == 0:
            self.add(where, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        elif not low <= len(value) <= high:
            self.add(where, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")

    def size(self, where: Where, value: Json, low: int, high: int) -> list[Json]:
        """Checks a list (None is an empty one) of `low` to `high` members, and returns it."""
        members: list[Json] = value or []
        if not low <= len(members) <= high:
            self.add(where, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        return members

    def number(self, where: Where, value: float | None, low: float, high: float) -> None:
        """Checks a number that may be missing."""
        if value is not None and not low <= value <= high:
            self.add(where, "NUMBER_TYPE_RANGE", f"int value should be between {low} and {high}.")

    def form_body(self) -> dict[str, Json]:
        """The body of Discord's answer: errors nested as the fields are."""
        errors: dict[str, Any] = {}
        for where, code, message in self.items:
            node = errors
            for part in where:
                node = node.setdefault(str(part), {})
            node.setdefault("_errors", []).append({"code": code, "message": message})
        return {"message": "Invalid Form Body", "code": 50035, "errors": errors}

    def lines(self) -> list[str]:
        """The problems, a line each."""
        return [f"{'.'.join(map(str, where))}: {code}: {message}" for where, code, message in self.items]
