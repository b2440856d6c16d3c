"""Substack publications, as visited again and again."""

from __future__ import annotations

import pytest

from bot.errors import FetchError
from bot.sources.remote import SourceKind
from tests.sources.conftest import Reader, assert_same
from tests.sources.letters import letter, letters
from tests.sources.servers import Substack


async def test_all_posts_come_from_feed_and_interface(reader: Reader) -> None:
    """A first visit brings every post once: the newest from the feed, the others from the interface."""
    with Substack(letters(45)) as site:
        brought = await reader.visit(site)
        assert reader.numbers(brought) == list(range(1, 46))
        assert len(site.asked("/api/v1/posts/")) == 25
        for number in (1, 45):
            document = next(each for each in brought if f"letter-{number}-" in each.address)
            assert document.address == site.link(site.letters[number - 1])
            assert_same(reader.read(document), site.letters[number - 1])


async def test_an_archive_that_lags_behind_is_made_up_for(reader: Reader) -> None:
    """Posts that the archive does not know yet and the feed no longer holds are found in the other list."""
    with Substack(letters(60), lag=30) as site:
        assert reader.numbers(await reader.visit(site)) == list(range(1, 61))


async def test_an_unchanged_publication_sends_nothing_again(reader: Reader) -> None:
    """A second visit asks for the feed alone, and is told that it has not changed."""
    with Substack(letters(45)) as site:
        await reader.visit(site, kind=SourceKind.SUBSTACK)
        site.forget()
        assert await reader.visit(site, kind=SourceKind.SUBSTACK) == []
        assert [(request.path, request.status, request.size) for request in site.requests] == [("/feed", 304, 0)]


async def test_edits_and_new_posts_come_alone(reader: Reader) -> None:
    """After an edit and a new post, a visit brings these two from the feed, and does not list the archive."""
    with Substack(letters(45)) as site:
        await reader.visit(site)
        site.letters[40] = site.letters[40].edited("The crew has since left.")
        site.letters.append(letter(46))
        site.forget()
        assert reader.numbers(await reader.visit(site)) == [41, 46]
        assert not site.asked("/api/")


async def test_a_long_absence_is_made_up_for(reader: Reader) -> None:
    """Where the feed holds nothing that is known, what came before it is looked for in the lists."""
    with Substack(letters(10)) as site:
        await reader.visit(site)
        site.letters += [letter(number) for number in range(11, 61)]
        assert reader.numbers(await reader.visit(site)) == list(range(11, 61))


async def test_an_edit_of_an_old_post_is_seen_when_all_is_listed(reader: Reader) -> None:
    """What has left the feed is compared by its row when the time comes to list everything."""
    with Substack(letters(45)) as site:
        await reader.visit(site)
        reader.memories[site.address].kept["listed"] = "2020-01-01T00:00:00+00:00"
        site.letters[3] = site.letters[3].edited("The crew has since left.")
        assert reader.numbers(await reader.visit(site)) == [4]


@pytest.mark.parametrize("closed", ["/api/", "/feed"])
async def test_what_is_closed_is_gone_around(reader: Reader, closed: str) -> None:
    """With the interface refused, the sitemap leads to the pages; with the feed refused, the interface has all."""
    with Substack(letters(30)) as site:
        site.refuse(closed, 403)
        assert reader.numbers(await reader.visit(site)) == list(range(1, 31))
        assert await reader.visit(site) == []


async def test_posts_refused_one_by_one_are_read_from_their_pages(reader: Reader) -> None:
    """Where the lists are open and the posts are not, each post's page is read."""
    with Substack(letters(25)) as site:
        site.refuse("/api/v1/posts/", 403)
        brought = await reader.visit(site)
        assert reader.numbers(brought) == list(range(1, 26))
        assert_same(reader.read(brought[-1]), site.letters[0])


async def test_too_many_requests_end_the_visit_and_say_when_to_come_again(reader: Reader) -> None:
    """A 429 with a long Retry-After is an error that carries it; the next visit goes on where this one ended."""
    with Substack(letters(45)) as site:
        site.refuse("/api/v1/posts/harbour-letter-9-", 429, Retry_After="3600")
        with pytest.raises(FetchError) as refused:
            await reader.visit(site)
        assert refused.value.retry_after == 3600
        site.heal()
        assert set(range(1, 10)) <= set(reader.numbers(await reader.visit(site)))


async def test_posts_for_paying_readers_are_passed_over(reader: Reader) -> None:
    """A post that is not public is neither taken in nor asked for again, and fails nothing."""
    with Substack(letters(30), paid=frozenset({2, 29})) as site:
        brought = await reader.visit(site)
        assert set(reader.numbers(brought)) == set(range(1, 31)) - {2, 29}
        assert not reader.failed
        site.forget()
        assert await reader.visit(site) == []
        assert not site.asked("/api/")
