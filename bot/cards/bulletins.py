"""Cards for those who follow: the digest of a new issue, an alert, and what is followed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.cards.card import LONGEST_CHOICE, MOST_CHOICES, Action, Card, Choice, Menu, Row, Tone, action_id, fitted
from bot.cards.issues import CiteOf, contents, full_title, reading_rows, site_button
from bot.cards.lines import NameOf, day, excerpt, issue_name, matching, provenance, reading_menu
from bot.cards.lines import heading as titled
from bot.cards.markup import cut, inert_line, link, one_line, small
from bot.model import Hit, Issue, IssueHead, Item

if TYPE_CHECKING:
    from bot.store import Alert, Follow

QUOTED = 5  # items of an alert that are quoted; the menu has up to 25
MOST_NAMED = 10
MARK = "digest"  # the name of the action by which a message is known to be about an issue, whatever else it says


def mark(cite: str) -> str:
    """The id of the button by which a digest or an alert of the issue with this cite is known again."""
    return action_id(MARK, cite)


def digest_card(
    issue: Issue,
    items: Sequence[Item],
    also: Sequence[IssueHead],
    name_of: NameOf,
    cite_of: CiteOf,
    role: int | None = None,
) -> Card:
    """A new issue: title, date, the contents that are wanted, a button an item. `role` is pinged.

    `also` are further new issues, which get one line together.
    """
    head = issue.head
    heading = [f"<@&{role}>"] if role else []
    heading += [f"## {link(full_title(head, name_of), None if head.search else head.url)}", provenance(head, name_of)]
    if head.preheader:
        heading.append(f"*{inert_line(head.preheader, 300)}*")
    footer = [_also(also, name_of)] if also else []
    rows: list[Row] = [*reading_rows(head, items, cite_of), (_whole(head, cite_of),)]
    if also:
        rows.append(
            Menu(action_id(MARK, ""), "Read another new issue", tuple(_issue(one, name_of, cite_of) for one in also))
        )
    return Card(fitted([heading, list(contents(items))], footer), site_button(head), Tone.FOUND, tuple(rows))


def alert_card(head: IssueHead, found: Mapping[str, Sequence[Hit]], name_of: NameOf, cite_of: CiteOf) -> Card:
    """The items of a new issue that match a member's alerts, quoted; `found` are those items by the alert's words."""
    hits = _once(found)
    heading = [
        f"## {link(full_title(head, name_of), None if head.search else head.url)}",
        provenance(head, name_of),
        f"{matching(len(hits))} what you asked to be told of: {_named(found)}",
    ]
    more = [small(_more(len(hits)))] if len(hits) > QUOTED else []
    footer = [*more, small("`/alert list` shows what you asked for, `/alert remove` ends it.")]
    menu = reading_menu((hit.item.title, hit.cite, hit.item.section) for hit in hits)
    blocks = fitted([heading, *([f"**{titled(hit)}**", excerpt(hit.quote)] for hit in hits[:QUOTED])], footer)
    return Card(blocks, site_button(head), Tone.FOUND, (menu, (_whole(head, cite_of),)))


def follows_card(follows: Sequence[Follow], names: Mapping[int, str]) -> Card:
    """The channels of a server in which new issues are posted; `names` of those that the bot sees, by id."""
    if not follows:
        return Card(("No channel here gets new issues. `/follow start` has them posted in one.",))
    choices = tuple(
        Choice(cut(names.get(one.channel, f"one that I do not see ({one.channel})"), LONGEST_CHOICE), str(one.channel))
        for one in follows
    )
    menu = Menu(action_id("unfollow", ""), "Post no more in …", choices)
    return Card(fitted([["**New issues are posted in**", *map(_followed, follows)]]), actions=(menu,))


def alerts_card(alerts: Sequence[Alert], most: int) -> Card:
    """What a member asked to be told of."""
    if not alerts:
        return Card(("You have no alerts. `/alert add` sends you a message when a new issue has your words.",))
    lines = [f"- {inert_line(alert.words)}" for alert in alerts]
    heading = f"**You get a direct message when a new issue has** ({len(alerts)} of {most})"
    return Card(fitted([[heading, *lines]], [small("`/alert remove` takes one away.")]))


def trouble_card(channel: int, reason: str) -> Card:
    """What the one who set it up is told, once, of a channel where nothing can be posted."""
    lines = [
        f"New issues cannot be posted in <#{channel}>: {reason}",
        "I go on trying, less and less often, and give an issue up after 14 days. "
        "`/follow stop` in that server ends it.",
    ]
    return Card(("\n".join(lines),), tone=Tone.TROUBLE)


def _whole(head: IssueHead, cite_of: CiteOf) -> Action:
    return Action("Whole issue", mark(cite_of(head, None)))


def _issue(head: IssueHead, name_of: NameOf, cite_of: CiteOf) -> Choice:
    return Choice(cut(one_line(full_title(head, name_of)), LONGEST_CHOICE), cite_of(head, None))


def _once(found: Mapping[str, Sequence[Hit]]) -> list[Hit]:
    """Each item once, with the quote for the first alert that it matches."""
    once: dict[str, Hit] = {}
    for hits in found.values():
        for hit in hits:
            once.setdefault(hit.cite, hit)
    return list(once.values())


def _more(count: int) -> str:
    """What is said of items that are not quoted; the menu holds the first of all."""
    rest = f"and {count - QUOTED} more"
    return f"{rest}, in the menu" if count <= MOST_CHOICES else f"{rest}; the menu has the first {MOST_CHOICES}"


def _also(also: Sequence[IssueHead], name_of: NameOf) -> str:
    names = [inert_line(issue_name(head, name_of), 80) for head in also[:MOST_NAMED]]
    more = f" and {len(also) - MOST_NAMED} more" if len(also) > MOST_NAMED else ""
    return f"**Also new** {', '.join(names)}{more}"


def _named(found: Mapping[str, Sequence[Hit]]) -> str:
    return ", ".join(f"**{inert_line(words, 100)}**" for words in found)


def _followed(follow: Follow) -> str:
    parts = [f"<#{follow.channel}>", f"section {inert_line(follow.section, 50)}" if follow.section else "all sections"]
    if follow.role:
        parts.append(f"pings <@&{follow.role}>")
    parts.append(f"since {day(follow.since.date())}")
    if follow.is_troubled:
        parts.append("**not possible now**: see what I may do there")
    return f"- {' · '.join(parts)}"
