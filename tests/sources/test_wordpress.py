"""WordPress sites, as visited again and again."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.errors import FetchError
from bot.sources.fetching import Fetcher
from bot.sources.remote import Source, SourceKind, documents
from tests.sources.conftest import QUICK, Reader, Remembered, assert_same
from tests.sources.letters import letter, letters
from tests.sources.servers import WordPress
from tests.sources.servers.bare import Bare, said


@pytest.mark.parametrize("hosted", [False, True])
async def test_all_posts_come_through_the_interface(reader: Reader, hosted: bool) -> None:
    """A first visit brings every post whole, of a site of one's own and of one at WordPress.com."""
    with WordPress(letters(130), hosted=hosted) as site:
        brought = await reader.visit(site)
        assert reader.numbers(brought) == list(range(1, 131))
        newest = next(document for document in brought if "letter-130" in document.address)
        assert newest.address == site.link(site.letters[-1])
        assert_same(reader.read(newest), site.letters[-1])


async def test_a_page_past_the_end_ends_the_list(reader: Reader) -> None:
    """Where the last page is full, the 400 that the next one is answered with is no failure."""
    with WordPress(letters(100)) as site:
        assert len(await reader.visit(site)) == 100
        assert [request.status for request in site.asked("&page=2&")] == [400]


async def test_an_unchanged_site_sends_no_post_again(reader: Reader) -> None:
    """A second visit asks for one page of the list and for no content."""
    with WordPress(letters(130)) as site:
        await reader.visit(site, kind=SourceKind.WORDPRESS)
        site.forget()
        assert await reader.visit(site, kind=SourceKind.WORDPRESS) == []
        (request,) = site.requests
        assert "content" not in request.path


async def test_edits_and_new_posts_come_alone(reader: Reader) -> None:
    """After an edit of an old post and a new one, a visit brings these two."""
    with WordPress(letters(130)) as site:
        await reader.visit(site)
        site.letters[2] = site.letters[2].edited("The crew has since left.", days=2000)
        site.letters.append(letter(131))
        brought = await reader.visit(site)
        assert reader.numbers(brought) == [3, 131]
        old = next(document for document in brought if "letter-3-" in document.address)
        assert "The crew has since left." in reader.read(old).items[0].text


async def test_a_first_visit_that_broke_off_is_gone_on_with(reader: Reader) -> None:
    """After an outage in the middle, the next visit brings what is missing, and nothing twice."""
    with WordPress(letters(130)) as site:
        site.refuse("1085", 503)  # the id of a post in the middle
        with pytest.raises(FetchError, match="503"):
            await reader.visit(site)
        site.heal()
        site.forget()
        brought = await reader.visit(site)
        assert 130 > len(brought) > 0
        assert {letter.number for letter in site.letters[:80]} <= set(reader.numbers(brought))


@pytest.mark.parametrize("teasers", [False, True])
async def test_a_closed_interface_leaves_the_feed(reader: Reader, teasers: bool) -> None:
    """Where the interface is closed the feed is read, page by page; teasers are followed to their pages."""
    with WordPress(letters(25), teasers=teasers) as site:
        site.refuse("/wp-json", 403)
        site.refuse("rest_route", 403)
        brought = await reader.visit(site)
        assert reader.numbers(brought) == list(range(1, 26))
        assert_same(reader.read(brought[0]), site.letters[-1])
        assert brought[0].address == site.link(site.letters[-1])
        site.forget()
        assert await reader.visit(site) == []
        assert not site.asked("/20")


async def test_without_interface_and_feed_the_sitemap_leads_to_the_pages(reader: Reader) -> None:
    """Where both are closed, the posts that the sitemap lists are fetched, and only what it says has changed after."""
    with WordPress(letters(5)) as site:
        for part in ("/wp-json", "rest_route", "/feed"):
            site.refuse(part, 403)
        assert reader.numbers(await reader.visit(site)) == [1, 2, 3, 4, 5]
        site.letters[1] = site.letters[1].edited("Now with more rain.")
        assert reader.numbers(await reader.visit(site)) == [2]


@pytest.mark.parametrize(
    "rows", ["[{", "{}", "null", '[{"id": 1}]', '[{"id": 1, "link": "http://[::1", "modified_gmt": "", "title": 1}]']
)
async def test_an_interface_that_answers_something_else_is_none(reader: Reader, rows: str) -> None:
    """Whatever stands where the posts should be listed, it is passed over, and a site without any list is an error."""

    async def answer(path: str) -> AsyncIterator[bytes]:
        yield said(rows.encode()) if "posts" in path else said(b"<html><body>A blog</body></html>")

    with Bare(answer) as server:
        async with Fetcher.open(server.allow, QUICK) as fetcher:
            source = Source(SourceKind.WORDPRESS, server.address)
            found = documents(
                source, fetcher, Remembered(), lambda *_: None, offload=reader.offload, fail=reader.failed.append
            )
            with pytest.raises(FetchError, match="lists no posts"):
                await anext(found)


async def test_an_interface_that_closes_later_is_no_loss(reader: Reader) -> None:
    """A site that shuts its interface is read by its feed from then on."""
    with WordPress(letters(12)) as site:
        await reader.visit(site)
        site.refuse("/wp-json", 401)
        site.refuse("rest_route", 401)
        site.letters.append(letter(13))
        assert 13 in reader.numbers(await reader.visit(site))
