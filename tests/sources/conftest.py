"""What the tests of sources share: a reader that visits servers as `backissue sync` does, and reads what comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from bot.errors import DocumentError
from bot.model import Document, Issue
from bot.offload import Offload
from bot.parsing import parse
from bot.profile import Profiles
from bot.sources.fetching import Fetcher, Manners
from bot.sources.remote import Source, SourceKind, documents, recognise
from tests.sources.letters import Letter
from tests.sources.servers import Site

QUICK = Manners(pause=0.0, first_wait=0.01, longest_wait=0.5, seconds=5.0, tries=3)


@dataclass
class Remembered:
    """A memory as the database keeps it."""

    kept: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str | None:
        """The text kept under `key`, or None."""
        return self.kept.get(key)

    def put(self, key: str, value: str) -> None:
        """Keeps `value` under `key`."""
        self.kept[key] = value


@dataclass
class Reader:
    """Visits sources one after the other, remembering each."""

    offload: Offload
    profiles: Profiles
    memories: dict[str, Remembered] = field(default_factory=dict)
    failed: list[DocumentError] = field(default_factory=list)

    async def visit(self, site: Site, address: str | None = None, kind: SourceKind | None = None) -> list[Document]:
        """The documents that a visit brings; the kind of the source is recognised, or named."""
        address = address or site.address
        self.failed.clear()
        async with Fetcher.open(frozenset((site.allow,)), QUICK) as fetcher:
            source = Source(kind, address) if kind else await recognise(address, fetcher, self.offload)
            memory = self.memories.setdefault(source.address, Remembered())
            found = documents(source, fetcher, memory, lambda *_: None, offload=self.offload, fail=self.failed.append)
            return [document async for document in found]

    def read(self, document: Document) -> Issue:
        """The one issue in a document."""
        (issue,) = parse(document, self.profiles).issues
        return issue

    def numbers(self, brought: list[Document]) -> list[int | None]:
        """The numbers of the issues in what a visit brought, in order."""
        return sorted((self.read(document).head.number for document in brought), key=lambda number: number or 0)


@pytest.fixture
async def reader(profiles: Profiles) -> AsyncIterator[Reader]:
    """A reader of sources with an empty memory."""
    async with Offload.open() as offload:
        yield Reader(offload, profiles)


def assert_same(issue: Issue, letter: Letter) -> None:
    """The issue is the letter: its number, title, day, and of each story the title, tagline, text and true link."""
    assert (issue.head.number, issue.head.title) == (letter.number, letter.title)
    assert issue.head.date == letter.day
    assert [item.title for item in issue.items] == [story.title for story in letter.stories]
    for item, story in zip(issue.items, letter.stories, strict=True):
        assert item.tagline == story.tagline.strip("…")
        assert story.text in item.text
        assert [(link.label, link.source, link.url) for link in item.links] == [(story.label, "arXiv", story.url)]
