"""`sync`, `ingest URL` and `status` as an operator sees them: the program itself, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.program import Program
from tests.sources.letters import letter, letters
from tests.sources.servers import FeedSite, WordPress
from tests.sync.conftest import profile_of

NOBODY = "http://127.0.0.1:9"  # the port of the discard service, where nothing listens


def _at(program: Program, *sites: WordPress | FeedSite, profile: Path) -> Program:
    allowed = ",".join([*(site.allow for site in sites), "127.0.0.1:9"])
    return Program(
        program.folder,
        {**program.environment, "BACKISSUE_FETCH_ALLOW": allowed, "BACKISSUE_PROFILE": str(profile)},
    )


def test_sync_brings_the_profiles_sources_and_says_so(program: Program, tmp_path: Path) -> None:
    """One command fills an empty archive; a second says that there is nothing new; status shows when and how many."""
    with WordPress(letters(3)) as site:
        here = _at(program, site, profile=profile_of(tmp_path, site.address))
        first = here("sync")
        assert first.code == 0, first.err
        assert f"{site.address}: 3 documents new or edited." in first.out
        assert "The archive now holds 3 issues, 12 items and 12 links." in first.out
        second = here("sync", "--json")
        assert (second.code, second.json["documents"], second.json["issues"]["added"]) == (0, 0, 0)
        assert f"{site.address}: nothing new." in here("sync").out
        (source,) = here("status", "--json").json["sources"]
        assert (source["address"], source["kind"], source["issues"]) == (site.address, "wordpress", 3)
        assert source["last_success"]
        assert source["next_visit"] > source["last_success"]
        assert source["error"] is None
        shown = here("status").out
        assert f"{site.address} (wordpress)  3 issues" in shown
        assert "last success" in shown
        assert "next visit" in shown


def test_without_a_network_everything_stays(program: Program, tmp_path: Path) -> None:
    """One sentence a source says that it cannot be reached, the exit code is 1, and the archive answers as before."""
    with WordPress(letters(2)) as site:
        profile = profile_of(tmp_path, site.address, NOBODY)
        here = _at(program, site, profile=profile)
        here("sync")
        exported = here("export").out
        site.stop()
        found = here("sync")
        assert found.code == 1
        assert [line.split(":", 1)[0] for line in found.err.splitlines()] == ["Not read to its end"] * 2
        assert all(address in found.err for address in (site.address, NOBODY))
        assert found.err.count("All that is kept stays.") == 2
        assert "The archive now holds 2 issues" in found.out
        assert here("export").out == exported
        assert "failing since" in here("status").out
        site.start()


def test_sync_without_sources_is_told_what_to_do(program: Program, tmp_path: Path) -> None:
    """A profile that names no sources is wrong usage, in one sentence that shows how to name one."""
    here = _at(program, profile=profile_of(tmp_path))
    found = here("sync")
    assert found.code == 2
    assert "backissue sync letter.example.org" in found.err
    assert len(found.err.splitlines()) == 1


def test_a_named_source_is_visited_from_then_on_until_forgotten(program: Program, tmp_path: Path) -> None:
    """`sync ADDRESS` adds a source, a bare `sync` visits it too, `sync --forget` ends that; its issues stay."""
    with FeedSite(letters(3)) as site:
        here = _at(program, site, profile=profile_of(tmp_path))
        assert here("sync", f"{site.address}/atom.xml").code == 0
        site.letters.append(letter(4))
        again = here("sync", "--json").json
        assert [source["address"] for source in again["sources"]] == [f"{site.address}/atom.xml"]
        assert again["issues"]["added"] == 1
        assert here("sync", "--forget", f"{site.address}/atom.xml").code == 0
        assert here("sync").code == 2
        assert here("status", "--json").json["issues"] == 4
        assert "There is no source" in here("sync", "--forget", f"{site.address}/atom.xml").err


def test_a_named_source_that_was_never_reached_is_not_kept(program: Program, tmp_path: Path) -> None:
    """A mistyped address fails once, and does not fail every hour from then on; the profile's own sources stay."""
    here = _at(program, profile=profile_of(tmp_path))
    assert here("sync", NOBODY).code == 1
    assert here("status", "--json").json["sources"] == []
    assert here("sync", "ftp://letter.example.org").code == 2


def test_a_profiles_source_cannot_be_forgotten(program: Program, tmp_path: Path) -> None:
    """What the profile names would come back with the next sync, so that is said instead."""
    here = _at(program, profile=profile_of(tmp_path, NOBODY))
    found = here("sync", "--forget", NOBODY)
    assert found.code == 2
    assert "a source of the profile" in found.err


@pytest.mark.parametrize("kind", ["wordpress", "feed"])
def test_the_kind_can_be_named(program: Program, tmp_path: Path, kind: str) -> None:
    """With --kind the address is read as what the operator says that it is."""
    with WordPress(letters(3)) as site:
        here = _at(program, site, profile=profile_of(tmp_path))
        address = f"{site.address}/feed/" if kind == "feed" else site.address
        found = here("sync", address, "--kind", kind, "--json")
        assert (found.code, found.json["sources"][0]["kind"], found.json["issues"]["added"]) == (0, kind, 3)


def test_ingest_takes_in_addresses_and_paths_once(program: Program, tmp_path: Path) -> None:
    """A page and a file go in together; neither becomes a source that is visited again."""
    with WordPress(letters(3)) as site:
        here = _at(program, site, profile=profile_of(tmp_path))
        path = tmp_path / "harbour-letter-9.md"
        path.write_text("# Harbour Letter 9: nets\n\n## Nets mend themselves\n\nA net was mended. It held 90 days.\n")
        found = here("ingest", path, site.link(site.letters[1]), "--json")
        assert (found.code, found.json["documents"], found.json["issues"]["added"]) == (0, 2, 2), found.out + found.err
        assert [issue["number"] for issue in here("export").lines] == [2, 9]
        assert here("export").lines[0]["urls"] == [site.link(site.letters[1])]
        assert here("status", "--json").json["sources"] == []
        again = here("ingest", site.link(site.letters[1]), "--json").json
        assert again["issues"] == {"added": 0, "updated": 0, "unchanged": 1}


def test_an_address_that_cannot_be_fetched_fails_alone(program: Program, tmp_path: Path) -> None:
    """What is wrong with one address is named with the reason, and the rest goes in; the exit code is 1."""
    with WordPress(letters(2)) as site:
        here = _at(program, site, profile=profile_of(tmp_path))
        found = here("ingest", f"{site.address}/gone/", site.link(site.letters[0]), "--json")
        assert found.code == 1
        assert found.json["issues"]["added"] == 1
        assert "404" in found.json["failed"][0]["reason"]
