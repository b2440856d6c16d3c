"""Every setting, once: its name, its default, what it does, and whether it is secret.

Settings are read from the environment and from a `.env` file in the working folder (the environment
wins), and checked together: one error names everything that is wrong.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot.errors import SettingError


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as an operator sees it. `read` turns its text into a value, or raises ValueError with a reason."""

    name: str
    default: str
    help: str
    read: Callable[[str], Any]
    secret: bool = False


def _text(value: str) -> str:
    return value


def _folder(value: str) -> Path:
    if not value:
        raise ValueError("names no folder")
    return Path(value).expanduser()


def _ids(value: str) -> frozenset[int]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise ValueError("is not a list of Discord ids parted by commas, like 80351110224678912,41771983423143937")
    return frozenset(int(part) for part in parts)


def _count(value: str) -> int:
    if not value.isdecimal():
        raise ValueError("is not a number like 100")
    return int(value)


def _api_url(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("is not an address like http://proxy:8080/api/v10")
    return value.rstrip("/")


def _database_url(value: str) -> str:
    if value:
        raise ValueError("is not supported yet: leave it empty to keep the archive in SQLite under the data folder")
    return value


def _hosts(value: str) -> frozenset[str]:
    parts = [part.strip().lower() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"[^\s/@]+:\d{1,5}", part) for part in parts):
        raise ValueError("is not a list of host:port parted by commas, like intranet.example.org:8080,127.0.0.1:80")
    return frozenset(parts)


def _minutes(value: str) -> float:
    try:
        minutes = float(value)
    except ValueError:
        minutes = math.nan
    if not 0 <= minutes < math.inf:
        raise ValueError("is not a number of minutes, 0 or more")
    return minutes


def _log_level(value: str) -> str:
    if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        raise ValueError("is none of DEBUG, INFO, WARNING and ERROR")
    return value.upper()


SETTINGS = (
    Setting("DISCORD_TOKEN", "", "The bot's token, from the Bot page of its Discord application.", _text, secret=True),
    Setting("DISCORD_API_URL", "", "Base of Discord's REST API, for a REST proxy; empty: Discord itself.", _api_url),
    Setting("DATABASE_URL", "", "Where the archive is kept; empty: SQLite under the data folder.", _database_url, True),
    Setting("BACKISSUE_DATA", "data", "The folder for what a running bot writes: database and index.", _folder),
    Setting("BACKISSUE_SEEDS", "seeds", "The folder an empty archive starts from.", _folder),
    Setting("BACKISSUE_OWNERS", "", "Discord ids, besides the application's owner and team, who may reindex.", _ids),
    Setting("BACKISSUE_MEMBER_LIMIT", "100", "How much a member may ask and press in a minute; 0: no limit.", _count),
    Setting("BACKISSUE_SERVER_LIMIT", "1000", "The same for all members of a server together.", _count),
    Setting("BACKISSUE_PROFILE", "import-ai", "The newsletter: a built-in profile's name, or a profile file.", _text),
    Setting("BACKISSUE_SYNC_MINUTES", "60", "How often a running bot looks for new issues; 0: never.", _minutes),
    Setting("BACKISSUE_FETCH_ALLOW", "", "Private hosts (host:port) that may be fetched from all the same.", _hosts),
    Setting("BACKISSUE_LOG_LEVEL", "INFO", "How much to log: DEBUG, INFO, WARNING or ERROR.", _log_level),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, read and checked. `raw` keeps the text of each by its name, secrets included."""

    discord_token: str
    discord_api_url: str
    database_url: str
    data: Path
    seeds: Path
    owners: frozenset[int]
    member_limit: int
    server_limit: int
    profile: str
    sync_minutes: float
    fetch_allow: frozenset[str]
    log_level: str
    raw: Mapping[str, str]

    @property
    def database(self) -> Path:
        """The SQLite file of the archive."""
        return self.data / "backissue.sqlite3"

    @property
    def generations(self) -> Path:
        """The folder of the index's generations."""
        return self.data / "generations"

    def require_token(self) -> str:
        """The bot's token. Raises SettingError where there is none."""
        if not self.discord_token:
            raise SettingError(
                "DISCORD_TOKEN is not set: copy the token from the Bot page of your application "
                "at https://discord.com/developers/applications into the environment or a .env file."
            )
        return self.discord_token

    def shown(self, setting: Setting) -> str:
        """The setting's value as it may be shown: a secret only as set or not set."""
        value = self.raw[setting.name]
        if setting.secret:
            return "(set)" if value else ""
        return value


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings from `environment` (the process's and `.env` by default).

    Raises SettingError naming every setting that cannot be used.
    """
    if environment is None:
        from_file = {name: value or "" for name, value in dotenv_values(".env").items()}
        environment = {**from_file, **os.environ}
    raw = {setting.name: environment.get(setting.name, "").strip() or setting.default for setting in SETTINGS}
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for setting in SETTINGS:
        try:
            values[setting.name.removeprefix("BACKISSUE_").lower()] = setting.read(raw[setting.name])
        except ValueError as reason:
            wrong.append(f"{setting.name} {reason}.")
    if wrong:
        raise SettingError(" ".join(wrong))
    return Settings(**values, raw=raw)
