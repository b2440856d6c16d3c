"""JSON as Discord speaks it: objects whose keys are attributes, and what of a message a person can read."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from tests.standin.constants import LOADING, ComponentType

Json: TypeAlias = Any  # a decoded JSON value: its type is known only where its field is


class Obj(dict[str, Any]):
    """A JSON object whose keys are attributes too (a missing one is None)."""

    def __getattr__(self, name: str) -> Json:
        if name.startswith("__"):
            raise AttributeError(name)
        return self.get(name)

    def __setattr__(self, name: str, value: Json) -> None:
        self[name] = value


def loads(text: str | bytes) -> Json:
    """Decodes JSON, its objects as Obj. Raises ValueError where it is none."""
    return json.loads(text, object_hook=Obj)


def now() -> str:
    """The time as Discord writes it: ISO 8601 with a zone."""
    return datetime.datetime.now(datetime.UTC).isoformat()


def walk(components: Iterable[Obj] | None) -> Iterator[Obj]:
    """Every component, parents before children, as a person meets them."""
    for component in components or []:
        yield component
        yield from walk(component.components)
        yield from walk([inner for inner in (component.component, component.accessory) if inner])


def visible_text(message: Obj) -> str:
    """All the text a person sees of a message: content, embeds, text displays; a line each."""
    if message.flags & LOADING:
        return ""
    parts = [message.content]
    for embed in message.embeds:
        parts += _embed_text(embed)
    parts += [component.content for component in walk(message.components) if component.type == ComponentType.TEXT]
    return "\n".join(part for part in parts if part)


def _embed_text(embed: Obj) -> list[str | None]:
    fields = [f"{field.name}\n{field.value}" for field in embed.fields or []]
    author, footer = embed.author or Obj(), embed.footer or Obj()
    return [author.name, embed.title, embed.description, *fields, footer.text]
