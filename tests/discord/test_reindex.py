"""`/reindex`: who may, what they see, and that answers go on meanwhile."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.discord.conftest import Start
from tests.standin import Call, CannotDo, FakeDiscord, Obj, route

QUESTION = "how many hours of audio was Whisper trained on?"


class TeamDiscord(FakeDiscord):
    """A Discord whose application belongs to a team."""

    @route("GET", "/oauth2/applications/@me")
    @route("GET", "/applications/@me")
    def _application(self, call: Call) -> Obj:
        application: Obj = super()._application(call)
        member = {"membership_state": 2, "team_id": "1", "user": self.member, "role": "developer", "permissions": ["*"]}
        invited = {**member, "membership_state": 1, "user": self.invited}
        team = {"id": "1", "name": "Team", "icon": None, "owner_user_id": self.owner.id, "members": [member, invited]}
        application.team = json.loads(json.dumps(team), object_hook=Obj)
        return application

    def __init__(self) -> None:
        super().__init__()
        self.member, self.invited = self.add_user("member"), self.add_user("invited")


async def test_the_owner_sees_progress_and_then_what_changed(discord: FakeDiscord, start: Start) -> None:
    """The owner's reindex answers at once, ends with what changed and the counts, and is seen by nobody else."""
    await start()
    answer = await discord.slash("reindex", user=discord.owner, wait="ack")
    assert "Reading the archive anew" in answer.text
    assert await answer.until(lambda: "Nothing changed" in answer.text, 30)
    assert "10 issues" in answer.text
    assert answer.ephemeral
    edits = [action.call.body for action in answer.actions if action.kind == "edit"]
    assert edits
    assert all(body["allowed_mentions"] == {"parse": []} for body in edits)


@pytest.mark.parametrize("where", [{}, {"dm": True}, {"user_install": True}, {"permissions": "administrator"}])
async def test_nobody_else_may(discord: FakeDiscord, start: Start, where: dict[str, Any]) -> None:
    """Neither a member nor a server's administrator may, here or in a direct message; the archive stays untouched."""
    bot = await start()
    answer = await discord.slash("reindex", force=True, **where)
    assert "Only the owner" in answer.text
    assert answer.ephemeral
    assert "Reading" not in answer.text
    assert bot.returncode is None


async def test_it_is_not_offered_to_ordinary_members(discord: FakeDiscord, start: Start) -> None:
    """Discord hides the command from members without the permission to manage the server."""
    await start()
    with pytest.raises(CannotDo):
        await discord.slash("reindex")


async def test_ids_in_the_settings_may(discord: FakeDiscord, start: Start) -> None:
    """Whoever BACKISSUE_OWNERS names may reindex, in a direct message too."""
    await start(BACKISSUE_OWNERS=f"1, {discord.user.id}")
    answer = await discord.slash("reindex", dm=True, wait="ack")
    assert await answer.until(lambda: "Nothing changed" in answer.text, 30)


async def test_the_team_may(start: Start) -> None:
    """Where a team owns the application its members may reindex; who was only invited to it may not."""
    async with TeamDiscord() as discord:
        await start(standin=discord)
        answer = await discord.slash("reindex", user=discord.member, force=True, wait="ack")
        assert await answer.until(lambda: "Nothing changed" in answer.text, 30)
        refused = await discord.slash("reindex", user=discord.invited, force=True)
        assert "Only the owner" in refused.text
        discord.assert_clean()


async def test_an_expired_token_does_not_stop_the_reading(discord: FakeDiscord, start: Start) -> None:
    """When the fifteen minutes of an interaction are over, the log says so once and the bot goes on."""
    bot = await start()
    discord.fault("PATCH", "/messages/@original$", status=401, code=50027)
    await discord.slash("reindex", user=discord.owner, wait="ack")
    await bot.wait_line("could not be shown")
    assert "680,000" in (await discord.slash("ask", {"question": QUESTION})).text
    assert "Traceback" not in bot.output
