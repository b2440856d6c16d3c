"""Answers, issues and reports as the JSON that scripts rely on. Keys may be added, none taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.intake.report import Changes
from bot.model import Answer, Filters, Hit, Issue, IssueHead, Item, Link
from bot.store import SourceRecord, StoredDocument

Json = dict[str, Any]
CiteOf = Callable[[IssueHead, Item], str]


def answer(given: Answer, question_id: str | None = None) -> Json:
    """An answer, as `ask --json` and `evaluate` write it."""
    return {
        "id": question_id,
        "question": given.query.text,
        "abstained": given.abstained,
        "closest": given.closest,
        "understood": {
            "filters": filters(given.query.filters),
            "corrections": [{"written": was, "understood": now} for was, now in given.query.corrections],
            "phrases": list(given.query.phrases),
            "excluded": list(given.query.excluded),
            "order": given.query.order.value,
        },
        "suggestions": list(given.suggestions),
        "reason": given.reason,
        "sample": given.sample,
        "total": given.total,
        "results": [result(hit) for hit in given.hits],
    }


def filters(understood: Filters) -> Json:
    """The filters that ask for something."""
    found: Json = {
        "issues": [list(pair) for pair in understood.issues],
        "since": understood.since and understood.since.isoformat(),
        "until": understood.until and understood.until.isoformat(),
        "section": understood.section,
        "kind": understood.kind and understood.kind.value,
        "position": understood.position,
        "newsletter": understood.newsletter,
        "cite": understood.cite,
    }
    return {name: value for name, value in found.items() if value}


def result(hit: Hit) -> Json:
    """One result: RESULT of the contract."""
    own = hit.item.url
    return {
        "cite": hit.cite,
        "newsletter": hit.head.newsletter,
        "issue": hit.head.number,
        "issue_title": hit.head.title,
        "date": hit.head.date and hit.head.date.isoformat(),
        "section": hit.item.section,
        "kind": hit.item.kind.value,
        "title": hit.item.title,
        "quote": hit.quote.text,
        "span": [hit.quote.start, hit.quote.end],
        "highlights": [list(span) for span in hit.quote.highlights],
        "url": own or hit.head.url,
        "search": own is None and hit.head.search,
        "links": [link(each) for each in hit.item.links],
        "read_more": hit.read_more,
        "score": round(hit.score, 6),
    }


def link(given: Link) -> Json:
    """One link of an item."""
    return {
        "lead": given.lead,
        "label": given.label,
        "source": given.source,
        "url": given.url,
        "search": given.search,
    }


def issue(given: Issue, documents: tuple[str, ...], cite: CiteOf, urls: tuple[str, ...] = ()) -> Json:
    """An issue with all its items, as `export` writes it."""
    head = given.head
    return {
        "newsletter": head.newsletter,
        "number": head.number,
        "key": head.key,
        "title": head.title,
        "date": head.date and head.date.isoformat(),
        "url": head.url,
        "urls": list(dict.fromkeys((*([head.url] if head.url else []), *urls))),
        "preheader": head.preheader,
        "inferred": head.inferred,
        "documents": list(documents),
        "items": [item(each, cite(head, each), head.url) for each in given.items],
    }


def item(given: Item, cite: str, issue_url: str | None) -> Json:
    """An item with its whole text. It can be read at its own address, else at its issue's."""
    return {
        "cite": cite,
        "title": given.title,
        "tagline": given.tagline,
        "section": given.section,
        "kind": given.kind.value,
        "text": given.text,
        "url": given.url or issue_url,
        "links": [link(each) for each in given.links],
        "references": list(given.references),
        "place": given.place,
        "inspired_by": given.inspired_by,
    }


def changes(report: Changes) -> Json:
    """What `ingest`, `reindex` and `remove` did. Items and links are totals now to answer from."""
    return {
        "documents": report.documents,
        "issues": {
            "added": report.issues_added,
            "updated": report.issues_updated,
            "unchanged": report.issues_unchanged,
        },
        "issues_removed": report.issues_removed,
        "items": report.totals.items,
        "links": report.totals.links,
        "failed": [{"document": failure.document, "reason": failure.reason} for failure in report.failed],
        "added": [{"cite": change.cite, "title": change.title} for change in report.added],
        "changed": [{"cite": change.cite, "title": change.title} for change in report.changed],
        "removed": [{"cite": change.cite, "title": change.title} for change in report.removed],
        "stopped": report.stopped,
        "sources": [{**source(visit.source), "documents": visit.documents} for visit in report.visits],
    }


def document(kept: StoredDocument, *, hidden: bool) -> Json:
    """A kept document; a `hidden` one is of the sample, which gave way to a newsletter."""
    return {"address": kept.address, "sha256": kept.sha256, "settled": kept.settled, "hidden": hidden}


def source(record: SourceRecord) -> Json:
    """A source, and how the visits to it went."""
    times = {
        "last_visit": record.visited,
        "last_success": record.succeeded,
        "failing_since": record.failing_since,
        "next_visit": record.next_visit,
    }
    return {
        "address": record.address,
        "kind": record.kind,
        "issues": record.issues,
        **{name: time and time.isoformat(timespec="seconds") for name, time in times.items()},
        "error": record.error,
    }
