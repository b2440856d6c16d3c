"""A question with its options, and the text that stands for it in the id of a button."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from bot.errors import UsageError
from bot.model import Filters

_PARTED = "|"
_FIELDS = 5  # before the words
# Mentions, emoji of servers, times, commands: Discord writes ids for them, which are no words of a question
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:|t:-?|/[^:<>]+:)\d+(?::\w)?>|@(?:everyone|here)\b")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked or looked up: their words, and the filters they chose besides."""

    text: str
    filters: Filters = field(default_factory=Filters)

    def pack(self) -> str:
        """This as one text: what options can choose (issues, dates, section, newsletter), then the words."""
        chosen = self.filters
        ranges = ",".join(f"{first}-{last}" for first, last in chosen.issues)
        since, until = (day.isoformat() if day else "" for day in (chosen.since, chosen.until))
        fields = (ranges, since, until, chosen.section or "", chosen.newsletter or "")
        if not any(fields):
            return f"={self.text}"
        return _PARTED.join([*(field.replace(_PARTED, " ") for field in fields), self.text])

    @classmethod
    def unpack(cls, packed: str) -> Asked:
        """What was packed. Raises UsageError for what never was."""
        if packed.startswith("="):
            return cls(packed[1:])
        try:
            ranges, since, until, section, newsletter, text = packed.split(_PARTED, _FIELDS)
            filters = Filters(
                issues=tuple(_range(each) for each in ranges.split(",") if each),
                since=dt.date.fromisoformat(since) if since else None,
                until=dt.date.fromisoformat(until) if until else None,
                section=section or None,
                newsletter=newsletter or None,
            )
        except ValueError as error:
            raise UsageError("This button is from another version of the bot: ask again.") from error
        return cls(text, filters)


def without_markup(text: str) -> str:
    """What a member wrote, on one line, without Discord's own markup."""
    return " ".join(_MARKUP.sub(" ", text).split())


def _range(text: str) -> tuple[int, int]:
    first, last = text.split("-")
    return int(first), int(last)
