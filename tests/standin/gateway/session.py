"""A gateway session, which outlives its connection, and the socket it speaks through."""

from __future__ import annotations

import json
import zlib
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from tests.standin.constants import Op
from tests.standin.objects import Json

_REPLAYED = 5000  # events kept for a RESUME


class Socket:
    """A gateway connection: compressed where the bot asks for zlib-stream, plain JSON otherwise."""

    def __init__(self, ws: web.WebSocketResponse, request: web.Request) -> None:
        self.ws = ws
        self.path = request.path
        self._request = request
        self._zlib = zlib.compressobj() if request.query.get("compress") == "zlib-stream" else None

    async def send(self, text: str) -> None:
        """Sends one payload; a connection that is gone takes it silently."""
        if self.ws.closed:
            return
        try:
            if self._zlib:
                await self.ws.send_bytes(self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH))
            else:
                await self.ws.send_str(text)
        except ConnectionError:
            pass

    async def control(self, op: Op, data: Json = None) -> None:
        """Sends a payload that is no event."""
        await self.send(json.dumps({"op": op, "d": data, "s": None, "t": None}))

    async def close(self, code: int, reason: str = "") -> None:
        """Ends the connection with a close code."""
        await self.ws.close(code=code, message=reason.encode())

    def abort(self) -> None:
        """Cuts the TCP connection."""
        if self._request.transport:
            self._request.transport.abort()


@dataclass
class Session:
    """One IDENTIFY and all that follows from it. `resumes` counts the events replayed at each RESUME."""

    id: str
    shard: int
    shards: int
    intents: int
    socket: Socket | None = None
    valid: bool = True
    seq: int = 0
    log: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=_REPLAYED))
    resumes: list[int] = field(default_factory=list)

    def serves(self, guild_id: str | None) -> bool:
        """Whether the guild's events (or, without a guild, those of direct messages) come to this shard."""
        return self.shard == (int(guild_id) >> 22) % self.shards if guild_id else self.shard == 0

    def record(self, event: str, data: Json) -> str:
        """Numbers an event and keeps it; its payload."""
        self.seq += 1
        text = json.dumps({"op": Op.DISPATCH, "t": event, "s": self.seq, "d": data})
        self.log.append((self.seq, text))
        return text

    def since(self, seq: int) -> list[str]:
        """The payloads of the events after that number."""
        return [text for number, text in self.log if number > seq]
