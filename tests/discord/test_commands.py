"""Every command of the real bot, driven over a real gateway connection and read as a member reads it."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.discord.conftest import launched
from tests.standin import FakeDiscord, Interaction

V2, EPHEMERAL = 1 << 15, 1 << 6
QUESTION = "how many hours of audio was Whisper trained on?"


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def discord(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[FakeDiscord]:
    """One bot serves all these tests, since its commands change nothing."""
    folder = tmp_path_factory.mktemp("bot")
    shutil.copytree(sample_archive, folder / "data")
    async with FakeDiscord() as standin:
        await launched(standin, folder)
        yield standin
        standin.assert_clean()


def data(answer: Interaction) -> dict[str, object]:
    """The message that the bot sent as its first response."""
    assert answer.ack is not None
    sent: dict[str, object] = answer.ack.call.body["data"]
    return sent


async def test_ask_answers_with_a_quote_and_its_source(discord: FakeDiscord) -> None:
    """A question is answered at once, with the passage quoted, the matching words bold, and the source linked."""
    answer = await discord.slash("ask", {"question": QUESTION})
    assert answer.callback_type == 4
    assert re.search(r"^> .*680,000", answer.text, re.MULTILINE)
    assert re.search(r"^> .*\*\*\w", answer.text, re.MULTILINE)
    assert re.search(r"^-# Sample Letter \d+ · \d+ \w+ \d{4}", answer.text, re.MULTILINE)
    assert "](<https://arxiv.org/abs/2212.04356>)" in answer.text
    assert "sample archive" in answer.text
    assert int(str(data(answer)["flags"])) & V2
    assert not answer.ephemeral


async def test_not_found_is_said_without_links(discord: FakeDiscord) -> None:
    """A question that nothing answers gets a plain sentence and leads nowhere."""
    answer = await discord.slash("ask", {"question": "zyzzyva qwertzuiop blorbification"})
    assert "I found nothing" in answer.text
    assert "http" not in answer.text


@pytest.mark.parametrize("command", [("ask", "question"), ("search", "words"), ("issue", "issue")])
async def test_what_members_write_is_inert(discord: FakeDiscord, command: tuple[str, str]) -> None:
    """A member's own markup and mentions come back as plain text, and no payload may mention anybody."""
    name, option = command
    hostile = (
        "whisper @everyone <@123> <@&4> <#5> </ask:6> <t:7:R> [x](http://evil.example) # **b** https://evil.example"
    )
    answer = await discord.slash(name, {option: hostile})
    assert answer.acked
    assert data(answer)["allowed_mentions"] == {"parse": []}
    unescaped = re.sub(r"\\[^\w\s]", "", answer.text)
    assert not re.search(r"@everyone|<[@#/t]|\]\(http|https?://evil", unescaped)


async def test_search_lists_what_matches(discord: FakeDiscord) -> None:
    """Words find every item that has them, with the count; words that nothing has find nothing."""
    found = await discord.slash("search", {"words": "whisper"})
    assert re.search(r"\*\*\d+ items? match(es)?\*\*", found.text)
    assert "**Whisper**" in found.text
    none = await discord.slash("search", {"words": "zyzzyva"})
    assert "No item matches" in none.text


async def test_issues_are_completed_and_shown(discord: FakeDiscord) -> None:
    """A number or words of a title offer the issue; what is offered, its number and its words show its contents."""
    offered = await discord.autocomplete("issue", "issue", "3")
    assert offered.choices
    assert len(offered.choices) <= 25
    third = next(choice for choice in offered.choices if choice["value"] == "sample-letter/3")
    words = " ".join(third["name"].split()[3:6])
    by_words = await discord.autocomplete("issue", "issue", words)
    assert by_words.choices is not None
    assert third["value"] in [choice["value"] for choice in by_words.choices]
    for meant in (third["value"], "3", words):
        shown = await discord.slash("issue", {"issue": meant})
        assert "## Sample Letter 3" in shown.text
        assert re.search(r"^1\. \S", shown.text, re.MULTILINE)


async def test_an_unknown_issue_is_explained_to_the_asker_alone(discord: FakeDiscord) -> None:
    """A number that no issue has gets a sentence that says what to do, seen by nobody else."""
    answer = await discord.slash("issue", {"issue": "9999"})
    assert "9999" in answer.text
    assert answer.ephemeral


async def test_latest_and_about(discord: FakeDiscord) -> None:
    """The newest issue is shown, and the archive's passport with its counts."""
    latest = await discord.slash("latest")
    assert "## Sample Letter 10" in latest.text
    about = await discord.slash("about")
    assert "## Sample Letter" in about.text
    assert "**10** issues" in about.text
    assert "sample archive" in about.text


async def test_commands_work_in_direct_messages_and_as_a_user_install(discord: FakeDiscord) -> None:
    """Every command for members answers in a direct message and where only the member installed the app."""
    for name, options in (
        ("ask", {"question": QUESTION}),
        ("latest", None),
        ("about", None),
        ("search", {"words": "bert"}),
    ):
        assert (await discord.slash(name, options, dm=True)).text
        assert (await discord.slash(name, options, user_install=True)).text


async def test_a_very_long_question_is_answered_politely(discord: FakeDiscord) -> None:
    """As many words as Discord lets a member send get an answer or a plain sentence."""
    answer = await discord.slash("ask", {"question": ("whisper transformer audio " * 240)[:5900]})
    assert answer.text
    assert answer.message is not None


async def test_questions_at_once_are_all_answered(discord: FakeDiscord) -> None:
    """Fifty members who ask at the same moment all get their answer."""
    answers = await asyncio.gather(*(discord.slash("ask", {"question": QUESTION}) for _ in range(50)))
    assert all("680,000" in answer.text for answer in answers)


async def test_commands_describe_themselves(discord: FakeDiscord) -> None:
    """Each command and each option tells in Discord what it is for."""
    for _, kind, name in discord.commands:
        command = discord.command(name, kind=kind)
        if kind != 1:  # a menu on a message has nothing but its name
            continue
        assert len(command.description) > 20
        assert all(len(option.description) > 20 for option in command.options or [])
