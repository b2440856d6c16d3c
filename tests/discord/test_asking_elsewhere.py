"""Questions outside of a server's slash commands: mentions, replies, direct messages, other people's messages."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.discord.test_asking import FIRST, QUESTION, TOPIC, asked, buttons
from tests.standin import FakeDiscord, Interaction

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAPER = "https://arxiv.org/pdf/2212.04356v2.pdf"


async def test_a_mention_is_answered_there(shared_bot: FakeDiscord) -> None:
    """A question to the bot in a channel gets a reply to that message, which pings nobody."""
    exchange = await shared_bot.mention(QUESTION)
    assert "680,000" in exchange.text
    (reply,) = exchange.replies
    assert reply.message_reference.message_id == exchange.message.id
    sent = shared_bot.requests("POST", "/messages$")[-1].body
    assert sent.allowed_mentions == {"parse": [], "replied_user": False} or sent.allowed_mentions == {"parse": []}
    assert f"<@{shared_bot.app_id}>" not in exchange.text


async def test_a_mention_in_a_thread_is_answered_there(shared_bot: FakeDiscord) -> None:
    """A thread is answered in the thread."""
    thread = shared_bot.add_channel(shared_bot.guild, "questions", type=11, parent_id=shared_bot.channel.id)
    exchange = await shared_bot.mention(QUESTION, channel=thread)
    assert "680,000" in exchange.text
    assert exchange.replies[0].channel_id == thread.id


async def test_the_buttons_of_a_reply_work(shared_bot: FakeDiscord) -> None:
    """Who asked by a mention turns the reply's pages; others get their own copy."""
    exchange = await shared_bot.mention(TOPIC)
    copy = await shared_bot.click(exchange, "Next results", user=shared_bot.owner)
    assert copy.ephemeral
    assert FIRST in exchange.text
    await shared_bot.click(exchange, "Next results", user=shared_bot.user)
    assert FIRST not in exchange.text


async def test_a_reply_to_an_answer_is_answered(shared_bot: FakeDiscord) -> None:
    """A further question in reply to an answer is answered; thanks are not answered with a not-found."""
    answer = await asked(shared_bot)
    exchange = await shared_bot.say("and what is the AudioLM pianist?", reply_to=answer)
    assert "AudioLM" in exchange.text
    thanks = await shared_bot.say("zyzzyva qwertzuiop", reply_to=answer, timeout=1)
    assert not thanks.replies


async def test_other_messages_are_left_alone(shared_bot: FakeDiscord) -> None:
    """What people say to one another is not answered."""
    exchange = await shared_bot.say(QUESTION, timeout=1)
    assert not exchange.replies


async def test_a_mention_alone_is_told_what_to_do(shared_bot: FakeDiscord) -> None:
    """Who only names the bot, or writes what nobody sees, reads how to ask; by command, alone."""
    for nothing in ("", "\u200b", "!"):
        assert "Ask me something" in (await shared_bot.mention(nothing)).text
    empty = await shared_bot.slash("ask", {"question": "\u200b\u200b"})
    assert "nothing to look for" in empty.text
    assert empty.ephemeral


async def test_direct_messages_are_questions(shared_bot: FakeDiscord) -> None:
    """In a direct message no mention is needed, and the buttons work there."""
    exchange = await shared_bot.say(TOPIC, dm=True)
    assert FIRST in exchange.text
    await shared_bot.click(exchange, "Next results")
    assert FIRST not in exchange.text


async def test_commands_work_where_only_the_member_has_the_bot(shared_bot: FakeDiscord) -> None:
    """As a user install, in direct messages and elsewhere, questions, searches, menus and buttons work."""
    for installed, direct in ((False, True), (True, False), (True, True)):
        answer = await shared_bot.slash("ask", {"question": QUESTION}, user_install=installed, dm=direct)
        assert "680,000" in answer.text
        for label in buttons(answer.messages[0]):
            pressed = await shared_bot.click(answer, label)
            assert pressed.text
        found = await shared_bot.slash("search", {"words": "model"}, user_install=installed, dm=direct)
        await shared_bot.click(found, "Next")
        assert "page 2" in found.text


async def looked_up(discord: FakeDiscord, text: str) -> Interaction:
    """What the menu finds for somebody's message."""
    exchange = await discord.say(text, user=discord.owner, wait=None)
    return await discord.context_menu("Find in newsletter", exchange.message)


async def test_a_message_with_a_link_finds_who_covered_it(shared_bot: FakeDiscord) -> None:
    """The address of a paper finds its story first, in whatever form it is posted; then what the words are about."""
    found = await looked_up(shared_bot, f"did you see {PAPER}? reminds me of the BLOOM language model workshop")
    assert found.ephemeral
    lines = found.text.splitlines()
    assert lines[0] == "**Covered that link**"
    assert "Whisper listens to 680,000 hours" in lines[1]
    assert "**About what the message says**" in lines
    assert "BLOOM" in found.text
    code = await looked_up(shared_bot, "https://github.com/openai/whisper/blob/main/README.md")
    assert "Whisper listens to 680,000 hours" in code.text
    read = await shared_bot.select(code, 0, ["Whisper listens to 680,000 hours of the internet"])
    assert "Robust Speech Recognition" in read.text


async def test_a_message_without_a_known_link_is_looked_up_by_its_words(shared_bot: FakeDiscord) -> None:
    """Words find stories; a link that nobody covered, and no words, is a plain sentence."""
    found = await looked_up(shared_bot, "that AudioLM pianist is uncanny, see https://example.com/unknown")
    assert "AudioLM" in found.text
    assert found.ephemeral
    unknown = await looked_up(shared_bot, "https://example.com/unknown")
    assert "No item here covers that link" in unknown.text
    empty = await looked_up(shared_bot, "<@123>")
    assert "neither words nor links" in empty.text


async def test_a_channel_that_is_closed_to_the_bot_is_one_line_in_the_log(shared_bot: FakeDiscord) -> None:
    """Where the bot may not write, a mention costs a warning and nothing else."""
    shared_bot.fault("POST", "/messages$", status=403, code=50013)
    await shared_bot.mention(QUESTION, timeout=1)
    shared_bot.clear_faults()
    await asyncio.sleep(0.1)
    assert re.search("680,000", (await asked(shared_bot)).text)
