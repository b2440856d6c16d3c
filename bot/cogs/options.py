"""What the options of commands ask for: the filters they mean, and the words that several share."""

from __future__ import annotations

from bot.archive.reader import Archive
from bot.cards.markup import one_line
from bot.community.asked import without_markup
from bot.errors import NotFoundError, UsageError, no_section
from bot.model import Filters
from bot.search.language.periods import bounds, written_days

PRIVATE = "Show it to you alone, or to everybody; as the server chose, unless you say"


def words_in(text: str) -> str:
    """What a member wrote, without Discord's own markup and what nobody sees; empty without a letter or a digit."""
    words = without_markup(one_line(text))
    return words if any(map(str.isalnum, words)) else ""


def words_of(text: str) -> str:
    """The same of what has to be words. Raises UsageError where they are missing."""
    words = words_in(text)
    if not words:
        raise UsageError("There is nothing to look for in that: write some words.")
    return words


def chosen(archive: Archive, issue: str | None, since: str | None, until: str | None, section: str | None) -> Filters:
    """The filters that options ask for. Raises UsageError for what is no date, NotFoundError."""
    filters = Filters()
    if issue:
        filters = filters.merged(_of_issue(archive, issue))
    for relation, text in (("since", since), ("until", until)):
        if text:
            filters = filters.merged(bounds(relation, written_days(text)))
    if section:
        filters = filters.merged(Filters(section=known_section(archive, section)))
    return filters


def _of_issue(archive: Archive, text: str) -> Filters:
    head = archive.issue(text).head
    newsletter = None if archive.has_one_newsletter else head.newsletter
    if head.number is not None:
        return Filters(issues=((head.number, head.number),), newsletter=newsletter)
    if head.date is None:
        raise NotFoundError(f"“{head.title}” has neither number nor date to look it up by: name it in your question.")
    return Filters(since=head.date, until=head.date, newsletter=newsletter)


def known_section(archive: Archive, section: str) -> str:
    """The section as a member wrote it, if there is such a heading. Raises NotFoundError."""
    known = archive.sections(section.strip())
    if not known:
        raise NotFoundError(f"{no_section(section)}: choose one of those offered while you type.")
    return section.strip()
