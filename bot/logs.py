"""The operator's log: a line an event on stderr, with its time, and never a token in it."""

from __future__ import annotations

import logging
import re
import sys

import aiohttp
import discord

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
# Interactions are answered at addresses that hold their token, and events hold it as a field
_IN_ADDRESS = re.compile(r"(/(?:interactions|webhooks)/\d+/)[^/?\s'\"]+")
_IN_FIELD = re.compile(r"(['\"](?:token|authorization)['\"]\s*:\s*)['\"][^'\"]*['\"]", re.IGNORECASE)
_HIDDEN = "[hidden]"


class _Discreet(logging.Formatter):
    """Formats a record, its traceback included, on which no secret is left; the message itself is one line."""

    def __init__(self, secret: str) -> None:
        super().__init__(_FORMAT)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace(self._secret, _HIDDEN)
        return _IN_FIELD.sub(rf"\1{_HIDDEN}", _IN_ADDRESS.sub(rf"\1{_HIDDEN}", text))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (logging's own name)
        return super().formatMessage(record).replace("\n", " ⏎ ")


def _everyday(record: logging.LogRecord) -> bool:
    """What the network or Discord refused is an everyday event: a warning of one line, without who was concerned.

    discord.py logs it as a fault with its traceback, and a failed autocompletion with the member's id.
    """
    error = record.exc_info[1] if record.exc_info else None
    is_of_network = isinstance(error, OSError) and record.name.startswith("discord.")
    if is_of_network or isinstance(error, (discord.HTTPException, aiohttp.ClientError, ConnectionError)):
        is_offer = record.name == "discord.app_commands.tree"
        event = "Nothing could be offered while a member typed" if is_offer else record.getMessage()
        record.msg, record.args, record.exc_info = f"{event} ({type(error).__name__}: {error})", (), None
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
    return True


def configure(level: str, secret: str) -> None:
    """Logs what has at least this level (``DEBUG`` to ``ERROR``) to stderr; `secret`, not empty, never stands in it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet(secret))
    handler.addFilter(_everyday)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # At DEBUG these two print whole gateway events and answers: what members write, and who they are
    for name in ("discord.gateway", "discord.http"):
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))
