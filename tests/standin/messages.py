"""The messages and files of the world: how a body becomes a message, and what a message was at each time."""

from __future__ import annotations

import copy
import itertools
import json
import mimetypes
import re
import time
from collections.abc import Sequence

from tests.standin import blueprints
from tests.standin.constants import COMPONENTS_V2, EPHEMERAL, LOADING
from tests.standin.objects import Json, Obj, loads, walk
from tests.standin.world import World

Upload = tuple[str, str | None, bytes]  # file name, content type, content


class Messages(World):
    """A world in which people and the bot write."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: dict[str, Obj] = {}
        self.files: dict[str, Upload] = {}
        self.remembers_nonces = True  # Discord forgets them after some minutes
        self._versions: dict[str, list[tuple[float, str]]] = {}

    def content_of(self, attachment: Obj) -> bytes:
        """The bytes of an attachment."""
        return self.files[attachment.id][2]

    def versions(self, message: Obj) -> list[tuple[float, Obj]]:
        """Each state a message was in, with the perf_counter time it got it."""
        return [(at, loads(text)) for at, text in self._versions[message.id]]

    def add_message(
        self, channel: Obj, author: Obj, body: Obj, files: Sequence[Upload] = (), extra: Obj | None = None
    ) -> Obj:
        """Writes a message; `extra` are fields that no body sets."""
        message = blueprints.message(self.snowflake(), channel.id, author)
        message.tts = bool(body.tts)
        message.update(extra or {})
        if body.nonce is not None:
            message.nonce = body.nonce
        self.messages[message.id] = message
        self.apply(message, body, files)
        channel.last_message_id = message.id
        return message

    def apply(self, message: Obj, body: Obj, files: Sequence[Upload] = ()) -> None:
        """Writes the body of a create or an edit onto a message."""
        if "attachments" in body or files:
            message.attachments = self._attachments(message, body, files)
        if "content" in body:
            message.content = body.content or ""
            self._mention(message, body.allowed_mentions)
        if "embeds" in body:
            message.embeds = [Obj(embed, type="rich") for embed in body.embeds or []]
        if "components" in body:
            message.components = _numbered(body.components or [])
        if body.flags is not None:
            message.flags = message.flags & (EPHEMERAL | LOADING | COMPONENTS_V2) | body.flags
        self._versions.setdefault(message.id, []).append((time.perf_counter(), json.dumps(message)))

    def attach(self, channel_id: str, upload: Upload, description: str | None = None) -> Obj:
        """Keeps a file; the attachment that stands for it."""
        name, kind, content = upload
        kind = mimetypes.guess_type(name)[0] or kind or "application/octet-stream"
        snowflake = self.snowflake()
        self.files[snowflake] = (name, kind, content)
        url = f"http://127.0.0.1:{self.port}/attachments/{channel_id}/{snowflake}/{name}"
        attachment = Obj(id=snowflake, filename=name, size=len(content), url=url, proxy_url=url, content_type=kind)
        if description:
            attachment.description = description
        return attachment

    def as_event(self, message: Obj) -> Obj:
        """A message as a gateway event carries it: with its guild and its author's membership."""
        event = Obj(message)
        guild = self.guild_of(self.channels.get(message.channel_id))
        if guild:
            event.guild_id = guild.id
            member = self.member_of(message.author, guild)
            if member:
                event.member = partial_member(member)
        return event

    def _attachments(self, message: Obj, body: Obj, files: Sequence[Upload]) -> list[Obj]:
        """Those kept (all, unless the body lists them) and the new ones, named and described by the body."""
        listed = {str(each.id): each for each in body.attachments or []}
        kept = [each for each in message.attachments if "attachments" not in body or each.id in listed]
        for index, (name, kind, content) in enumerate(files):
            told = listed.get(str(index), Obj())
            upload = (told.filename or name, kind, content)
            kept.append(self.attach(message.channel_id, upload, told.description))
        return kept

    def _mention(self, message: Obj, allowed: Obj | None) -> None:
        """Finds whom the content mentions, so far as the body allows."""
        parse: Sequence[str] = ("users", "everyone") if allowed is None else allowed.parse or ()
        named = {str(snowflake) for snowflake in (allowed.users if allowed else None) or ()}
        ids = dict.fromkeys(re.findall(r"<@!?(\d+)>", message.content))
        message.mentions = [
            self.users[each] for each in ids if each in self.users and ("users" in parse or each in named)
        ]
        message.mention_everyone = "everyone" in parse and bool(re.search("@everyone|@here", message.content))


def partial_member(member: Obj, **fields: Json) -> Obj:
    """A member without its user, as Discord sends it beside one."""
    return Obj({key: value for key, value in member.items() if key != "user"} | fields)


def _numbered(components: list[Obj]) -> list[Obj]:
    """The components with ids, as Discord gives them to those that have none."""
    numbered = copy.deepcopy(components)
    numbers = itertools.count(1)
    for component in walk(numbered):
        component.setdefault("id", next(numbers))
    return numbered
