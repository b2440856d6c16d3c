"""The house keeps its plan: who may import whom, and how large a room may grow."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

LAYERS = (
    {"model", "errors", "usage", "checks", "offload", "evaluation", "logs"},
    {"trend", "profile", "settings", "passages", "locking"},
    {"sources", "parsing", "store", "search"},
    {"intake", "community"},
    {"archive"},
    {"cards", "charts"},
    {"chat"},
    {"cogs"},
    {"worker"},
    {"cli"},
)
DISCORD_SIDE = {"chat", "cogs", "logs", "worker"}
APART = {"sources", "parsing", "store", "search"}
LONGEST_FILE = 300


SEARCH = (
    {"language", "semantic"},
    {"index"},
    {"questions"},
    {"quotes"},
    {"results"},
    {"answering"},
    {"around"},
)


def _modules() -> list[Path]:
    return sorted(
        path
        for path in (ROOT / "bot").rglob("*.py")
        if path.name != "__main__.py" and path.parent != ROOT / "bot" / "sample"
    )


def _room(path: Path) -> str:
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def _imported(path: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _rooms_used(path: Path) -> set[str]:
    return {name.split(".")[1] for name in _imported(path) if name.startswith("bot.")}


def _layer(room: str) -> int:
    return next(index for index, rooms in enumerate(LAYERS) if room in rooms)


def test_imports_run_one_way() -> None:
    """A room imports rooms of earlier layers alone: neither of a later one, nor a neighbour within its own."""
    upward = [
        f"{path.relative_to(ROOT)} imports {room}"
        for path in _modules()
        if _room(path) != "__init__"
        for room in _rooms_used(path) - {_room(path)}
        if _layer(room) >= _layer(_room(path))
    ]
    assert not upward


def test_the_rooms_of_search_import_one_way() -> None:
    """Within search, too, a room imports rooms of earlier layers alone."""
    order = {room: place for place, rooms in enumerate(SEARCH) for room in rooms}
    upward = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / "bot" / "search").rglob("*.py")
        if (room := path.relative_to(ROOT / "bot" / "search").parts[0].removesuffix(".py")) != "__init__"
        for name in _imported(path)
        if name.startswith("bot.search.")
        and (used := name.split(".")[2]) != room
        and order.get(used, -1) >= order[room]
    ]
    assert not upward


def test_sources_parsing_store_and_search_do_not_know_one_another() -> None:
    """The four rooms at the bottom meet only in the rooms above them."""
    known = [
        f"{path.relative_to(ROOT)} imports {room}"
        for path in _modules()
        if _room(path) in APART
        for room in _rooms_used(path) & (APART - {_room(path)})
    ]
    assert not known


def test_only_the_discord_side_imports_discord() -> None:
    """`backissue ask` works without loading the Discord library."""
    outside = [
        str(path.relative_to(ROOT))
        for path in _modules()
        if _room(path) not in DISCORD_SIDE and any(name.split(".")[0] == "discord" for name in _imported(path))
    ]
    assert not outside


def test_no_file_outgrows_its_job() -> None:
    """No file of the program or of its tests is longer than 300 lines."""
    files = [*_modules(), *(ROOT / "tests").rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert not long
