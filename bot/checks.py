"""Whether what a person wrote into a TOML file can be used: each value of the kind that is needed, or a plain sentence.

Knows kinds of values and how to say what is wrong; does not know what they are for. All raise ValueError.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

_T = TypeVar("_T")
_KINDS = {str: "text in quotes", bool: "true or false", list: "a list of tables, each headed by its name in [[ ]]"}


def only_fields(raw: Mapping[str, Any], known: set[str], what: str) -> None:
    """Refuses fields of `raw` that are not `known`; `what` has them, as the sentence says."""
    unknown = set(raw) - known
    if unknown:
        raise ValueError(f"{what} has no field named {', '.join(sorted(unknown))}")


def typed(raw: Mapping[str, Any], name: str, kind: type[_T], default: _T | None = None) -> _T:
    """The field `name`, which must be of `kind`, or `default` where it is not given."""
    value = raw.get(name, default)
    if not isinstance(value, kind):
        raise ValueError(f"its {name} must be {_KINDS[kind]}")  # noqa: TRY004 - it is a file's value, no argument
    return value


def texts(raw: Mapping[str, Any], name: str) -> list[str]:
    """The texts of the field `name`, which holds one or a list of them."""
    value = raw.get(name, [])
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) and each for each in listed):
        raise ValueError(f"its {name} must be text in quotes, or a list of such")
    return listed


def pattern(text: str) -> re.Pattern[str]:
    """The regular expression that `text` writes, whatever the case of letters."""
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as reason:
        raise ValueError(f"the pattern {text!r} is not a regular expression ({reason})") from None


def has_group(pattern: re.Pattern[str]) -> None:
    """Refuses a pattern without a group, which could find no number."""
    if not pattern.groups:
        raise ValueError(f"the pattern {pattern.pattern!r} has no group in brackets that holds the number")


def template(raw: Mapping[str, Any], name: str, **filled: object) -> None:
    """Refuses a field `name` that does not hold in braces what is `filled` in, or something else."""
    text = raw.get(name)
    if text is None:
        return
    try:
        written = text.format(**filled)
    except (LookupError, ValueError, AttributeError, TypeError):
        written = text
    if written == text:
        wanted = " and ".join(f"{{{each}}}" for each in filled)
        raise ValueError(f"its {name} must hold {wanted}, and nothing else in braces")
