"""An answer, an issue or a report -> a Card: Markdown and buttons as plain data inside Discord's limits. Pure."""

from bot.cards.answers import answer_card, results_card
from bot.cards.card import Card, LinkButton, Tone
from bot.cards.issues import issue_card
from bot.cards.reports import about_card, changes_card, notice_card, progress_card

__all__ = [
    "Card",
    "LinkButton",
    "Tone",
    "about_card",
    "answer_card",
    "changes_card",
    "issue_card",
    "notice_card",
    "progress_card",
    "results_card",
]
