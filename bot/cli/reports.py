"""Printing for people what the program did, holds and keeps: changes, settings, status, checks; see terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.markup import escape

from bot.cli.terminal import err, many, out
from bot.community.privacy import Kept
from bot.intake.report import Changes
from bot.store import Feedback


def print_changes(changes: Changes) -> None:
    """What the writer did, and what failed."""
    for visit in changes.visits:
        if visit.source.error:
            err.print(f"[red]Not read to its end:[/] {escape(visit.source.error)} All that is kept stays.")
        else:
            brought = f"{many(visit.documents, 'document')} new or edited" if visit.documents else "nothing new"
            out.print(f"{escape(visit.source.address)}: {brought}.")
    if changes.documents or not changes.visits:
        removed = f", {changes.issues_removed} removed" if changes.issues_removed else ""
        out.print(
            f"{many(changes.documents, 'document')}: {many(changes.issues_added, 'issue')} added, "
            f"{changes.issues_updated} updated, {changes.issues_unchanged} unchanged{removed}."
        )
    for sign, style, each in (
        ("~", "yellow", changes.changed),
        ("-", "red", changes.removed),
    ):
        for change in each:
            out.print(f"[{style}]{sign} {change.cite}[/] {escape(change.title)}")
    if changes.issues_updated:
        for change in changes.added[:50]:
            out.print(f"[green]+ {change.cite}[/] {escape(change.title)}")
    print_failures(changes)
    totals = changes.totals
    out.print(
        f"The archive now holds {many(totals.issues, 'issue')}, {many(totals.items, 'item')} "
        f"and {many(totals.links, 'link')}."
    )
    if changes.stopped:
        err.print("[yellow]Stopped before the end.[/] What was read is kept; the same command takes in the rest.")


def print_failures(changes: Changes) -> None:
    """The documents that could not be read, on standard error."""
    for failure in changes.failed:
        err.print(f"[red]Not taken in:[/] {escape(failure.document)}: {escape(failure.reason)}.")


def print_trouble(trouble: str) -> None:
    """What kept an answer from the database, on standard error."""
    err.print(f"[yellow]{escape(trouble)}[/] Answering from the index as it is on disk.")


def print_settings(rows: list[dict[str, Any]]) -> None:
    """A block a setting: its name and value, what it does, and why it cannot be used."""
    for row in rows:
        out.print(f"[bold]{row['name']}[/]={escape(row['value'])}")
        out.print(f"    {escape(row['help'])}", style="dim")
        if row["wrong"]:
            out.print(f"    [red]Wrong:[/] {escape(row['wrong'])}.")


def print_unknown(sentences: Iterable[str]) -> None:
    """Sentences on what looks like a setting and is none, on standard error."""
    for sentence in sentences:
        err.print(escape(sentence), style="yellow")


def print_feedback(feedback: Feedback) -> None:
    """What `feedback` found."""
    counts = ", ".join(f"{times} {what}" for what, times in feedback.counts.items())
    out.print(f"Counted: {counts or 'nothing yet'}")
    if feedback.unanswered:
        out.print("[bold]Asked in vain[/]")
    for text, times in feedback.unanswered:
        out.print(f"  {times:>3}  {escape(text)}")
    if feedback.votes:
        out.print("[bold]Votes[/]")
    for cite, good, bad in feedback.votes:
        out.print(f"  {escape(cite)}: {good} helpful, {bad} not")


def print_kept(principle: str, kept: Sequence[Kept]) -> None:
    """A block a kind of thing that is kept: what it is, what for, how long."""
    out.print(principle)
    for each in kept:
        out.print(f"\n[bold]{escape(each.what)}.[/]")
        out.print(f"  Why: {escape(each.why)}")
        out.print(f"  How long: {escape(each.how_long)}")


def print_status(status: dict[str, Any]) -> None:
    """What `status` found."""
    out.print(f"Database  {escape(status['database'])}")
    generation = status["generation"]
    out.print(f"Index     {generation['name']}, built {generation['built']}" if generation else "Index     none yet")
    counts = (many(status["issues"], "issue"), many(status["items"], "item"), many(status["links"], "link"))
    hidden = sum(document["hidden"] for document in status["documents"])
    out.print(f"Holds     {', '.join(counts)} from {many(len(status['documents']) - hidden, 'document')}")
    if hidden:
        out.print(f"Hidden    {many(hidden, 'document')} of the sample, which no longer answers")
    for newsletter in status["newsletters"].values():
        if newsletter["issues"]:
            keys = newsletter["issues"]
            shown = ", ".join(keys) if len(keys) <= 20 else f"{', '.join(keys[:3])} … {', '.join(keys[-3:])}"
            out.print(f"[bold]{escape(newsletter['name'])}[/]  {many(len(keys), 'issue')}: {escape(shown)}")
    if status["sources"]:
        out.print("[bold]Sources[/]")
    for source in status["sources"]:
        _print_source(source)
    for document in status["documents"]:
        unfinished = "" if document["settled"] else "  (not finished: ingest it again)"
        gone = "  (hidden)" if document["hidden"] else ""
        out.print(f"  {escape(document['address'])}{unfinished}{gone}", style="dim")


def print_checked(report: dict[str, Any]) -> None:
    """What `profile check` found."""
    for document in report["documents"]:
        out.print(f"[bold]{escape(document['document'])}[/]  read as {escape(document['newsletter'])}")
        for issue in document["issues"]:
            _print_read_issue(issue)
    for failure in report["failed"]:
        err.print(f"[red]Not read:[/] {escape(failure['document'])} {escape(failure['reason'])}.")
    unused = [pattern for pattern, lines in report["patterns"].items() if not lines]
    if unused:
        out.print(f"Patterns of {escape(report['profile']['name'])} that fit nothing in this sample:")
    for pattern in unused:
        out.print(f"  {escape(pattern)}")


def _print_read_issue(issue: dict[str, Any]) -> None:
    number = "no number" if issue["number"] is None else f"number {issue['number']}"
    facts = (
        f"{number}{' (inferred)' if issue['inferred'] else ''}",
        issue["date"] or "no date",
        issue["url"] or "no address",
    )
    out.print(f"  {escape(issue['title'])}")
    out.print(f"  [dim]{escape(' · '.join(facts))}[/]")
    for position, item in enumerate(issue["items"], 1):
        kind = "" if item["kind"] == "story" else f", {item['kind']}"
        section = f" [dim]({escape(item['section'])})[/]" if item["section"] else ""
        size = f"{item['characters']:,} characters, {many(item['links'], 'link')}{kind}"
        out.print(f"  {position:>4}  {escape(item['title'])}{section}  [dim]{size}[/]")


def _print_source(source: dict[str, Any]) -> None:
    kind = f" ({source['kind']})" if source["kind"] else ""
    out.print(f"  {escape(source['address'])}{kind}  {many(source['issues'], 'issue')}")
    success, following = (_moment(source[name]) for name in ("last_success", "next_visit"))
    told = [f"last success {success}" if success else "not visited yet" if not source["error"] else "no success yet"]
    told += [f"next visit {following}"] if following else []
    out.print(f"    {', '.join(told)}", style="dim")
    if source["error"]:
        since = _moment(source["failing_since"])
        out.print(f"    [red]failing since {since}:[/] {escape(source['error'])}")


def _moment(text: str | None) -> str | None:
    """A time as people of any zone read it."""
    return f"{text[:10]} {text[11:16]} UTC" if text else None
