"""Every command of the real bot, driven over a real gateway connection and read as a member reads it."""

from __future__ import annotations

import asyncio
import re

import pytest

from tests.standin import FakeDiscord, Interaction

V2, EPHEMERAL = 1 << 15, 1 << 6
QUESTION = "how many hours of audio was Whisper trained on?"


pytestmark = pytest.mark.asyncio(loop_scope="module")


def data(answer: Interaction) -> dict[str, object]:
    """The message that the bot sent as its first response."""
    assert answer.ack is not None
    sent: dict[str, object] = answer.ack.call.body["data"]
    return sent


async def test_ask_answers_with_a_quote_and_its_source(shared_bot: FakeDiscord) -> None:
    """A question is answered at once, with the passage quoted, the matching words bold, and the source linked."""
    answer = await shared_bot.slash("ask", {"question": QUESTION})
    assert answer.callback_type == 4
    assert re.search(r"^> .*680,000", answer.text, re.MULTILINE)
    assert re.search(r"^> .*\*\*\w", answer.text, re.MULTILINE)
    assert re.search(r"^-# Sample Letter \d+ · \d+ \w+ \d{4}", answer.text, re.MULTILINE)
    assert "](<https://arxiv.org/abs/2212.04356>)" in answer.text
    assert "sample archive" in answer.text
    assert int(str(data(answer)["flags"])) & V2
    assert not answer.ephemeral


async def test_not_found_is_said_without_links(shared_bot: FakeDiscord) -> None:
    """A question that nothing answers gets a plain sentence and leads nowhere."""
    answer = await shared_bot.slash("ask", {"question": "zyzzyva qwertzuiop blorbification"})
    assert "I found nothing" in answer.text
    assert "http" not in answer.text


@pytest.mark.parametrize("command", [("ask", "question"), ("search", "words"), ("issue", "issue")])
async def test_what_members_write_is_inert(shared_bot: FakeDiscord, command: tuple[str, str]) -> None:
    """A member's own markup and mentions come back as plain text, and no payload may mention anybody."""
    name, option = command
    hostile = (
        "whisper @everyone <@123> <@&4> <#5> </ask:6> <t:7:R> [x](http://evil.example) # **b** https://evil.example"
    )
    answer = await shared_bot.slash(name, {option: hostile})
    assert answer.acked
    assert data(answer)["allowed_mentions"] == {"parse": []}
    unescaped = re.sub(r"\\[^\w\s]", "", answer.text)
    assert not re.search(r"@everyone|<[@#/t]|\]\(http|https?://evil", unescaped)


async def test_search_lists_what_matches(shared_bot: FakeDiscord) -> None:
    """Words find every item that has them, with the count; words that nothing has find nothing."""
    found = await shared_bot.slash("search", {"words": "whisper"})
    assert re.search(r"\*\*\d+ items? match(es)?\*\*", found.text)
    assert "**Whisper**" in found.text
    none = await shared_bot.slash("search", {"words": "zyzzyva"})
    assert "No item matches" in none.text


async def test_issues_are_completed_and_shown(shared_bot: FakeDiscord) -> None:
    """A number or words of a title offer the issue; what is offered, its number and its words show its contents."""
    offered = await shared_bot.autocomplete("issue", "issue", "3")
    assert offered.choices
    assert len(offered.choices) <= 25
    third = next(choice for choice in offered.choices if choice["value"] == "sample-letter/3")
    words = " ".join(third["name"].split()[3:6])
    by_words = await shared_bot.autocomplete("issue", "issue", words)
    assert by_words.choices is not None
    assert third["value"] in [choice["value"] for choice in by_words.choices]
    for meant in (third["value"], "3", words):
        shown = await shared_bot.slash("issue", {"issue": meant})
        assert "## Sample Letter 3" in shown.text
        assert re.search(r"^1\. \S", shown.text, re.MULTILINE)


async def test_an_unknown_issue_is_explained_to_the_asker_alone(shared_bot: FakeDiscord) -> None:
    """A number that no issue has gets a sentence that says what to do, seen by nobody else."""
    answer = await shared_bot.slash("issue", {"issue": "9999"})
    assert "9999" in answer.text
    assert answer.ephemeral


async def test_latest_and_about(shared_bot: FakeDiscord) -> None:
    """The newest issue is shown, and the archive's passport with its counts."""
    latest = await shared_bot.slash("latest")
    assert "## Sample Letter 10" in latest.text
    about = await shared_bot.slash("about")
    assert "## Sample Letter" in about.text
    assert "**10** issues" in about.text
    assert "sample archive" in about.text


async def test_commands_work_in_direct_messages_and_as_a_user_install(shared_bot: FakeDiscord) -> None:
    """Every command for members answers in a direct message and where only the member installed the app."""
    for name, options in (
        ("ask", {"question": QUESTION}),
        ("latest", None),
        ("about", None),
        ("search", {"words": "bert"}),
    ):
        assert (await shared_bot.slash(name, options, dm=True)).text
        assert (await shared_bot.slash(name, options, user_install=True)).text


async def test_a_very_long_question_is_answered_politely(shared_bot: FakeDiscord) -> None:
    """As many words as Discord lets a member send get an answer or a plain sentence."""
    answer = await shared_bot.slash("ask", {"question": ("whisper transformer audio " * 240)[:5900]})
    assert answer.text
    assert answer.message is not None


async def test_questions_at_once_are_all_answered(shared_bot: FakeDiscord) -> None:
    """Fifty members who ask at the same moment all get their answer."""
    answers = await asyncio.gather(*(shared_bot.slash("ask", {"question": QUESTION}) for _ in range(50)))
    assert all("680,000" in answer.text for answer in answers)


async def test_commands_describe_themselves(shared_bot: FakeDiscord) -> None:
    """Each command and each option tells in Discord what it is for."""
    for _, kind, name in shared_bot.commands:
        command = shared_bot.command(name, kind=kind)
        if kind != 1:  # a menu on a message has nothing but its name
            continue
        assert len(command.description) > 20
        assert all(len(option.description) > 20 for option in command.options or [])
