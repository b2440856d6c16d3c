"""The database: documents, issues, items, links, sources and generations. Knows SQL; nothing of parsing or search."""

from bot.store.protocol import ArchiveStore, ArchiveTransaction, SourceStore
from bot.store.records import Arrival, Copy, GenerationRecord, Newest, SourceRecord, StoredDocument, StoredIssue
from bot.store.sqlite import SqliteArchiveStore

__all__ = [
    "ArchiveStore",
    "ArchiveTransaction",
    "Arrival",
    "Copy",
    "GenerationRecord",
    "Newest",
    "SourceRecord",
    "SourceStore",
    "SqliteArchiveStore",
    "StoredDocument",
    "StoredIssue",
]
