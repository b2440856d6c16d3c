"""A generation is written whole, opens fast, and gives back what went in."""

from __future__ import annotations

import dataclasses
import datetime as dt
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from bot.errors import IndexFileError
from bot.model import Cite
from bot.search import Generation, answer, find, write_generation
from bot.search.index.files import MANIFEST
from tests.search.letters import issue, item, opened, small


def test_issues_come_back_as_they_went_in(tmp_path: Path) -> None:
    """Heads and items are equal to those written, oldest issue first, whatever the order of writing."""
    issues = [issue(3, item("C", "Cats sleep.")), issue(1, item("A", "Ants work."), item("B", "Bees hum.")), issue(2)]
    generation = opened(tmp_path, issues)
    assert [head.number for head in generation.heads] == [1, 2, 3]
    assert [generation.issue(place) for place in range(3)] == sorted(issues, key=lambda one: one.head.number or 0)
    assert (generation.issue_count, generation.item_count, generation.link_count) == (3, 3, 0)


def test_a_cite_finds_its_item(tmp_path: Path) -> None:
    """An item is found by the number in its cite, not by its place; an unknown cite finds nothing."""
    moved = dataclasses.replace(item("Moved", "It moved."), number=7, position=1)
    one = issue(4)
    generation = opened(tmp_path, [dataclasses.replace(one, items=(moved,))])
    found = generation.item(Cite("letter", "4", 7))
    assert found
    assert found[1] == moved
    assert generation.item(Cite("letter", "4", 1)) is None
    assert generation.item(Cite("letter", "5", 7)) is None
    assert generation.item(Cite("letter", "4")) is None


def test_the_name_follows_the_content(tmp_path: Path) -> None:
    """The same issues in any order give the same name; another word, another name."""
    issues = [issue(1, item("A", "Ants work.")), issue(2, item("B", "Bees hum."))]
    name = opened(tmp_path, issues).name
    assert opened(tmp_path, issues[::-1]).name == name
    assert opened(tmp_path, [issues[0], issue(2, item("B", "Bees hum!"))]).name != name


def test_a_whole_generation_is_left_alone(tmp_path: Path) -> None:
    """Writing what already stands whole touches nothing; what is damaged is written again."""
    generation = small(tmp_path)
    manifest = tmp_path / generation.name / MANIFEST
    before = manifest.stat().st_mtime_ns
    small(tmp_path)
    assert manifest.stat().st_mtime_ns == before
    (tmp_path / generation.name / "items.bin").unlink()
    assert small(tmp_path).item_count == generation.item_count
    assert [path.name for path in tmp_path.iterdir()] == [generation.name]


def test_damage_is_found(tmp_path: Path) -> None:
    """A missing file, a shorter file and a changed byte raise an error that says what to do."""
    generation = small(tmp_path)
    path = tmp_path / generation.name
    weights = path / "weights.npy"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    Generation.open(path)
    with pytest.raises(IndexFileError, match="reindex"):
        Generation.open(path, verify=True)
    weights.write_bytes(whole[:-1])
    with pytest.raises(IndexFileError, match="reindex"):
        Generation.open(path)
    weights.unlink()
    with pytest.raises(IndexFileError, match="reindex"):
        Generation.open(path)
    with pytest.raises(IndexFileError, match="reindex"):
        Generation.open(tmp_path / "nowhere")


def test_a_folder_that_takes_nothing_is_reported(tmp_path: Path) -> None:
    """A place that cannot be written gives one plain error."""
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexFileError, match="could not be written"):
        write_generation(tmp_path / "file", [], default_newsletter="letter", newsletters={}, sample=False)


def test_an_empty_archive_answers_politely(tmp_path: Path) -> None:
    """Without issues a question is refused and a search finds nothing."""
    generation = opened(tmp_path, [])
    assert not generation.heads
    for text in ("glaciers", "what was the lead story of issue 3", "latest issue", '"ice" -sea', ""):
        refused = answer(generation, text)
        assert refused.abstained
        assert not refused.hits
        assert find(generation, text).total == 0


def test_undated_issues_stand_between_their_neighbours(tmp_path: Path) -> None:
    """A question about a time finds an undated issue by the dates around it, and shows no date for it."""
    generation = small(tmp_path)
    hits = answer(generation, "salt in april 2021").hits
    assert {hit.head.number for hit in hits} == {11}
    assert hits[0].head.date is None
    assert generation.newest == dt.date(2021, 5, 11)


def test_several_may_write_the_same_at_once(tmp_path: Path) -> None:
    """Processes that build the same generation at the same time all end with it, and leave nothing else behind."""
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        names = {future.result() for future in [pool.submit(_written, tmp_path) for _ in range(8)]}
    assert [path.name for path in tmp_path.iterdir()] == list(names)
    assert Generation.open(tmp_path / names.pop(), verify=True).item_count == 6


def _written(folder: Path) -> str:
    return small(folder).name
