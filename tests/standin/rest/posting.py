"""What every route that writes a message shares: checking its body, and telling who waits for it."""

from __future__ import annotations

from tests.standin import rules
from tests.standin.constants import EPHEMERAL, MIB
from tests.standin.errors import ApiError
from tests.standin.objects import Obj
from tests.standin.rest.server import Rest
from tests.standin.watched import Call

_SOMETHING_TO_SEE = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")
_LARGEST_FILE = 10 * MIB


class Posting(Rest):
    """A REST API that can check and announce messages."""

    def check_body(self, call: Call, body: Obj, *, old: Obj | None = None) -> None:
        """Raises what Discord would answer to this create, or edit of `old`, of a message."""
        for name, _, content in call.files:
            if len(content) > _LARGEST_FILE:
                self.violation(f"{call.method} {call.path}: file {name} has {len(content)} bytes")
                raise ApiError(413, 40005, "Request entity too large")
        before = old or Obj(attachments=[], flags=0)
        names = [name for name, _, _ in call.files] + [each.filename for each in before.attachments]
        self.refuse(call, rules.check_message(body, files=names, old_flags=before.flags))
        changed = {key: value for key, value in body.items() if value is not None or key in ("content", "embeds")}
        result = before | changed
        if not call.files and not any(result.get(field) for field in _SOMETHING_TO_SEE):
            self.violation(f"{call.method} {call.path}: empty message")
            raise ApiError(400, 50006, "Cannot send an empty message")

    def posted(self, message: Obj, event: str = "MESSAGE_CREATE") -> None:
        """The bot wrote: tells the gateway, and whoever waits for a reply."""
        if not message.flags & EPHEMERAL:
            guild = self.guild_of(self.channels.get(message.channel_id))
            self.later(self.dispatch(event, self.as_event(message), guild))
        latest_first = reversed(self.exchanges)
        exchange = next((each for each in latest_first if each.is_answered_by(message)), None)
        if exchange:
            exchange.take(message)
