"""The one door to the network: an address -> its bytes, or the reason why not.

Knows HTTP and manners: what was seen before is not fetched again, a host is called as it asks to be, and no
answer may be too large, too slow, or from a private network. Understands no document.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from protego import Protego
from yarl import URL

from bot.errors import FetchError
from bot.sources import bodies, guard
from bot.sources.hosts import Hosts, SilenceError, retry_after

AGENT = f"BackIssue/{version('backissue')}"
USER_AGENT = f"{AGENT} (keeps the back issues of a newsletter for the members of a Discord server)"
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_HOPS = 5
_PASSING = (429, 500, 502, 503, 504)  # what a server may answer once, and not a moment later
_LARGEST_ROBOTS = 512 * 1024  # bytes (RFC 9309, 2.5, asks for 500 KiB at least)


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask later whether a document has changed (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A server's answer: `url` is the final address; with `status` 304 nothing has changed and `body` is empty."""

    url: str
    status: int
    media_type: str
    body: bytes
    validators: Validators


@dataclass(frozen=True, slots=True)
class Manners:
    """How patiently to fetch; all but `tries` in seconds."""

    pause: float = 0.2  # between two requests to one host
    first_wait: float = 1.0  # before the second try, doubled before each further one
    longest_wait: float = 30.0  # a longer Retry-After is an error that carries it
    seconds: float = 19.5  # for one try, redirects included
    tries: int = 3
    robots_age: float = 24 * 3600.0  # of a site's robots.txt, after which it is read again (RFC 9309, 2.4)


@dataclass(frozen=True, slots=True)
class _Robots:
    """A site's robots.txt, and when it was read, on the event loop's clock."""

    rules: Protego
    read: float


class Fetcher:
    """Fetches addresses. One is opened for a visit to all sources, or for a worker's life."""

    def __init__(self, session: aiohttp.ClientSession, allow: frozenset[str], manners: Manners) -> None:
        self._session = session
        self._allow = allow
        self._manners = manners
        self._hosts = Hosts(manners.pause)
        self._robots: dict[URL, _Robots] = {}

    @classmethod
    @asynccontextmanager
    async def open(
        cls, allow: frozenset[str], manners: Manners = Manners(), resolver: AbstractResolver | None = None
    ) -> AsyncIterator[Self]:
        """The fetcher, for the block. `allow` holds the ``host:port``, in lower case, that may be private."""
        guarded = guard.PublicResolver(resolver or aiohttp.ThreadedResolver(), allow)
        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=guarded),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),  # `Manners.seconds` is the one limit
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"},
            auto_decompress=False,
        ) as session:
            try:
                yield cls(session, allow, manners)
            finally:
                await guarded.close()

    async def get(self, url: str, *, validators: Validators | None = None, crawl: bool = False) -> Fetched:
        """What is at `url` now; with `validators` of what was there before, a 304 where that has not changed.

        `crawl` says that the address was found on a page and not given by anybody: robots.txt must allow it.
        Raises FetchError, after a few tries where another may succeed.
        """
        address = _parsed(url)
        for tried in range(1, self._manners.tries + 1):
            try:
                return await self._follow(address, validators or Validators(), crawl)
            except FetchError as error:
                wait = self._wait(tried, error)
                if wait is None:
                    self._keep_silence(error)
                    raise
                await asyncio.sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _wait(self, tried: int, error: FetchError) -> float | None:
        """The seconds to wait after so many tries, the last of which ended in `error`; None: that was all."""
        asked = error.retry_after or 0.0
        if not error.passing or tried == self._manners.tries or asked > self._manners.longest_wait:
            return None
        backed_off = self._manners.first_wait * 2.0 ** (tried - 1) * random.uniform(0.5, 1.5)  # noqa: S311  (no secret)
        return max(backed_off, asked)

    def _keep_silence(self, error: FetchError) -> None:
        if error.retry_after:
            self._hosts.silence(URL(error.address).host or "", error.retry_after)

    async def _follow(self, url: URL, validators: Validators, crawl: bool) -> Fetched:
        """One try: the answer at the end of all redirects."""
        left = self._manners.seconds
        for _ in range(_MOST_HOPS + 1):
            self._check(url)
            if crawl:
                await self._ask_robots(url)
            try:
                async with self._hosts.turn(url.host or ""):
                    began = asyncio.get_running_loop().time()
                    answer = await asyncio.wait_for(self._call(url, validators), left)
                    left -= asyncio.get_running_loop().time() - began
            except SilenceError as silence:
                raise FetchError(
                    str(url), "asked not to be called for now", passing=True, retry_after=silence.seconds
                ) from None
            except TimeoutError:
                raise FetchError(str(url), f"took longer than {self._manners.seconds:g} seconds") from None
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise FetchError(str(url), f"is reached only after more than {_MOST_HOPS} redirects")

    async def _call(self, url: URL, validators: Validators) -> Fetched | URL:
        """One request: the answer, or the address that it redirects to."""
        try:
            async with self._session.get(url, headers=_conditions(validators), allow_redirects=False) as response:
                if response.status in _REDIRECTS and "Location" in response.headers:
                    return url.join(URL(response.headers["Location"])).with_fragment(None)
                _check_status(response, url, asked_if_changed=validators != Validators())
                body = await bodies.read(response) if response.status == HTTPStatus.OK else b""
        except bodies.BodyError as reason:
            raise FetchError(str(url), str(reason)) from None
        except aiohttp.ClientConnectorError as error:
            raise _unreachable(url, error) from None
        except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
            raise FetchError(str(url), "broke off before its answer was whole", passing=True) from None
        except aiohttp.InvalidURL:
            raise FetchError(str(url), "is not an address: check how it is written") from None
        except (aiohttp.ClientError, ValueError):
            raise FetchError(str(url), "gave an answer that is not HTTP") from None
        headers = response.headers
        return Fetched(
            str(url),
            response.status,
            response.content_type,
            body,
            Validators(headers.get("ETag"), headers.get("Last-Modified")),
        )

    def _check(self, url: URL) -> None:
        try:
            guard.check_url(url, self._allow)
        except guard.ForbiddenError as reason:
            raise FetchError(str(url), str(reason)) from None

    async def _ask_robots(self, url: URL) -> None:
        """Raises FetchError where the site's robots.txt does not allow `url`, or cannot be had (RFC 9309)."""
        robots = self._robots.get(url.origin())
        now = asyncio.get_running_loop().time()
        if robots is None or now - robots.read >= self._manners.robots_age:
            robots = self._robots[url.origin()] = _Robots(await self._rules(url.origin()), now)
            self._hosts.slow_down(url.host or "", robots.rules.crawl_delay(AGENT) or 0.0)
        if not robots.rules.can_fetch(str(url), AGENT):
            raise FetchError(str(url), "is closed to programs by the site's robots.txt")

    async def _rules(self, origin: URL) -> Protego:
        try:
            fetched = await self._follow(origin / "robots.txt", Validators(), crawl=False)
        except FetchError as error:
            if error.status is None or error.passing:
                raise
            return Protego.parse("")
        return Protego.parse(fetched.body[:_LARGEST_ROBOTS].decode("utf-8", errors="replace"))


def _parsed(url: str) -> URL:
    try:
        return URL(url).with_fragment(None)
    except ValueError:
        raise FetchError(url, "is not an address: check how it is written") from None


def _conditions(validators: Validators) -> dict[str, str]:
    stated = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in stated.items() if value}


def _check_status(response: aiohttp.ClientResponse, url: URL, *, asked_if_changed: bool) -> None:
    status = response.status
    if status == HTTPStatus.OK or (status == HTTPStatus.NOT_MODIFIED and asked_if_changed):
        return
    raise FetchError(
        str(url),
        f"answered {status} ({response.reason or 'no reason given'})",
        passing=status in _PASSING,
        status=status,
        retry_after=retry_after(response.headers.get("Retry-After")),
    )


def _unreachable(url: URL, error: aiohttp.ClientConnectorError) -> FetchError:
    if isinstance(error.os_error, guard.ForbiddenError):
        return FetchError(str(url), str(error.os_error))
    if isinstance(error.os_error, socket.gaierror) or isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchError(str(url), "cannot be found: check the address and the network", passing=True)
    if isinstance(error, aiohttp.ClientSSLError):
        return FetchError(str(url), "cannot prove who it is: its certificate is not good")
    return FetchError(str(url), "cannot be reached: check the address and the network", passing=True)
