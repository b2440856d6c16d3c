"""`/trend` as a member sees it: words at once, the chart a moment later, mentions that open."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.discord.conftest import launched
from tests.discord.library import menus
from tests.standin import FakeDiscord, Interaction, walk

MEDIA_GALLERY = 12

pytestmark = pytest.mark.asyncio(loop_scope="module")


def picture(shown: Interaction) -> tuple[bytes, str]:
    """The PNG that was uploaded with the message, and what screen readers say of it."""
    assert shown.message is not None
    (gallery,) = [each for each in walk(shown.message.components) if each.type == MEDIA_GALLERY]
    uploads = [file for action in shown.actions for file in action.call.files]
    assert [name for name, _, _ in uploads] == ["trend.png"]
    return uploads[0][2], gallery["items"][0].description


async def test_a_trend_is_said_at_once_and_drawn_a_moment_later(library_bot: FakeDiscord) -> None:
    """The first response has every term's line, without deferring; the edit adds the chart with its description."""
    shown = await library_bot.slash("trend", {"terms": "whisper, barge, zyzzyva"})
    assert shown.callback_type == 4
    assert not shown.deferred
    await shown.until(lambda: shown.attachments, 30)
    png, description = picture(shown)
    assert Image.open(io.BytesIO(png)).size[0] == 1200
    assert description.startswith("Bar charts of the share of items")
    assert "whisper: mentioned in" in description
    assert "**whisper** in" in shown.text
    assert "first Sample Letter 1, 8 Jan 2024" in shown.text
    assert "**zyzzyva** is never mentioned." in shown.text
    assert "being drawn" not in shown.text


async def test_a_chart_that_was_drawn_comes_at_once(library_bot: FakeDiscord) -> None:
    """The same terms again are answered whole in the first response."""
    first = await library_bot.slash("trend", {"terms": "bert"})
    await first.until(lambda: first.attachments, 30)
    again = await library_bot.slash("trend", {"terms": "bert"})
    assert again.attachments
    assert len(again.actions) == 1


async def test_mentions_open_from_the_menu(library_bot: FakeDiscord) -> None:
    """Each first, peak and latest mention can be read, and says which it is."""
    shown = await library_bot.slash("trend", {"terms": "whisper"})
    (menu,) = menus(shown)
    assert any("first of whisper" in option.description for option in menu.options)
    item = await library_bot.select(shown, menu.custom_id, [menu.options[0].value])
    assert f"`{menu.options[0].value}`" in item.text
    assert item.ephemeral


@pytest.mark.parametrize("terms", ["a1,b1,c1,d1,e1", "the", "zyzzyva", ",,"])
async def test_what_cannot_be_drawn_is_explained_to_the_asker(library_bot: FakeDiscord, terms: str) -> None:
    """Too many terms, words in everything and words in nothing get one sentence."""
    shown = await library_bot.slash("trend", {"terms": terms})
    assert shown.ephemeral
    assert not shown.attachments
    assert len(shown.text) > 20


async def test_hostile_terms_come_back_inert(library_bot: FakeDiscord) -> None:
    """Markup and mentions in a term are text, in the message and in the chart."""
    shown = await library_bot.slash("trend", {"terms": "whisper **@everyone** <@123> $x$, whisper"})
    await shown.until(lambda: shown.attachments, 30)
    assert "\\@everyone" in shown.text
    assert shown.ack is not None
    assert shown.ack.call.body["data"]["allowed_mentions"] == {"parse": []}


async def test_a_trend_works_without_a_server(library_bot: FakeDiscord) -> None:
    """In direct messages and as a user install the chart comes all the same."""
    for where in ({"dm": True}, {"user_install": True}):
        shown = await library_bot.slash("trend", {"terms": "barge"}, **where)  # type: ignore[arg-type]
        await shown.until(lambda shown=shown: shown.attachments, 30)  # type: ignore[misc]
        assert shown.attachments


async def test_a_bot_that_is_told_to_stop_leaves_its_chart(tmp_path: Path, sample_archive: Path) -> None:
    """A chart that is being drawn holds nobody up: the bot ends as it does otherwise."""
    shutil.copytree(sample_archive, tmp_path / "data")
    async with FakeDiscord() as standin:
        bot = await launched(standin, tmp_path)
        shown = await standin.slash("trend", {"terms": "whisper"}, wait="ack")
        assert shown.acked
        assert await bot.stop() < 9
        assert bot.returncode == 0
        assert "Traceback" not in bot.output
        standin.assert_clean()
