"""What cannot be read is refused by name, in words for a person; nothing else goes wrong."""

from __future__ import annotations

import base64
import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import DocumentError
from tests.letters import BOATS, BREAD, letter
from tests.parsing.conftest import Read


@pytest.mark.parametrize(
    ("body", "address", "media_type", "reason"),
    [
        (b" \n", "/a.txt", "text/plain", "empty"),
        (b"%PDF-1.4 \xff\xfe", "/a.pdf", "application/pdf", "format"),
        (b"PK\x03\x04" + b"\0" * 500, "/a.txt", "text/plain", "not text"),
        (b'{"a": 1}', "/a.json", "", "format"),
        (b"<div>" * 200_000 + b"x", "/a.html", "", "nested too deep"),
        (b"<a <a <a " * 20_000, "/a.html", "", "nested too deep"),
        (b"<p>" + b"<u>" * 400 + b"x", "/a.html", "", "nested too deep"),
        (b"> " * 20_000 + b"x", "/a.md", "", "no items"),
        (b"<html><body></body></html>", "/a.html", "", "no items"),
        (b"x" * (17 * 2**20), "/a.txt", "", "larger than"),
    ],
)
def test_documents_that_cannot_be_read(read: Read, body: bytes, address: str, media_type: str, reason: str) -> None:
    """Each is refused with its address and a plain reason."""
    with pytest.raises(DocumentError) as refused:
        read(body, address, media_type)
    assert refused.value.document == address
    assert reason in refused.value.reason


@pytest.mark.parametrize("charset", ["nobodys-own", "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("content", [b"!!!not base64 at all###", base64.b64encode(bytes(range(128, 255)))])
def test_a_mail_that_does_not_decode(read: Read, charset: str, content: bytes) -> None:
    """A mail whose bytes write no text, by whatever character set it claims, is refused and makes no issue."""
    head = f"Subject: Tea 12\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n"
    with pytest.raises(DocumentError, match="decoded"):
        read(head.encode() + b"Content-Transfer-Encoding: base64\n\n" + content, "/mail/bad.eml")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(read: Read, encoding: str) -> None:
    """Text in other encodings is read as it was written."""
    items = read(letter(4, [BOATS.replace("ferry", "naïve café"), BREAD]).encode(encoding)).issues[0].items
    assert "naïve café" in items[0].text


def test_a_broken_byte_does_not_spoil_the_rest(read: Read) -> None:
    """Text in UTF-8 stays so, though one byte of it is broken."""
    raw = letter(4, [BOATS.replace("ferry", "naïve café"), BREAD]).encode().replace(b"oven", b"ov\xffn")
    first, second = read(raw).issues[0].items
    assert "naïve café" in first.text
    assert "ov\ufffdn" in second.text


_LINES = (
    *("", "####", "Title:", "…tag…", "- one", "[Here]", "Read more: A (B).", "Read more:", "Sample Letter 3: x"),
    *(
        "# H",
        "**bold** text",
        "> q",
        "<b>x</b>",
        "[a](https://a.org)",
        "Tech Tales:",
        "Older messages",
        "</div>",
        "<li>",
    ),
    *("Things that inspired this story:", "Thanks for reading", "Subject: x", "---", "* * *"),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(_LINES),
        ),
        max_size=30,
    ),
    st.sampled_from((".txt", ".md", ".html", ".eml")),
)
def test_any_text_is_read_or_refused(read: Read, lines: list[str], suffix: str) -> None:
    """Whatever is written, the parts tile each item's text, or the document is refused by name."""
    try:
        parsed = read("\n".join(lines).encode("utf-8", errors="replace"), f"/any{suffix}")
    except DocumentError:
        return
    for issue in parsed.issues:
        assert [item.position for item in issue.items] == list(range(1, len(issue.items) + 1))
        for item in issue.items:
            assert item.title
            assert item.parts[0].start == 0
            assert item.parts[-1].end == len(item.text)
            for above, below in itertools.pairwise(item.parts):
                assert item.text[above.end : below.start] in ("\n", "\n\n")


@pytest.mark.parametrize(("day", "known"), [("2026-01-02", "2026-01-02"), ("2026-01-09", None), ("2099-12-31", None)])
def test_a_day_that_has_not_come_is_no_date(read: Read, day: str, known: str | None) -> None:
    """An issue that was read on the first of January is of the next day at most; a later day is left out as a slip."""
    page = f"<html><head><meta property='article:published_time' content='{day}'></head><body>{{}}</body></html>"
    for body, address in (
        (letter(4, [BOATS, BREAD]), f"/letters/{day}-boats.txt"),
        (page.format("<h2>Boats learn</h2><p>They dock in a storm.</p>"), "/letters/boats-4.html"),
    ):
        head = read(body, address).issues[0].head
        assert str(head.date) == str(known)
