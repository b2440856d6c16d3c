"""Discord's OpenAPI description of itself: what request bodies and answers must look like.

Validation takes milliseconds, so it is done after a test and never while serving. Needs jsonschema.
Source: discord/discord-api-spec, specs/openapi.json.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.protocols import Validator

from tests.standin.objects import Json

_BASE = jsonschema.Draft202012Validator


def _is_integer(_: object, value: object) -> bool:
    """The description's own README: numeric strings are accepted as integers."""
    if isinstance(value, str):
        return bool(re.fullmatch(r"-?\d+", value))
    return isinstance(value, int) and not isinstance(value, bool)


# with numeric strings, several of a oneOf may fit
_LENIENT = jsonschema.validators.extend(  # type: ignore[no-untyped-call] # types-jsonschema leaves it untyped
    _BASE,
    {"oneOf": _BASE.VALIDATORS["anyOf"]},
    type_checker=_BASE.TYPE_CHECKER.redefine("integer", _is_integer),
)


@functools.lru_cache
def openapi(path: Path) -> OpenApi:
    """The description in that file, read once."""
    return OpenApi(json.loads(path.read_text(encoding="utf-8")))


class OpenApi:
    """The description, ready to validate. Every method returns its findings, a line each."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self._components = spec["components"]
        # Discord takes a number for a snowflake too (its own upload examples have "id": 0)
        self._components["schemas"]["SnowflakeType"]["type"] = ["string", "integer"]
        self._validators: dict[tuple[str, str, int | None], Validator] = {}
        literal_first = sorted(spec["paths"], key=lambda template: template.count("{"))
        self._routes = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", each) + "$"), each) for each in literal_first]

    def validate(self, method: str, path: str, body: Json) -> list[str]:
        """A request of the bot."""
        template = self._template(path)
        operation = self.spec["paths"].get(template, {}).get(method.lower())
        if template is None or operation is None:
            return [f"{method} {path}: not in the OpenAPI document"]
        schema = _json_schema(operation.get("requestBody", {}))
        if schema is None:
            return [] if body in (None, {}, "") else [f"{method} {template}: the document has no JSON body here"]
        kind = body.get("type") if isinstance(body, dict) and template.endswith("/callback") else None
        key = (method, template, kind)
        if key not in self._validators:
            self._validators[key] = self._validator(self._narrow(schema, kind))
        return self._findings(f"{method} {template}", self._validators[key], body)

    def validate_response(self, method: str, path: str, status: int, body: Json) -> list[str]:
        """The other direction: whether the stand-in answered what Discord promises."""
        operation = self.spec["paths"][self._template(path)][method.lower()]
        schema = _json_schema(operation["responses"].get(str(status), {}))
        if schema is None:
            return [] if status >= 400 or body is None else [f"{method} {path}: {status} has no body in the document"]
        return self._findings(f"{method} {path} {status}", self._validator(schema), body)

    def validate_object(self, schema: str, body: Json) -> list[str]:
        """One object against the schema of that name."""
        return self._findings(schema, self._validator({"$ref": f"#/components/schemas/{schema}"}), body)

    def _template(self, path: str) -> str | None:
        return next((template for pattern, template in self._routes if pattern.match(path)), None)

    def _validator(self, schema: dict[str, Any]) -> Validator:
        validator: Validator = _LENIENT({**schema, "components": self._components})
        return validator

    def _findings(self, name: str, validator: Validator, body: Json) -> list[str]:
        best = jsonschema.exceptions.best_match(validator.iter_errors(body))
        return [] if best is None else [f"{name}: {best.json_path}: {best.message[-300:]}"]

    def _narrow(self, schema: dict[str, Any], kind: int | None) -> dict[str, Any]:
        """Of the interaction callback's union, the member that has this `type` (its errors are readable)."""
        for member in schema.get("anyOf", []) if kind is not None else []:
            name = member["$ref"].rsplit("/", 1)[1]
            if kind in self._components["schemas"][name]["properties"]["type"].get("enum", []):
                return dict(member)
        return schema


def _json_schema(part: dict[str, Any]) -> dict[str, Any] | None:
    schema: dict[str, Any] | None = part.get("content", {}).get("application/json", {}).get("schema")
    return schema
