"""Mailboxes: the mails in an ``.mbox`` file, each by itself (RFC 4155)."""

from __future__ import annotations

import hashlib
import mailbox
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from pathlib import Path

SUFFIX = ".mbox"


def mails(path: Path, largest: int) -> Iterator[tuple[str, bytes]]:
    """A name and the bytes of each mail in the file, one byte more than `largest` at most.

    The name stays the same whatever mails are put before it: it comes from the mail's own id, else from its content.
    """
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            with box.get_file(key) as file:
                body = file.read(largest + 1)
            identity = str(BytesHeaderParser().parsebytes(body).get("Message-ID", ""))
            yield f"{hashlib.blake2b(identity.encode(errors='replace') or body, digest_size=8).hexdigest()}.eml", body
    finally:
        box.close()
