"""Numbered issues for the servers of the tests: made up, always the same, and as many as are wanted."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field, replace

_FIRST_DAY = dt.date(2016, 8, 1)
_THINGS = ("ferry", "oven", "dam", "clock", "crane", "tram", "lantern", "orchard", "kiln", "loom", "mill", "buoy")
_DEEDS = ("learns", "counts", "sorts", "paints", "guards", "measures", "repairs", "steers", "predicts", "records")
_MATTERS = ("bread", "water", "iron", "maps", "signals", "apples", "cargo", "noise", "heat", "letters", "wool")
_FILL = (
    "a team in the north tried it for a whole winter and wrote down what went wrong the model was small and cheap "
    "people who work there say that it helps on most days but not on the cold ones nobody was hurt the data are open "
    "and the code is not the authors think that the method will be of use wherever hands are few and nights are long"
)


@dataclass(frozen=True, slots=True)
class Story:
    """One item as it must come out."""

    title: str
    tagline: str
    text: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Letter:
    """One issue as it must come out; its author changed it last `edited_after` so many days."""

    number: int
    day: dt.date
    topic: str
    stories: tuple[Story, ...] = field(repr=False)
    edited_after: int = 0

    @property
    def title(self) -> str:
        """The issue's title, as the newsletter heads its issues."""
        return f"Harbour Letter {self.number}: {self.topic}"

    @property
    def slug(self) -> str:
        """The last part of the issue's address."""
        return "-".join("".join(c if c.isalnum() else " " for c in self.title.lower()).split())

    @property
    def opening(self) -> str:
        """The text of the first story, if there is one."""
        return self.stories[0].text if self.stories else ""

    @property
    def published(self) -> dt.datetime:
        """When the issue went out."""
        return dt.datetime.combine(self.day, dt.time(14, 30), dt.UTC)

    @property
    def modified(self) -> dt.datetime:
        """When the issue was last edited."""
        return self.published + dt.timedelta(days=self.edited_after, minutes=self.number % 30)

    def edited(self, sentence: str, days: int = 5000) -> Letter:
        """The issue after its author put `sentence` behind the first story, so many days after it went out."""
        first, *rest = self.stories
        return replace(self, stories=(replace(first, text=f"{first.text} {sentence}"), *rest), edited_after=days)


def letter(number: int, stories: int = 4, words: int = 60) -> Letter:
    """The issue of this number, always the same."""
    chance = random.Random(number)  # noqa: S311  (the same issue each time)
    told = tuple(_story(chance, number, position, words) for position in range(stories))
    return Letter(number, _FIRST_DAY + dt.timedelta(weeks=number), told[0].title.lower(), told)


def letters(count: int, stories: int = 4, words: int = 60) -> list[Letter]:
    """The issues 1 to `count`, oldest first."""
    return [letter(number, stories, words) for number in range(1, count + 1)]


def _story(chance: random.Random, number: int, position: int, words: int) -> Story:
    thing, deed, matter = chance.choice(_THINGS), chance.choice(_DEEDS), chance.choice(_MATTERS)
    mark = f"{number * 10 + position}"
    filler = " ".join(chance.choice(_FILL.split()) for _ in range(words))
    return Story(
        title=f"{thing.capitalize()} {mark} {deed} {matter}",
        tagline=f"…What {matter} {mark} taught us…",
        text=f"The {thing} of plan {mark} {deed} {matter} by night. It {filler}.",
        label=f"Of {matter} and a {thing}, report {mark}",
        url=f"https://example.org/reports/{mark}",
    )
