"""The stand-in is what the bot's tests stand on: here it drives a small bot whose every answer is known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import aiohttp
import pytest
import pytest_asyncio

from tests.standin import CannotDo, FakeDiscord, Interaction
from tests.standin.demo import COMMANDS, running_demo
from tests.standin.watched import NEVER

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLBACK = "/callback$"


async def _acked(interactions: list[Interaction]) -> bool:
    for each in interactions:
        if not await each.until(partial(getattr, each, "acked"), 10):
            return False
    return True


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord() -> AsyncIterator[FakeDiscord]:
    """One stand-in with the demo bot, shared by the tests that break nothing."""
    async with FakeDiscord() as discord:
        await running_demo(discord)
        yield discord
        discord.assert_clean()


@pytest_asyncio.fixture(loop_scope="module")
async def broken() -> AsyncIterator[FakeDiscord]:
    """A stand-in with the demo bot for one test, which may break things."""
    async with FakeDiscord() as discord:
        await running_demo(discord)
        yield discord


async def test_a_bot_logs_in_and_registers_its_commands(discord: FakeDiscord) -> None:
    """A bot that asks as discord.py does gets a session, and its commands are those it sent, limits unbroken."""
    assert [call.path for call in discord.calls[:2]] == ["/users/@me", "/oauth2/applications/@me"]
    assert len(discord.identifies) == len(discord.connected) == 1
    assert {name for _, _, name in discord.commands} == COMMANDS
    assert discord.command("ask").options[0].autocomplete
    discord.assert_clean()


async def test_a_slash_command_is_answered_as_a_person_sees_it(discord: FakeDiscord) -> None:
    """The answer's text, embed, times and kind are what the bot sent, in the person's language."""
    answer = await discord.slash("ask", {"question": "why"}, locale="de")
    assert answer.text == "Answer\nwhy? 42.\nde"
    assert answer.message
    assert answer.message.embeds[0].title == "Answer"
    assert answer.callback_type == 4
    assert not answer.deferred
    assert not answer.ephemeral
    assert 0 < answer.ms == answer.final_ms < 3000
    assert (await discord.slash("ask", {"question": "why"}, dm=True)).channel is discord.dm_channel(discord.user)
    discord.assert_clean()


async def test_what_no_client_allows_cannot_be_done(discord: FakeDiscord) -> None:
    """A missing or unknown option, an unknown command or button, and a message that is not there are refused."""
    answer = await discord.slash("ask", {"question": "why"})
    silent = await discord.say("nobody is asked", wait=None)
    for impossible, reason in (
        (discord.slash("ask"), "required"),
        (discord.slash("ask", {"question": "why", "mood": "good"}), "has no"),
        (discord.slash("nothing"), "no command"),
        (discord.click(answer, "Nothing"), "no button"),
        (discord.select(answer, "demo:colour", ["Green"]), "offers only"),
        (discord.select(answer, "demo:colour", ["Red", "Blue"]), "takes"),
        (discord.autocomplete("ask", "private", "x"), "no autocomplete"),
        (discord.click(silent, 0), "no message"),
    ):
        with pytest.raises(CannotDo, match=reason):
            await impossible


async def test_autocomplete_offers_what_the_bot_found(discord: FakeDiscord) -> None:
    """What a person has typed reaches the bot, and its choices come back."""
    typed = await discord.autocomplete("ask", "question", "wh")
    assert [choice.value for choice in typed.choices or []] == ["who", "why", "where"]
    assert (await discord.autocomplete("ask", "question", "x")).choices == []
    discord.assert_clean()


async def test_a_click_edits_the_message_and_a_menu_answers(discord: FakeDiscord) -> None:
    """A button is found by its label or its custom id; the edited message is the one clicked on."""
    answer = await discord.slash("ask", {"question": "why"})
    clicked = await discord.click(answer, "demo:again")
    assert clicked.message is answer.message
    assert answer.text.startswith("again!")
    assert len(discord.versions(discord.shown(answer))) == 2
    assert (await discord.select(answer, "demo:colour", ["Blue"])).text == "picked Blue"
    discord.assert_clean()


async def test_an_ephemeral_answer_is_seen_by_one_person(discord: FakeDiscord) -> None:
    """Only the person who asked can use an ephemeral answer, and no route lists it."""
    answer = await discord.slash("ask", {"question": "why", "private": True})
    assert answer.ephemeral
    with pytest.raises(CannotDo, match="ephemeral"):
        await discord.click(answer, "Again", user=discord.owner)
    assert (await discord.click(answer, "Again")).user is discord.user


async def test_a_modal_is_filled_in_and_sent(discord: FakeDiscord) -> None:
    """A modal takes what its field allows, by label or custom id, and nothing else."""
    opened = await discord.click(await discord.slash("ask", {"question": "why"}), "Feedback")
    assert opened.modal
    assert opened.modal.title == "Feedback"
    sent = await discord.modal_submit(opened, {"Words": "nice"})
    assert sent.text == "thanks: nice"
    assert sent.ephemeral
    with pytest.raises(CannotDo, match="does not take"):
        await discord.modal_submit(opened, {"words": "x" * 21})
    with pytest.raises(CannotDo, match="no field"):
        await discord.modal_submit(opened, {"words": "nice", "mood": "good"})
    discord.assert_clean()


async def test_a_deferred_answer_is_followed_to_its_end(discord: FakeDiscord) -> None:
    """Deferral, edit and followup are told apart, in the order in which they came."""
    answer = await discord.slash("slow")
    assert answer.deferred
    assert answer.ms < answer.final_ms < answer.last_ms < NEVER
    assert [action.kind for action in answer.actions] == ["callback", "edit", "followup"]
    assert answer.text == "done\na word more"
    discord.assert_clean()


async def test_messages_are_answered_by_reply(discord: FakeDiscord) -> None:
    """A mention is answered in its channel, a message that mentions nobody is not, and a command quotes it."""
    exchange = await discord.mention("hello")
    assert exchange.text == "you said: hello"
    assert exchange.typing_ms is not None
    assert exchange.typing_ms < exchange.ms < NEVER
    assert (await discord.mention("psst", dm=True)).text == "you said: psst"
    silent = await discord.say("nobody is asked", timeout=0.3)
    assert not silent.replies
    assert (await discord.context_menu("Quote", silent)).text == "> nobody is asked"
    discord.assert_clean()


async def test_in_a_group_of_people_the_bot_can_only_answer(discord: FakeDiscord) -> None:
    """There a command is answered for who has installed the bot, but it hears and writes nothing by itself.

    Who else presses below an answer does so on behalf of the one who had it.
    """
    friend = discord.add_user("friend")
    group = discord.add_group(discord.user, friend)
    answer = await discord.slash("ask", {"question": "why"}, channel=group, user_install=True)
    assert answer.text.startswith("Answer\nwhy? 42.")
    assert answer.payload.context == 2
    pressed = await discord.click(answer, "Again", user=friend)
    assert answer.text.startswith("again!")
    owners = [each.payload.authorizing_integration_owners for each in (answer, pressed)]
    assert owners == [{"1": discord.user.id}] * 2
    assert not (await discord.mention("hello", channel=group, timeout=0.3)).replies
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bot {discord.token}"}) as http,
        http.get(f"{discord.api_url}/channels/{group.id}/messages") as refused,
    ):
        assert (refused.status, (await refused.json())["code"]) == (403, 50001)
    with pytest.raises(CannotDo, match="not offered"):
        await discord.slash("admin", channel=group, user_install=True)
    discord.assert_clean()


async def test_a_breach_of_a_limit_is_refused_and_found(broken: FakeDiscord) -> None:
    """A text too long and a second callback get Discord's error codes and fail assert_clean, each by name."""
    refused = await broken.slash("long")
    assert refused.text == "400 50035"
    assert len(refused.rejected) == 1
    assert (await broken.slash("twice")).followups[0].content == "400 40060"
    with pytest.raises(AssertionError, match=r"content: BASE_TYPE_MAX_LENGTH(.|\n)*40060"):
        broken.assert_clean()


async def test_an_answer_after_the_deadline_is_refused() -> None:
    """A callback that comes too late acknowledges nothing, and is held against the bot."""
    async with FakeDiscord(ack_deadline=0.2) as discord:
        bot = await running_demo(discord)
        answer = await discord.slash("late", timeout=2)
        assert not answer.acked
        assert answer.ms == NEVER
        await bot.wait_line("Unknown interaction")
        assert "10062" in discord.violations[0]


async def test_rest_faults_strike_as_often_as_ordered(broken: FakeDiscord) -> None:
    """A 429 delays an answer by its retry_after, a 500 is tried again, and a lost answer is no lost message."""
    limited = broken.fault("POST", CALLBACK, status=429, retry_after=0.3)
    assert (await broken.slash("ask", {"question": "why"})).ms > 300
    failing = broken.fault("POST", CALLBACK, status=500)
    assert (await broken.slash("ask", {"question": "why"})).acked
    assert [call.status for call in broken.requests("POST", CALLBACK)] == [429, 200, 500, 200]
    assert limited.hits == failing.hits == 1
    lost = broken.fault("POST", "/messages$", status=500, after=True)
    exchange = await broken.mention("hello", settle=1.5)
    assert lost.hits == 1
    assert len(exchange.replies) == 1, "the second try carries the same nonce"


async def test_a_dropped_connection_is_resumed(broken: FakeDiscord) -> None:
    """What happened while the bot was away is replayed on RESUME, within the same session."""
    session = broken.connected[0]
    for code in (1006, 4000):
        await broken.drop(code)
        missed = [await broken.slash("ask", {"question": "why"}, wait=None) for _ in range(2)]
        assert await _acked(missed)
    assert len(session.resumes) == 2
    assert all(replayed >= 2 for replayed in session.resumes), "what happened meanwhile comes again"
    assert broken.connected == [session]
    assert len(broken.identifies) == 1
    broken.assert_clean()


async def test_nothing_arrives_while_discord_stalls_or_is_gone(broken: FakeDiscord) -> None:
    """A stalled gateway delivers later; after an outage the bot finds its way back."""
    async with broken.stalled():
        interaction = await broken.slash("ask", {"question": "why"}, wait=None)
        assert not await interaction.until(lambda: interaction.acked, 0.3)
    assert await interaction.until(lambda: interaction.acked, 5)
    async with broken.outage(), aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(broken.api_url)
    await broken.poll(lambda: broken.connected, 20, lambda: str(broken.gateway_log))
    assert (await broken.slash("ask", {"question": "why"})).acked


async def test_permissions_hide_commands(discord: FakeDiscord) -> None:
    """Who may not use a command is not offered it; `force` gets past the client, and meets the bot's own check."""
    with pytest.raises(CannotDo, match="not offered to this member"):
        await discord.slash("admin")
    with pytest.raises(CannotDo, match="not offered here"):
        await discord.slash("admin", dm=True)
    assert (await discord.slash("admin", permissions="manage_guild")).text == "secret"
    assert (await discord.slash("admin", user=discord.owner)).text == "secret"
    boss = discord.add_user("boss")
    discord.add_member(discord.guild, boss, roles=[discord.add_role(discord.guild, "bosses", 1 << 5)])
    assert (await discord.slash("admin", user=boss)).text == "secret"
    assert (await discord.slash("admin", force=True)).text == "not for you"
