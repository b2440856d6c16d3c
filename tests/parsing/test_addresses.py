"""Links lead where they say, and never tell who was sent them."""

from __future__ import annotations

import base64
import json

import pytest

from bot.parsing.addresses import true_address


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
        "http://[broken",
        "nowhere",
    ],
)
def test_addresses_that_give_the_subscriber_away_are_dropped(href: str) -> None:
    """Redirects that do not decode, subscriptions, scripts and what is no address are not kept."""
    assert true_address(href) is None


def test_a_redirect_that_holds_its_target_is_decoded() -> None:
    """Substack's token gives the target, itself without trackers; a target that is private is dropped too."""
    prefix = "https://substack.com/redirect/2/"
    assert true_address(f"{prefix}{_token('https://example.org/x?utm_source=s')}.sig") == "https://example.org/x"
    assert true_address(f"{prefix}head.{_token('https://example.org/x')}.sig") == "https://example.org/x"
    assert true_address(f"{prefix}{_token('https://a.substack.com/action/disable_email?token=t')}.sig") is None
    assert true_address(f"{prefix}broken") is None
