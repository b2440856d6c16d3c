"""Which addresses may be dialled: public ones, and the hosts an operator named.

Checked on the very addresses that are dialled next, so a name that leads elsewhere a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # NAT64 (RFC 6052): the last 32 bits are an IPv4 address


class ForbiddenError(OSError):
    """An address that is not dialled; its text is the reason."""


class PublicResolver(AbstractResolver):
    """Resolves names as `inner` does, and refuses those with an address that is not public unless `allow` has them."""

    def __init__(self, inner: AbstractResolver, allow: frozenset[str]) -> None:
        self._inner = inner
        self._allow = allow

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of `host`. Raises ForbiddenError where one of them may not be dialled."""
        found = await self._inner.resolve(host, port, family)
        for each in found:
            _check(host, port, each["host"], self._allow)
        return found

    async def close(self) -> None:
        """Closes the resolver within."""
        await self._inner.close()


def check_url(url: URL, allow: frozenset[str]) -> None:
    """Raises ForbiddenError for an address that is not of the web, names a user, or has a private number as host."""
    if url.scheme not in ("http", "https") or not url.host:
        raise ForbiddenError("is not an address of the web, which begins with http:// or https://")
    if url.user is not None or url.password is not None:
        raise ForbiddenError("holds a user's name or password, which is not sent")
    host = url.raw_host or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return  # a name: its addresses are checked when it is resolved
    _check(host, url.port or 0, host, allow)


def _check(host: str, port: int, address: str, allow: frozenset[str]) -> None:
    named = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if named.lower() not in allow and not is_public(address):
        raise ForbiddenError(f"leads to a private network: if it is yours, put {named} into BACKISSUE_FETCH_ALLOW")


def is_public(address: str) -> bool:
    """Whether `address`, an IP address in numbers, is one of the public internet, in whatever form it is written."""
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv4Address):
        return number.is_global and not number.is_multicast
    within = _within(number)
    if within is not None:
        return is_public(str(within))
    return number.is_global and not number.is_multicast and not number.is_site_local


def _within(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for or leads to, or None."""
    if number in _TRANSLATED or int(number) >> 32 == 0:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
