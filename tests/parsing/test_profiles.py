"""Profiles: what is particular to a newsletter, as data."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.model import Document
from bot.parsing import parse
from bot.profile import Profiles, slugify
from tests.letters import BOATS, BREAD, letter
from tests.parsing.conftest import Read


def test_the_catalogue_holds_what_was_seen_and_nothing_else(shared: Path, profiles: Profiles) -> None:
    """Each known issue has the date, title and addresses of the facts."""
    facts = json.loads((shared / "facts" / "import-ai-issues.json").read_text(encoding="utf-8"))
    shipped = {
        str(issue.number): {
            "date": issue.date.isoformat() if issue.date else None,
            "title": issue.title,
            "urls": list(issue.urls),
        }
        for issue in profiles.default.known
    }
    assert shipped == facts


def test_profiles_go_to_another_process_and_back(profiles: Profiles) -> None:
    """They can be sent to the process that parses."""
    assert pickle.loads(pickle.dumps(profiles)) == profiles  # noqa: S301 - our own bytes


def test_newsletters_nobody_wrote_a_profile_for(profiles: Profiles) -> None:
    """They get a generic profile with their name, from which their issues' titles follow."""
    assert slugify("Haskell Weekly") == "haskell-weekly"
    assert profiles.named("import-ai") is profiles.default
    assert profiles.named("Sample Letter").sample
    generic = profiles.named("haskell-weekly")
    assert (generic.slug, generic.name, generic.sample) == ("haskell-weekly", "Haskell Weekly", False)
    assert generic.number_of("Haskell Weekly: Issue 12 - lenses") == 12
    assert generic.number_of("Import AI 12: x") is None


def test_an_operators_own_profile(tmp_path: Path) -> None:
    """A few lines of TOML are enough for a newsletter with sections and a heading of its own."""
    path = tmp_path / "harbour.toml"
    path.write_text(
        'slug = "harbour"\nname = "Harbour News"\nheadings = ["news from the harbour, week (\\\\d+)"]\n'
        '[[sections]]\nname = "Sea Stories"\nkind = "fiction"\n',
        encoding="utf-8",
    )
    profiles = Profiles.load(str(path))
    text = letter(1, [BOATS, f"Sea Stories\n{BREAD}"]).replace("Sample Letter 1:", "News from the Harbour, week 7:")
    parsed = parse(Document("/x.txt", "text/plain", text.encode(), dt.datetime.now(dt.UTC)), profiles)
    assert (parsed.newsletter, parsed.issues[0].head.number) == ("harbour", 7)
    assert [item.section for item in parsed.issues[0].items] == [None, "Sea Stories"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("nobody", None, "no profile named nobody"),
        ("absent.toml", None, "cannot be read"),
        ("broken.toml", "slug = ", "not a TOML file"),
        ("nameless.toml", 'slug = "x"', "must give name"),
        ("odd.toml", 'slug = "x"\nname = "X"\nheadings = ["("]', "not a regular expression"),
        ("section.toml", 'slug = "x"\nname = "X"\n[[sections]]\nkind = "story"', "must give a name"),
        ("typo.toml", 'slug = "x"\nname = "X"\nheading = ["x"]', "no field named heading"),
    ],
)
def test_profiles_that_cannot_be_used(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    """Each is refused in one sentence that says what is wrong."""
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=said):
        Profiles.load(str(path) if name.endswith(".toml") else name)


def test_a_citing_issue_is_later_than_what_it_cites(read: Read) -> None:
    """A file's name gives the number of an issue that states none, unless the text cites that issue or a later one."""
    bare = letter(None, [BOATS, BREAD])
    assert read(bare, "/x/issue-7.txt").issues[0].head.number == 7
    assert read(bare.replace("ferry", "ferry (Sample Letter 9)"), "/x/issue-7.txt").issues[0].head.number is None


def test_a_day_in_an_address_is_no_number(read: Read) -> None:
    """Where a page's address ends in its day, that dates the issue and does not number it."""
    head = read(letter(None, [BOATS, BREAD]), "https://letters.example.org/2024/05/06/").issues[0].head
    assert (head.number, head.date) == (None, dt.date(2024, 5, 6))


def test_which_newsletter_it_is(read: Read) -> None:
    """A profile that recognises a document comes first, then what the operator says, then the document's folder."""
    bare = "A word\nabout something that is rather longer than a word is, and goes on and on.\n"
    assert read(letter(1, [BOATS, BREAD]), newsletter="Other").newsletter == "sample-letter"
    assert read(bare, newsletter="Other Letter", collection="folder").newsletter == "other-letter"
    assert read(bare, collection="some-folder").newsletter_name == "Some Folder"
    assert read(bare, "/letters/page.txt").newsletter == "letters"
