"""A source that is out of order costs nothing that is kept, is left alone ever longer, and is picked up again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.cards import about_card
from tests.sources.letters import Letter, letter, letters
from tests.sources.servers import FeedSite, Substack, WordPress
from tests.sync.conftest import Harbour, Open

MINUTE = dt.timedelta(minutes=1)


async def _pause(harbour: Harbour, address: str) -> dt.timedelta:
    """How long the source is left alone after its last visit."""
    record = await harbour.record(address)
    assert record.next_visit is not None
    assert record.visited is not None
    return record.next_visit - record.visited


async def test_an_outage_changes_nothing_and_is_caught_up_with(harbour: Open) -> None:
    """While a site is away everything stays, the report says so; once it is back what was missed comes in."""
    with WordPress(letters(5)) as site:
        async with harbour(site) as archive:
            first = await archive.sync()
            site.stop()
            site.letters.append(letter(6))
            away = await archive.sync()
            assert not away.is_whole
            assert "cannot be reached" in str(away.visits[0].source.error)
            assert away.totals == first.totals
            site.start()
            back = await archive.sync()
            record = await archive.record(site.address)
            arrivals = await archive.arrivals()
        assert (back.is_whole, back.documents, back.issues_added) == (True, 1, 1)
        assert (record.error, record.failing_since, record.failures) == (None, None, 0)
        assert arrivals["6"].is_news


async def test_pauses_grow_to_a_day_and_a_success_ends_them(harbour: Open) -> None:
    """The first pause is five minutes, each is about twice the last, none is over a day; an hour follows a success."""
    with WordPress(letters(2)) as site:
        async with harbour(site) as archive:
            site.refuse("/", 500)
            pauses = []
            for _ in range(3):
                await archive.sync()
                pauses.append(await _pause(archive, site.address))
            for pause, minutes in zip(pauses, (5, 10, 20), strict=True):
                assert 0.8 * minutes * MINUTE < pause < 1.2 * minutes * MINUTE
            record = await archive.record(site.address)
            await archive.intake.store.sources.put(replace(record, failures=40))
            await archive.sync()
            assert 20 * 60 * MINUTE < await _pause(archive, site.address) < 27 * 60 * MINUTE
            site.heal()
            await archive.sync()
            assert 50 * MINUTE < await _pause(archive, site.address) < 70 * MINUTE


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
async def test_a_site_that_refuses_leaves_the_archive_as_it_is(harbour: Open, status: int) -> None:
    """Whatever a site answers, nothing that is kept goes away, and the other sources are visited all the same."""
    with WordPress(letters(3)) as site, Substack(letters(4)) as other:
        async with harbour(site, other) as archive:
            first = await archive.sync()
            other.letters.append(letter(5))
            site.refuse("/", status)
            changes = await archive.sync()
        failed, visited = (visit.source for visit in changes.visits)
        assert str(status) in (failed.error or "")
        assert (visited.error, visited.issues) == (None, 5)
        assert changes.totals.issues == first.totals.issues + 1


async def test_a_server_that_asks_to_wait_is_not_called_before(harbour: Open) -> None:
    """With 429 and Retry-After the source is left alone so long, even when an operator asks; it says until when."""
    with WordPress(letters(3)) as site:
        async with harbour(site) as archive:
            await archive.sync()
            site.refuse("/", 429, Retry_After="7200")
            await archive.sync()
            record = await archive.record(site.address)
            assert record.barred_until is not None
            assert record.next_visit is not None
            assert record.next_visit >= record.barred_until
            assert 119 * MINUTE < record.barred_until - dt.datetime.now(dt.UTC) <= 120 * MINUTE
            site.heal()
            site.forget()
            again = await archive.sync()
            assert again.visits[0].source.error
            assert site.requests == []
            assert await archive.syncing.sync_due() is None


async def test_what_came_before_a_break_is_kept_and_not_fetched_again(harbour: Open) -> None:
    """When a site breaks off in the middle of a first sync, the next one goes on where it stopped, and none is news."""
    with WordPress(letters(50)) as site:
        async with harbour(site) as archive:
            site.refuse("include=1030", 503)
            broken = await archive.sync()
            assert broken.visits[0].source.error
            assert 0 < broken.totals.issues < 50
            site.heal()
            site.forget()
            whole = await archive.sync()
            arrivals = await archive.arrivals()
        assert whole.totals.issues == 50
        assert whole.documents == 50 - broken.documents
        assert not any(arrival.is_news for arrival in arrivals.values())


async def test_one_bad_post_costs_only_itself(harbour: Open) -> None:
    """A post that is no issue is named with the reason, is not fetched anew each time, and the rest is in."""
    with WordPress([*letters(3), replace(letter(4), stories=())]) as site:
        async with harbour(site) as archive:
            changes = await archive.sync()
            again = await archive.sync()
        assert [failure.document for failure in changes.failed] == [site.link(site.letters[3])]
        assert changes.totals.issues == 3
        assert (again.documents, again.failed) == (0, ())


@pytest.mark.parametrize("cause", ["reindex", "version"])
@pytest.mark.parametrize("kind", [WordPress, FeedSite])
async def test_what_could_not_be_read_is_tried_again(
    harbour: Open, kind: type[WordPress | FeedSite], cause: str
) -> None:
    """After a reindex, or with another version of the program, an unread post is fetched once more, and but once."""
    with kind([*letters(3), replace(letter(4), stories=())]) as site:
        async with harbour(site) as archive:
            assert len((await archive.sync()).failed) == 1
            assert (await archive.sync()).failed == ()
            if cause == "reindex":
                await archive.intake.reindex()
            else:
                await archive.remember(site.address, "unread ", "0.0.1")
            assert [len((await archive.sync()).failed) for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize("kind", [WordPress, Substack])
async def test_what_can_be_read_meanwhile_is_at_peace(harbour: Open, kind: type[WordPress | Substack]) -> None:
    """A post that an earlier version could not read, and this one can, is fetched once."""
    with kind(letters(3)) as site:
        async with harbour(site) as archive:
            await archive.sync()
            unread = {f"unread {site.link(site.letters[0])}": "0.0.1"}
            await archive.intake.store.sources.remember(site.address, (), unread)
            assert [(await archive.sync()).documents for _ in range(2)] == [1, 0]
            await archive.intake.reindex()
            assert (await archive.sync()).documents == 0


class Nonsense(WordPress):
    """A site whose posts have addresses that are none."""

    def link(self, letter: Letter) -> str:
        """Nothing that anybody could open."""
        return f"https://[{letter.slug}"


async def test_what_nobody_expected_costs_only_its_source(harbour: Open) -> None:
    """A site that answers nonsense is reported, and the next source is visited all the same."""
    with Nonsense(letters(2)) as site, WordPress(letters(3)) as other:
        async with harbour(site, other) as archive:
            changes = await archive.sync()
        assert not changes.is_whole
        assert changes.visits[1].source.issues == changes.totals.issues == 3


async def test_after_two_days_everybody_can_see_it(harbour: Open) -> None:
    """A source that failed for two days stands in /about, with the day; one that failed for a day does not."""
    with WordPress(letters(2)) as site:
        async with harbour(site) as archive:
            await archive.sync()
            site.stop()
            await archive.sync()
            record = await archive.record(site.address)
            for days, is_shown in ((1, False), (3, True)):
                since = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
                await archive.intake.store.sources.put(replace(record, failing_since=since))
                async with archive.archive() as reader:
                    about = reader.about()
                assert bool(about.unreached) is is_shown
                assert about.synced is not None
                text = "\n".join(about_card(about).blocks)
                assert (f"Not reached since <t:{int(since.timestamp())}:D>" in text) is is_shown
            site.start()
            await archive.sync()
            assert (await archive.record(site.address)).failing_since is None
