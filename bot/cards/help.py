"""The card of `/help`: what a member may want to do, and what to type for it."""

from __future__ import annotations

from bot.cards.card import Card, fitted
from bot.cards.markup import small

TASKS = (
    (
        "Find something out",
        "`/ask` answers a question with the newsletter's own words. Name an issue, a year or a section if you like.",
        "In a server that has me, you may mention me with it, or reply to an answer; to me alone, just write it.",
    ),
    (
        "Look up words",
        '`/search` lists all items with any of them: `"words together"` `-without` `issue:305` `before:2022-06`.',
        "Right-click a message (on a phone, hold it), Apps, **Find in newsletter**: what the archive has on it.",
    ),
    (
        "Read",
        "`/latest` is the newest issue, `/issue` any other. The numbers below it open its items.",
        "`/item` opens an item by its title or cite, such as `305#3`, for your eyes alone.",
        "`/random` picks one for you.",
    ),
    ("See how often something comes up", "`/trend` draws up to four terms over time: `whisper, stable diffusion`."),
    (
        "Be told of what is new",
        "`/alert` sends you a direct message when a new issue has your words.",
        "`/follow` has each new issue posted in a channel, for who manages the server.",
    ),
    (
        "Know what this is",
        "`/about` says what the archive holds and lacks, and deletes what is kept of you.",
    ),
    (
        "Run me in a server",
        "`/setup` is the panel for those who manage it: private answers, mentions, new issues, what is kept.",
        "`/stats` tells them what is asked, what is found, and what is missing.",
    ),
)


def help_card() -> Card:
    """What can be done here, by task."""
    blocks = [[f"**{task}**", *lines] for task, *lines in TASKS]
    return Card(fitted(blocks, [small("Every quote is checked against its source. I never write text of my own.")]))
