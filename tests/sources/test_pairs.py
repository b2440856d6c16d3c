"""One issue in the dress of each platform: every document of the folder `pairs` gives the expected issue beside it."""

from __future__ import annotations

import datetime as dt
import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from bot.model import Document, Issue
from bot.parsing import parse
from bot.parsing.privacy import without_reader
from bot.profile import Profiles
from bot.sources import feeds, posts
from bot.sources.posts import Post

PAIRS = Path(__file__).parent / "pairs"


def _wordpress(body: bytes) -> Document:
    told = json.loads(body)
    title = posts.plain(told["title"]["rendered"])
    return posts.document(Post(told["link"], title, told["content"]["rendered"], told["date"], "Harbour Letter"))


def _substack(body: bytes) -> Document:
    told = json.loads(body)
    site, subtitle = "Harbour Letter", told["subtitle"]
    return posts.document(
        Post(told["canonical_url"], told["title"], told["body_html"], told["post_date"], site, subtitle)
    )


def _feed(body: bytes) -> Document:
    return posts.document(feeds.read(body, "https://harbour.substack.com/feed").entries[0].post)


def _mailchimp(body: bytes) -> Document:
    address = "https://us1.campaign-archive.com/?u=67bd06787e84d73db24fb000&id=abc0150000"
    return posts.page(address, posts.headed(body, "2024-02-05", "Harbour Letter"))


def _page(body: bytes) -> Document:
    return posts.page(
        "https://harbour.substack.com/p/harbour-letter-21-boats-learn-to-dock",
        posts.headed(body, site="Harbour Letter"),
    )


def _mail(body: bytes) -> Document:
    mail = EmailMessage()
    mail["Subject"] = "Harbour Letter 21: Boats learn to dock; ovens that watch"
    mail["From"] = "Harbour Letter <harbour@substack.com>"
    mail["Date"] = "Mon, 05 Feb 2024 14:30:12 +0000"
    mail.set_content("View this post on the web at https://harbour.substack.com/p/x")
    mail.add_alternative(
        f"<html><body>{json.loads(body)['body_html']}</body></html>", subtype="html", cte="quoted-printable"
    )
    return Document("/letters/21.eml", "message/rfc822", bytes(mail), dt.datetime.now(dt.UTC))


def _markdown(body: bytes) -> Document:
    return Document("/letters/2024-02-05-harbour.md", "text/markdown", body, dt.datetime.now(dt.UTC))


DRESSES = {
    "wordpress": (_wordpress, "wordpress-post.json"),
    "substack": (_substack, "substack-post.json"),
    "substack feed": (_feed, "substack-feed.xml"),
    "substack page": (_page, "substack-page.html"),
    "mailchimp": (_mailchimp, "mailchimp-campaign.html"),
    "mail": (_mail, "substack-post.json"),
    "jekyll": (_markdown, "jekyll.md"),
    "hugo": (_markdown, "hugo.md"),
}


def _told(issue: Issue) -> dict[str, Any]:
    """An issue as the expected one is written."""
    return {
        "newsletter": issue.head.newsletter,
        "number": issue.head.number,
        "title": issue.head.title,
        "date": issue.head.date and issue.head.date.isoformat(),
        "items": [
            {
                "title": item.title,
                "kind": str(item.kind),
                **{name: value for name in ("tagline", "place", "inspired_by") if (value := getattr(item, name))},
                "text": item.text,
                "links": [
                    {"lead": link.lead, "label": link.label, "source": link.source, "url": link.url}
                    for link in item.links
                ],
            }
            for item in issue.items
        ],
    }


@pytest.mark.parametrize("dress", DRESSES)
def test_each_platform_gives_the_same_issue(profiles: Profiles, dress: str) -> None:
    """Title, day, stories, texts and true links are the same, whatever platform a copy comes from."""
    document, name = DRESSES[dress]
    expected = json.loads((PAIRS / "harbour-letter-21.json").read_text())
    (issue,) = parse(without_reader(document((PAIRS / name).read_bytes())), profiles).issues
    assert _told(issue) == expected
