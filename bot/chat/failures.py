"""The one place where errors of commands and buttons end: what a member reads of them, and what the log says."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
import discord

from bot.cards import Tone, notice_card
from bot.chat.view import send
from bot.errors import BackIssueError, OperatorError

_log = logging.getLogger(__name__)

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
# What comes of calling Discord. Other errors of the system, such as a full disk, are faults of ours
UNREACHABLE = (discord.HTTPException, aiohttp.ClientError, ConnectionError)
_BROKEN = "Something went wrong here, and the bot's operator can read what in its log. Please try again in a minute."


async def tell(interaction: discord.Interaction[Any], cause: BaseException, name: str) -> None:
    """Says the sentence of an error of ours; logs what Discord refused, and every fault with its traceback.

    `name` is what failed, as the beginning of a sentence in the log.
    """
    if isinstance(cause, BackIssueError):
        await _say(interaction, sentence_of(cause, name), name)
    elif isinstance(cause, UNREACHABLE) or interaction.client.is_closed():
        _log.warning("The answer to %s was lost: %s", name, _reason(cause))
    else:
        _log.error("%s failed.", name, exc_info=cause)
        await _say(interaction, _BROKEN, name)


def sentence_of(error: BackIssueError, name: str) -> str:
    """What a member reads of it. Where that leaves out files and addresses, the log has them."""
    if isinstance(error, OperatorError):
        _log.error("%s failed. %s", name, error)
        return error.told
    return str(error)


async def _say(interaction: discord.Interaction[Any], sentence: str, name: str) -> None:
    card = notice_card(sentence, Tone.TROUBLE)
    try:
        await send(interaction, card, ephemeral=True)
    except UNREACHABLE as refusal:
        _log.warning("The answer to %s was lost: %s", name, _reason(refusal))


def _reason(cause: BaseException | None) -> str:
    if isinstance(cause, discord.HTTPException) and cause.code == _UNKNOWN_INTERACTION:
        return "the interaction had expired."
    if isinstance(cause, discord.HTTPException) and cause.code == _ALREADY_ACKNOWLEDGED:
        return "the interaction had been answered already."
    return f"{type(cause).__name__}: {cause}"
