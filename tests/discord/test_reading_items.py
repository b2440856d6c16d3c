"""Items as a member reads them: whole, page by page, by cite, title or chance, with the mentions around them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.discord.conftest import launched
from tests.discord.library import buttons, menus
from tests.standin import FakeDiscord

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("meant", ["sample-letter/11#2", "The endless barge", "endless", "the endles barge"])
async def test_an_item_is_found_by_cite_and_by_title(library_bot: FakeDiscord, meant: str) -> None:
    """A cite, a title, a word of it and a slip of the hand all open the item, for the asker alone."""
    item = await library_bot.slash("item", {"item": meant})
    assert item.text.startswith("## The endless barge")
    assert item.ephemeral


async def test_a_long_item_is_read_page_by_page(library_bot: FakeDiscord) -> None:
    """Every page is turned to in the same message, first and last end the turning, and no paragraph is lost."""
    item = await library_bot.slash("item", {"item": "sample-letter/11#2"})
    count = int(re.findall(r"page 1 of (\d+)", item.text)[0])
    assert count > 2
    assert buttons(item)["Previous page"].disabled
    read = [item.text]
    for page in range(2, count + 1):
        turned = await library_bot.click(item, "Next page")
        assert f"page {page} of {count}" in turned.text
        assert turned.message is not None
        assert item.message is not None
        assert turned.message.id == item.message.id
        read.append(turned.text)
    assert buttons(item)["Next page"].disabled
    found = [int(number) for number in re.findall(r"^Paragraph (\d+)", "\n".join(read), re.MULTILINE)]
    assert found == list(range(1, 12))
    back = await library_bot.click(item, "Previous page")
    assert f"page {count - 1} of {count}" in back.text


async def test_titles_are_offered_while_typing(library_bot: FakeDiscord) -> None:
    """Words of a title, or the beginning of a cite, offer at most 25 items, newest first, with their cites."""
    offered = await library_bot.autocomplete("item", "item", "barge leaves")
    assert offered.choices
    assert len(offered.choices) == 25
    assert offered.choices[0]["name"] == "Barge number 1 leaves port · sample-letter/11#1"
    by_cite = await library_bot.autocomplete("item", "item", "sample-letter/11#2")
    assert by_cite.choices is not None
    assert {"sample-letter/11#2", "sample-letter/11#20"} <= {choice["value"] for choice in by_cite.choices}


async def test_an_unknown_item_is_explained(library_bot: FakeDiscord) -> None:
    """What is no title and no cite gets a sentence that says what to give."""
    answer = await library_bot.slash("item", {"item": "qwertzuiop"})
    assert "cite like 305#3" in answer.text
    assert answer.ephemeral


async def test_a_mention_in_the_text_is_a_link_to_the_issue(library_bot: FakeDiscord) -> None:
    """An issue that the text names is linked at its own address, and opens in Discord from the menu."""
    item = await library_bot.slash("item", {"item": "sample-letter/7#3"})
    assert re.search(r"\(see \[#5\]\(<https://example\.org/[^>]*>\)\)", item.text)
    opened = await library_bot.select(item, menus(item)[0].custom_id, ["sample-letter/5"])
    assert "## [Sample Letter 5" in opened.text


async def test_a_title_jumps_to_the_quoted_words(library_bot: FakeDiscord) -> None:
    """Where the page of an issue is known, the title of what is quoted leads to the passage on it."""
    answer = await library_bot.slash("ask", {"question": "why does Chinchilla say that big models were underfed?"})
    assert re.search(r"### \[Chinchilla[^\]]*\]\(<https://example\.org/letters/5#:~:text=[^>]+>\)", answer.text)


async def test_an_item_says_where_it_was_mentioned_later(library_bot: FakeDiscord) -> None:
    """The item that a later issue means knows it; its neighbour in the same issue does not."""
    backflip = await library_bot.slash("item", {"item": "sample-letter/1#4"})
    mentions = backflip.text.split("**Mentioned later in**")[1]
    assert "`sample-letter/6#1`" in mentions
    assert "`sample-letter/11#3`" in mentions
    later = await library_bot.select(backflip, 0, ["sample-letter/6#1"])
    assert "`sample-letter/6#1`" in later.text
    other = await library_bot.slash("item", {"item": "sample-letter/1#3"})
    assert "Mentioned later" not in other.text


async def test_an_item_leads_to_its_issue(library_bot: FakeDiscord) -> None:
    """The button below an item opens the contents of its issue."""
    item = await library_bot.slash("item", {"item": "sample-letter/8#2"})
    issue = await library_bot.click(item, "Contents of Sample Letter 8")
    assert "## Sample Letter 8" in issue.text
    assert issue.ephemeral


async def test_chance_picks_an_item_and_another(library_bot: FakeDiscord) -> None:
    """Any item comes with a button for another one, in the same message, and within the section that was named."""
    offered = await library_bot.autocomplete("random", "section", "tal")
    assert offered.choices is not None
    assert [choice["value"] for choice in offered.choices] == ["Tech Tales"]
    tale = await library_bot.slash("random", {"section": "Tech Tales"})
    assert "Tech Tales · fiction" in tale.text
    seen = {tale.text}
    for _ in range(12):
        again = await library_bot.click(tale, "Another one")
        assert "Tech Tales · fiction" in again.text
        seen.add(again.text)
    assert len(seen) > 1
    assert (await library_bot.slash("random")).text.startswith("## ")
    unknown = await library_bot.slash("random", {"section": "zyzzyva"})
    assert "No section here" in unknown.text
    assert unknown.ephemeral


async def test_what_a_button_names_may_be_gone(library_bot: FakeDiscord) -> None:
    """A button whose item the archive no longer has says so, and one of nonsense does no harm."""
    item = await library_bot.slash("item", {"item": "sample-letter/8#2"})
    assert item.message is not None
    for custom_id, said in (("open:sample-letter/99#1", "was taken out"), ("item:sample-letter/8#2:x", "## Gato")):
        shown = next(each for each in item.message.components[0].components if each.type == 1)
        shown.components[0].custom_id = custom_id
        assert said in (await library_bot.click(item, custom_id)).text


async def test_buttons_outlive_a_restart(tmp_path: Path, sample_archive: Path) -> None:
    """What one process showed, the next one answers: buttons, menus and pages."""
    shutil.copytree(sample_archive, tmp_path / "data")
    async with FakeDiscord() as standin:
        bot = await launched(standin, tmp_path)
        issue = await standin.slash("issue", {"issue": "sample-letter/5"})
        tale = await standin.slash("random", {"section": "Tech Tales"})
        await bot.stop()
        await launched(standin, tmp_path)
        assert "`sample-letter/5#3`" in (await standin.click(issue, "3")).text
        assert "`sample-letter/7#3`" in (await standin.select(issue, 0, ["sample-letter/7#3"])).text
        assert "## Sample Letter 4" in (await standin.click(issue, "← Sample Letter 4")).text
        assert "Tech Tales · fiction" in (await standin.click(tale, "Another one")).text
        standin.assert_clean()
