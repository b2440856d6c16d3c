"""Profiles: what is particular to a newsletter, as data."""

from __future__ import annotations

import datetime as dt
import json
import pickle
import unicodedata
from pathlib import Path

import pytest

from bot.errors import SettingError
from bot.model import Cite, Document, IssueHead
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
        ("group.toml", 'slug = "x"\nname = "X"\nheadings = "week \\\\d+"', "no group in brackets"),
        ("day.toml", 'slug = "x"\nname = "X"\nday_page = "https://x.org/{day}/"', "its day_page must hold {date}"),
        (
            "words.toml",
            'slug = "x"\nname = "X"\nsite_search = "https://x.org/?{0}"',
            "its site_search must hold {words}",
        ),
        ("lists.toml", 'slug = "x"\nname = "X"\nlists = [3]', "its lists must be text in quotes"),
        ("sites.toml", 'slug = "x"\nname = "X"\nsites = 5', "its sites must be text in quotes"),
        ("name.toml", 'slug = "x"\nname = 5', "its name must be text in quotes"),
        ("inspired.toml", 'slug = "x"\nname = "X"\ninspired_by = "("', "not a regular expression"),
        ("sample.toml", 'slug = "x"\nname = "X"\nsample = "no"', "its sample must be true or false"),
        ("sections.toml", 'slug = "x"\nname = "X"\nsections = "News"', "its sections must be a list of tables"),
        (
            "kind.toml",
            'slug = "x"\nname = "X"\n[[sections]]\nname = "N"\nkind = "poem"',
            "must be one of story, fiction",
        ),
    ],
)
def test_profiles_that_cannot_be_used(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    """Each is refused in one sentence that says what is wrong."""
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingError, match=said):
        Profiles.load(str(path) if name.endswith(".toml") else name)


def test_a_heading_whose_group_finds_a_word_gives_no_number(tmp_path: Path) -> None:
    """Where a profile's pattern finds a word in the number's place, the issue has none, and is read all the same."""
    path = tmp_path / "harbour.toml"
    path.write_text('slug = "harbour"\nname = "Harbour"\nheadings = "week (\\\\w+)"\n', encoding="utf-8")
    harbour = Profiles.load(str(path)).default
    assert [harbour.number_of(f"Week {week}: x") for week in ("7", "seven", "1" * 5000)] == [7, None, None]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Новости гавани", "Письма из порта"),
        ("人工知能通信", "港の手紙"),
        ("हिन्दी पत्र", "हिन्द पत्र"),
        ("Café 1", "Cafe 1"),
    ],
)
def test_names_in_every_script_stay_apart(one: str, other: str) -> None:
    """Names in whatever script give slugs of their own, which can be cited; how a letter is encoded does not matter."""
    assert slugify(one) != slugify(other)
    assert slugify(unicodedata.normalize("NFD", one.upper())) == slugify(one)
    head = IssueHead(slugify(one), slugify(other), other)
    assert Cite.parse(Cite.of(head).format("import-ai"), "import-ai") == Cite.of(head)
    assert Cite.parse("305#" + "1" * 10, "import-ai") is None


def test_undated_issues_in_one_script_are_not_one(read: Read) -> None:
    """Issues without number or day are told apart by their titles, whatever the script."""
    keys = [
        read(f"---\ntitle: {title}\n---\n\n## Паром\n\nОн идёт.\n\n## Мост\n\nОн стоит.\n", "/x/a.md")
        .issues[0]
        .head.key
        for title in ("Весна", "Осень")
    ]
    assert keys == ["весна", "осень"]


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
    assert read(f"Rain and 44 other words\n\n{bare}", collection="folder").newsletter == "folder"


@pytest.mark.parametrize(
    ("number", "suffix", "page"),
    [
        (41, ".html", '<meta property="og:site_name" content="Orbit Notes"><title>Orbit Notes 41: Ice</title>{}'),
        (42, ".html", "<title>Orbit Notes 42: Sun - by Ada</title>{}"),
        (43, ".html", "<title>Orbit Notes #43</title>{}"),
        (44, ".txt", "Orbit Notes 44: Dust\n\nMoons turn\nThey do so at a speed that nobody thought they would."),
        (45, ".md", "---\ntitle: Orbit Notes 45: the one about ice\ndate: 2024-05-06\n---\n\n{}"),
        (46, ".md", "# Orbit Notes 46 – Dust\n\n{}"),
    ],
)
def test_one_folder_of_one_newsletter(read: Read, number: int, suffix: str, page: str) -> None:
    """However its issues were saved, the name in their titles makes them one newsletter, each with its number."""
    parsed = read(page.format("<h2>Moons turn</h2><p>They do.</p>"), f"/w/page{suffix}", collection="w")
    assert (parsed.newsletter, parsed.newsletter_name) == ("orbit-notes", "Orbit Notes")
    assert parsed.issues[0].head.number == number


def test_a_page_is_named_by_its_publisher(read: Read) -> None:
    """What a page tells machines of its publisher and its day is read; what is broken there says nothing."""
    said = '{"@graph": [{"datePublished": "2025-02-24", "publisher": {"name": "Orbit Notes"}}]}'
    script = '<script type="application/ld+json">{}</script>'
    page = f"<title>Ice</title>{script.format('{')}{script.format(said)}<h2>Moons turn</h2><p>They do.</p>"
    parsed = read(page, "/w/ice.html", collection="w")
    assert (parsed.newsletter, parsed.issues[0].head.date) == ("orbit-notes", dt.date(2025, 2, 24))
