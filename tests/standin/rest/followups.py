"""What a bot does with an interaction after the callback, for 15 minutes: followups, edits, deletions."""

from __future__ import annotations

from tests.standin.constants import LOADING, MessageType
from tests.standin.errors import ApiError
from tests.standin.objects import Json, Obj
from tests.standin.rest.callbacks import CallbackRoutes
from tests.standin.rest.routes import route
from tests.standin.watched import Call, Interaction

_FOLLOWUPS_OF_A_GUEST = 5  # where the app is installed for a user alone


class FollowupRoutes(CallbackRoutes):
    """The webhook of an interaction's token. `token_lifetime` is in seconds."""

    def __init__(self) -> None:
        super().__init__()
        self.token_lifetime = 900.0

    @route("POST", "/webhooks/{app}/{token}")
    def _followup(self, call: Call) -> Json:
        interaction, body = self._of_token(call, "followup"), call.body or Obj()
        first = interaction.message
        if first and first.flags & LOADING:  # documented: then it edits the deferred response
            return self._edit(interaction, first, body, call)
        self.check_body(call, body)
        in_guild = "0" in interaction.payload.authorizing_integration_owners
        if not in_guild and len(interaction.followups) >= _FOLLOWUPS_OF_A_GUEST:
            raise ApiError(400, 40094, "This interaction has hit the maximum number of follow up messages")
        fields = Obj(self.response_fields(interaction), type=MessageType.PLAIN)
        message = self.add_message(interaction.channel, self.bot_user, body, call.files, fields)
        interaction.followups.append(message)
        interaction.finish(call.at)
        self.posted(message)
        return message

    @route("GET", "/webhooks/{app}/{token}/messages/{message}")
    def _get_response(self, call: Call) -> Json:
        return self._response(self._of_token(call, "get"), call)

    @route("PATCH", "/webhooks/{app}/{token}/messages/{message}")
    def _edit_response(self, call: Call) -> Json:
        interaction = self._of_token(call, "edit")
        return self._edit(interaction, self._response(interaction, call), call.body, call)

    @route("DELETE", "/webhooks/{app}/{token}/messages/{message}")
    def _delete_response(self, call: Call) -> Json:
        interaction = self._of_token(call, "delete")
        message = self._response(interaction, call)
        del self.messages[message.id]
        interaction.finish(call.at)
        if message is interaction.message:
            interaction.message = None
        else:
            interaction.followups.remove(message)

    def _edit(self, interaction: Interaction, message: Obj, body: Obj, call: Call) -> Obj:
        self.check_body(call, body, old=message)
        interaction.finish(call.at)
        self.edit_response(message, body, call)
        return message

    def _response(self, interaction: Interaction, call: Call) -> Obj:
        """The response meant by a message's id or @original."""
        wanted = call.params.message
        for message in interaction.messages:
            meant = message.id == wanted or (wanted == "@original" and message is interaction.message)
            if meant and message.id in self.messages:
                return message
        raise ApiError(404, 10008, "Unknown Message")

    def _of_token(self, call: Call, kind: str) -> Interaction:
        """The interaction whose token this is, while it is good. Notes what the bot does with it."""
        interaction = self.interactions_by_token.get(call.params.token)
        if interaction is None or call.params.app != self.app_id:
            raise ApiError(404, 10015, "Unknown Webhook")
        interaction.note(kind, call, call.params.message or "")
        if call.at - interaction.sent > self.token_lifetime:
            self.violation(f"{call.method} {call.path}: the interaction's token is over its 15 minutes")
            raise ApiError(401, 50027, "Invalid Webhook Token")
        if not interaction.ack:
            self.violation(f"{call.method} {call.path} before an accepted callback: 10015 Unknown Webhook")
            raise ApiError(404, 10015, "Unknown Webhook")
        return interaction
