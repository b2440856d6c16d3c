"""The database: documents, issues, items, links, sources and generations; votes and counts.

Knows SQL; knows nothing of parsing or search.
"""

from bot.store.community import SqliteCommunity
from bot.store.protocol import ArchiveStore, ArchiveTransaction, Community, SourceStore
from bot.store.records import (
    Arrival,
    Copy,
    Feedback,
    GenerationRecord,
    Newest,
    SourceRecord,
    StoredDocument,
    StoredIssue,
)
from bot.store.sqlite import SqliteArchiveStore

__all__ = [
    "ArchiveStore",
    "ArchiveTransaction",
    "Arrival",
    "Community",
    "Copy",
    "Feedback",
    "GenerationRecord",
    "Newest",
    "SourceRecord",
    "SourceStore",
    "SqliteArchiveStore",
    "SqliteCommunity",
    "StoredDocument",
    "StoredIssue",
]
