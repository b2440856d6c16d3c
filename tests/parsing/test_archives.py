"""Whole archives: the sample in every format, and ten years of another newsletter."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model import Issue, Parsed
from tests.parsing.conftest import Read, bare


def test_copies_of_a_sample_issue_hold_the_same_in_every_format(
    seeds: Path, read_file: Callable[[Path], Parsed]
) -> None:
    """Text, HTML, Markdown and mail of one issue give the same titles, and the same words below them."""
    copies: dict[str, list[Issue]] = {}
    for path in sorted(seeds.glob("sample-letter-*")):
        parsed = read_file(path)
        assert parsed.newsletter == "sample-letter"
        for issue in parsed.issues:
            copies.setdefault(issue.head.key, []).append(issue)
    assert sorted(map(int, copies)) == list(range(1, 11))
    assert sum(len(issues) > 1 for issues in copies.values()) >= 1
    for issues in copies.values():
        assert len({tuple(bare(item.title) for item in issue.items) for issue in issues}) == 1
        assert len({tuple(bare(item.text) for item in issue.items) for issue in issues}) == 1


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.slow)])
def test_ten_years_of_another_newsletter(shared: Path, read: Read, every: int) -> None:
    """Each issue of a list of links gives titled items with true addresses, and its number from its file's name."""
    linked = items = 0
    with tarfile.open(shared / "archives" / "haskell-weekly.tar.gz") as archive:
        names = sorted(name for name in archive.getnames() if name.endswith(".markdown"))
        for name in names[::every]:
            document = archive.extractfile(name)
            assert document is not None
            parsed = read(document.read(), f"/{name}", collection="haskell-weekly")
            issue = parsed.issues[0]
            assert (parsed.newsletter_name, len(parsed.issues)) == ("Haskell Weekly", 1)
            assert issue.head.key == Path(name).stem.removeprefix("issue-")
            assert len(issue.items) > 2
            assert all(item.title and item.text for item in issue.items)
            items += len(issue.items)
            linked += sum(any(link.url for link in item.links) for item in issue.items)
    assert linked / items > 0.99
