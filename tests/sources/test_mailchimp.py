"""Mailchimp archives, as visited again and again."""

from __future__ import annotations

import pytest

from bot.errors import FetchError
from bot.sources.remote import SourceKind
from tests.sources.conftest import Reader, assert_same
from tests.sources.letters import letter, letters
from tests.sources.servers import Mailchimp


@pytest.mark.parametrize("day_first", [False, True])
async def test_feed_and_list_give_each_campaign_once(reader: Reader, day_first: bool) -> None:
    """A first visit brings what the feed holds, and the pages of what is only listed, dated by the list."""
    with Mailchimp(letters(25), day_first=day_first) as site:
        brought = await reader.visit(site, site.home)
        assert reader.numbers(brought) == list(range(1, 26))
        for document in brought:
            assert_same(reader.read(document), site.letters[(reader.read(document).head.number or 0) - 1])
        assert len(site.asked("/short/")) == 15


async def test_addresses_name_the_campaign_and_no_reader(reader: Reader) -> None:
    """A campaign's address is the archive's, without the field for the reader's id."""
    with Mailchimp(letters(12)) as site:
        addresses = {document.address for document in await reader.visit(site, site.home)}
        assert addresses == {site.link(letter) for letter in site.letters}


async def test_an_unchanged_archive_sends_nothing_again(reader: Reader) -> None:
    """A second visit is told twice that nothing has changed."""
    with Mailchimp(letters(25)) as site:
        await reader.visit(site, site.home)
        site.forget()
        assert await reader.visit(site, site.home) == []
        assert sorted(request.status for request in site.requests[1:]) == [304, 304]


async def test_new_and_edited_campaigns_come_alone(reader: Reader) -> None:
    """After an edit and a new campaign a visit brings these two; the one that left the feed is known by its listing."""
    with Mailchimp(letters(25)) as site:
        await reader.visit(site, site.home)
        site.letters[20] = site.letters[20].edited("The crew has since left.")
        site.letters.append(letter(26))
        site.forget()
        assert reader.numbers(await reader.visit(site, site.home)) == [21, 26]
        assert not site.asked("/short/")


@pytest.mark.parametrize(("closed", "left"), [("/feed", 25), ("/home", 10)])
async def test_one_of_both_is_enough(reader: Reader, closed: str, left: int) -> None:
    """Where the feed is closed the list leads to all; where the list is closed the feed's window is all there is."""
    with Mailchimp(letters(25)) as site:
        site.refuse(closed, 404)
        assert len(await reader.visit(site, site.home, SourceKind.MAILCHIMP)) == left


async def test_an_archive_that_is_gone_is_an_error(reader: Reader) -> None:
    """Where list and feed are gone, the visit says so."""
    with Mailchimp(letters(3)) as site:
        site.refuse("/", 410)
        with pytest.raises(FetchError, match="410"):
            await reader.visit(site, site.home, SourceKind.MAILCHIMP)
