"""Every setting, once: its name, its default, what it does, and whether it is secret.

Settings are read from the environment and from a `.env` file in the working folder (the environment
wins), and checked together: one error names everything that is wrong.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import dotenv_values
from rapidfuzz import fuzz, process

from bot.errors import SettingError

_PREFIX = "BACKISSUE_"
_ALIKE = 60.0  # rapidfuzz's score (0 to 100) from which one name may have been meant for another


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as an operator sees it. `read` turns its text into a value, or raises ValueError with a reason."""

    name: str
    default: str
    help: str
    read: Callable[[str], Any]
    secret: bool = False

    def shown(self, value: str) -> str:
        """The text as it may be shown: a secret only as set or not set, an address without name and password."""
        if self.secret:
            return "(set)" if value else ""
        return re.sub(r"//.*@", "//(hidden)@", value)


def _text(value: str) -> str:
    return value


def _folder(value: str) -> Path:
    if not value:
        raise ValueError("names no folder")
    try:
        return Path(value).expanduser()
    except RuntimeError:
        raise ValueError("begins with ~ and a user who has no home folder here") from None


def _profile(value: str) -> str:
    if value.endswith(".toml"):
        _folder(value)
    return value


def _ids(value: str) -> frozenset[int]:
    parts = [part.strip() for part in value.split(",") if part.strip()]
    if not all(re.fullmatch(r"\d{1,20}", part) for part in parts):
        raise ValueError("is not a list of Discord ids parted by commas, like 80351110224678912,41771983423143937")
    return frozenset(int(part) for part in parts)


def _count(value: str) -> int:
    if not value.isdecimal():
        raise ValueError("is not a number like 100")
    return int(value)


def _api_url(value: str) -> str:
    if value and not _is_base_of_addresses(value):
        raise ValueError("is not an address like http://proxy:8080/api/v10 (without name, password, ? and #)")
    return value.rstrip("/")


def _is_base_of_addresses(value: str) -> bool:
    try:
        parts = urlsplit(value)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets or a port that are none
        return False
    return named and not re.search(r"[\s@?#\\]", value)


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


def _semantic(value: str) -> str:
    if value.lower() in ("auto", "off"):
        return value.lower()
    if not _folder(value).is_dir():
        raise ValueError("is neither auto nor off nor the folder of a model")
    return value


SETTINGS = (
    Setting("DISCORD_TOKEN", "", "The bot's token, from the Bot page of its Discord application.", _text, secret=True),
    Setting("DISCORD_API_URL", "", "Base of Discord's REST API, for a REST proxy; empty: Discord itself.", _api_url),
    Setting("DATABASE_URL", "", "Where the archive is kept; empty: SQLite under the data folder.", _database_url, True),
    Setting("BACKISSUE_DATA", "data", "The folder for what a running bot writes: database and index.", _folder),
    Setting("BACKISSUE_SEEDS", "seeds", "The folder an empty archive starts from.", _folder),
    Setting("BACKISSUE_OWNERS", "", "Discord ids that count as owners besides the application's owner and team.", _ids),
    Setting("BACKISSUE_MEMBER_LIMIT", "100", "How much a member may ask and press in a minute; 0: no limit.", _count),
    Setting("BACKISSUE_SERVER_LIMIT", "1000", "The same for all members of a server together.", _count),
    Setting("BACKISSUE_PROFILE", "import-ai", "The newsletter: the name of a built-in profile, or a file.", _profile),
    Setting("BACKISSUE_SYNC_MINUTES", "60", "How often a running bot looks for new issues; 0: never.", _minutes),
    Setting("BACKISSUE_FETCH_ALLOW", "", "Private hosts (host:port) that may be fetched from all the same.", _hosts),
    Setting("BACKISSUE_SEMANTIC", "auto", "The model for likeness of meaning: auto, off or its folder.", _semantic),
    Setting("BACKISSUE_LOG_LEVEL", "INFO", "How much to log: DEBUG, INFO, WARNING or ERROR.", _log_level),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, read and checked."""

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
    semantic: str
    log_level: str

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


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings from `environment` (the process's and `.env` by default).

    Raises SettingError naming every setting that cannot be used.
    """
    raw = texts(environment)
    if wrong := faults(raw):
        raise SettingError(" ".join(f"{name} {reason}." for name, reason in wrong.items()))
    values = {each.name.removeprefix(_PREFIX).lower(): each.read(raw[each.name]) for each in SETTINGS}
    return Settings(**values)


def texts(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The text of each setting by its name, as `environment` (see `load`) or its default gives it, secrets included.

    Raises SettingError where `.env` cannot be read.
    """
    given = _given(environment)
    return {setting.name: given.get(setting.name, "").strip() or setting.default for setting in SETTINGS}


def unknown(environment: Mapping[str, str] | None = None) -> list[str]:
    """A sentence on each name in `environment` (see `load`) that looks like a setting and is none.

    It has the setting that may have been meant, where one is alike.

    Raises SettingError where `.env` cannot be read.
    """
    known = [setting.name for setting in SETTINGS]
    strange = sorted(name for name in _given(environment) if name.startswith(_PREFIX) and name not in known)
    return [f"{name} is no setting, and is not read{_instead(name, known)}" for name in strange]


def _instead(name: str, known: Sequence[str]) -> str:
    """The end of that sentence."""
    nearest = process.extractOne(
        name, known, scorer=fuzz.ratio, processor=lambda each: each.removeprefix(_PREFIX), score_cutoff=_ALIKE
    )
    return f": did you mean {nearest[0]}?" if nearest else ": `backissue settings` lists those there are."


def faults(raw: Mapping[str, str]) -> dict[str, str]:
    """Why settings with these texts cannot be used, by the name of each that cannot."""
    found = {}
    for setting in SETTINGS:
        try:
            setting.read(raw[setting.name])
        except ValueError as reason:
            found[setting.name] = str(reason)
    return found


def _given(environment: Mapping[str, str] | None) -> Mapping[str, str]:
    return {**_from_file(Path(".env")), **os.environ} if environment is None else environment


def _from_file(path: Path) -> dict[str, str]:
    try:
        return {name: value or "" for name, value in dotenv_values(path).items()}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} cannot be read ({error}): save it as a text file in UTF-8.") from error
