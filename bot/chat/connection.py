"""Staying connected to Discord: tries again what may pass, and says in a sentence what never will."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable

import aiohttp
import discord

from bot.chat.client import BackIssueBot
from bot.errors import BackIssueError, SettingError

_log = logging.getLogger(__name__)

FIRST_DELAY = 1.0  # seconds until a failed connection is tried again; it doubles
LONGEST_DELAY = 300.0
CLOSING = 3.0  # seconds that a closing connection is given; hosts kill after five
_BAD_TOKEN = 4004  # a close code of the gateway

_BOT_PAGE = "the Bot page of your application at https://discord.com/developers/applications"
_TOKEN_REFUSED = f"Discord does not accept the token in DISCORD_TOKEN: copy it again from {_BOT_PAGE}."


async def stay_connected(new_bot: Callable[[], BackIssueBot], token: str) -> None:
    """Connects a new bot, again and again while Discord cannot be reached, waiting longer each time.

    Once the gateway was reached discord.py reconnects by itself, but for an event that it cannot read. Raises
    SettingError where Discord refuses the token or the intents, BackIssueError where it refuses the bot for another
    reason; neither is tried again.
    """
    if not token.isascii() or token.split() != [token]:
        raise SettingError(_TOKEN_REFUSED)  # it could not even be sent
    delay = FIRST_DELAY
    while True:
        bot = new_bot()
        try:
            await bot.start(token)
        except Exception as error:
            if refusal := _refusal(error):
                raise refusal from error
            if not _may_pass(error, bot):
                raise
            pause = delay * random.uniform(0.5, 1.0)  # noqa: S311  (spreads reconnections, guards nothing)
            _tell(error, pause, expected=_is_outage(error, bot))
        else:
            return
        finally:
            await _close(bot)
        await asyncio.sleep(pause)
        delay = min(2 * delay, LONGEST_DELAY)


def _refusal(error: Exception) -> BackIssueError | None:
    """What the operator has to do about a refusal for good, or None where it was none."""
    if isinstance(error, discord.LoginFailure) or _close_code(error) == _BAD_TOKEN:
        return SettingError(_TOKEN_REFUSED)
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return SettingError(f"Discord does not allow this bot the intents it asks for: look at {_BOT_PAGE}.")
    if isinstance(error, discord.ConnectionClosed):
        return BackIssueError(f"Discord closed the connection for good, with code {error.code}.")
    if isinstance(error, discord.HTTPException) and not _is_passing_status(error.status):
        return BackIssueError(f"Discord refused the bot: {error}.")
    return None


def _close_code(error: Exception) -> int | None:
    return error.code if isinstance(error, discord.ConnectionClosed) else None


def _is_passing_status(status: int) -> bool:
    return status == 429 or status >= 500


def _may_pass(error: Exception, bot: BackIssueBot) -> bool:
    """Whether a new connection may help: after an outage, or an event that discord.py could not read."""
    return _is_outage(error, bot) or bot.ws is not None


def _is_outage(error: Exception, bot: BackIssueBot) -> bool:
    """Whether Discord, or the way to it, is out of order."""
    if isinstance(error, AttributeError):  # discord.py 2.7 trips over itself when its first gateway connection fails
        return bot.ws is None
    return isinstance(error, (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError))


def _tell(error: Exception, pause: float, *, expected: bool) -> None:
    if expected:
        reason = f"{type(error).__name__}: {error}"
        _log.warning("Discord cannot be reached; trying again in %.1f s. (%s)", pause, reason)
    else:
        _log.error("Discord sent what could not be read; connecting anew in %.1f s.", pause, exc_info=error)


async def _close(bot: BackIssueBot) -> None:
    try:
        async with asyncio.timeout(CLOSING):
            await bot.close()
    except TimeoutError:
        _log.warning("Discord did not take leave within %.0f s.", CLOSING)
