"""The first answer to an interaction: the callback, in time, once, and of a type that fits."""

from __future__ import annotations

from collections.abc import Callable

from tests.standin import rules
from tests.standin.constants import EPHEMERAL, LOADING, CallbackType, InteractionType, MessageType
from tests.standin.errors import ApiError
from tests.standin.objects import Json, Obj, now
from tests.standin.rest.posting import Posting
from tests.standin.rest.routes import route
from tests.standin.watched import Call, Interaction

_WITH_MESSAGES = {CallbackType.REPLY, CallbackType.DEFER_REPLY, CallbackType.MODAL, CallbackType.ACTIVITY}
_UPDATES = {CallbackType.DEFER_UPDATE, CallbackType.UPDATE}
_FITTING: dict[int, set[CallbackType]] = {
    InteractionType.COMMAND: _WITH_MESSAGES,
    InteractionType.COMPONENT: _WITH_MESSAGES | _UPDATES,
    InteractionType.AUTOCOMPLETE: {CallbackType.CHOICES},
    InteractionType.MODAL: _WITH_MESSAGES - {CallbackType.MODAL} | _UPDATES,
}


class CallbackRoutes(Posting):
    """Interaction callbacks. `ack_deadline` is in seconds after INTERACTION_CREATE."""

    def __init__(self) -> None:
        super().__init__()
        self.ack_deadline = 3.0
        self._callbacks: dict[int, Callable[[Interaction, Obj, Call], None]] = {
            CallbackType.REPLY: self._reply,
            CallbackType.DEFER_REPLY: self._defer_reply,
            CallbackType.DEFER_UPDATE: self._defer_update,
            CallbackType.UPDATE: self._update,
            CallbackType.CHOICES: self._offer_choices,
            CallbackType.MODAL: self._open_modal,
        }

    @route("POST", "/interactions/{id}/{token}/callback")
    def _callback(self, call: Call) -> Json:
        interaction = self.interactions.get(call.params.id)
        if interaction is None or interaction.token != call.params.token:
            raise ApiError(404, 10062, "Unknown interaction")
        action = interaction.note("callback", call)
        self._check_callback(interaction, call)
        kind, data = call.body.type, call.body.data or Obj()
        if kind in self._callbacks:
            self._callbacks[kind](interaction, data, call)
        interaction.ack = action
        if kind not in (CallbackType.DEFER_REPLY, CallbackType.DEFER_UPDATE):
            interaction.final_at = call.at
        interaction.touch()
        wanted = str(call.query.get("with_response", "")).lower() in ("1", "true")
        return _callback_response(interaction, kind) if wanted else None

    def _check_callback(self, interaction: Interaction, call: Call) -> None:
        late = call.at - interaction.sent
        if late > self.ack_deadline:
            unknown = "10062 Unknown interaction"
            self.violation(f"callback {late:.2f} s after INTERACTION_CREATE (type {interaction.type}): {unknown}")
            raise ApiError(404, 10062, "Unknown interaction")
        if interaction.ack:
            if len(self.connected) == 1:  # of several sessions each may try, and one of them is the first
                self.violation("second callback for one interaction: 40060")
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        kind = call.body.type
        if kind not in _FITTING[interaction.type] or (kind in _UPDATES and not interaction.payload.message):
            problems = rules.Problems()
            message = f"callback type {kind} is not valid for interaction type {int(interaction.type)}"
            problems.add(("type",), "INTERACTION_CALLBACK_TYPE", message)
            self.refuse(call, problems)

    def _reply(self, interaction: Interaction, data: Obj, call: Call) -> None:
        self.check_body(call, data)
        fields = self.response_fields(interaction)
        interaction.message = self.add_message(interaction.channel, self.bot_user, data, call.files, fields)
        self.posted(interaction.message)

    def _defer_reply(self, interaction: Interaction, data: Obj, _: Call) -> None:
        flags = data.flags or 0
        if flags & ~EPHEMERAL:
            self.violation(f"deferred callback with flags {flags}: only EPHEMERAL is valid")
        body = Obj(flags=LOADING | flags & EPHEMERAL)
        fields = self.response_fields(interaction)
        interaction.message = self.add_message(interaction.channel, self.bot_user, body, extra=fields)

    def _defer_update(self, interaction: Interaction, _data: Obj, _call: Call) -> None:
        source = interaction.payload.message
        interaction.message = self.messages.get(source.id, source)

    def _update(self, interaction: Interaction, data: Obj, call: Call) -> None:
        source: Obj = interaction.payload.message
        message = interaction.message = self.messages.get(source.id, source)
        self.check_body(call, data, old=message)
        self.edit_response(message, data, call)

    def _offer_choices(self, interaction: Interaction, data: Obj, call: Call) -> None:
        self.refuse(call, rules.check_autocomplete(data, interaction.option_type))
        interaction.choices = data.choices or []

    def _open_modal(self, interaction: Interaction, data: Obj, call: Call) -> None:
        self.refuse(call, rules.check_modal(data))
        interaction.modal = data

    def edit_response(self, message: Obj, body: Obj, call: Call) -> None:
        """Edits a response; one that was only deferred appears now, as ephemeral as it was deferred."""
        first = bool(message.flags & LOADING)
        if first:
            message.flags &= ~LOADING
            body = Obj(body, flags=(body.flags or 0) & ~EPHEMERAL)
        self.apply(message, body, call.files)
        message.edited_timestamp = None if first else now()
        self.posted(message, "MESSAGE_CREATE" if first else "MESSAGE_UPDATE")

    def response_fields(self, interaction: Interaction) -> Obj:
        """What a message tells of the interaction it answers."""
        fields = Obj(webhook_id=self.app_id, application_id=self.app_id)
        fields.interaction_metadata = metadata(interaction)
        if interaction.type == InteractionType.COMMAND:
            name = interaction.payload.data.name
            fields.update(
                type=MessageType.COMMAND_REPLY,
                interaction=Obj(id=interaction.id, type=2, name=name, user=interaction.user),
            )
        return fields


def metadata(interaction: Interaction) -> Obj:
    """The metadata by which a message names the interaction behind it."""
    found = Obj(id=interaction.id, type=interaction.type, user=interaction.user)
    found.authorizing_integration_owners = interaction.payload.authorizing_integration_owners
    if interaction.type == InteractionType.MODAL:
        found.triggering_interaction_metadata = interaction.opened_by
    elif interaction.payload.message:
        found.interacted_message_id = interaction.payload.message.id
    return found


def _callback_response(interaction: Interaction, kind: int) -> Obj:
    answer = Obj(interaction=Obj(id=interaction.id, type=interaction.type))
    message = interaction.message
    if message is None:
        return answer
    answer.interaction.response_message_id = message.id
    answer.interaction.response_message_loading = bool(message.flags & LOADING)
    answer.interaction.response_message_ephemeral = bool(message.flags & EPHEMERAL)
    if kind in (CallbackType.REPLY, CallbackType.UPDATE):
        answer.resource = Obj(type=kind, message=message)
    return answer
