"""An address -> the items that lead to it. Knows how one page goes by several addresses; fetches nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec
import numpy as np
import numpy.typing as npt

from bot.search.index.generation import Generation

_SCHEME = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
_TRACKING = re.compile(r"utm_\w+|mc_\w+|fbclid|gclid|ref|ref_src|s|t|si|feature", re.IGNORECASE)
_ARXIV = re.compile(r"^/(?:abs|pdf|html|ps|format)/([a-z.-]*/?\d[\d.]*\d)(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE)
_REPOSITORY_HOSTS = ("github.com", "gitlab.com", "huggingface.co", "bitbucket.org")


class _Link(msgspec.Struct):
    url: str | None = None
    search: bool = False


class _Item(msgspec.Struct):
    """What matters here of an item's record."""

    url: str | None = None
    links: tuple[_Link, ...] = ()


class Outgoing:
    """The outgoing links of a generation. Hashes of addresses in order, and the place of the item beside each."""

    def __init__(self, hashes: npt.NDArray[np.uint64], places: npt.NDArray[np.uint32]) -> None:
        order = np.lexsort((places, hashes))
        self._hashes = hashes[order]
        self._places = places[order]

    @classmethod
    def of(cls, generation: Generation) -> Outgoing:
        """The links of all items of a generation; takes about 10 µs an item."""
        decode = msgspec.json.Decoder(_Item).decode
        pairs = [
            (_hash(address), place)
            for place in range(generation.item_count)
            for address in _addresses(decode(generation.record_at(place)))
        ]
        return cls(
            np.array([address for address, _ in pairs], np.uint64), np.array([place for _, place in pairs], np.uint32)
        )

    def places(self, address: str) -> list[int]:
        """The items that lead to a page, newest first; those that lead to its repository where none leads to itself."""
        for name in names(address):
            start, end = np.searchsorted(self._hashes, np.array([_hash(name), _hash(name) + 1], np.uint64))
            if start < end:
                return list(dict.fromkeys(reversed(self._places[start:end].tolist())))
        return []


def _addresses(item: _Item) -> Iterator[str]:
    for address in (item.url, *(link.url for link in item.links if not link.search)):
        name = next(names(address or ""), None)
        if name:
            yield name


def _hash(name: str) -> int:
    # One bit less, so that the next higher number is a hash too
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest()) >> 1


def names(address: str) -> Iterator[str]:
    """What the page at `address` is known by, from itself to the repository that it is part of.

    Scheme, ``www.``, fragment, what only tracks and a last slash say nothing; a paper's PDF and its versions are the
    paper.
    """
    try:
        parts = urlsplit("https://" + _SCHEME.sub("", address.strip()))
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return
    if "." not in host:
        return
    path = parts.path.rstrip("/")
    paper = _ARXIV.match(path) if host.endswith("arxiv.org") else None
    if paper:
        yield f"arxiv.org/abs/{paper[1].lower()}"
        return
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(name)]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    repository = path.split("/")[1:3] if host in _REPOSITORY_HOSTS else []
    whole = "/".join([host, *repository]).lower().removesuffix(".git")
    own = whole if len(repository) == len(path.split("/")[1:]) > 0 else host + path + query
    yield own
    if len(repository) == 2 and whole != own:
        yield whole
