"""Pages of HTML: WordPress, Substack, Mailchimp's archive, and plain ones."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.model import Kind, Link, Role
from tests.parsing.conftest import Read

SUBSTACK = """
<html><head><title>Import AI 901: tea; rain - by Jack Clark</title>
<link rel="canonical" href="https://importai.substack.com/p/import-ai-901?utm_source=feed">
<script type="application/ld+json">{"datePublished":"2025-02-24T14:00:00+00:00"}</script></head><body>
<h1 class="post-title">Import AI 901: tea; rain</h1><h3 class="subtitle">Do kettles dream?</h3>
<div class="available-content"><div class="body markup">
<p>Welcome to Import AI, a letter.</p><div class="subscription-widget-wrap">Subscribe now</div>
<p><strong>Kettles learn:<br></strong><em>…Steam…<br></em>A lab taught it (<a
 href="/p/import-ai-880">Import AI #880</a>).</p>
<ul><li><p>It boils.</p></li><li><p>It stops.</p></li></ul><blockquote><p>It is hot.</p></blockquote>
<p><strong>Why this matters:</strong> Tea.<br><strong>Read more: </strong><a href="https://arxiv.org/abs/1">Kettle</a>
 (<a href="https://arxiv.org/abs/1">arXiv</a>).<br><strong>Get it here:</strong> <a
 href="https://substack.com/redirect/0-1?j=e">Pot (GitHub)</a>.</p>
<p>***</p>
<p><strong>Rain is late:</strong><br><em>…Drops…</em><br>It came at noon.</p>
<div><hr></div>
<p><strong>Tech Tales:</strong></p><p><strong>The Spout<br></strong><em>[Leeds, 2040]</em></p><p>It sang.</p>
<p><strong>Things that inspired this story:</strong> Whistles.</p><p><em>Thanks for reading!</em></p>
</div></div></body></html>
"""


def test_a_substack_page(read: Read) -> None:
    """Bold titles, taglines in italics, rules of stars and true addresses are read; the widgets are not."""
    issue = read(SUBSTACK, "https://importai.substack.com/p/import-ai-901", "text/html").issues[0]
    head = issue.head
    assert (head.number, head.date) == (901, dt.date(2025, 2, 24))
    assert (head.url, head.preheader) == ("https://importai.substack.com/p/import-ai-901", "Do kettles dream?")
    assert [(item.title, item.tagline) for item in issue.items] == [
        ("Kettles learn", "Steam"),
        ("Rain is late", "Drops"),
        ("The Spout", None),
    ]
    kettle, _, tale = issue.items
    assert [part.role for part in kettle.parts] == [
        Role.TAGLINE,
        Role.PARAGRAPH,
        Role.ENTRY,
        Role.ENTRY,
        Role.QUOTATION,
        Role.PARAGRAPH,
        Role.LINK,
        Role.LINK,
    ]
    assert "• It boils.\n• It stops." in kettle.text
    assert kettle.references == (880,)
    assert (tale.kind, tale.place, tale.inspired_by) == (Kind.FICTION, "Leeds, 2040", "Whistles.")


def test_links_keep_their_true_addresses_and_lose_private_ones(read: Read) -> None:
    """A label in an anchor has the anchor's address; a redirect that names the subscriber leaves the label alone."""
    links = read(SUBSTACK, "https://importai.substack.com/p/import-ai-901", "text/html").issues[0].items[0].links
    assert links == (
        Link(None, "Import AI #880", None, "https://importai.substack.com/p/import-ai-880"),
        Link("Read more", "Kettle", "arXiv", "https://arxiv.org/abs/1"),
        Link("Get it here", "Pot", "GitHub", None),
    )


def test_a_blog_page_of_several_issues(read: Read) -> None:
    """Each post is an issue, with the address and the day of its own title's link."""
    posts = "".join(
        f'<article><h1 class="entry-title"><a href="https://jack-clark.net/2022/{month}/14/import-ai-{number}-x/">'
        f'Import AI {number}: x</a></h1><div class="entry-content"><p><b>Story {number}:</b></p><p>…So it goes…</p>'
        f'<p>Body.</p><div class="sharedaddy">Share this</div></div></article>'
        for number, month in ((909, 11), (908, 10))
    )
    page = f'<html><head><meta property="og:title" content="Import AI"></head><body><main>{posts}</main></body></html>'
    issues = read(page, "https://jack-clark.net/", "text/html").issues
    assert [(issue.head.number, issue.head.date) for issue in issues] == [
        (909, dt.date(2022, 11, 14)),
        (908, dt.date(2022, 10, 14)),
    ]
    assert issues[1].head.url == "https://jack-clark.net/2022/10/14/import-ai-908-x/"
    assert [item.text for issue in issues for item in issue.items] == ["…So it goes…\n\nBody."] * 2


def test_an_early_post_without_rules(read: Read) -> None:
    """Where no rule parts the stories, bold titles that run into the text do, and sections stay sections."""
    page = """<html><head><meta property="og:title" content="Import AI: Issue 900: a, b"></head><body>
    <div class="entry-content"><p>Welcome to Import AI, subscribe here.</p>
    <p><strong>Robots walk: </strong>They <a href="https://r.example.org/">walk</a> far.</p><p>…and on.</p>
    <p><b>Word of the week:</b> Gait.</p><p><strong>OpenAI bits&amp;pieces:</strong></p><p><b>Gym opens:</b> It did.</p>
    <p><strong>Tech Tales:</strong></p><p><em>[2025: A lab]</em></p><p>The lab was quiet.</p></div></body></html>"""
    issue = read(page, "https://jack-clark.net/2017/06/05/x/", "text/html").issues[0]
    assert (issue.head.number, issue.head.date) == (900, dt.date(2017, 6, 5))
    assert [(item.title, item.section) for item in issue.items] == [
        ("Robots walk", None),
        ("Word of the week", None),
        ("Gym opens", "OpenAI bits&pieces"),
        ("2025: A lab", "Tech Tales"),
    ]
    assert issue.items[0].text == "They walk far.\n\n…and on."


def test_titles_taglines_and_text_in_one_paragraph(read: Read) -> None:
    """A title in bold, its tagline and the text are told apart though no line end is between them."""
    page = "<h1>Import AI 908: x</h1><p>Welcome to Import AI, a letter.</p>" + "<p>***</p>".join(
        f"<p><strong>Story {name}:</strong><em>…A line…</em>The text of {name}.</p>" for name in ("one", "two")
    )
    items = read(page, "/letters/a.html").issues[0].items
    assert [(item.title, item.tagline, item.text) for item in items] == [
        ("Story one", "A line", "…A line…\n\nThe text of one."),
        ("Story two", "A line", "…A line…\n\nThe text of two."),
    ]


def test_two_sources_in_one_paragraph(read: Read) -> None:
    """Each lead-in in bold begins a link of its own, with its own label and address, though no line end is between."""
    page = (
        "<h1>Import AI 912: x</h1><p>Welcome to Import AI, a letter.</p><p><b>Kettles learn:</b></p><p>…Steam…</p>"
        '<p>They do. <b>Read more:</b> <a href="https://a.org/">A kettle</a> (NASA). <b>Get the data:</b> '
        '<a href="https://b.org/">A pot</a> (GitHub). Check out the code: A lid (blog).</p>'
    )
    (item,) = read(page, "/letters/a.html").issues[0].items
    assert item.text.split("\n\n")[1:] == [
        "They do.",
        "Read more: A kettle (NASA).",
        "Get the data: A pot (GitHub).",
        "Check out the code: A lid (blog).",
    ]
    assert item.links == (
        Link("Read more", "A kettle", "NASA", "https://a.org/"),
        Link("Get the data", "A pot", "GitHub", "https://b.org/"),
        Link("Check out the code", "A lid", "blog", None),
    )


@pytest.mark.parametrize("rule", ["<hr>", ""])
def test_a_section_over_a_title_in_any_newsletter(read: Read, rule: str) -> None:
    """A heading that ends in a colon over a title in bold is the story's section, though no profile knows it."""
    page = f"""<title>Orbit Notes 42: Sun</title><p><b>Moons turn:</b></p><p>They do.</p>{rule}<p><b>Tides rise:</b></p>
    <p>They do too.</p>{rule}<p><b>Tech Tales:</b></p><p><b>The Spout</b></p><p>[Leeds, 2040]</p><p>It sang.</p>
    <p>Things that inspired this story: Whistles.</p>"""
    *news, tale = read(page, "/w/a.html").issues[0].items
    assert [(item.title, item.section, item.kind) for item in news] == [
        ("Moons turn", None, Kind.STORY),
        ("Tides rise", None, Kind.STORY),
    ]
    assert (tale.title, tale.section, tale.place) == ("The Spout", "Tech Tales", "Leeds, 2040")
    assert (tale.kind, tale.inspired_by) == (Kind.FICTION, "Whistles.")


def test_an_issue_that_is_one_essay(read: Read) -> None:
    """Where nothing parts the text, the issue is one item, titled as the issue is."""
    page = "<h1>Import AI 910: On kettles</h1><p>Welcome to Import AI, a letter.</p><p>They sing.</p><p>They stop.</p>"
    (item,) = read(page, "/letters/a.html").issues[0].items
    assert (item.title, item.text) == ("On kettles", "They sing.\n\nThey stop.")


def test_a_mailchimp_archive_page(read: Read) -> None:
    """The cells hold the issue; the toolbar and the footer around it do not."""
    page = """<html><head><meta property="og:title" content="Import AI 902: x"></head><body id="archivebody">
    <div id="awesomewrap"><a href="#">Translate</a></div><span class="mcnPreviewText">What now?</span>
    <table><tr><td class="mcnTextContent"><a href="https://x.us1.list-manage.com/?e=1">View this email in your
    browser</a>    </td></tr><tr><td class="mcnTextContent"><!-- wp:paragraph --><p>Welcome to Import AI, a letter.</p>
    <p><strong>One:</strong><br><em>…tag…</em><br>Text.<br><br>&nbsp; <strong>Read more:</strong>&nbsp;<a
    href="https://x.us1.list-manage.com/track/click?u=1&e=3">Label (arXiv)</a>.</p><p><strong>#########</strong></p>
    <p><strong>Two:</strong><br><em>…tag…</em><br>Text.</p></td></tr>
    <tr><td class="mcnTextContent"><em>Copyright © 2018</em>
    <a href="https://x.list-manage.com/unsubscribe">out</a></td></tr></table></body></html>"""
    issue = read(page, "https://us13.campaign-archive.com/?u=67bd06787e84d73db24fb0aa5&id=1", "text/html").issues[0]
    assert (issue.head.number, issue.head.preheader) == (902, "What now?")
    assert [(item.title, item.links) for item in issue.items] == [
        ("One", (Link("Read more", "Label", "arXiv", None),)),
        ("Two", ()),
    ]


def test_paragraphs_that_open_with_a_link_are_items(read: Read) -> None:
    """Where most paragraphs open with a link, each is an item, and text without one goes with the item above."""
    page = "<h1>Links, issue 3</h1>" + "".join(
        f'<p><a href="https://example.org/{n}">Link number {n}</a> - a word about it.</p>' for n in range(1, 5)
    )
    items = read(f"{page}<p>And another word.</p>", "https://example.org/3", "text/html").issues[0].items
    assert [item.title for item in items] == [f"Link number {n}" for n in range(1, 5)]
    assert items[3].text == "a word about it.\n\nAnd another word."
    assert items[3].links == (Link(None, "Link number 4", None, "https://example.org/4"),)


def test_headings_are_items_and_headings_over_headings_are_sections(read: Read) -> None:
    """On a plain page each heading over text is an item, and can be pointed at where it has a name."""
    page = """<title>Tech Digest #12</title><h1>Tech Digest #12</h1><p>2024-03-01</p><h2 id="rust">Rust is here</h2>
    <p>It is. <a href="https://rust.example.org/2?utm_source=d">Announcement</a>.</p><h2>Short takes</h2>
    <h3>Go has generics</h3><p>Finally.</p><h3>Zig zags</h3><p>Again.</p>"""
    parsed = read(page, "https://digest.example.org/12.html", "text/html")
    issue = parsed.issues[0]
    assert (parsed.newsletter, parsed.newsletter_name) == ("tech-digest", "Tech Digest")
    assert (issue.head.number, issue.head.date) == (12, dt.date(2024, 3, 1))
    assert [(item.title, item.section) for item in issue.items] == [
        ("Rust is here", None),
        ("Go has generics", "Short takes"),
        ("Zig zags", "Short takes"),
    ]
    assert issue.items[0].url == "https://digest.example.org/12.html#rust"
    assert issue.items[0].links == (Link(None, "Announcement", None, "https://rust.example.org/2"),)
