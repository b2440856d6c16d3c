"""What an issue or an item mentions of other issues, and what mentions it: over a generation and the catalogues.

An address is the one that is known; an issue that the archive lacks and no catalogue knows stays plain text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import Cite, IssueHead, Item, Mention
from bot.profile import Profile, Profiles
from bot.search import Generation
from bot.search.index.references import meant


@dataclass(frozen=True, slots=True)
class Mentioned:
    """An issue that is mentioned: its number, its cite, its head where the archive has it, and its known address."""

    newsletter: str
    number: int
    cite: str
    head: IssueHead | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """The mentions of and in an issue or an item.

    `issues` are those mentioned, in order; `later` are the items that mention it. For an item, `spans` are where its
    text names which of `issues`: (start, end, place in `issues`).
    """

    issues: tuple[Mentioned, ...]
    later: tuple[Mention, ...]
    spans: tuple[tuple[int, int, int], ...] = ()


def around_issue(generation: Generation, profiles: Profiles, index: int) -> Around:
    """The mentions of and in the issue at `index` of the generation's heads."""
    issue = generation.issue(index)
    numbers = sorted({number for item in issue.items for number in item.references})
    later = (_mention(generation, place) for place in generation.mentioning(index))
    return Around(_issues(generation, profiles, issue.head, numbers), tuple(later))


def around_item(generation: Generation, profiles: Profiles, place: int) -> Around:
    """The mentions of and in the item at `place`; those of its issue that clearly mean this item."""
    head, item = generation.head_at(place), generation.item_at(place)
    index = int(generation.columns.issue[place])
    later = [mention for mention, item_place in meant(generation, index).items() if item_place == place]
    issues = _issues(generation, profiles, head, item.references)
    spans = _spans(item, profiles.named(head.newsletter))
    return Around(issues, tuple(_mention(generation, each) for each in later), tuple(sorted(spans)))


def _mention(generation: Generation, place: int) -> Mention:
    return Mention(generation.cite(place), generation.head_at(place), generation.item_at(place))


def _issues(
    generation: Generation, profiles: Profiles, head: IssueHead, numbers: list[int] | tuple[int, ...]
) -> tuple[Mentioned, ...]:
    profile = profiles.named(head.newsletter)
    return tuple(_mentioned(generation, profile, head.newsletter, number) for number in numbers)


def _mentioned(generation: Generation, profile: Profile, newsletter: str, number: int) -> Mentioned:
    cite = Cite(newsletter, str(number))
    index = generation.issue_place(cite)
    head = None if index is None else generation.heads[index]
    known = next((known for known in profile.known if known.number == number and known.urls), None)
    url = head.url if head and not head.search else None
    return Mentioned(
        newsletter, number, cite.format(generation.default_newsletter), head, url or (known.urls[0] if known else None)
    )


def _spans(item: Item, profile: Profile) -> Iterator[tuple[int, int, int]]:
    """Where the text names the issues that it was found to mention; of names that overlap the longest counts."""
    taken: list[tuple[int, int]] = []
    for pattern in profile.references:  # the newsletter's whole name goes first
        for found in pattern.finditer(item.text):
            start, end = found.span()
            free = all(end <= first or last <= start for first, last in taken)
            if free and int(found[1]) in item.references:
                taken.append((start, end))
                yield start, end, item.references.index(int(found[1]))
