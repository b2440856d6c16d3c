"""What all tests share: a clean environment, the sample archive, and the real newsletters where they are at hand."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot import settings as settings_room
from bot.intake.writer import Intake
from bot.profile import Profiles
from bot.settings import SETTINGS, Settings
from tests.program import Program

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test starts in an empty folder, with no setting in the environment but that answers go by words alone."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setenv("BACKISSUE_SEMANTIC", "off")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def seeds() -> Path:
    """The sample archive of the checkout."""
    return ROOT / "seeds"


@pytest.fixture
def shared() -> Path:
    """The real newsletters beside the checkout; the test is skipped where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("the real newsletters are not at hand")
    return SHARED


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program as an operator starts it, in an empty folder."""
    return Program(tmp_path, {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings that keep the archive in a folder of the test's own."""
    return settings_room.load({"BACKISSUE_DATA": str(tmp_path / "data"), "BACKISSUE_SEMANTIC": "off"})


@pytest.fixture
def profiles() -> Profiles:
    """The profiles with the default newsletter."""
    return Profiles.load("import-ai")


@pytest.fixture
async def intake(settings: Settings, profiles: Profiles) -> AsyncIterator[Intake]:
    """The writer of an empty archive."""
    async with Intake.open(settings, profiles) as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes a document and gives its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
