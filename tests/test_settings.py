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


def test_minutes_and_hosts_are_read(tmp_path: Path) -> None:
    """Syncing takes parts of a minute and 0; hosts are compared in lower case, each with its port."""
    read = settings.load(
        {"BACKISSUE_SYNC_MINUTES": "0.5", "BACKISSUE_FETCH_ALLOW": "Intranet.example.org:8080, [::1]:80"}
    )
    assert read.sync_minutes == 0.5
    assert read.fetch_allow == frozenset(("intranet.example.org:8080", "[::1]:80"))
    assert settings.load({}).sync_minutes == 60


@pytest.mark.parametrize(
    "wrong",
    [
        {"BACKISSUE_SYNC_MINUTES": "hourly"},
        {"BACKISSUE_SYNC_MINUTES": "-1"},
        {"BACKISSUE_SYNC_MINUTES": "inf"},
        {"BACKISSUE_FETCH_ALLOW": "intranet"},
        {"BACKISSUE_FETCH_ALLOW": "http://intranet:80"},
    ],
)
def test_what_is_no_time_and_no_host_is_refused(wrong: dict[str, str]) -> None:
    """The setting that cannot be used is named."""
    with pytest.raises(SettingError, match=next(iter(wrong))):
        settings.load(wrong)


def test_settings_command_lists_each_and_hides_secrets(program: Program) -> None:
    """`backissue settings` prints every setting with its help, and only that a secret is set."""
    found = program("settings", "--json", DISCORD_TOKEN="canary", BACKISSUE_OWNERS="1, 2")
    shown = {each["name"]: each for each in found.json}
    assert set(shown) == {setting.name for setting in settings.SETTINGS}
    assert shown["DISCORD_TOKEN"]["value"] == "(set)"
    assert shown["BACKISSUE_OWNERS"]["value"] == "1, 2"
    assert all(each["help"] for each in found.json)
    assert "canary" not in program("settings", DISCORD_TOKEN="canary").out


def test_the_list_marks_what_is_wrong(program: Program) -> None:
    """A setting that cannot be used is listed with its reason beside all others, without the password in it."""
    found = program("settings", "--json", DISCORD_API_URL="http://me:canary@host/", BACKISSUE_PROFILE="absent")
    wrong = {each["name"]: each["wrong"] for each in found.json}
    assert found.code == 2
    assert {name for name, reason in wrong.items() if reason} == {"DISCORD_API_URL", "BACKISSUE_PROFILE"}
    assert set(wrong) == {setting.name for setting in settings.SETTINGS}
    assert "canary" not in found.out + found.err


def test_what_is_no_setting_is_warned_of_and_stops_nothing(program: Program) -> None:
    """A name that only looks like a setting is told with the nearest one, never with its value, and nothing fails."""
    mistyped = {"BACKISSUE_OWNER": "canary", "BACKISSUE_DTA": "elsewhere", "BACKISSUE_UNLIKELY": "1"}
    for found in (program("settings", "--json", **mistyped), program("status", "--json", **mistyped)):
        assert found.code == 0
        assert found.json
        assert "BACKISSUE_OWNER is no setting, and is not read: did you mean BACKISSUE_OWNERS?" in found.err
        assert "did you mean BACKISSUE_DATA?" in found.err
        assert "BACKISSUE_UNLIKELY is no setting, and is not read: `backissue settings` lists" in found.err
        assert "canary" not in found.err
    assert program("settings").err == ""


@pytest.mark.parametrize(
    "address",
    ["http://", "http://[::1/api", "http://me:canary@host/", "http://host:99999", "ftp://host", "host", "http://a?b"],
)
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    """DISCORD_API_URL names a host and nothing secret; the sentence does not repeat it."""
    with pytest.raises(SettingError, match=r"^DISCORD_API_URL is not an address") as error:
        settings.load({"DISCORD_API_URL": address})
    assert "canary" not in str(error.value)


def test_an_address_is_taken_without_its_last_slash() -> None:
    """A proxy's address may have a port, a path, and an address in brackets."""
    for address in ("http://proxy:8080/api/v10", "https://[::1]/api"):
        assert settings.load({"DISCORD_API_URL": address + "/"}).discord_api_url == address


def test_a_home_that_nobody_has_is_refused() -> None:
    """A path below the home of an unknown user is a setting that cannot be used."""
    for name in ("BACKISSUE_DATA", "BACKISSUE_PROFILE"):
        with pytest.raises(SettingError, match=name):
            settings.load({name: "~no-such-user/letter.toml"})


def test_a_file_of_settings_that_is_no_text_is_named(tmp_path: Path) -> None:
    """A .env in another encoding than UTF-8 is told in a sentence."""
    (tmp_path / ".env").write_bytes(b"BACKISSUE_DATA=caf\xe9\n")
    with pytest.raises(SettingError, match=r"^\.env cannot be read"):
        settings.load()


def test_a_database_url_is_refused_in_one_sentence(program: Program) -> None:
    """Until PostgreSQL is supported, DATABASE_URL ends every command with exit code 2 and no traceback."""
    found = program("status", DATABASE_URL="postgresql://localhost/x")
    assert found.code == 2
    assert found.err.startswith("DATABASE_URL")
    assert len(found.err.splitlines()) == 1
