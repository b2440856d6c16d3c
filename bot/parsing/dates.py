"""Dates as people and machines write them -> days. Knows nothing of newsletters."""

from __future__ import annotations

import datetime as dt
import re

from dateutil import parser

_FULL = re.compile(r"\d{4}.*\d|\d.*\d{4}|[a-z]{3}.*\d", re.IGNORECASE)
_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(\d\d)[-/_]?(\d\d)(?!\d)")


def written_date(text: str) -> dt.date | None:
    """The day that `text` writes, such as ``Monday, October 31, 2022``, or None."""
    if not _FULL.search(text) or not re.search(r"\d{4}", text):
        return None
    try:
        return parser.parse(text).date()
    except (ValueError, OverflowError):
        return None


def date_in_path(address: str) -> dt.date | None:
    """The day in an address or file name, such as ``/2022/10/31/`` or ``2022-10-31-title.md``, or None."""
    found = _IN_PATH.search(address)
    if not found:
        return None
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError:
        return None
