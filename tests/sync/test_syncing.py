"""The archive follows its sources: what is new or edited there comes in, once, and nothing else is touched."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace

from bot.intake.report import Progress
from bot.store import StoredIssue
from tests.sources.letters import Letter, letter, letters
from tests.sources.servers import Substack, WordPress
from tests.sync.conftest import Harbour, Open


def _titles(stored: StoredIssue) -> list[str]:
    return [item.title for item in stored.issue.items]


def _written(each: Letter) -> list[str]:
    return [story.title for story in each.stories]


async def test_a_first_sync_brings_the_whole_archive(harbour: Open) -> None:
    """Every issue of a site is there with its date, its address and all its items; none of them is news."""
    with WordPress(letters(12)) as site:
        async with harbour(site) as archive:
            changes = await archive.sync()
            issues, arrivals = await archive.issues(), await archive.arrivals()
        assert (changes.issues_added, changes.totals.issues, changes.failed) == (12, 12, ())
        for each in site.letters:
            stored = issues[str(each.number)]
            assert _titles(stored) == _written(each)
            assert (stored.issue.head.date, stored.issue.head.url) == (each.day, site.link(each))
        assert len(arrivals) == 12
        assert not any(arrival.is_news for arrival in arrivals.values())


async def test_an_ingest_that_is_stopped_goes_on_where_it_was(harbour: Open) -> None:
    """What came from an address before the stop is kept, and the next ingest brings the rest."""
    with WordPress(letters(5)) as site:
        async with harbour(site) as archive:
            stopped = await archive.syncing.ingest(site.address, show=lambda _: archive.syncing.stop())
            assert (stopped.stopped, stopped.issues_added, stopped.totals.issues) == (True, 1, 1)
        async with harbour(site) as archive:
            again = await archive.syncing.ingest(site.address)
            assert (again.stopped, again.issues_added, again.totals.issues) == (False, 4, 5)


async def test_a_sync_of_an_unchanged_site_fetches_and_writes_nothing(harbour: Open) -> None:
    """The second visit asks what there is, fetches no post, and leaves database and generation as they are."""
    with WordPress(letters(12)) as site:
        async with harbour(site) as archive:
            first = await archive.sync()
            before = await archive.intake.store.generation()
            site.forget()
            again = await archive.sync()
            assert await archive.intake.store.generation() == before
        assert (again.documents, again.issues_added, again.issues_updated) == (0, 0, 0)
        assert again.totals == first.totals
        assert not site.asked("include=")
        assert len(site.requests) <= 2


async def test_an_edit_is_followed_and_the_earlier_version_kept(harbour: Open) -> None:
    """An edited post alone is fetched; cites stay, quotes are of the new text, the old bytes are kept."""
    with WordPress(letters(12)) as site:
        async with harbour(site) as archive:
            await archive.sync()
            before = (await archive.issues())["12"]
            site.letters[-1] = site.letters[-1].edited("It cost 4711 crowns.")
            site.forget()
            changes = await archive.sync()
            after = (await archive.issues())["12"]
            async with archive.archive() as reader:
                answer = reader.ask("what cost 4711 crowns?")
        assert (changes.documents, changes.issues_updated, changes.issues_added) == (1, 1, 0)
        assert [change.cite for change in changes.changed] == ["12#1"]
        assert len(site.asked("include=")) == 1
        assert [item.number for item in after.issue.items] == [item.number for item in before.issue.items]
        assert answer.hits[0].cite == "12#1"
        assert "4711 crowns" in answer.hits[0].quote.text
        assert _versions(archive, site.link(site.letters[-1])) == 2


async def test_a_story_taken_out_is_marked_and_not_lost(harbour: Open) -> None:
    """What an author removes is no longer answered from, but keeps its row, and its number when it comes back."""
    with WordPress(letters(3)) as site:
        async with harbour(site) as archive:
            await archive.sync()
            whole = site.letters[-1]
            site.letters[-1] = replace(whole, stories=whole.stories[1:], edited_after=5000)
            changes = await archive.sync()
            assert [change.cite for change in changes.removed] == ["3#1"]
            assert _titles((await archive.issues())["3"]) == _written(whole)[1:]
            async with archive.intake.store.transaction() as transaction:
                saved = await transaction.saved("harbour-letter", "3")
            assert saved is not None
            assert [(item.number, item.title) for item in saved.gone] == [(1, whole.stories[0].title)]
            site.letters[-1] = replace(whole, edited_after=5001)
            await archive.sync()
            assert [item.number for item in (await archive.issues())["3"].issue.items] == [1, 2, 3, 4]


async def test_a_new_issue_is_news_and_a_backfill_is_not(harbour: Open) -> None:
    """After a first sync, an issue later than all others is news; an older one that turns up is not."""
    with WordPress([*letters(3), *map(letter, range(5, 8))]) as site:
        async with harbour(site) as archive:
            await archive.sync()
            site.letters.append(letter(8))
            changes = await archive.sync()
            assert [change.cite for change in changes.added] == ["8#1", "8#2", "8#3", "8#4"]
            site.letters.append(replace(letter(4), edited_after=5000))
            await archive.sync()
            arrivals = await archive.arrivals()
        assert len(arrivals) == 8
        assert [key for key, arrival in arrivals.items() if arrival.is_news] == ["8"]


async def test_what_is_ingested_is_not_news(harbour: Open) -> None:
    """Documents that an operator puts in are recorded as seen, and told to nobody."""
    with WordPress(letters(3)) as site:
        async with harbour(site) as archive:
            await archive.sync()
            await archive.syncing.ingest(site.link(site.letters[0]))
            site.letters.append(letter(4))
            await archive.syncing.ingest(site.link(site.letters[3]))
            arrivals = await archive.arrivals()
        assert set(arrivals) == {"1", "2", "3", "4"}
        assert not any(arrival.is_news for arrival in arrivals.values())


async def test_an_issue_of_two_sources_is_one_with_both_addresses(harbour: Open) -> None:
    """Letters that stand on a blog and on Substack are one issue each, with their items once and both addresses."""
    with WordPress(letters(4)) as blog, Substack(letters(5)) as substack:
        async with harbour(blog, substack) as archive:
            first = await archive.sync()
            again = await archive.sync()
            issues = await archive.issues()
        assert (first.totals.issues, first.totals.items) == (5, 20)
        assert (again.documents, again.totals) == (0, first.totals)
        for each in blog.letters:
            stored = issues[str(each.number)]
            assert set(stored.urls) == {blog.link(each), substack.link(each)}
            assert stored.urls[0] == stored.issue.head.url
            assert len(stored.documents) == 2


async def test_the_order_of_sources_does_not_matter(harbour: Open) -> None:
    """Whichever source is visited first, the same texts are shown."""
    shown = []
    for turn in (False, True):
        with WordPress(letters(3)) as blog, Substack(letters(3)) as substack:
            sites = (substack, blog) if turn else (blog, substack)
            async with harbour(*sites) as archive:
                await archive.sync()
                issues = await archive.issues()
                shown.append([[(i.number, i.title, i.text) for i in each.issue.items] for each in issues.values()])
                for address in {address for each in issues.values() for address in each.documents}:
                    await archive.intake.remove(address)
                for site in sites:
                    await archive.intake.store.sources.forget(site.address)
    assert shown[0] == shown[1]


def _versions(archive: Harbour, address: str) -> int:
    with sqlite3.connect(archive.settings.database) as connection:
        query = "SELECT count(*) FROM document_versions v JOIN documents d ON d.id = v.document_id WHERE d.address = ?"
        (count,) = connection.execute(query, (address,)).fetchone()
    connection.close()
    return int(count)


async def test_a_reindex_does_not_put_back_what_came_meanwhile(harbour: Open) -> None:
    """While one program reads kept documents anew, another syncs an edit: the edit stays."""
    with WordPress(letters(40)) as site:
        async with harbour(site) as archive, harbour(site) as other:
            await other.sync()  # its process for parsing runs now, that of the reindex has yet to start
            site.letters[0] = site.letters[0].edited("It cost 4711 crowns.")
            synced: list[asyncio.Task[object]] = []

            def sync_beside(_: Progress) -> None:
                if not synced:
                    synced.append(asyncio.create_task(other.sync()))

            await archive.intake.reindex(sync_beside)
            await synced[0]
            await archive.intake.reindex()
            assert "4711 crowns" in (await archive.issues())["1"].issue.items[0].text
