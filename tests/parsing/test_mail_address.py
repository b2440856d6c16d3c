"""The address of a mail on the web is kept only where it is everybody's."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.parsing.conftest import Read


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        ("https://tea.example.org/12", "https://tea.example.org/12"),
        ("https://tea.example.org/browser?reader=0000", None),
        ("https://mailchi.mp/abc/tea-12?e=0123456789", "https://mailchi.mp/abc/tea-12"),
        ("https://us1.campaign-archive.com/?u=67bd&id=6c9d&e=01", "https://us1.campaign-archive.com/?u=67bd&id=6c9d"),
    ],
)
def test_view_in_browser_never_names_the_reader(read: Read, shown: str, kept: str | None) -> None:
    """A link whose query could name its reader is left out; archives that name the issue in it keep that much."""
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Tea 12: green", '"Tea" <tea@example.org>'
    mail.set_content(
        f'<p><a href="{shown}">View this email in your browser</a></p><h2>Green</h2><p>It is green.</p>'
        "<h2>Black</h2><p>It is not.</p>",
        subtype="html",
    )
    assert read(mail.as_bytes(), "/mail/3.eml").issues[0].head.url == kept
