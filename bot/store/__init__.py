"""The database: documents, issues, items, links, sources and generations; votes and counts; follows and alerts.

Knows SQL; knows nothing of parsing or search.
"""

from bot.store.community import SqliteCommunity
from bot.store.following import SqliteFollowing
from bot.store.protocol import ArchiveStore, ArchiveTransaction, Community, Following, SourceStore
from bot.store.records import (
    Alert,
    Arrival,
    Copy,
    Delivery,
    DeliveryState,
    Feedback,
    Follow,
    GenerationRecord,
    Newest,
    SourceRecord,
    StoredDocument,
    StoredIssue,
)
from bot.store.sqlite import SqliteArchiveStore

__all__ = [
    "Alert",
    "ArchiveStore",
    "ArchiveTransaction",
    "Arrival",
    "Community",
    "Copy",
    "Delivery",
    "DeliveryState",
    "Feedback",
    "Follow",
    "Following",
    "GenerationRecord",
    "Newest",
    "SourceRecord",
    "SourceStore",
    "SqliteArchiveStore",
    "SqliteCommunity",
    "SqliteFollowing",
    "StoredDocument",
    "StoredIssue",
]
