"""How parsing's tests read a document: bytes with an address, as a source would hand them over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model import Document, Parsed
from bot.parsing import parse
from bot.profile import Profiles

Read = Callable[..., Parsed]


def bare(text: str) -> str:
    """The letters and digits of `text` alone, which copies of an issue share whatever their typography."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


@pytest.fixture
def read(profiles: Profiles) -> Read:
    """Reads text or bytes as the document at an address."""

    def read(
        body: str | bytes,
        address: str = "/letters/page.txt",
        media_type: str = "",
        newsletter: str | None = None,
        collection: str | None = None,
    ) -> Parsed:
        raw = body.encode() if isinstance(body, str) else body
        document = Document(address, media_type, raw, dt.datetime(2026, 1, 1, tzinfo=dt.UTC), collection)
        return parse(document, profiles, newsletter)

    return read


@pytest.fixture
def read_file(read: Read) -> Callable[[Path], Parsed]:
    """Reads a file, whose name's ending tells its format."""
    return lambda path: read(path.read_bytes(), str(path))
