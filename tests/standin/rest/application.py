"""Routes about the bot itself, and about what it may look up: users, guilds, members."""

from __future__ import annotations

from tests.standin import blueprints
from tests.standin.objects import Json, Obj
from tests.standin.rest.routes import route
from tests.standin.rest.server import Rest
from tests.standin.watched import Call


class ApplicationRoutes(Rest):
    """The bot's own user and application, the gateway's address, users and guilds."""

    @route("GET", "/users/@me")
    @route("PATCH", "/users/@me")
    def _me(self, _: Call) -> Json:
        return self.bot_itself()

    @route("GET", "/oauth2/applications/@me")
    @route("GET", "/applications/@me")
    @route("PATCH", "/applications/@me")
    def _application(self, _: Call) -> Json:
        return blueprints.application(self.app_id, bot=self.bot_user, owner=self.owner, guilds=len(self.guilds))

    @route("GET", "/gateway")
    def _gateway(self, _: Call) -> Json:
        return {"url": self.gateway_url}

    @route("GET", "/gateway/bot")
    def _gateway_bot(self, _: Call) -> Json:
        remaining = 1000 - len(self.identifies)
        limit = {"total": 1000, "remaining": remaining, "reset_after": 86_400_000, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": 1, "session_start_limit": limit}

    @route("POST", "/users/@me/channels")
    def _open_dm(self, call: Call) -> Json:
        return self.dm_channel(self.find(self.users, str(call.body.recipient_id), 10013, "Unknown User"))

    @route("GET", "/users/{user}")
    def _get_user(self, call: Call) -> Json:
        return self.find(self.users, call.params.user, 10013, "Unknown User")

    @route("GET", "/users/@me/guilds")
    def _my_guilds(self, _: Call) -> Json:
        return list(self.guilds.values())

    @route("GET", "/guilds/{guild}")
    def _get_guild(self, call: Call) -> Json:
        return self._guild(call)

    @route("GET", "/guilds/{guild}/{what}")
    def _get_guild_part(self, call: Call) -> Json:
        part = self._guild(call).get(call.params.what)
        return part if isinstance(part, list) else []

    @route("GET", "/guilds/{guild}/members/{user}")
    def _get_member(self, call: Call) -> Json:
        members = {member.user.id: member for member in self._guild(call).members}
        return self.find(members, call.params.user, 10007, "Unknown Member")

    @route("GET", "/applications/{app}/emojis")
    def _emojis(self, _: Call) -> Json:
        return {"items": []}

    @route("GET", "/applications/{app}/entitlements")
    @route("GET", "/applications/{app}/guilds/{guild}/commands/permissions")
    def _nothing(self, _: Call) -> Json:
        return []

    def _guild(self, call: Call) -> Obj:
        return self.find(self.guilds, call.params.guild, 10004, "Unknown Guild")
