"""The JSON of plain Discord objects, every field that Discord's API description requires included. It keeps nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.standin.constants import ChannelType
from tests.standin.objects import Obj, now

_GUILD_HAS_NO = (
    "icon",
    "description",
    "home_header",
    "splash",
    "discovery_splash",
    "banner",
    "application_id",
    "system_channel_id",
    "afk_channel_id",
    "widget_channel_id",
    "max_presences",
    "vanity_url_code",
    "rules_channel_id",
    "safety_alerts_channel_id",
    "public_updates_channel_id",
    "incidents_data",
)
_GUILD_LISTS = (
    "roles",
    "channels",
    "members",
    "features",
    "emojis",
    "stickers",
    "threads",
    "presences",
    "voice_states",
    "stage_instances",
    "guild_scheduled_events",
    "soundboard_sounds",
)
_GUILD_ZEROS = (
    "verification_level",
    "mfa_level",
    "default_message_notifications",
    "explicit_content_filter",
    "nsfw_level",
    "premium_tier",
    "premium_subscription_count",
    "system_channel_flags",
)
_GUILD_FALSE = ("large", "unavailable", "nsfw", "widget_enabled", "premium_progress_bar_enabled")


def user(snowflake: str, name: str, fields: dict[str, Any]) -> Obj:
    """A person, or with bot=True a bot."""
    plain = Obj(
        id=snowflake,
        username=name,
        discriminator="0",
        global_name=name.title(),
        avatar=None,
        bot=False,
        system=False,
        public_flags=0,
        flags=0,
        primary_guild=None,
    )
    return Obj(plain | fields)


def guild(snowflake: str, name: str, *, owner: Obj, locale: str) -> Obj:
    """An empty guild."""
    return Obj(
        {
            **dict.fromkeys(_GUILD_HAS_NO),
            **dict.fromkeys(_GUILD_ZEROS, 0),
            **dict.fromkeys(_GUILD_FALSE, False),
            **{field: [] for field in _GUILD_LISTS},
        },
        id=snowflake,
        name=name,
        owner_id=owner.id,
        preferred_locale=locale,
        joined_at=now(),
        afk_timeout=300,
        region="deprecated",
        max_members=500_000,
        max_video_channel_users=25,
        max_stage_video_channel_users=50,
    )


def role(snowflake: str, name: str, permissions: int, *, position: int, fields: dict[str, Any]) -> Obj:
    """A role without colour."""
    plain = Obj(
        id=snowflake,
        name=name,
        color=0,
        colors=Obj(primary_color=0, secondary_color=None, tertiary_color=None),
        hoist=False,
        flags=0,
        icon=None,
        unicode_emoji=None,
        position=position,
        permissions=str(permissions),
        managed=False,
        mentionable=False,
    )
    return Obj(plain | fields)


def member(who: Obj, roles: Iterable[Obj]) -> Obj:
    """A user in a guild."""
    return Obj(
        user=who,
        nick=None,
        avatar=None,
        roles=[each.id for each in roles],
        joined_at=now(),
        deaf=False,
        mute=False,
        flags=0,
        pending=False,
        premium_since=None,
        banner=None,
        communication_disabled_until=None,
    )


def channel(snowflake: str, name: str, where: Obj, fields: dict[str, Any]) -> Obj:
    """A text channel of a guild."""
    plain = Obj(
        id=snowflake,
        type=ChannelType.TEXT,
        guild_id=where.id,
        name=name,
        position=len(where.channels),
        topic=None,
        permission_overwrites=[],
        nsfw=False,
        parent_id=None,
        last_message_id=None,
        flags=0,
        rate_limit_per_user=0,
    )
    return Obj(plain | fields)


def thread(snowflake: str, parent: Obj, *, owner_id: str, body: Obj) -> Obj:
    """A thread of a channel, as the body of the request that opens it says."""
    state = Obj(
        archived=False,
        locked=False,
        archive_timestamp=now(),
        create_timestamp=now(),
        auto_archive_duration=body.auto_archive_duration or 1440,
    )
    return Obj(
        id=snowflake,
        type=body.type or ChannelType.THREAD,
        guild_id=parent.guild_id,
        parent_id=parent.id,
        name=body.name,
        owner_id=owner_id,
        message_count=0,
        member_count=1,
        total_message_sent=0,
        flags=0,
        rate_limit_per_user=0,
        last_message_id=None,
        applied_tags=[],
        thread_metadata=state,
    )


def message(snowflake: str, channel_id: str, author: Obj) -> Obj:
    """An empty message."""
    return Obj(
        id=snowflake,
        channel_id=channel_id,
        type=0,
        author=author,
        content="",
        timestamp=now(),
        edited_timestamp=None,
        tts=False,
        mention_everyone=False,
        mentions=[],
        mention_roles=[],
        attachments=[],
        embeds=[],
        components=[],
        pinned=False,
        flags=0,
    )


def application(app_id: str, *, bot: Obj, owner: Obj, guilds: int) -> Obj:
    """The bot's application, owned by one person."""
    return Obj(
        id=app_id,
        name=bot.username,
        description="",
        icon=None,
        type=None,
        bot=bot,
        bot_public=True,
        bot_require_code_grant=False,
        owner=owner,
        team=None,
        verify_key="0" * 64,
        flags=1 << 19,
        flags_new=str(1 << 19),
        tags=[],
        rpc_origins=[],
        redirect_uris=[],
        interactions_endpoint_url=None,
        role_connections_verification_url=None,
        approximate_guild_count=guilds,
        approximate_user_install_count=0,
        approximate_user_authorization_count=0,
        explicit_content_filter=0,
        eligible_oauth2_scopes=["bot"],
        integration_types_config={"0": {}, "1": {}},
    )
