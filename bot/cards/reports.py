"""Cards about the bot itself: what the archive holds, what is kept of members, and plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from bot.cards.card import Action, Card, Tone, action_id, fitted
from bot.cards.lines import day, number_of
from bot.cards.markup import cut, inert, inert_line, small
from bot.community.privacy import KEPT, PRINCIPLE
from bot.intake.outages import rhythm

if TYPE_CHECKING:
    from bot.archive.passport import About
    from bot.model import IssueHead

HOW = (
    "**How it answers**",
    "Every quote is the newsletter's own words, checked against its source.",
    "I find, quote and link; I write nothing, and say so when I find nothing.",
    PRINCIPLE,
)
FORGET = Action("Delete what is kept of me", action_id("forget", ""))


def about_card(about: About) -> Card:
    """The archive's passport: what it holds and lacks, and how it answers."""
    held = [f"## {inert_line(', '.join(about.newsletters) or 'An empty archive', 200)}"]
    counts = ((about.issues, "issue"), (about.items, "item"), (about.links, "link"))
    held.append(" · ".join(f"**{count:,}** {noun}{'' if count == 1 else 's'}" for count, noun in counts))
    held += [f"{word}: {_head(head)}" for word, head in (("First", about.first), ("Latest", about.last)) if head]
    if about.missing:
        which = f" of {inert_line(about.numbered, 60)}" if len(about.newsletters) > 1 else ""
        held.append(f"Not in the archive{which}: {_ranges(about.missing)}")
    held += list(_freshness(about))
    footer = [
        small(f"Content hash `{about.generation}`{_built(about)}"),
        small(f"Back Issue {about.version}"),
    ]
    if about.sample:
        footer.insert(0, small("This is the sample archive that a new bot starts with."))
    kept = Action("What is kept of you", action_id("kept", ""))
    return Card(fitted([held, HOW], footer), actions=((kept, FORGET),))


def privacy_card() -> Card:
    """All that is kept of those who ask, and for how long."""
    kept = [f"- {each.what}: {each.how_long}." for each in KEPT]
    return Card(fitted([["**What is kept, and how long**", PRINCIPLE, *kept]]), actions=((FORGET,),))


def forgotten_card(votes: int, alerts: int, follows: int) -> Card:
    """What was deleted of a member; `follows` are those that they had set up, which go on."""
    gone = [number_of(count, noun) for count, noun in ((votes, "vote"), (alerts, "alert")) if count]
    if follows:
        gone.append(f"your id at {number_of(follows, 'channel')} where you had new issues posted, which goes on")
    if not gone:
        return Card(("Nothing is kept of you, so there was nothing to delete.",))
    *others, last = gone
    named = f"{', '.join(others)} and {last}" if others else last
    return Card((f"Deleted: {named}. Nothing else is kept of you.",))


def _freshness(about: About) -> Iterator[str]:
    """When the archive was last compared with its sources, those that nobody has reached for days, and silences."""
    if about.synced:
        yield f"Compared with its sources <t:{int(about.synced.timestamp())}:R>"
    for source in about.unreached:
        if source.failing_since:
            yield f"Not reached since <t:{int(source.failing_since.timestamp())}:D>: a source of its issues"
    for silence in about.silent:
        missing = f"No new issue of {inert_line(silence.name, 60)} since {day(silence.since)}"
        yield f"{missing}, though one usually comes {rhythm(silence.usual)}."


def _built(about: About) -> str:
    return f" · updated <t:{int(about.built.timestamp())}:R>" if about.built else ""


def _head(head: IssueHead) -> str:
    date = f" · {day(head.date)}" if head.date else ""
    return f"{inert_line(head.title, 120)}{date}"


def _ranges(numbers: Sequence[int]) -> str:
    """The numbers with runs drawn together: ``1 to 233, 235``."""
    runs = [
        [number for _, number in run] for _, run in groupby(enumerate(sorted(numbers)), lambda pair: pair[1] - pair[0])
    ]
    return cut(", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs), 300)


def notice_card(sentence: str, tone: Tone = Tone.PLAIN) -> Card:
    """A plain sentence of ours, or of an error; what it repeats of others is inert."""
    return Card((inert(cut(sentence, 1500)),), tone=tone)
