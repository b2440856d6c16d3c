"""Plain text, Markdown and mail."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage

import pytest

from bot.model import Link, Role
from tests.letters import BOATS, BREAD, letter
from tests.parsing.conftest import Read


@pytest.mark.parametrize("rule", ["####", "#" * 51, "* * *", "---", "________", "***", "⁂"])
def test_rules_of_every_form_part_the_stories(read: Read, rule: str) -> None:
    """However a rule is drawn, and whether blank lines stand around it or not, it parts two stories."""
    text = letter(3, [BOATS, BREAD]).replace("#" * 52, rule)
    for form in (text, text.replace("\n\n", "\n"), text.replace("\n", "\r\n")):
        issue = read(form).issues[0]
        assert [(item.title, item.tagline) for item in issue.items] == [
            ("Boats learn to dock", "A line about it"),
            ("Bread that bakes itself", "A line about it"),
        ]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Import AI 310: a; b", 310),
        ("Import AI: Issue 45: a", 45),
        ("Import AI: #63: a", 63),
        ("ImportAI 88: a", 88),
        ("Import AI #145: a", 145),
        ("Import AI Newsletter 37: a", 37),
        ("Import AI 220 [FIXED]: a", 220),
    ],
)
def test_titles_of_all_years_give_the_number(read: Read, title: str, number: int) -> None:
    """The number is read in every way that the newsletter has headed its issues."""
    body = letter(1, [BOATS, BREAD]).partition("\n\n")[2]
    assert [issue.head.number for issue in read(f"{title}\n\n{body}").issues] == [number]


def test_what_a_page_shows_above_the_greeting(read: Read) -> None:
    """In text copied from a page, the day is read, the preheader is kept, and names and counts are not items."""
    body = letter(1, [BOATS, BREAD]).partition("\n\n")[2]
    page = "Import AI 906: tea\n\nDo kettles dream of rain?\n\nJack Clark\nFeb 24, 2025\n\n123\n\n4\n\nShare\n\n"
    for greeting, preheader in (("Welcome to Import AI, a letter.\n\n", "Do kettles dream of rain?"), ("", None)):
        issue = read(page + greeting + body).issues[0]
        assert (issue.head.date, issue.head.preheader) == (dt.date(2025, 2, 24), preheader)
        assert [item.title for item in issue.items] == ["Boats learn to dock", "Bread that bakes itself"]


def test_ellipses_in_a_tale_part_nothing(read: Read) -> None:
    """Under the heading of fiction a line between ellipses is speech, not the tagline of another story."""
    tale = "Tech Tales:\n\nThe Well\n\nShe called.\n\n…and it answered…\n\nShe left."
    item = read(letter(1, [BOATS, tale])).issues[0].items[1]
    assert (item.title, item.text) == ("The Well", "She called.\n\n…and it answered…\n\nShe left.")


def test_text_wrapped_to_the_width_of_a_screen_is_made_whole(read: Read) -> None:
    """Paragraphs that a mail program cut into lines are paragraphs again; titles and entries stay apart."""
    page = """Harbour News #44

Cranes get eyes
The port has fitted its cranes with cameras, and the cameras have been connected
to a computer that tells the driver when a box hangs askew. Drivers say that it
is of help, most of all at night and when there is fog over the water out there.

- The cameras see in the dark, which people who drive cranes for a living do not
  do as well.
- They cost less than a box.

The tide comes twice
It does so every day, and has for as long as anybody who works at the harbour is
able to remember, and it is hoped that it will go on to do so in years to come.
"""
    items = read(page).issues[0].items
    assert [item.title for item in items] == ["Cranes get eyes", "The tide comes twice"]
    assert [part.role for part in items[0].parts] == [Role.PARAGRAPH, Role.ENTRY, Role.ENTRY]
    assert "connected to a computer" in items[0].text


def test_markdown_with_front_matter(read: Read) -> None:
    """Front matter says what the issue is; its headings are the items; a list of sources is none."""
    page = """---
title: "Five things"
date: 2024-05-06
url: https://letters.example.org/5
newsletter: The Letters
issue: 5
---

A word first.

## First story

Text of the *first* one with [a link](https://example.org/x?utm_campaign=1).

- [Paper](https://arxiv.org/abs/1)
- [Code](https://github.com/x/y)

## Second story

> As they say.

[No](javascript:alert(1)) address.
"""
    parsed = read(page, "/letters/five.md")
    head, items = parsed.issues[0].head, parsed.issues[0].items
    assert (parsed.newsletter, head.key, head.title) == ("the-letters", "5", "Five things")
    assert (head.date, head.url) == (dt.date(2024, 5, 6), "https://letters.example.org/5")
    assert [(item.title, [part.role for part in item.parts]) for item in items] == [
        ("First story", [Role.PARAGRAPH, Role.ENTRY, Role.ENTRY]),
        ("Second story", [Role.QUOTATION, Role.PARAGRAPH]),
    ]
    assert [link.url for link in items[0].links] == [
        "https://example.org/x",
        "https://arxiv.org/abs/1",
        "https://github.com/x/y",
    ]
    assert items[1].links == ()


def test_front_matter_that_is_not_strict(read: Read) -> None:
    """Where a value holds a colon without quotes, each field is still what follows its name on the line."""
    page = (
        "---\ntitle: Harbour Letter 6: the one about cranes\nurl: 'https://h.example.org/6'\ndate: 2024-05-06\n"
        "tags:\n  - a: b: c\n---\n\n## Cranes\n\nThey see.\n\n## Tides\n\nThey rise.\n"
    )
    head = read(page, "/x/a.md").issues[0].head
    assert (head.title, head.number) == ("Harbour Letter 6: the one about cranes", 6)
    assert (head.url, head.date) == ("https://h.example.org/6", dt.date(2024, 5, 6))


def test_markdown_that_a_converter_wrote(read: Read) -> None:
    """Marks that stand a line break off their words still mark them, and a row of any mark is a rule."""
    long = "It is told at such length that no line of it could have been wrapped to the width of a screen. " * 2
    page = (
        "---\ntitle: 'Import AI 907: x'\n---\n\nWelcome to Import AI, a letter.\n\n"
        f"**Kettles learn:  \n**_…Steam…  \n_ A lab taught one. {long}  \n"
        "**Read more** : [Tea (arXiv)](https://a.org/x_y_z).  \n"
        "  \n***  \n  \n **Pots do not:  \n**_…Lids…  \n_ Nobody _asked_ them to boil **any water.  \n"
        "Read more** : [Pot (blog)](https://b.org/).\n\n**$$$$$$$**\n\n**Pans rust:  \n** In other news.\n\n***\n\n"
        "**Tech Tales:  \n  \nThe Spout  \n** _[Leeds, 2040]  \n  \n_ It sang.\n\n"
        "**Things that inspired this story:** Tea.\n"
    )
    items = read(page, "/letters/a.md").issues[0].items
    assert [(item.title, item.tagline, item.place) for item in items] == [
        ("Kettles learn", "Steam", None),
        ("Pots do not", "Lids", None),
        ("Pans rust", None, None),
        ("The Spout", None, "Leeds, 2040"),
    ]
    assert [item.links for item in items[:2]] == [
        (Link("Read more", "Tea", "arXiv", "https://a.org/x_y_z"),),
        (Link("Read more", "Pot", "blog", "https://b.org/"),),
    ]
    assert "*" not in "".join(item.text for item in items)
    assert items[3].inspired_by == "Tea."


def test_text_taken_out_of_html_word_by_word(read: Read) -> None:
    """Where each link and bold word was put on a line of its own, sentences, links and references are whole again."""
    page = """Import AI 911: Kettles; pots

Welcome to Import AI, a newsletter.
Subscribe now
Kettles learn to sing:
…A whistle…
A lab taught a kettle to sing, as one had before (
Import AI #390
). It is
precisely
what the lab had hoped for.
Why this matters – songs
: There will be more of them.
Read more:
Kettles Sing (arXiv)
.
Check out the
songs
here (Kettle Lab)
.
Read
The Songbook here
(Kettle site)
.
***
Tech Tales:
The Spout
[Leeds, 2040]
It sang.
Things that inspired this story:
Whistles.
Thanks for reading!
Like this:
Like
Loading...
"""
    (issue,) = read(page).issues
    kettle, tale = issue.items
    assert "before (Import AI #390). It is precisely what" in kettle.text
    assert "songs: There" in kettle.text
    assert kettle.references == (390,)
    assert [(link.lead, link.label, link.source) for link in kettle.links] == [
        ("Read more", "Kettles Sing", "arXiv"),
        (None, "Check out the songs here", "Kettle Lab"),
        (None, "Read The Songbook here", "Kettle site"),
    ]
    assert (tale.title, tale.place, tale.inspired_by) == ("The Spout", "Leeds, 2040", "Whistles.")


def test_a_list_of_links_is_a_list_of_items(read: Read) -> None:
    """Each entry that opens with a link is an item, titled by it; the heading above is its section."""
    page = """Welcome to another issue!

## Featured

- [Lenses, slowly](https://lens.example.org/) by Ada
  > A teaser.
- [Monads, fast](https://monad.example.org/)

## Package of the week

This week it is [aeson](https://aeson.example.org/).
"""
    parsed = read(page, "/x/issue-172.markdown", collection="haskell-weekly")
    items = parsed.issues[0].items
    assert (parsed.newsletter_name, parsed.issues[0].head.key) == ("Haskell Weekly", "172")
    assert [(item.title, item.section, item.text) for item in items] == [
        ("Lenses, slowly", "Featured", "by Ada\n\nA teaser."),
        ("Monads, fast", "Featured", "Monads, fast"),
        ("Package of the week", "Package of the week", "This week it is aeson."),
    ]
    assert items[1].links == (Link(None, "Monads, fast", None, "https://monad.example.org/"),)


def test_a_mail_is_read_in_html_and_named_by_its_sender(read: Read) -> None:
    """The part in HTML gives the links, the headers the title, the day and the newsletter."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Fwd: Café 12: tea", '"Ada from Tea Letters" <tea@example.org>'
    mail["Date"] = "Mon, 10 Mar 2025 13:00:00 +0000"
    mail.set_content("The text part.")
    mail.add_alternative(
        '<div style="display:none">Steam?</div><p><a href="https://tea.example.org/12?mc_cid=1">View in browser</a></p>'
        '<h2>Green</h2><p>It is <a href="https://green.example.org/">green</a>.</p><h2>Black</h2><p>It is not.</p>',
        subtype="html",
    )
    parsed = read(mail.as_bytes(), "/mail/1.eml")
    issue = parsed.issues[0]
    assert (parsed.newsletter, issue.head.title, issue.head.date) == (
        "tea-letters",
        "Café 12: tea",
        dt.date(2025, 3, 10),
    )
    assert issue.head.url == "https://tea.example.org/12"
    assert [(item.title, item.text) for item in issue.items] == [("Green", "It is green."), ("Black", "It is not.")]
    assert issue.items[0].links == (Link(None, "green", None, "https://green.example.org/"),)


def test_a_mail_of_text_loses_its_private_addresses(read: Read) -> None:
    """Redirects written out in the text of a mail are not kept; the mail's own address and the labels are."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Import AI 905: cups", "Ada <a@example.org>"
    hidden = "https://substack.com/redirect/ab-cd?j=eyJ1"
    mail.set_content(
        "View this post on the web at https://importai.substack.com/p/import-ai-905\n\nWelcome to Import AI.\n\n"
        f"Cups fill:\n…Slowly…\nThey do [{hidden}].\nRead more: Cups (arXiv) [ {hidden} ].\n\n***\n\n"
        f"Cups empty:\n…Fast…\nSo it is.\n\nUnsubscribe {hidden}\n"
    )
    issue = read(mail.as_bytes(), "/mail/2", "message/rfc822").issues[0]
    assert issue.head.url == "https://importai.substack.com/p/import-ai-905"
    assert [item.text for item in issue.items] == [
        "…Slowly…\n\nThey do.\n\nRead more: Cups (arXiv).",
        "…Fast…\n\nSo it is.",
    ]
    assert issue.items[0].links == (Link("Read more", "Cups", "arXiv", None),)
