"""The database: documents, issues, items, links and generations. Knows SQL; knows nothing of parsing or search."""

from bot.store.protocol import ArchiveStore, ArchiveTransaction
from bot.store.records import Copy, GenerationRecord, StoredDocument, StoredIssue
from bot.store.sqlite import SqliteArchiveStore

__all__ = [
    "ArchiveStore",
    "ArchiveTransaction",
    "Copy",
    "GenerationRecord",
    "SqliteArchiveStore",
    "StoredDocument",
    "StoredIssue",
]
