"""Routes of channels: their messages, threads, reactions and the typing sign."""

from __future__ import annotations

from tests.standin import blueprints, rules
from tests.standin.constants import CROSSPOSTED, EPHEMERAL, ChannelType, MessageType
from tests.standin.errors import ApiError
from tests.standin.objects import Json, Obj, now
from tests.standin.rest.posting import Posting
from tests.standin.rest.routes import route
from tests.standin.watched import Call


class ChannelRoutes(Posting):
    """What the bot writes outside of interactions."""

    @route("GET", "/channels/{channel}")
    def _get_channel(self, call: Call) -> Json:
        return self._channel(call)

    @route("PATCH", "/channels/{channel}")
    def _patch_channel(self, call: Call) -> Json:
        channel = self._channel(call)
        state = channel.thread_metadata or Obj()
        for key, value in call.body.items():
            (state if key in state else channel)[key] = value
        event = "THREAD_UPDATE" if channel.thread_metadata else "CHANNEL_UPDATE"
        self.later(self.dispatch(event, channel, self.guild_of(channel)))
        return channel

    @route("GET", "/channels/{channel}/messages")
    def _history(self, call: Call) -> Json:
        channel, query = self._channel(call), call.query
        low, high = int(query.get("after", 0)), int(query.get("before", 1 << 63))
        found = [
            message
            for message in self.messages.values()
            if message.channel_id == channel.id and not message.flags & EPHEMERAL and low < int(message.id) < high
        ]
        found.sort(key=_age, reverse="after" not in query)
        return sorted(found[: int(query.get("limit", 50))], key=_age, reverse=True)

    @route("POST", "/channels/{channel}/messages")
    def _create_message(self, call: Call) -> Json:
        channel, body = self._channel(call), call.body or Obj()
        self.check_body(call, body)
        sent = self._sent_before(body) if body.enforce_nonce and self.remembers_nonces else None
        if sent:
            return sent
        message = self.add_message(channel, self.bot_user, body, call.files, self._reply_fields(channel, body))
        self._open_again(channel)
        self.posted(message)
        return message

    @route("GET", "/channels/{channel}/messages/{message}")
    def _get_message(self, call: Call) -> Json:
        return self._message(call)

    @route("PATCH", "/channels/{channel}/messages/{message}")
    def _edit_message(self, call: Call) -> Json:
        message = self._message(call)
        if message.author.id != self.app_id:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        self.check_body(call, call.body, old=message)
        self.apply(message, call.body, call.files)
        message.edited_timestamp = now()
        self.posted(message, "MESSAGE_UPDATE")
        return message

    @route("DELETE", "/channels/{channel}/messages/{message}")
    def _delete_message(self, call: Call) -> Json:
        self.later(self.remove_message(self._message(call)))

    @route("POST", "/channels/{channel}/messages/{message}/crosspost")
    def _publish_message(self, call: Call) -> Json:
        message = self._message(call)
        if self._channel(call).type != ChannelType.ANNOUNCEMENT or message.flags & CROSSPOSTED:
            self.violation(f"{call.path}: published twice, or where nobody can follow")
            raise ApiError(400, 40033, "This message has already been crossposted")
        message.flags |= CROSSPOSTED
        return message

    @route("POST", "/channels/{channel}/typing")
    def _typing(self, call: Call) -> Json:
        channel = self._channel(call)
        for exchange in self.exchanges:
            waiting = exchange.typing_ms is None and not exchange.replies
            if waiting and exchange.message.channel_id == channel.id:
                exchange.typing_ms = exchange.ms_since(call.at)

    @route("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me")
    @route("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}")
    @route("PUT", "/channels/{channel}/messages/pins/{message}")
    @route("DELETE", "/channels/{channel}/messages/pins/{message}")
    def _mark_message(self, call: Call) -> Json:
        self._message(call)

    @route("POST", "/channels/{channel}/threads")
    @route("POST", "/channels/{channel}/messages/{message}/threads")
    def _create_thread(self, call: Call) -> Json:
        parent = self._channel(call)
        snowflake = call.params.message or self.snowflake()
        thread = blueprints.thread(snowflake, parent, owner_id=self.app_id, body=call.body)
        self.channels[thread.id] = thread
        self.later(self.dispatch("THREAD_CREATE", Obj(thread, newly_created=True), self.guild_of(parent)))
        return 201, thread

    async def remove_message(self, message: Obj) -> None:
        """Takes a message out of the world and tells the gateway."""
        self.messages.pop(message.id, None)
        guild = self.guild_of(self.channels.get(message.channel_id))
        event = Obj(id=message.id, channel_id=message.channel_id)
        if guild:
            event.guild_id = guild.id
        await self.dispatch("MESSAGE_DELETE", event, guild)

    def _channel(self, call: Call) -> Obj:
        channel = self.find(self.channels, call.params.channel, 10003, "Unknown Channel")
        if not self.is_open(channel):
            raise ApiError(403, 50001, "Missing Access")
        return channel

    def _message(self, call: Call) -> Obj:
        message = self.find(self.messages, call.params.message, 10008, "Unknown Message")
        if message.channel_id != self._channel(call).id or message.flags & EPHEMERAL:
            raise ApiError(404, 10008, "Unknown Message")  # an ephemeral one exists for its webhook token only
        return message

    def _open_again(self, channel: Obj) -> None:
        """A message in a thread that is archived makes it an active one."""
        if channel.thread_metadata and channel.thread_metadata.archived:
            channel.thread_metadata.archived = False
            guild = self.guilds[channel.guild_id]
            guild.threads.append(channel)
            self.later(self.dispatch("THREAD_UPDATE", channel, guild))

    def _sent_before(self, body: Obj) -> Obj | None:
        """The message an earlier try of this request posted."""
        own = (message for message in self.messages.values() if message.author.id == self.app_id)
        return next((message for message in own if body.nonce is not None and message.nonce == body.nonce), None)

    def _reply_fields(self, channel: Obj, body: Obj) -> Obj:
        """What makes a message a reply, if the body refers to another."""
        if not body.message_reference:
            return Obj()
        asked = self.messages.get(str(body.message_reference.message_id))
        if asked is None:
            if body.message_reference.fail_if_not_exists is not False:
                problems = rules.Problems()
                problems.add(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
                raise ApiError(400, 50035, "Invalid Form Body", body=problems.form_body())
            return Obj()
        reference = Obj(type=0, message_id=asked.id, channel_id=asked.channel_id)
        if channel.guild_id:
            reference.guild_id = channel.guild_id
        return Obj(type=MessageType.REPLY, message_reference=reference, referenced_message=asked)


def _age(message: Obj) -> int:
    return int(message.id)
