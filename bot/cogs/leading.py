"""Where buttons lead: to the item or issue of a cite, or to the plain word that it was taken out since."""

from __future__ import annotations

from bot.archive.reader import Archive
from bot.errors import NotFoundError
from bot.model import Issue, IssueHead, Item


def item_at(archive: Archive, cite: str) -> tuple[IssueHead, Item]:
    """The item whose cite a button holds. Raises NotFoundError with words for who pressed and typed nothing."""
    try:
        return archive.item(cite)
    except NotFoundError as error:
        raise NotFoundError(
            "That item was taken out of the archive since: ask again to see what it has now."
        ) from error


def issue_at(archive: Archive, cite: str) -> Issue:
    """The issue whose cite a button holds, and none with a title like it. Raises NotFoundError, as `item_at` does."""
    gone = NotFoundError("That issue was taken out of the archive since: /issue and /latest show what it has now.")
    try:
        issue = archive.issue(cite)
    except NotFoundError as error:
        raise gone from error
    if archive.cite(issue.head) != cite:
        raise gone
    return issue
