"""What a profile makes of a sample document: what is read in it, and which of the profile's own patterns fit. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.model import Document, Parsed
from bot.parsing import formats, parse
from bot.profile import Patterns, Profile, Profiles


@dataclass(frozen=True, slots=True)
class Checked:
    """What is read in the document at `address`, and how many of its lines each own pattern of the profile fits.

    A pattern goes by what it is for and its text: ``section Fiction``, ``welcome "welcome to my letter"``.
    """

    address: str
    parsed: Parsed
    fitting: Mapping[str, int]


def check(document: Document, profiles: Profiles, newsletter: str | None = None) -> Checked:
    """Reads a document as `ingest` does. Raises DocumentError where that would."""
    parsed = parse(document, profiles, newsletter)
    page = formats.read(document)
    lines = [line.text for line in page.lines] + ([page.title] if page.title else [])
    fitting = Counter[str]()
    for name, pattern, within in own_patterns(profiles.default):
        fitting[name] = sum(bool(pattern.search(line) if within else pattern.match(line)) for line in lines)
    return Checked(document.address, parsed, dict(fitting))


def own_patterns(profile: Profile) -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """What the profile has beyond the generic one: a name, the pattern, and whether it may fit within a line."""
    general = Profiles(profile).named("newsletter")
    for section in profile.sections:
        if section not in general.sections:
            yield f"section {section.name}", section.heading, False
    for name in ("headings", "welcome", "references", "boilerplate", "sign_off", "older", "noise"):
        known: Patterns = getattr(general, name)
        for pattern in getattr(profile, name):
            if pattern not in known:
                yield f'{name} "{pattern.pattern}"', pattern, name == "references"
