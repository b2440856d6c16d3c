"""Printing for people: answers with their highlights, issues, items, progress; plain text when it goes into a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from bot.cards.answers import ORDERS, narrowed
from bot.intake.report import Progress
from bot.model import Answer, Hit, Issue, IssueHead, Item, Link, Order, Query, Quote, Role

out = Console(highlight=False, soft_wrap=True, emoji=False)
err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

YOUR_OWN = "[dim]`backissue sync` or `backissue ingest` puts in your own newsletter.[/]"


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
        if answer.sample:
            out.print("[dim]Only the sample that comes with Back Issue is in it.[/]", YOUR_OWN)
        if answer.suggestions:
            out.print("You could ask about:")
            for suggestion in answer.suggestions:
                out.print(f"  {escape(suggestion)}")
        return
    if answer.sample:
        out.print("[dim]From the sample that comes with Back Issue.[/]", YOUR_OWN)
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


def print_page(answer: Answer, newsletter_name: Callable[[str], str], page: int, size: int) -> None:
    """A page (from 1) of a search with up to `size` results on each, and which of all results these are."""
    before = (page - 1) * size
    if answer.total and not answer.hits:
        pages = -(-answer.total // size)
        out.print(f"There is no page {page}: {many(answer.total, 'item')} found, on {many(pages, 'page')}.")
        return
    print_answer(answer, newsletter_name)
    if answer.hits:
        out.print(f"\n[dim]{before + 1} to {before + len(answer.hits)} of {answer.total}[/]")


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


def many(number: int, noun: str) -> str:
    """A number and what it counts: ``1 issue``, ``1,200 issues``."""
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
