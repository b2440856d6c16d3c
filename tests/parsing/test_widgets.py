"""Footnotes, embedded posts and pictures come through as text."""

from __future__ import annotations

import json
from html import escape

from tests.parsing.conftest import Read

PAGE = """<html><head><meta property="og:title" content="Harbour Letter 4: A week"></head><body>
<div class="available-content"><div class="body markup"><h2>Boats learn to dock</h2>{}<h2>Bread bakes itself</h2>
<p>An oven watches the crust with a camera, and the bakers are content.</p></div></div></body></html>"""


def _text(read: Read, body: str) -> str:
    (issue,) = read(PAGE.format(body), "https://harbour.example/p/4", "text/html").issues
    return issue.items[0].text


def test_footnotes_stand_below_the_paragraph_that_calls_for_them(read: Read) -> None:
    """A footnote's number stands where it is called for, and its text below that paragraph, not at the issue's end."""
    call = '<a class="footnote-anchor" id="footnote-anchor-{0}" href="#footnote-{0}" target="_self">{0}</a>'
    note = """<div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-{0}" href="#footnote-anchor-{0}"
 class="footnote-number" contenteditable="false">{0}</a><div class="footnote-content"><p>{1}</p></div></div>"""
    body = (
        f"<p>It took nine weeks{call.format(1)} and two crews{call.format(2)}.</p><p>Then it worked.</p>"
        + note.format(1, 'Ten, says <a href="https://example.org/ten">the log</a>.')
        + note.format(2, "Both volunteers.")
    )
    assert _text(read, body) == (
        "It took nine weeks[1] and two crews[2].\n\n[1] Ten, says the log.\n\n[2] Both volunteers.\n\nThen it worked."
    )


def test_embedded_posts_give_their_title_and_words(read: Read) -> None:
    """A post shown within another is a quotation of its title, which links to it, and its opening words."""
    told = {
        "nodeId": "1",
        "title": "How we moor",
        "caption": "Notes on rope.",
        "canonical_url": "https://x.example/p/moor",
    }
    card = f'<div class="digest-post-embed" data-attrs="{escape(json.dumps(told))}"></div>'
    written = (
        '<div class="embedded-post-wrap"><a class="embedded-post" href="https://x.example/p/moor"><div '
        'class="embedded-post-header"><span>Rope weekly</span></div><div class="embedded-post-title">How we moor</div>'
        '<div class="embedded-post-body">Notes on rope.</div><div class="embedded-post-meta">2 likes</div></a></div>'
    )
    for widget in (card, written):
        assert _text(read, f"<p>As we said:</p>{widget}<p>It holds.</p>") == (
            "As we said:\n\nHow we moor\n\nNotes on rope.\n\nIt holds."
        )


def test_embedded_messages_give_their_text(read: Read) -> None:
    """A short message shown within a post is its author and its text."""
    told = {"url": "https://x.example/s/1", "full_text": "It docks!", "name": "The crew", "date": "2024"}
    widget = f'<div class="twitter-embed" data-attrs="{escape(json.dumps(told))}"></div>'
    assert _text(read, f"<p>They wrote:</p>{widget}") == "They wrote:\n\nThe crew\n\nIt docks!"


def test_pictures_give_what_they_show(read: Read) -> None:
    """A picture's text stands in its place and links nowhere; file names, logos and tracking pixels are left out."""
    body = (
        '<p>It works.</p><figure><a class="image-link" href="https://cdn.example/1.png"><img src="1.png" '
        'alt="A chart of dockings by week"></a><figcaption>Fig. 1</figcaption></figure>'
        '<p>Again <img class="emoji" alt="⛵" src="boat.svg"> and again.</p><img alt="IMG 2024 03.png" src="b.png">'
        '<img alt="Logo" src="c.png"><img alt="You have opened this mail" width="1" src="d.png">'
    )
    assert _text(read, body) == "It works.\n\nA chart of dockings by week\n\nFig. 1\n\nAgain ⛵ and again."
