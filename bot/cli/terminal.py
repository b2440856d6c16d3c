"""Printing for people: answers with their highlights, tables, progress bars; plain text when it goes into a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from bot.cards.answers import ORDERS, narrowed
from bot.community.privacy import Kept
from bot.intake.report import Changes, Progress
from bot.model import Answer, Hit, Issue, IssueHead, Item, Link, Order, Query, Quote, Role
from bot.store import Feedback

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


@contextmanager
def progress(title: str) -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error with what passes by; nothing where that is no terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("[dim]{task.fields[at]}"),
    )
    with Bar(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(title, total=None, at="")

        def show(now: Progress) -> None:
            bar.update(task, completed=now.done, total=now.total or None, at=escape(now.title[:60]))

        yield show


def print_answer(answer: Answer, newsletter_name: Callable[[str], str]) -> None:
    """Results with their quotes, or that nothing was found."""
    _print_understood(answer.query, newsletter_name)
    if answer.abstained or not answer.hits:
        out.print("I did not find that in the archive.")
        if answer.reason:
            out.print(Text(answer.reason))
        if answer.suggestions:
            out.print("You could ask about:")
            for suggestion in answer.suggestions:
                out.print(f"  {escape(suggestion)}")
        return
    if answer.sample:
        out.print("[dim]From the sample that comes with Back Issue; `backissue ingest` puts in your own newsletter.[/]")
    if answer.closest:
        out.print("I did not find that. This is the closest there is, and may not answer:")
    for number, hit in enumerate(answer.hits, 1):
        _print_hit(number, hit, newsletter_name(hit.head.newsletter))


def _print_understood(query: Query, newsletter_name: Callable[[str], str]) -> None:
    for written, understood in query.corrections:
        out.print(f"Showing results for [italic]{escape(understood)}[/] (you wrote {escape(written)}).")
    filters = " · ".join(narrowed(query.filters, newsletter_name))
    if filters:
        out.print(Text(f"Only {filters}", "dim"))
    if query.order is not Order.RELEVANCE:
        out.print(Text(ORDERS[query.order], "dim"))


def print_issue(issue: Issue, name: str, cite: Callable[[IssueHead, Item], str]) -> None:
    """An issue's contents."""
    out.print(Text(issue.head.title, "bold"))
    out.print(_place(issue.head, name, None), style="dim")
    if issue.head.preheader:
        out.print(escape(issue.head.preheader), style="italic")
    for item in issue.items:
        section = f" ({item.section})" if item.section else ""
        out.print(Text.assemble(f"{cite(issue.head, item):>8}  {item.title}", (section, "dim")))
    if issue.head.url:
        out.print(Text(issue.head.url, "dim"))


def print_item(head: IssueHead, item: Item, name: str, cite: str) -> None:
    """A whole item."""
    out.print(Text(item.title, "bold"))
    out.print(f"{cite} · " + _place(head, name, item), style="dim")
    out.print()
    text = Text(item.text)
    for part in item.parts:
        if part.role in (Role.TAGLINE, Role.PLACE):
            text.stylize("italic", part.start, part.end)
    out.print(text)
    _print_addresses(head, item, item.links)


def print_changes(changes: Changes) -> None:
    """What the writer did, and what failed."""
    for visit in changes.visits:
        if visit.source.error:
            err.print(f"[red]Not read to its end:[/] {escape(visit.source.error)} All that is kept stays.")
        else:
            brought = f"{_many(visit.documents, 'document')} new or edited" if visit.documents else "nothing new"
            out.print(f"{escape(visit.source.address)}: {brought}.")
    if changes.documents or not changes.visits:
        out.print(
            f"{_many(changes.documents, 'document')}: {_many(changes.issues_added, 'issue')} added, "
            f"{changes.issues_updated} updated, {changes.issues_unchanged} unchanged."
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
        f"The archive now holds {_many(totals.issues, 'issue')}, {_many(totals.items, 'item')} "
        f"and {_many(totals.links, 'link')}."
    )


def print_failures(changes: Changes) -> None:
    """The documents that could not be read, on standard error."""
    for failure in changes.failed:
        err.print(f"[red]Not taken in:[/] {escape(failure.document)}: {escape(failure.reason)}.")


def print_trouble(trouble: str) -> None:
    """What kept an answer from the database, on standard error."""
    err.print(f"[yellow]{escape(trouble)}[/] Answering from the index as it is on disk.")


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _print_hit(number: int, hit: Hit, name: str) -> None:
    out.print()
    out.print(Text.assemble((str(number), "bold cyan"), "  ", (hit.item.title, "bold")))
    out.print(f"   {hit.cite} · " + _place(hit.head, name, hit.item), style="dim")
    for line in _quoted(hit.quote).split("\n"):
        if line.plain.strip():
            out.print(Text("   │ ", style="cyan") + line)
    shown = hit.item.links if number == 1 else [link for link in hit.item.links if _label(link) == hit.read_more]
    _print_addresses(hit.head, hit.item, tuple(shown))


def _quoted(quote: Quote) -> Text:
    text = Text(quote.text)
    for start, end in quote.highlights:
        text.stylize("bold yellow", start, end)
    return text


def _place(head: IssueHead, name: str, item: Item | None) -> str:
    """The small print: newsletter and number, date, section."""
    date = f"{head.date.day} {head.date:%b %Y}" if head.date else None
    number = f" {head.number}" if head.number is not None else ""
    section = item.section if item else None
    return escape(" · ".join(part for part in (f"{name}{number}", date, section) if part))


def _label(link: Link) -> str:
    return f"{link.label} ({link.source})" if link.source else link.label


def _print_addresses(head: IssueHead, item: Item, links: tuple[Link, ...]) -> None:
    for link in links:
        address = f"  {'search: ' if link.search else ''}{link.url}" if link.url else ""
        out.print(Text.assemble(f"   → {_label(link)}", (address, "dim")))
    url = item.url or head.url
    if url:
        is_search = item.url is None and head.search
        out.print(Text(f"   {'search: ' if is_search else ''}{url}", "dim"))


def print_settings(rows: list[dict[str, Any]]) -> None:
    """A block a setting: its name and value, what it does, and why it cannot be used."""
    for row in rows:
        out.print(f"[bold]{row['name']}[/]={escape(row['value'])}")
        out.print(f"    {escape(row['help'])}", style="dim")
        if row["wrong"]:
            out.print(f"    [red]Wrong:[/] {escape(row['wrong'])}.")


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
    counts = (_many(status["issues"], "issue"), _many(status["items"], "item"), _many(status["links"], "link"))
    hidden = sum(document["hidden"] for document in status["documents"])
    out.print(f"Holds     {', '.join(counts)} from {_many(len(status['documents']) - hidden, 'document')}")
    if hidden:
        out.print(f"Hidden    {_many(hidden, 'document')} of the sample, which no longer answers")
    for newsletter in status["newsletters"].values():
        if newsletter["issues"]:
            keys = newsletter["issues"]
            shown = ", ".join(keys) if len(keys) <= 20 else f"{', '.join(keys[:3])} … {', '.join(keys[-3:])}"
            out.print(f"[bold]{escape(newsletter['name'])}[/]  {_many(len(keys), 'issue')}: {escape(shown)}")
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
        size = f"{item['characters']:,} characters, {_many(item['links'], 'link')}{kind}"
        out.print(f"  {position:>4}  {escape(item['title'])}{section}  [dim]{size}[/]")


def _print_source(source: dict[str, Any]) -> None:
    kind = f" ({source['kind']})" if source["kind"] else ""
    out.print(f"  {escape(source['address'])}{kind}  {_many(source['issues'], 'issue')}")
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
