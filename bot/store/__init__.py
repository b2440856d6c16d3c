"""The database: documents, issues, items, links, generations; votes and counts.

Knows SQL; knows nothing of parsing or search.
"""

from bot.store.community import SqliteCommunity
from bot.store.protocol import ArchiveStore, ArchiveTransaction, Community
from bot.store.records import Copy, Feedback, GenerationRecord, StoredDocument, StoredIssue
from bot.store.sqlite import SqliteArchiveStore

__all__ = [
    "ArchiveStore",
    "ArchiveTransaction",
    "Community",
    "Copy",
    "Feedback",
    "GenerationRecord",
    "SqliteArchiveStore",
    "SqliteCommunity",
    "StoredDocument",
    "StoredIssue",
]
