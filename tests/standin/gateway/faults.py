"""Faults of Discord's gateway, as tests order them: dropped, stalled and refused connections, lost sessions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.standin.constants import Op
from tests.standin.gateway.server import Gateway
from tests.standin.objects import Json

# close codes after which a session cannot be resumed: a bad sequence, a session timed out, and those that forbid
# reconnecting
_ENDS_SESSION = frozenset({4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014})


class GatewayFaults(Gateway):
    """A gateway that fails on demand. See also the attributes ack_heartbeats, refuse_gateway and refuse_resumes."""

    async def drop(self, code: int = 1006) -> None:
        """Drops the connections: 1006 cuts the TCP connection, others are sent as close codes.

        4007, 4009 and the codes that forbid reconnecting also end the session, as they do at Discord.
        """
        for session in self.connected:
            socket, session.socket = session.socket, None
            if code in _ENDS_SESSION:
                session.valid = False
            if socket and code == 1006:
                socket.abort()
            elif socket:
                await socket.close(code)

    async def send_reconnect(self) -> None:
        """Asks the bot to reconnect and resume."""
        await self._control(Op.RECONNECT)

    async def invalidate_session(self, *, resumable: bool = False) -> None:
        """Tells the bot that its session is invalid; unless `resumable` it is."""
        sessions = self.connected
        await self._control(Op.INVALID_SESSION, resumable)
        for session in [] if resumable else sessions:
            session.valid = False

    async def request_heartbeat(self) -> None:
        """Asks the bot for a heartbeat at once."""
        await self._control(Op.HEARTBEAT)

    @asynccontextmanager
    async def stalled(self) -> AsyncIterator[None]:
        """While inside, the gateway stays open but delivers no events; afterwards it delivers them all."""
        marks = {session.id: session.seq for session in self.sessions}
        self._stalled = True
        try:
            yield
        finally:
            self._stalled = False
            for session in self.connected:
                for text in session.since(marks.get(session.id, 0)):
                    if session.socket:
                        await session.socket.send(text)

    async def _control(self, op: Op, data: Json = None) -> None:
        for session in self.connected:
            if session.socket:
                await session.socket.control(op, data)
