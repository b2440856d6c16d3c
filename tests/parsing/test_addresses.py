"""Links lead where they say, and never tell who was sent them."""

from __future__ import annotations

import base64
import json

import pytest

from bot.parsing.addresses import true_address
from tests.parsing.conftest import Read


def _token(target: str) -> str:
    return base64.urlsafe_b64encode(json.dumps({"e": target, "u": 123}).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://arxiv.org/abs/1?utm_source=x&utm_medium=y", "https://arxiv.org/abs/1"),
        ("https://example.org/a?id=3&mc_cid=1&mc_eid=2#part", "https://example.org/a?id=3#part"),
        ("https://example.org/a?q=a+b&x=", "https://example.org/a?q=a+b&x="),
        ("/p/next", "https://letters.example.org/p/next"),
        ("https://open.substack.com/pub/x/p/y?r=1a&token=z", "https://open.substack.com/pub/x/p/y"),
        ("https://www.google.com/url?q=https://example.org/&sa=D", "https://example.org/"),
        ("https://tea.example.org/p/green?r=1a2b", "https://tea.example.org/p/green"),
        ("https://example.org/a?to=ada%40example.org&page=2", "https://example.org/a?page=2"),
        ("https://example.org/a#token=x1&part=2", "https://example.org/a#part=2"),
        ("https://example.org/human-preferences/", "https://example.org/human-preferences/"),
        ("https://example.org/viewing-maps-in-the-browser", "https://example.org/viewing-maps-in-the-browser"),
    ],
)
def test_public_addresses_are_kept_without_trackers(href: str, address: str) -> None:
    """What leads to a page is kept, less the parameters that only track; a relative address is completed."""
    assert true_address(href, "https://letters.example.org/p/this") == address


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "mailto:a@example.org",
        "data:text/html,x",
        "https://user:secret@example.org/",
        "https://substack.com/redirect/1b2c?j=eyJ1Ijoi",
        "https://x.us1.list-manage.com/track/click?u=1&id=2&e=3",
        "https://x.us1.list-manage.com/unsubscribe?u=1",
        "https://importai.substack.com/action/disable_email?token=x",
        "https://example.org/unsubscribe/abc",
        "https://example.org/unsub?u=1",
        "https://example.org/preferences?id=1",
        "https://example.org/view-in-browser/1a2b",
        "https://letters.createsend1.com/t/d-l-1a2b/",
        "https://letters.cmail20.com/t/d-l-1a2b/",
        "https://d1.hubspotlinks.com/Ctc/1a+113/2b",
        "https://sendfox.com/trk/click/1a/2b",
        "https://u1.ct.sendgrid.net/x/1a2b",
        "https://buttondown.com/c/1a2b",
        "https://urldefense.com/v3/__broken",
        "http://[broken",
        "nowhere",
    ],
)
def test_addresses_that_give_the_subscriber_away_are_dropped(href: str) -> None:
    """Redirects that do not decode, subscriptions, scripts and what is no address are not kept."""
    assert true_address(href) is None


@pytest.mark.parametrize(
    "name",
    [
        *("mkt_tok", "email", "subscriber_id", "midToken", "uuid", "rh_ref", "vero_id", "oly_enc_id", "_kx"),
        *("recipient-id", "ml_subscriber", "trkEmail", "user_email"),
    ],
)
def test_fields_that_name_a_reader_are_dropped(name: str) -> None:
    """Whatever a mail service calls the field by which it knows its reader, the rest of the address stays."""
    assert true_address(f"https://example.org/a?page=2&{name}=1a2b&q=a+b") == "https://example.org/a?page=2&q=a+b"


@pytest.mark.parametrize(
    ("href", "address"),
    [
        (
            "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fa%3Fe%3D1&data=05%7Cada",
            "https://example.org/a?e=1",
        ),
        (
            "https://urldefense.proofpoint.com/v2/url?u=https-3A__example.org_a-3Fpage-3D2&d=DwMF&c=x&r=reader",
            "https://example.org/a?page=2",
        ),
        ("https://urldefense.com/v3/__https://example.org/a*b**Cc__;IyErLSs!!x!y$", "https://example.org/a#b!+-+c"),
        ("https://urldefense.com/v3/__http:/example.org/a__;!!x!y$", "http://example.org/a"),
        ("https://x1.r.eu-west-1.awstrack.me/L0/https:%2F%2Fexample.org%2Fa/1/01020a/b=12", "https://example.org/a"),
        ("https://tracking.example.com/CL0/https:%2F%2Fexample.org%2Fa%3Fmc_eid=1/1/01a/b=12", "https://example.org/a"),
    ],
)
def test_guards_and_counters_that_hold_their_target_are_decoded(href: str, address: str) -> None:
    """What a mail program or service wrapped around an address is taken off again."""
    assert true_address(href) == address


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_addresses_written_in_the_text_name_no_reader(read: Read, suffix: str) -> None:
    """What names the reader is taken out of an address in text; the rest of it and of the sentence stay."""
    archive = "https://us1.campaign-archive.com/?u=67bd&id=6c9d"
    safe = "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.org%2Fboats&data=ada"
    story = (
        f"Boats dock: see {archive}&e=5ecre7, (https://mailchi.mp/x/tea?e=5ecre7) and "
        f"https://open.substack.com/pub/x/p/tea?r=5ecre7. Or {safe} (and https://x.cmail20.com/t/5ecre7) too."
    )
    text = read(f"<p>{story}</p>" if suffix == ".html" else story, f"/letters/tea{suffix}").issues[0].items[0].text
    assert text == (
        f"Boats dock: see {archive}, (https://mailchi.mp/x/tea) and "
        "https://open.substack.com/pub/x/p/tea. Or https://example.org/boats (and) too."
    )


def test_a_redirect_that_holds_its_target_is_decoded() -> None:
    """Substack's token gives the target, itself without trackers; a target that is private is dropped too."""
    prefix = "https://substack.com/redirect/2/"
    assert true_address(f"{prefix}{_token('https://example.org/x?utm_source=s')}.sig") == "https://example.org/x"
    assert true_address(f"{prefix}head.{_token('https://example.org/x')}.sig") == "https://example.org/x"
    assert true_address(f"{prefix}{_token('https://a.substack.com/action/disable_email?token=t')}.sig") is None
    assert true_address(f"{prefix}broken") is None
