"""Private networks are not dialled: however the address is written, wherever it is met, whatever a name leads to."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.errors import FetchError
from bot.sources.fetching import Fetcher
from bot.sources.guard import is_public
from tests.sources.conftest import QUICK
from tests.sources.servers.bare import Bare, said

LOOPBACK = (
    *("127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "0"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]"),
    *("[2002:7f00:1::]", "00.0.0.0", "①②⑦.⓪.⓪.①", "127。0。0。1", "LOCALHOST", "localhost."),
)
PRIVATE = (
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "100.127.255.254", "169.254.169.254", "192.0.2.1"),
    *("198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1"),
    *("ff02::1", "2001:db8::1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a00:1::"),
)


async def _here(_path: str) -> AsyncIterator[bytes]:
    yield said(b"a secret")


class Resolver(AbstractResolver):
    """Answers each question with the next of the `answers`, the last one for good."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """What the name leads to this time."""
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [ResolveResult(hostname=host, host=each, port=port, family=2, proto=0, flags=0) for each in addresses]

    async def close(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public_are_known(address: str) -> None:
    """Private, loopback, link-local, shared and reserved addresses, and IPv6 forms of them, are not public."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_known(address: str) -> None:
    """Addresses of the public internet pass."""
    assert is_public(address)


@pytest.mark.parametrize("host", LOOPBACK)
async def test_this_machine_is_not_dialled(host: str) -> None:
    """However 127.0.0.1 is written, nobody connects."""
    with Bare(_here) as server:
        async with Fetcher.open(frozenset(), QUICK) as fetcher:
            with pytest.raises(FetchError):
                await fetcher.get(f"http://{host}:{server.port}/")
        assert server.connections == 0


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "//127.0.0.1/", "x"])
async def test_only_the_web_is_fetched(url: str) -> None:
    """Other schemes are refused, with a sentence that says what an address is."""
    async with Fetcher.open(frozenset(), QUICK) as fetcher:
        with pytest.raises(FetchError, match="http"):
            await fetcher.get(url)


async def test_a_redirect_to_a_private_address_is_not_followed() -> None:
    """At the third hop, a redirect to a host that is not allowed ends there."""
    with Bare(_here) as secret:

        async def answer(path: str) -> AsyncIterator[bytes]:
            hops = {"/": "/a", "/a": "/b", "/b": f"http://localhost:{secret.port}/"}
            yield said(b"", f"Location: {hops[path]}", status="302 Found")

        with Bare(answer) as server:
            async with Fetcher.open(server.allow, QUICK) as fetcher:
                for start in ("/", "/a", "/b"):
                    with pytest.raises(FetchError, match="private network"):
                        await fetcher.get(server.address + start)
        assert secret.connections == 0


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/"])
async def test_a_redirect_out_of_the_web_is_not_followed(target: str) -> None:
    """A redirect to a file, or with a password in it, is refused."""

    async def answer(_path: str) -> AsyncIterator[bytes]:
        yield said(b"", f"Location: {target}", status="302 Found")

    with Bare(answer) as server:
        async with Fetcher.open(server.allow, QUICK) as fetcher:
            with pytest.raises(FetchError):
                await fetcher.get(server.address)


async def test_rebinding_gains_nothing() -> None:
    """A name that was public when it was asked before, and is private when it is dialled, is refused.

    What is checked is what is dialled: the fetcher itself asks once for each connection.
    """
    with Bare(_here) as server:
        resolver = Resolver(("8.8.8.8",), ("127.0.0.1",))
        assert is_public((await resolver.resolve("rebinding.example"))[0]["host"])
        async with Fetcher.open(frozenset(), QUICK, resolver) as fetcher:
            with pytest.raises(FetchError, match="private network"):
                await fetcher.get(f"http://rebinding.example:{server.port}/")
        assert server.connections == 0


async def test_one_private_address_among_public_ones_is_enough() -> None:
    """A name that leads to a public and a private address is refused whole, in either order."""
    with Bare(_here) as server:
        for answer in (("8.8.8.8", "127.0.0.1"), ("127.0.0.1", "8.8.8.8")):
            async with Fetcher.open(frozenset(), QUICK, Resolver(answer)) as fetcher:
                with pytest.raises(FetchError, match="private network"):
                    await fetcher.get(f"http://both.example:{server.port}/")
        assert server.connections == 0


async def test_what_the_operator_allows_is_dialled() -> None:
    """A private host is fetched from where it is allowed with its port, and at no other port."""
    with Bare(_here) as server, Bare(_here) as other:
        resolver = Resolver(("127.0.0.1",))
        async with Fetcher.open(frozenset((f"intranet.example:{server.port}",)), QUICK, resolver) as fetcher:
            assert (await fetcher.get(f"http://Intranet.example:{server.port}/")).body == b"a secret"
            with pytest.raises(FetchError, match="BACKISSUE_FETCH_ALLOW"):
                await fetcher.get(f"http://intranet.example:{other.port}/")
        assert (server.connections, other.connections) == (1, 0)
