"""`ask` and `search`: questions and words, answered in the terminal."""

from __future__ import annotations

import click

from bot.cli import contract
from bot.cli.common import as_json, opened_archive, print_json, runs
from bot.cli.narrowing import check_known, filter_options
from bot.cli.terminal import print_answer, print_page
from bot.errors import UsageError
from bot.model import Filters, Order


@click.command()
@click.argument("question")
@click.option("--limit", default=3, show_default=True, type=click.IntRange(1, 50), help="How many results to show.")
@filter_options
@as_json
@runs
async def ask(question: str, limit: int, filters: Filters, as_json: bool) -> None:
    """Answer QUESTION with quotes from the archive, best first.

    Filters in plain words work as well as options: issue 305, in October 2022, tech tales, the lead story.

    \b
    Examples:
      backissue ask "what did FractalDB score on Places365?"
      backissue ask "newest paper on scaling laws" --since 2022 --limit 5
    """
    _check_asks(question, filters)
    async with opened_archive() as archive:
        check_known(archive, filters)
        answer = archive.ask(question, limit=limit, filters=filters)
        if as_json:
            print_json(contract.answer(answer))
        else:
            print_answer(answer, archive.newsletter_name)


@click.command()
@click.argument("words")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="How many results to show.")
@click.option("--page", default=1, show_default=True, type=click.IntRange(1), help="Which page of results.")
@click.option("--by-date", is_flag=True, help="Newest first, instead of the best match first.")
@filter_options
@as_json
@runs
async def search(words: str, limit: int, page: int, by_date: bool, filters: Filters, as_json: bool) -> None:
    """List the items that have any of WORDS, whatever their endings.

    \b
    In WORDS: "words together", -without, issue:305, section:tales, before:2022-06, after:2021.
    Put -- before words that begin with a dash.
    """
    _check_asks(words, filters)
    async with opened_archive() as archive:
        check_known(archive, filters)
        order = Order.NEWEST if by_date else Order.RELEVANCE
        answer = archive.search(words, limit=limit, offset=(page - 1) * limit, filters=filters, order=order)
        if as_json:
            print_json(contract.answer(answer))
        else:
            print_page(answer, archive.newsletter_name, page, limit)


def _check_asks(text: str, filters: Filters) -> None:
    """Raises UsageError where neither words nor filters say what to look for."""
    if not any(map(str.isalnum, text)) and filters == Filters():
        raise UsageError("There is nothing to look for in that: write some words.")


COMMANDS = (ask, search)
