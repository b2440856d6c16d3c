"""The one door to the network: what it asks for, how it waits, and what it refuses."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from email.utils import format_datetime
from itertools import pairwise

import pytest

from bot.errors import FetchError
from bot.sources import feeds
from bot.sources.fetching import Fetcher, Manners, Validators
from tests.sources.conftest import QUICK
from tests.sources.letters import letters
from tests.sources.servers import FeedSite
from tests.sources.servers.bare import Bare, said

FEED = b"<?xml version='1.0'?><rss version='2.0'><channel><title>L</title>%s</channel></rss>"


async def _always(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def _get(server: Bare, path: str = "/", manners: Manners = QUICK) -> bytes:
    async with Fetcher.open(server.allow, manners) as fetcher:
        return (await fetcher.get(server.address + path)).body


async def test_it_says_who_it_is_and_asks_for_changes_alone() -> None:
    """A request names the program; with validators an unchanged document is answered with 304 and no body."""
    with FeedSite(letters(3)) as site:
        async with Fetcher.open(frozenset((site.allow,)), QUICK) as fetcher:
            first = await fetcher.get(f"{site.address}/atom.xml")
            second = await fetcher.get(f"{site.address}/atom.xml", validators=first.validators)
    assert (first.status, second.status, second.body) == (200, 304, b"")
    assert b"<feed" in first.body
    assert all(request.headers["User-Agent"].startswith("BackIssue/") for request in site.requests)
    assert site.requests[1].headers["If-None-Match"] == first.validators.etag


async def test_last_modified_is_asked_back() -> None:
    """Where a server gives a time and no tag, the time is sent back."""
    asked: list[str] = []
    stamp = "Mon, 05 Feb 2024 10:00:00 GMT"

    async def answer(path: str) -> AsyncIterator[bytes]:
        asked.append(path)
        yield said(b"", status="304 Not Modified") if len(asked) > 1 else said(b"x", f"Last-Modified: {stamp}")

    with Bare(answer) as server:
        async with Fetcher.open(server.allow, QUICK) as fetcher:
            first = await fetcher.get(server.address)
            assert first.validators == Validators(None, stamp)
            assert (await fetcher.get(server.address, validators=first.validators)).status == 304


@pytest.mark.parametrize("status", [404, 410, 403, 451])
async def test_a_refusal_is_told_at_once(status: int) -> None:
    """What will not change by asking again is asked once."""
    with FeedSite([]) as site:
        site.refuse("/", status)
        async with Fetcher.open(frozenset((site.allow,)), QUICK) as fetcher:
            with pytest.raises(FetchError) as refused:
                await fetcher.get(site.address)
    assert (refused.value.status, refused.value.passing, len(site.requests)) == (status, False, 1)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
async def test_what_may_pass_is_tried_again(status: int) -> None:
    """Two failures and a success are a success; three failures are an error that says it may pass."""
    with FeedSite(letters(1)) as site:
        site.refuse("/", status, times=2)
        async with Fetcher.open(frozenset((site.allow,)), QUICK) as fetcher:
            assert (await fetcher.get(site.address)).status == 200
            site.refuse("/", status)
            with pytest.raises(FetchError) as failed:
                await fetcher.get(site.address)
    assert (failed.value.status, failed.value.passing, len(site.requests)) == (status, True, 6)


async def test_a_short_retry_after_is_waited_for() -> None:
    """Where the server names a time that is waited for, the next try is not earlier."""
    with FeedSite(letters(1)) as site:
        site.refuse("/", 429, times=1, Retry_After="1")
        began = time.monotonic()
        manners = Manners(pause=0.0, first_wait=0.01, longest_wait=2.0)
        async with Fetcher.open(frozenset((site.allow,)), manners) as fetcher:
            assert (await fetcher.get(site.address)).status == 200
        assert time.monotonic() - began >= 1.0


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_a_long_retry_after_is_told_and_kept(form: str) -> None:
    """Where the server names a longer time, the error carries it, and until then the host is not called again."""
    later = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    header = "3600" if form == "seconds" else format_datetime(later, usegmt=True)
    with FeedSite(letters(1)) as site:
        site.refuse("/atom", 503, Retry_After=header)
        async with Fetcher.open(frozenset((site.allow,)), QUICK) as fetcher:
            for address in (f"{site.address}/atom.xml", site.address):
                with pytest.raises(FetchError) as failed:
                    await fetcher.get(address)
                assert failed.value.passing
                assert 3500 < (failed.value.retry_after or 0) <= 3600
    assert len(site.requests) == 1


async def test_one_host_is_called_one_at_a_time_with_a_pause() -> None:
    """Requests to a host that are made at once are sent one after another, a pause between them."""
    moments: list[float] = []
    under_way = 0

    async def answer(_path: str) -> AsyncIterator[bytes]:
        nonlocal under_way
        under_way += 1
        assert under_way == 1
        moments.append(time.monotonic())
        await asyncio.sleep(0.02)
        under_way -= 1
        yield said(b"x")

    with Bare(answer) as server:
        async with Fetcher.open(server.allow, Manners(pause=0.1)) as fetcher:
            await asyncio.gather(*(fetcher.get(server.address) for _ in range(4)))
    assert all(later - sooner >= 0.1 for sooner, later in pairwise(moments))


async def test_redirects_are_followed_but_not_without_end() -> None:
    """A few redirects lead to the final address; a circle is an error."""

    async def answer(path: str) -> AsyncIterator[bytes]:
        left = int(path.strip("/"))
        yield said(b"here") if left == 0 else said(b"", f"Location: /{left - 1}", status="301 Moved Permanently")

    with Bare(answer) as server:
        async with Fetcher.open(server.allow, QUICK) as fetcher:
            fetched = await fetcher.get(f"{server.address}/5")
            assert (fetched.url, fetched.body) == (f"{server.address}/0", b"here")
            with pytest.raises(FetchError, match="redirects"):
                await fetcher.get(f"{server.address}/6")


async def test_packed_answers_are_unpacked() -> None:
    """What a server packs with gzip is read as it was."""
    packed = gzip.compress(b"words " * 1000)
    with Bare(lambda _path: _always(said(packed, "Content-Encoding: gzip"))) as server:
        assert await _get(server) == b"words " * 1000


@pytest.mark.parametrize(
    ("body", "encoding"), [(gzip.compress(b"words", mtime=0)[:-9], "gzip"), (b"not packed", "gzip"), (b"x", "br")]
)
async def test_what_is_packed_badly_is_an_error(body: bytes, encoding: str) -> None:
    """An answer that ends too early, is not what it says, or is packed in a way not asked for, is an error."""
    answer = said(body, f"Content-Encoding: {encoding}")
    with Bare(lambda _path: _always(answer)) as server, pytest.raises(FetchError):
        await _get(server)


def _peak_during_refusal(server: Bare) -> float:
    """The MiB by which memory grew at most while an answer was refused."""
    tracemalloc.start()
    try:
        with pytest.raises(FetchError) as refused:
            asyncio.run(_get(server))
        assert not refused.value.passing
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def _bomb() -> bytes:
    """A gzip of 200 MiB of zeros in about 204 kB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b"\0" * 2**20) for _ in range(200)), packer.flush()])


def test_a_gzip_bomb_is_refused() -> None:
    """200 MiB in 204 kB are not unpacked: the answer is refused, and memory grows by less than 64 MiB."""
    bomb = _bomb()
    assert len(bomb) < 210_000
    with Bare(lambda _path: _always(said(bomb, "Content-Encoding: gzip"))) as server:
        assert _peak_during_refusal(server) < 64


def test_ten_gigabytes_are_refused() -> None:
    """A body without end is refused once it is larger than a document may be, said or not."""

    async def endless(_path: str) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        for _ in range(10 * 1024):
            yield b"x" * 2**20

    with Bare(endless) as server:
        assert _peak_during_refusal(server) < 64
    with Bare(lambda _path: _always(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n")) as server:
        assert _peak_during_refusal(server) < 8


async def test_a_dripping_answer_is_cut_off() -> None:
    """A byte a second is not waited for longer than one answer may take."""

    async def drip(_path: str) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"x"
            await asyncio.sleep(0.1)

    with Bare(drip) as server, pytest.raises(FetchError, match="longer than"):
        await _get(server, manners=Manners(seconds=0.7))


@pytest.mark.slow
async def test_a_drip_is_refused_within_twenty_seconds() -> None:
    """The same with the patience of a running program: refused before 20 seconds are over."""

    async def drip(_path: str) -> AsyncIterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\n\r\n"
        while True:
            yield b"x"
            await asyncio.sleep(1)

    with Bare(drip) as server:
        began = time.monotonic()
        with pytest.raises(FetchError, match="longer than"):
            await _get(server, manners=Manners())
        assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"Not HTTP at all\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 301 Moved\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ],
)
async def test_broken_answers_are_errors_with_a_sentence(answer: bytes) -> None:
    """Whatever a server says, what comes of it is a document or an error for people."""
    with Bare(lambda _path: _always(answer)) as server:
        with pytest.raises(FetchError, match=server.address) as refused:
            await _get(server)
        assert "Error" not in str(refused.value)


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (b, b"&%c;" % (b - 1) * 10) for b in range(ord("b"), ord("k")))
        + b"]>",
        b'<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        b'<!-- <rss> --><!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1/">]>',
    ],
)
def test_entities_in_feeds_are_refused(head: bytes) -> None:
    """A feed that declares entities, to blow up or to read files, is refused before it is parsed."""
    body = (
        b"<?xml version='1.0'?>"
        + head
        + FEED[21:] % b"<item><title>&a;&j;</title><link>https://x.example</link></item>"
    )
    for written in (body, body.decode().encode("utf-16")):
        with pytest.raises(ValueError, match="entities"):
            feeds.read(written, "https://letter.example/feed")
