"""The database: documents, issues, items, links, sources and generations; votes and counts; follows and alerts.

Knows SQL; knows nothing of parsing or search.
"""

from bot.store.community import SqliteCommunity
from bot.store.community_protocol import Community, ServerStore, TroubleStore
from bot.store.connection import SHORT_TIMEOUT
from bot.store.following import SqliteFollowing
from bot.store.protocol import ArchiveStore, ArchiveTransaction, Following, SourceStore
from bot.store.records import (
    Alert,
    Arrival,
    Copy,
    Delivery,
    DeliveryState,
    Event,
    Feedback,
    Follow,
    GenerationRecord,
    Newest,
    Noted,
    ServerSettings,
    SourceRecord,
    StoredDocument,
    StoredIssue,
)
from bot.store.sqlite import SqliteArchiveStore

__all__ = [
    "SHORT_TIMEOUT",
    "Alert",
    "ArchiveStore",
    "ArchiveTransaction",
    "Arrival",
    "Community",
    "Copy",
    "Delivery",
    "DeliveryState",
    "Event",
    "Feedback",
    "Follow",
    "Following",
    "GenerationRecord",
    "Newest",
    "Noted",
    "ServerSettings",
    "ServerStore",
    "SourceRecord",
    "SourceStore",
    "SqliteArchiveStore",
    "SqliteCommunity",
    "SqliteFollowing",
    "StoredDocument",
    "StoredIssue",
    "TroubleStore",
]
