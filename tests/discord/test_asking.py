"""`/ask` and `/search` over a real gateway connection: options, and every button and menu under their cards."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.standin import CannotDo, FakeDiscord, Interaction, Obj, walk

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTION = "how many hours of audio was Whisper trained on?"
WHISPER = "sample-letter/7#1"
TOPIC = "what is there to read about language models?"  # has more results than one card
FIRST = "AudioLM carries on"  # the best of them
UPDATE, MESSAGE = 7, 4  # kinds of callback: the pressed message changes, or another one comes


def buttons(message: Obj) -> dict[str, Obj]:
    """The buttons of a message that ask the bot for something, by label."""
    return {each.label: each for each in walk(message.components) if each.type == 2 and each.custom_id}


def entries(message: Obj) -> list[Obj]:
    """The entries of a message's menu."""
    return [option for each in walk(message.components) if each.type == 3 for option in each.options]


async def asked(discord: FakeDiscord, question: str = QUESTION, **options: Any) -> Interaction:  # noqa: ANN401
    """The answer to a question."""
    return await discord.slash("ask", {"question": question, **options})


async def test_options_narrow_the_answer(shared_bot: FakeDiscord) -> None:
    """Issue, dates and section choose what is looked at; the card says so."""
    only = await asked(shared_bot, "models", issue="2")
    assert "Only issue 2" in only.text
    assert set(re.findall(r"^-# Sample Letter (\d+) ·", only.text, re.MULTILINE)) == {"2"}
    late = await asked(shared_bot, "models", since="2024-09", until="2024")
    assert "since 1 Sep 2024 · until 31 Dec 2024" in late.text
    assert set(re.findall(r"^-# Sample Letter (\d+) ·", late.text, re.MULTILINE)) <= {"9", "10"}
    tales = await asked(shared_bot, "models", section="tales")
    assert re.findall(r"^-# Sample Letter .*", tales.text, re.MULTILINE)
    assert all("Tech Tales" in line for line in re.findall(r"^-# Sample Letter .*", tales.text, re.MULTILINE))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "lately"}, "“lately” is no date: write it like 2022, 2022-06 or 2022-06-15"),
        ({"issue": "9999"}, "No issue here is “9999”"),
        ({"section": "zyzzyva"}, "No section"),
    ],
)
async def test_options_that_mean_nothing_are_explained(
    shared_bot: FakeDiscord, options: dict[str, str], sentence: str
) -> None:
    """What no date, issue or section is gets a sentence that says what to write, seen by the asker alone."""
    answer = await asked(shared_bot, **options)
    assert sentence in answer.text
    assert answer.ephemeral


async def test_what_people_call_things_is_understood(shared_bot: FakeDiscord) -> None:
    """A cite, an issue as answers write it and what is new are found by; what makes no sense is named."""
    item, named = await asked(shared_bot, WHISPER), await asked(shared_bot, "models", issue="Sample Letter 2")
    assert f"Only item {WHISPER}" in item.text
    assert "Only issue 2" in named.text
    assert "Newest first" in (await asked(shared_bot, "what's new?")).text
    assert "reach from" in (await asked(shared_bot, "models since 2090")).text
    wrong = await shared_bot.slash("search", {"words": "models before:never"})
    assert "“before:never” is no date" in wrong.text


async def test_issues_and_sections_are_offered(shared_bot: FakeDiscord) -> None:
    """While a member types an issue or a section, those that fit are offered; never for the question itself."""
    issues = await shared_bot.autocomplete("ask", "issue", "7", {"question": "x"})
    assert issues.choices
    assert "sample-letter/7" in [choice.value for choice in issues.choices]
    sections = await shared_bot.autocomplete("ask", "section", "tal", {"question": "x"})
    assert [choice.value for choice in sections.choices or []] == ["Tech Tales"]
    with pytest.raises(CannotDo):
        await shared_bot.autocomplete("ask", "question", "whi")


async def test_answers_are_never_deferred(shared_bot: FakeDiscord) -> None:
    """Answers, searches and presses of every button are answered in the first response."""
    answer = await asked(shared_bot)
    search = await shared_bot.slash("search", {"words": "model"})
    presses = [await shared_bot.click(answer, label) for label in buttons(answer.messages[0])]
    turned = [await shared_bot.click(search, label) for label in ("Next", "Previous", "Last", "First", "Newest first")]
    for each in (answer, search, *presses, *turned):
        assert each.callback_type in (MESSAGE, UPDATE)
        assert len([action for action in each.actions if action.kind != "get"]) == 1


async def test_the_asker_turns_the_pages(shared_bot: FakeDiscord) -> None:
    """Next results take the place of the first, with their numbers, and earlier ones bring them back as they were."""
    answer = await asked(shared_bot, TOPIC)
    before = answer.text
    following = await shared_bot.click(answer, "Next results")
    assert following.callback_type == UPDATE
    assert following.ack is not None
    assert following.ack.call.body.data.allowed_mentions == {"parse": []}
    assert FIRST not in answer.text
    assert "“what is there" in answer.text
    assert re.match(r"\*\*Results? 4\b", answer.text)
    assert entries(answer.messages[0])
    await shared_bot.click(answer, "Earlier results")
    assert answer.text == before


async def test_others_get_their_own_copy(shared_bot: FakeDiscord) -> None:
    """Another member's press leaves a public answer as it is and shows the page to that member alone."""
    answer = await asked(shared_bot, TOPIC)
    copy = await shared_bot.click(answer, "Next results", user=shared_bot.owner)
    assert copy.callback_type == MESSAGE
    assert copy.ephemeral
    assert FIRST in answer.text
    assert FIRST not in copy.text
    back = await shared_bot.click(copy, "Earlier results")
    assert back.callback_type == UPDATE
    assert FIRST in copy.text


async def test_more_like_this_names_the_shared_words(shared_bot: FakeDiscord) -> None:
    """Related items come with the words that they share, and each can be read from the menu."""
    answer = await asked(shared_bot)
    related = await shared_bot.click(answer, "More like this", user=shared_bot.owner)
    assert related.ephemeral
    assert "**More like Whisper listens" in related.text
    assert re.search(r"^They share \*\*\w+", related.text, re.MULTILINE)
    first = entries(related.messages[0])[0]
    read = await shared_bot.select(related, 0, [first.value])
    assert first.label in read.text


async def test_in_context_shows_the_surroundings_then_all(shared_bot: FakeDiscord) -> None:
    """The quote stands bold among what is around it, and from there the whole item can be read."""
    answer = await asked(shared_bot)
    context = await shared_bot.click(answer, "In context")
    assert context.ephemeral
    assert re.search(r"\*\*OpenAI's Whisper is an ordinary .*\*\*", context.text)
    assert len(context.text) > len(answer.text.split("\n")[3])
    whole = await shared_bot.click(context, "Read the whole item")
    assert "Whisper listens to 680,000 hours" in whole.text
    assert WHISPER in whole.text


async def test_why_this_names_words_and_weights(shared_bot: FakeDiscord) -> None:
    """The words that matched stand with their shares, which make a whole, and what was looked at, and the date."""
    answer = await asked(shared_bot, issue="7")
    why = await shared_bot.click(answer, "Why this?")
    assert why.ephemeral
    assert "**Whisper**" in why.text
    assert 97 <= sum(int(share) for share in re.findall(r": (\d+)%", why.text)) <= 103
    assert "Only issue 7 was looked at." in why.text
    assert "It is from 8 Jul 2024." in why.text


async def test_a_result_can_be_cited(shared_bot: FakeDiscord) -> None:
    """The permanent name is shown, and a line of Markdown to paste."""
    cite = await shared_bot.click(await asked(shared_bot), "Cite")
    assert cite.ephemeral
    assert f"`{WHISPER}`" in cite.text
    assert f"Whisper listens to 680,000 hours of the internet, Sample Letter 7 ({WHISPER}), 8 Jul 2024" in cite.text


async def test_a_private_answer_can_be_shared(shared_bot: FakeDiscord) -> None:
    """A private answer is seen by the asker alone until it is shared; public ones have no such button."""
    private = await asked(shared_bot, private=True)
    assert private.ephemeral
    shared = await shared_bot.click(private, "Share")
    assert not shared.ephemeral
    assert "680,000" in shared.text
    assert "Share" not in buttons(shared.messages[0])
    found = await shared_bot.slash("search", {"words": "whisper", "private": True})
    assert found.ephemeral
    assert not (await shared_bot.click(found, "Share")).ephemeral


async def test_votes_are_thanked_for(shared_bot: FakeDiscord) -> None:
    """Both votes are told to be kept without a name."""
    answer = await asked(shared_bot)
    for label, word in (("Helpful", "kept as helpful"), ("Not helpful", "kept as not helpful")):
        thanks = await shared_bot.click(answer, label, user=shared_bot.owner)
        assert word in thanks.text
        assert "without your name" in thanks.text
        assert thanks.ephemeral


async def test_not_found_offers_what_may_have_been_meant(shared_bot: FakeDiscord) -> None:
    """Words like those that are not known become buttons that find something; the nearest topics are a menu."""
    answer = await asked(shared_bot, "transfrmrz founder whispr price stock zurich")
    assert "I found nothing" in answer.text
    assert "http" not in answer.text
    meant = next(label for label in buttons(answer.messages[0]) if label.startswith("Did you mean Transformer"))
    topic = entries(answer.messages[0])[0]
    copy = await shared_bot.select(answer, 0, [topic.value], user=shared_bot.owner)
    assert copy.ephemeral
    assert topic.label in copy.text
    await shared_bot.click(answer, meant)
    assert "I found nothing" not in answer.text
    assert re.search(r"\*\*[Tt]ransformers?\*\*", answer.text)


async def test_a_long_question_keeps_its_buttons(shared_bot: FakeDiscord) -> None:
    """A question that is too long for a button's id works all the same."""
    answer = await asked(shared_bot, f"{TOPIC} " * 6)
    assert FIRST in answer.text
    await shared_bot.click(answer, "Next results")
    assert FIRST not in answer.text


async def test_a_search_is_paged_and_ordered(shared_bot: FakeDiscord) -> None:
    """Pages are counted, the pager stops at both ends, and the order can be changed; others get their own copy."""
    found = await shared_bot.slash("search", {"words": "model"})
    pages = int(re.findall(r"page 1 of (\d+)", found.text)[0])
    assert buttons(found.messages[0])["Previous"].disabled
    await shared_bot.click(found, "Last")
    assert f"page {pages} of {pages}" in found.text
    assert buttons(found.messages[0])["Next"].disabled
    copy = await shared_bot.click(found, "Previous", user=shared_bot.owner)
    assert f"page {pages - 1} of {pages}" in copy.text
    assert f"page {pages} of {pages}" in found.text
    await shared_bot.click(found, "Newest first")
    numbers = [int(number) for number in re.findall(r"^-# Sample Letter (\d+) ·", found.text, re.MULTILINE)]
    assert numbers == sorted(numbers, reverse=True)
    await shared_bot.click(found, "Oldest first")
    assert re.findall(r"^-# Sample Letter (\d+) ·", found.text, re.MULTILINE)[0] == "1"
    oldest = await shared_bot.slash("search", {"words": "model", "order": "Oldest first"})
    assert oldest.text == found.text
    read = await shared_bot.select(found, 0, [entries(found.messages[0])[1].value])
    assert entries(found.messages[0])[1].label in read.text


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ('"language model"', r"[Ll]anguage model"),
        ("model -language issue:2", r"^-# Sample Letter 2 ·"),
        ("model section:tales", r"Tech Tales"),
        ("model before:2024-02", r"^-# Sample Letter 1 · .* Jan 2024"),
    ],
)
async def test_a_search_understands_operators(shared_bot: FakeDiscord, words: str, lines: str) -> None:
    """Phrases, exclusions, issues, sections and dates narrow a search."""
    found = await shared_bot.slash("search", {"words": words})
    shown = re.findall(r"^\*\*\d+ items? match", found.text, re.MULTILINE)
    assert shown
    assert re.search(lines, found.text.replace("**", ""), re.MULTILINE)


async def test_a_button_of_another_version_is_explained(shared_bot: FakeDiscord) -> None:
    """A press that no part of the bot knows, or whose state it cannot read, gets a sentence and no silence."""
    answer = await asked(shared_bot)
    button = buttons(answer.messages[0])["Cite"]
    for strange in ("elsewhere:1", "answer:0:nonsense", "cite:9999#9", "answer:x:=y", "context:9999#9:a"):
        button.custom_id = strange
        explained = await shared_bot.click(answer, "Cite")
        assert explained.ephemeral
        assert re.search(r"use the command again|ask again|No item here|try again", explained.text)
