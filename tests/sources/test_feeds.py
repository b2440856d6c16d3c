"""Feeds of any site, single pages, and what kind of source an address is."""

from __future__ import annotations

import pytest

from bot.errors import FetchError, UsageError
from bot.offload import Offload
from bot.sources import feeds
from bot.sources.fetching import Fetcher
from bot.sources.remote import SourceKind, recognise
from tests.sources.conftest import QUICK, Reader, assert_same
from tests.sources.letters import letter, letters
from tests.sources.servers import FeedSite, Mailchimp, Site, Substack, WordPress


@pytest.mark.parametrize("teasers", [False, True])
async def test_a_feed_is_read_to_its_first_page(reader: Reader, teasers: bool) -> None:
    """A first visit follows the feed's own pages back; entries that are only teasers are read from their pages."""
    with FeedSite(letters(45), teasers=teasers) as site:
        brought = await reader.visit(site, f"{site.address}/atom.xml")
        assert reader.numbers(brought) == list(range(1, 46))
        assert_same(reader.read(brought[0]), site.letters[-1])


@pytest.mark.parametrize("teasers", [False, True])
async def test_a_feed_brings_what_is_new_or_edited(reader: Reader, teasers: bool) -> None:
    """Later visits bring new and edited entries alone, and nothing where the feed has not changed."""
    with FeedSite(letters(30), teasers=teasers) as site:
        await reader.visit(site)
        site.forget()
        assert await reader.visit(site) == []
        assert [request.status for request in site.asked("/atom.xml")] == [304]
        site.letters[25] = site.letters[25].edited("The crew has since left.")
        site.letters.append(letter(31))
        assert reader.numbers(await reader.visit(site)) == [26, 31]


async def test_one_page_that_fails_costs_only_itself(reader: Reader) -> None:
    """An entry whose page is gone is named with the reason, and the others come."""
    with FeedSite(letters(5), teasers=True) as site:
        site.refuse(letter(3).slug, 404)
        assert reader.numbers(await reader.visit(site)) == [1, 2, 4, 5]
        (failure,) = reader.failed
        assert "404" in failure.reason
        assert letter(3).slug in failure.document


async def test_robots_txt_closes_pages_to_crawling(reader: Reader) -> None:
    """Pages that robots.txt closes are not fetched, though the feed leads to them."""
    with FeedSite(letters(2), teasers=True) as site:
        site.robots = f"User-agent: *\nDisallow: /{letter(1).slug}\n"
        assert reader.numbers(await reader.visit(site)) == [2]
        assert not site.asked(letter(1).slug)
        assert "robots.txt" in reader.failed[0].reason


async def test_a_page_comes_again_only_when_it_has_changed(reader: Reader) -> None:
    """A single page is fetched, told unchanged, and fetched again after an edit."""
    with WordPress(letters(2)) as site:
        address = site.link(site.letters[0])
        (document,) = await reader.visit(site, address)
        assert_same(reader.read(document), site.letters[0])
        assert await reader.visit(site, address, SourceKind.PAGE) == []
        site.letters[0] = site.letters[0].edited("The crew has since left.")
        assert reader.numbers(await reader.visit(site, address, SourceKind.PAGE)) == [1]


async def test_an_outage_is_an_error_that_may_pass(reader: Reader) -> None:
    """While nothing listens a visit fails, after a few tries; when the server is back all comes."""
    with FeedSite(letters(3)) as site:
        site.stop()
        with pytest.raises(FetchError) as failed:
            await reader.visit(site, f"{site.address}/atom.xml", SourceKind.FEED)
        assert failed.value.passing
        site.start()
        assert reader.numbers(await reader.visit(site, f"{site.address}/atom.xml")) == [1, 2, 3]


async def _kind(site: Site, address: str) -> SourceKind:
    async with Fetcher.open(frozenset((site.allow,)), QUICK) as fetcher, Offload.open() as offload:
        return (await recognise(address, fetcher, offload)).kind


async def test_kinds_of_sources_are_recognised() -> None:
    """Fronts, feeds and pages of each platform are told apart by what they show."""
    few = letters(2)
    with WordPress(few) as own, Substack(few) as substack, Mailchimp(few) as mailchimp, FeedSite(few) as plain:
        assert await _kind(own, own.address) is SourceKind.WORDPRESS
        assert await _kind(own, f"{own.address}/feed/") is SourceKind.FEED
        assert await _kind(own, own.link(few[0])) is SourceKind.PAGE
        assert await _kind(substack, substack.address) is SourceKind.SUBSTACK
        assert await _kind(substack, substack.link(few[0])) is SourceKind.PAGE
        assert await _kind(mailchimp, mailchimp.home) is SourceKind.MAILCHIMP
        assert await _kind(mailchimp, mailchimp.link(few[0])) is SourceKind.PAGE
        assert await _kind(plain, plain.address) is SourceKind.FEED
        assert await _kind(plain, f"{plain.address}/{few[0].slug}") is SourceKind.PAGE


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org", "mailto:a@example.org", "", "//"])
async def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    """Only addresses of the web are sources."""
    async with Fetcher.open(frozenset(), QUICK) as fetcher, Offload.open() as offload:
        with pytest.raises(UsageError):
            await recognise(address, fetcher, offload)


@pytest.mark.parametrize(
    "html",
    [
        "<p>A short one.</p>",
        "<p>Long " + "words " * 400 + " <a href='/x'>Read more&#8230;</a></p>",
        "<p>Long " + "words " * 400 + " [&hellip;]</p>",
        "<p>Long " + "words " * 400 + " <a href='/x'>Continue reading <span>The title</span> &rarr;</a></p>",
        "<p>Long [&#8230;]</p><p>The post <a href='/x'>T</a> appeared first on <a href='/'>S</a>.</p>",
    ],
)
def test_teasers_are_known_by_their_end_or_length(html: str) -> None:
    """A description that is short or ends by leading on is the beginning of something."""
    assert _feed_of(f"<description><![CDATA[{html}]]></description>").entries[0].teaser


@pytest.mark.parametrize("name", ["description", "content:encoded"])
def test_whole_posts_are_known_too(name: str) -> None:
    """A description or content with the whole text is taken as it is."""
    html = "<p>" + "We read it twice. " * 100 + "</p><p><b>Read more:</b> <a href='/x'>A paper</a> (arXiv).</p>"
    assert not _feed_of(f"<{name}><![CDATA[{html}]]></{name}>").entries[0].teaser


def _feed_of(told: str) -> feeds.Feed:
    item = f"<item><title>T</title><link>https://letter.example/p/1</link>{told}</item>"
    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return feeds.read(
        f'<rss version="2.0" {content}><channel><title>L</title>{item}</channel></rss>'.encode(),
        "https://letter.example/feed",
    )
