"""A stand-in for Discord (REST v10 and Gateway v10 on 127.0.0.1) that drives an unmodified bot process end to end.

    async with FakeDiscord() as discord:
        bot = await discord.launch([sys.executable, "bot.py"])
        await discord.wait_ready()
        await discord.wait_synced()
        answer = await discord.slash("ask", {"question": "why?"})
        assert answer.acked and answer.text == "because" and answer.ms < 500
        discord.assert_clean()

Tests see the world as a person does: `slash`, `autocomplete`, `click`, `select`, `modal_submit`, `context_menu`,
`mention`, `say`. What no Discord client would let a person do raises CannotDo (`force=True` sends it all the same).
What Discord would refuse is refused with its error JSON and put into `discord.violations`.
"""

from tests.standin.errors import ApiError, CannotDo
from tests.standin.fake_discord import FakeDiscord
from tests.standin.faults import Fault
from tests.standin.objects import Obj, visible_text, walk
from tests.standin.process import BotProcess
from tests.standin.rest.routes import route
from tests.standin.watched import Call, Exchange, Interaction, percentile

__all__ = [
    "ApiError",
    "BotProcess",
    "Call",
    "CannotDo",
    "Exchange",
    "FakeDiscord",
    "Fault",
    "Interaction",
    "Obj",
    "percentile",
    "route",
    "visible_text",
    "walk",
]
