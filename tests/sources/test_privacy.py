"""What names a subscriber is neither kept nor told, and links lead where they say."""

from __future__ import annotations

import base64
import datetime as dt
import json
import mailbox
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.cards.lines import source
from bot.intake.writer import Intake
from bot.model import Document, Parsed
from bot.parsing import parse
from bot.parsing.privacy import without_reader
from bot.profile import Profiles
from bot.settings import Settings
from bot.sources import disk

SECRET = "c0ffee5ub5cr1ber"  # stands in every private place, followed by the mail's number
TRUE = "https://arxiv.org/abs/2401.00001"

Read = Callable[[Document], Parsed]


@pytest.fixture
def read(profiles: Profiles) -> Read:
    """Reads a document."""
    return lambda document: parse(document, profiles)


def _document(body: str | bytes, media_type: str = "text/html") -> Document:
    raw = body.encode() if isinstance(body, str) else body
    return Document("/letters/letter", media_type, raw, dt.datetime(2024, 1, 1, tzinfo=dt.UTC))


def _redirect(target: str, reader: str) -> str:
    """A link as Substack sends it: the target and the reader's id in a token."""
    told = base64.urlsafe_b64encode(json.dumps({"e": target, "u": reader, "p": 1}).encode()).decode().rstrip("=")
    return f"https://substack.com/redirect/2/{told}.{base64.urlsafe_b64encode(reader.encode()).decode().rstrip('=')}"


def _private(reader: str) -> list[str]:
    """Links that mail services put into what they send, each with the reader's id."""
    return [
        f"https://substack.com/redirect/5a1b2c3d-0000-1111-2222-333344445555?j={reader}",
        f"https://example.us13.list-manage.com/track/click?u=67bd&id=6c9d&e={reader}",
        f"https://example.us13.list-manage.com/unsubscribe?u=67bd&id=6c9d&e={reader}",
        f"https://email.mg2.substack.com/c/eJx{reader}eJx{reader}eJx{reader}",
        f"https://harbour.substack.com/action/disable_email?token={reader}",
        f"https://click.convertkit-mail2.com/{reader}/abc",
        _redirect(f"https://harbour.substack.com/action/disable_email?token={reader}", reader),
    ]


def _mail(number: int) -> EmailMessage:
    """A mail as a subscriber gets it: three true stories, and tracking wherever it can stand."""
    reader = f"{SECRET}{number}"
    address = f"{reader}@reader.example"
    stories = "".join(
        f"<p><strong>Boat {number}-{story} docks by itself:</strong><br><em>…A line about it…</em><br>It saw "
        f"{number} hours of video.<br><b>Read more:</b> <a href='{_redirect(TRUE, reader)}'>The paper</a>.</p>"
        f"<p>{'#' * 40}</p>"
        for story in range(3)
    )
    hidden = "".join(f"<p>More <a href='{link.replace('&', '&amp;')}'>here</a></p>" for link in _private(reader))
    mail = EmailMessage()
    mail["Subject"] = f"Harbour Letter {number}: boats of the week"
    mail["From"] = "Harbour Letter <harbour@example.org>"
    mail["To"] = f"A Reader <{address}>"
    mail["Date"] = "Mon, 05 Feb 2024 10:00:00 +0000"
    mail["List-ID"] = "Harbour Letter <harbour.example.org>"
    mail["List-Unsubscribe"] = (
        f"<https://example.us13.list-manage.com/unsubscribe?e={reader}>, <mailto:{reader}@x.example>"
    )
    mail["X-Mailgun-Variables"] = json.dumps({"subscriber": reader})
    mail["Message-ID"] = f"<{number}.{reader}@mg2.substack.com>"
    mail["Reply-To"] = f"reply+{reader}@mg2.substack.com"
    mail.set_content(
        f"Boat {number} docks.\n\nRead more ( {_private(reader)[3]} )\n\nUnsubscribe {_private(reader)[2]}\n"
    )
    mail.add_alternative(
        f"<html><body>{stories}{hidden}<p>Thanks for reading!</p><p>Sent to {address}</p>"
        f"<img src='https://example.us13.list-manage.com/track/open.php?u=67bd&amp;e={reader}' width=1></body></html>",
        subtype="html",
    )
    return mail


@pytest.mark.parametrize("mails", [50, pytest.param(500, marks=pytest.mark.slow)])
async def test_nothing_of_many_subscribers_is_kept(
    intake: Intake, settings: Settings, tmp_path: Path, mails: int
) -> None:
    """Mails full of tracking leave no id of a reader in the database or the index, and every true link."""
    box = mailbox.mbox(tmp_path / "letters.mbox")
    for number in range(1, mails + 1):
        box.add(_mail(number).as_bytes())
    box.close()
    changes = await intake.ingest([tmp_path / "letters.mbox"])
    assert (changes.totals.issues, changes.failed) == (mails, ())
    for bytes_kept in _all_kept(settings):
        assert SECRET.encode() not in bytes_kept
        assert b"/redirect/" not in bytes_kept
    stored = await intake.store.issues()
    links = [link for kept in stored for item in kept.issue.items for link in item.links]
    assert [link.url for link in links if link.label == "The paper"] == [TRUE] * 3 * mails
    assert {link.url for link in links} <= {TRUE, None}


def _all_kept(settings: Settings) -> list[bytes]:
    """All that lies in the data folder, documents unpacked."""
    files = [path.read_bytes() for path in settings.data.rglob("*") if path.is_file()]
    assert len(files) > 1
    return [*_versions(settings), *files]


def _versions(settings: Settings) -> list[bytes]:
    """Every version of a document in the database, unpacked."""
    with closing(sqlite3.connect(settings.database)) as connection:
        return [zlib.decompress(body) for (body,) in connection.execute("SELECT body FROM document_versions")]


async def test_the_same_mails_again_change_nothing(intake: Intake, settings: Settings, tmp_path: Path) -> None:
    """What is kept differs from what came, and yet the same mails are known when they come again."""
    path = tmp_path / "letter.eml"
    path.write_bytes(_mail(1).as_bytes())
    assert (await intake.ingest([path])).issues_added == 1
    again = await intake.ingest([path])
    assert (again.issues_added, again.issues_updated, again.issues_unchanged) == (0, 0, 1)
    await intake.reindex()
    assert len(_versions(settings)) == 1


def test_what_is_read_stays_the_same(read: Read) -> None:
    """A document without its reader reads like the one that came, in whatever format and encoding."""
    mail = _document(_mail(7).as_bytes(), "message/rfc822")
    assert read(without_reader(mail)) == read(mail)
    for encoding in ("utf-8", "cp1252", "utf-16"):
        html = "<html><body><h2>Café “Öl”</h2><p>One <a href='https://x.example/?utm_source=a'>there</a>.</p></body></html>"
        page = _document(f"{html}".encode(encoding))
        assert read(without_reader(page)) == read(page)


def test_all_documents_at_hand_read_the_same(read: Read, seeds: Path) -> None:
    """The sample archive reads the same without its readers, and once is enough."""
    for file, folder in disk.folders([seeds]):
        for document in disk.documents(file, folder):
            assert isinstance(document, Document)
            kept = without_reader(document)
            assert read(kept) == read(document)
            assert without_reader(kept) == kept


def test_links_in_running_text_and_markdown_are_cleaned_too() -> None:
    """Private addresses written out are dropped, their labels stay links to nowhere, and public ones are untouched."""
    private = _private("reader1")[1]
    cleaned = without_reader(
        _document(f"# A\n\n[Here]({private}), {private}, [there]({TRUE}), {TRUE}.\n", "text/markdown")
    )
    assert cleaned.body.decode() == f"# A\n\n[Here](about:blank), , [there]({TRUE}), {TRUE}.\n"
    plain = without_reader(_document(f"A\nRead more: The paper ({private}).\nOr {TRUE}\n", "text/plain"))
    assert plain.body.decode() == f"A\nRead more: The paper.\nOr {TRUE}\n"


HOSTILE = {
    "javascript:alert(1)": None,
    "JaVaScRiPt:alert(1)": None,
    "java\tscript:alert(1)": None,
    "data:text/html,<b>x</b>": None,
    "vbscript:x": None,
    "https://arxiv.org@evil.example/abs/1": None,
    "https://evil.example/https://arxiv.org/abs/1": "evil.example",
    "https://аrxiv.org/abs/1": "xn--rxiv-43d.org",  # its first letter is Cyrillic
    "https://arxiv.org.evil.example/": "arxiv.org.evil.example",
    "https://evil.example/#arxiv.org": "evil.example",
}


@pytest.mark.parametrize("href", HOSTILE)
def test_links_show_their_true_host_or_are_dropped(read: Read, href: str) -> None:
    """A label that is another address stands beside the true host; what is no address of the web is no link."""
    host = HOSTILE[href]
    html = (
        "<html><head><meta property='og:site_name' content='Harbour Letter'></head><body>"
        "<h2>A boat docks</h2><p>It does so by itself, and has for years.</p>"
        f"<p><b>Read more:</b> <a href='{href}'>https://arxiv.org/abs/1</a> (arXiv).</p></body></html>"
    )
    for document in (_document(html), without_reader(_document(html))):
        (item,) = read(document).issues[0].items
        shown = "".join(source(link) for link in item.links)
        if host is None:
            assert "](<" not in shown
        else:
            assert f"· {host}" in shown
            assert f"](<https://{host}/" in shown
