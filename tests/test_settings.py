"""Settings are read once, checked together, and never shown when secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import settings
from bot.errors import SettingError
from tests.program import Program


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A setting in the environment is used in place of the one in .env, which is used in place of the default."""
    (tmp_path / ".env").write_text("BACKISSUE_DATA=from-file\nBACKISSUE_SEEDS=from-file\n")
    monkeypatch.setenv("BACKISSUE_DATA", "from-environment")
    read = settings.load()
    assert (read.data, read.seeds, read.log_level) == (Path("from-environment"), Path("from-file"), "INFO")


def test_one_error_names_all_that_is_wrong() -> None:
    """An operator sees every setting that cannot be used at once."""
    with pytest.raises(SettingError) as error:
        settings.load({"BACKISSUE_OWNERS": "me", "BACKISSUE_LOG_LEVEL": "loud", "DATABASE_URL": "postgres://x"})
    assert all(name in str(error.value) for name in ("BACKISSUE_OWNERS", "BACKISSUE_LOG_LEVEL", "DATABASE_URL"))


def test_settings_command_lists_each_and_hides_secrets(program: Program) -> None:
    """`backissue settings` prints every setting with its help, and only that a secret is set."""
    found = program("settings", "--json", DISCORD_TOKEN="canary", BACKISSUE_OWNERS="1, 2")
    shown = {each["name"]: each for each in found.json}
    assert set(shown) == {setting.name for setting in settings.SETTINGS}
    assert shown["DISCORD_TOKEN"]["value"] == "(set)"
    assert shown["BACKISSUE_OWNERS"]["value"] == "1, 2"
    assert all(each["help"] for each in found.json)
    assert "canary" not in program("settings", DISCORD_TOKEN="canary").out


def test_a_database_url_is_refused_in_one_sentence(program: Program) -> None:
    """Until PostgreSQL is supported, DATABASE_URL ends every command with exit code 2 and no traceback."""
    found = program("status", DATABASE_URL="postgresql://localhost/x")
    assert found.code == 2
    assert found.err.startswith("DATABASE_URL")
    assert len(found.err.splitlines()) == 1
