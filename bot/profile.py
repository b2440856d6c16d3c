"""What is particular to one newsletter, as data: read from TOML, with the issues it is known to have.

Knows how a profile is written and found; does not know how a document is read with it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from bot import checks
from bot.errors import SettingError
from bot.model import Kind, KnownIssue

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading within an issue. `many` says that its items follow one another without a rule between them."""

    name: str
    heading: re.Pattern[str]
    kind: Kind = Kind.STORY
    many: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """One newsletter. All patterns ignore case and are matched at the beginning of a line, but for `references`.

    `headings` match an issue's title and hold its number as first group; `references` are searched for
    in items and hold the number of another issue as theirs. `sites` are hosts, `lists` are words of addresses at
    hosts that serve many newsletters; `sources` are the addresses that it is synced from, the best first.
    `writers` are the names of those who write it: a question may name them, and means no item by that.
    `day_page` takes ``{date}``, `site_search` takes ``{words}``.
    """

    slug: str
    name: str
    sample: bool = False
    sites: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    headings: Patterns = ()
    references: Patterns = ()
    sections: tuple[Section, ...] = ()
    welcome: Patterns = ()
    boilerplate: Patterns = ()
    sign_off: Patterns = ()
    older: Patterns = ()
    noise: Patterns = ()
    inspired_by: Patterns = ()
    day_page: str | None = None
    site_search: str | None = None
    known: tuple[KnownIssue, ...] = ()

    def number_of(self, title: str) -> int | None:
        """The issue number that `title` gives in the way this newsletter heads its issues, or None."""
        found = first_match(self.headings, title)
        return whole_number(found[1]) if found else None


def first_match(patterns: Patterns, text: str) -> re.Match[str] | None:
    """The match of the first of `patterns` that fits the beginning of `text`."""
    return next((found for pattern in patterns if (found := pattern.match(text))), None)


def whole_number(digits: str | None) -> int | None:
    """The number that `digits` write, or None where they do not, or one is longer than any issue's."""
    return int(digits) if digits and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER else None


def slugify(name: str) -> str:
    """The name of a newsletter as it stands in a cite: ``Haskell Weekly`` gives ``haskell-weekly``.

    Letters and digits of every script stay; case, and ways of writing one letter, do not tell names apart
    (Unicode's NFKC and case folding).
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    letters = (letter if _is_of_word(letter) else " " for letter in _WITHIN_WORDS.sub("", folded))
    return "-".join("".join(letters).split()) or "newsletter"


def _is_of_word(letter: str) -> bool:
    """Whether it is a letter, a digit, or one of the marks that many scripts write vowels with."""
    return letter.isalnum() or unicodedata.category(letter) in ("Mn", "Mc")


_WITHIN_WORDS = re.compile("['’\ufe00-\ufe0f]")  # apostrophes, and what picks the look of a symbol
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Profiles:
    """The profiles at hand: those built in, the operator's own, and a generic one for every other newsletter."""

    default: Profile
    others: tuple[Profile, ...] = ()

    @classmethod
    def load(cls, default: str) -> Profiles:
        """Reads the profiles; `default` is a built-in profile's name or the path of a TOML file.

        Raises SettingError where there is no such profile, or it cannot be used.
        """
        built_in = {profile.slug: profile for profile in map(_built_in, _built_in_names())}
        chosen = built_in.get(slugify(default)) if not default.endswith(".toml") else _own(Path(default).expanduser())
        if chosen is None:
            raise SettingError(
                f"There is no profile named {default}: choose {' or '.join(built_in)}, or the path of a .toml file."
            )
        return cls(chosen, tuple(profile for profile in built_in.values() if profile.slug != chosen.slug))

    def named(self, name: str) -> Profile:
        """The profile of the newsletter `name` (its name or slug), a generic one where nobody wrote any."""
        slug = slugify(name)
        return next((profile for profile in self._all() if profile.slug == slug), None) or _generic(slug, name)

    def recognise(
        self, address: str, names: Iterable[str], titles: Iterable[str], greetings: Iterable[str]
    ) -> Profile | None:
        """The profile whose newsletter a document shows itself to be, or None.

        `address` is where the document says it stands, `names` are the names it gives its newsletter, `titles`
        what may be the title of an issue, and `greetings` the lines among which it may greet its reader.
        """
        slugs, titles, greetings = {slugify(name) for name in names}, tuple(titles), tuple(greetings)
        for profile in self._all():
            at_home = any(word in address for word in profile.lists) or _host(address) in profile.sites
            titled = any(profile.number_of(title) is not None for title in titles)
            greeted = any(first_match(_own_welcome(profile), line) for line in greetings)
            if at_home or profile.slug in slugs or titled or greeted:
                return profile
        return None

    def _all(self) -> tuple[Profile, ...]:
        return (self.default, *self.others)


def _host(address: str) -> str:
    found = re.match(r"https?://(?:www\.)?([^/:?#]+)", address.lower())
    return found.group(1) if found else ""


def _own_welcome(profile: Profile) -> Patterns:
    return tuple(pattern for pattern in profile.welcome if pattern not in _base().welcome)


def _built_in_names() -> list[str]:
    names = sorted(entry.name for entry in _folder().iterdir())
    return [name.removesuffix(".toml") for name in names if name.endswith(".toml") and name != "generic.toml"]


def _folder() -> Traversable:
    return resources.files("bot") / "profiles"


def _built_in(name: str) -> Profile:
    raw = tomllib.loads((_folder() / f"{name}.toml").read_text(encoding="utf-8"))
    catalogue = _folder() / f"{name}.json"
    known = _catalogue(raw["slug"], catalogue.read_text(encoding="utf-8")) if catalogue.is_file() else ()
    return _profile(raw, known)


def _own(path: Path) -> Profile:
    try:
        return _profile(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise SettingError(f"The profile {path} cannot be read: check the path and its permissions.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as reason:
        raise SettingError(f"The profile {path} is not a TOML file: {reason}.") from None
    except ValueError as reason:
        raise SettingError(f"The profile {path} cannot be used: {reason}.") from None


def _catalogue(slug: str, text: str) -> tuple[KnownIssue, ...]:
    return tuple(
        KnownIssue(
            slug,
            row["number"],
            row["title"],
            dt.date.fromisoformat(row["date"]) if row["date"] else None,
            tuple(row["urls"]),
        )
        for row in json.loads(text)
    )


@cache
def _base() -> Profile:
    return _read(tomllib.loads((_folder() / "generic.toml").read_text(encoding="utf-8")))


def _generic(slug: str, name: str) -> Profile:
    spelled = name if name != slug else slug.replace("-", " ").title()
    return _profile({"slug": slug, "name": spelled})


def _profile(raw: Mapping[str, Any], known: tuple[KnownIssue, ...] = ()) -> Profile:
    """The profile written as `raw`, on top of the generic one: its lists are added to, the rest is put over."""
    own, base = _read(raw), _base()
    heading, reference = _by_name(own.name)
    merged: dict[str, Any] = {}
    for each in fields(Profile):
        value, general = getattr(own, each.name), getattr(base, each.name)
        merged[each.name] = value + general if isinstance(value, tuple) else value or general
    merged["headings"] = (*own.headings, heading)
    merged["references"] = (reference, *own.references)
    merged["known"] = known
    return Profile(**merged)


def _by_name(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How a title and a reference give a number where the newsletter's name goes before it."""
    spelled = r"\s*".join(re.escape(word) for word in name.split())
    number = r"\W{0,3}(?:newsletter\W{0,3})?(?:issue|number|no\.?|nr\.?|episode)?\W{0,3}((?!(?:19|20)\d\d\b)\d{1,4})"
    title = rf"\W{{0,2}}{spelled}{number}(?=\s*(?:[:.\-–—|,\[(]|$))"
    return checks.pattern(title), checks.pattern(rf"\b{spelled}(?: newsletter)?(?: issue)?:? ?#?(\d{{1,4}})\b")


_TEXTS = ("slug", "name", "day_page", "site_search")
_TEXT_LISTS = ("sites", "lists", "sources", "writers")
_PATTERN_LISTS = ("headings", "references", "welcome", "boilerplate", "sign_off", "older", "noise", "inspired_by")


def _read(raw: Mapping[str, Any]) -> Profile:
    """The profile as `raw` states it. Raises ValueError, in words for a person, where it cannot be used."""
    checks.only_fields(raw, {each.name for each in fields(Profile)} - {"known"}, "it")
    missing = [name for name in ("slug", "name") if not raw.get(name)]
    if missing:
        raise ValueError(f"it must give {' and '.join(missing)}")
    values: dict[str, Any] = {name: checks.typed(raw, name, str) for name in _TEXTS if name in raw}
    values |= {name: tuple(checks.texts(raw, name)) for name in _TEXT_LISTS}
    values |= {name: tuple(map(checks.pattern, checks.texts(raw, name))) for name in _PATTERN_LISTS}
    values["slug"] = slugify(values["slug"])
    values["sample"] = checks.typed(raw, "sample", bool, default=False)
    values["sections"] = tuple(map(_section, checks.typed(raw, "sections", list, default=[])))
    for pattern in (*values["headings"], *values["references"]):
        checks.has_group(pattern)
    checks.template(raw, "day_page", date=dt.date(2024, 5, 6))
    checks.template(raw, "site_search", words="words")
    if not all(address.startswith(("http://", "https://")) for address in values["sources"]):
        raise ValueError("each of its sources must be an address like https://letter.example.org")
    return Profile(**values)


def _section(raw: object) -> Section:
    if not isinstance(raw, dict) or not raw.get("name"):
        raise ValueError("each of its sections must give a name")
    checks.only_fields(raw, {each.name for each in fields(Section)}, "a section")
    name, kind = checks.typed(raw, "name", str), raw.get("kind", Kind.STORY)
    if kind not in tuple(Kind):
        raise ValueError(f"the kind of its section {name} must be one of {', '.join(Kind)}")
    heading = checks.typed(raw, "heading", str, default=re.escape(name) + r":?$")
    return Section(name, checks.pattern(heading), Kind(kind), checks.typed(raw, "many", bool, default=False))
