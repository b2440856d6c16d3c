"""An answer, an issue or a report -> a Card: Markdown and buttons as plain data inside Discord's limits. Pure."""

from bot.cards.answers import Turn, answer_card, further_card
from bot.cards.bulletins import MARK, alert_card, alerts_card, digest_card, follows_card, mark, trouble_card
from bot.cards.card import (
    Action,
    Card,
    ChannelMenu,
    Choice,
    Control,
    LinkButton,
    Menu,
    Picture,
    Style,
    Tone,
    action_id,
)
from bot.cards.help import help_card
from bot.cards.insights import cite_card, context_card, mentioned_card, related_card, why_card
from bot.cards.issues import issue_card
from bot.cards.items import ReadItem, item_card
from bot.cards.reindexing import Stage, changes_card, diff, stage_card, summary
from bot.cards.reports import about_card, forgotten_card, notice_card, privacy_card
from bot.cards.results import ResultsPage, results_card
from bot.cards.setup import Setup, setup_card
from bot.cards.statistics import counted, statistics_card
from bot.cards.trends import charted, trend_card

__all__ = [
    "MARK",
    "Action",
    "Card",
    "ChannelMenu",
    "Choice",
    "Control",
    "LinkButton",
    "Menu",
    "Picture",
    "ReadItem",
    "ResultsPage",
    "Setup",
    "Stage",
    "Style",
    "Tone",
    "Turn",
    "about_card",
    "action_id",
    "alert_card",
    "alerts_card",
    "answer_card",
    "changes_card",
    "charted",
    "cite_card",
    "context_card",
    "counted",
    "diff",
    "digest_card",
    "follows_card",
    "forgotten_card",
    "further_card",
    "help_card",
    "issue_card",
    "item_card",
    "mark",
    "mentioned_card",
    "notice_card",
    "privacy_card",
    "related_card",
    "results_card",
    "setup_card",
    "stage_card",
    "statistics_card",
    "summary",
    "trend_card",
    "trouble_card",
    "why_card",
]
