"""The documents say what the program does: every command and setting in them exists, and none is missing."""

from __future__ import annotations

import re

import click

from bot.cli import cli
from bot.cli.common import DONE, INTERRUPTED, SOME_FAILED, WRONG_USAGE
from bot.community.privacy import KEPT, PRINCIPLE
from bot.settings import SETTINGS
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def _table(heading: str) -> list[tuple[str, str]]:
    """The first and last columns of the table under a heading."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return [(row[0], row[-1]) for row in rows]


def test_every_setting_is_documented_with_its_default() -> None:
    """The table of settings is the program's own list."""
    section = README.split("\n## Settings\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (?:`(.*?)` )?\|", section, re.MULTILINE)
    assert rows == [(setting.name, setting.default) for setting in SETTINGS]


def test_every_setting_named_anywhere_exists() -> None:
    """No page names a setting that the program does not read."""
    named = {
        name
        for page in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "seeds/README.md")
        for name in re.findall(r"\b(?:BACKISSUE|DISCORD|DATABASE)_[A-Z_]+", (ROOT / page).read_text(encoding="utf-8"))
    }
    assert named <= {setting.name for setting in SETTINGS}


def test_every_command_is_documented_with_its_options() -> None:
    """The table of commands names each command, and only options that it has."""
    rows = _table("Commands")
    names = [re.findall(r"backissue (\w+)", command)[0] for command, _ in rows]
    assert sorted(names) == sorted(cli.commands)
    for name, (_, text) in zip(names, rows, strict=True):
        assert set(re.findall(r"--[a-z-]+", text)) <= _options(cli.commands[name]), name


def test_every_exit_code_is_documented() -> None:
    """The table of exit codes has those that commands end with, each once."""
    section = README.split("\n## Commands\n")[1].split("\n## ")[0]
    assert re.findall(r"^\| (\d+) \|", section, re.MULTILINE) == [
        *map(str, (DONE, SOME_FAILED, WRONG_USAGE, INTERRUPTED))
    ]


def test_what_is_kept_is_said_as_the_program_says_it() -> None:
    """The table of what is kept is the program's own list, and the principle above it its own sentence."""
    section = README.split("\n## What is kept\n")[1].split("\n## ")[0]
    rows = [tuple(line.strip("| ").split(" | ")) for line in section.splitlines() if line.startswith("| ")]
    assert rows[1:] == [(each.what, each.why, each.how_long) for each in KEPT]
    assert PRINCIPLE in section


def test_command_lines_in_the_readme_parse() -> None:
    """Each `backissue …` line in a code block is one that the program takes."""
    lines = re.findall(r"^(?:.*\.venv/bin/)?backissue (\w+)(.*)$", README, re.MULTILINE)
    assert lines
    for name, rest in lines:
        assert set(re.findall(r"--[a-z-]+", rest)) <= _options(cli.commands[name])


def test_every_test_named_exists() -> None:
    """What the README claims of itself with a test has that test, and each yes in its comparison names one."""
    section = README.split("\n## How it compares\n")[1].split("\n## ")[0]
    for path, name in re.findall(r"`([\w/]+\.py)::(\w+)`", section):
        assert re.search(
            rf"^(?:async )?def {name}\(", (ROOT / "tests" / path).read_text(encoding="utf-8"), re.MULTILINE
        ), name
    assert not re.findall(r"^\| [^|]+ \| [Yp] \| \|.*$", section, re.MULTILINE)


def _options(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}
