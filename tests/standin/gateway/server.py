"""The gateway's side of a connection: HELLO, heartbeats, IDENTIFY, RESUME, and the limits on what a bot sends."""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable

from aiohttp import WSMsgType, web

from tests.standin.constants import MIB, PRIVILEGED, Intent, Op
from tests.standin.gateway.events import Events
from tests.standin.gateway.session import Session, Socket
from tests.standin.objects import Obj, loads


class Connection:
    """One connection of the bot: its socket, its session once it has one, when it sent what."""

    def __init__(self, socket: Socket) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._sent: deque[float] = deque()

    def breach(self, size: int) -> tuple[int, str] | None:
        """Counts a payload of `size` characters; the close code and the reason where it breaks a limit."""
        now = time.perf_counter()
        self._sent.append(now)
        while now - self._sent[0] > 60:
            self._sent.popleft()
        if len(self._sent) > 120:
            return 4008, "over 120 gateway events in 60 s"
        return (4002, "gateway event over 4096 bytes") if size > 4096 else None


class Gateway(Events):
    """Serves gateway connections."""

    def __init__(self) -> None:
        super().__init__()
        self.heartbeat_interval = 41.25  # seconds
        self.privileged_intents: int = PRIVILEGED  # those the application may use
        self.ack_heartbeats = True
        self.refuse_gateway = 0  # the next N gateway connections get HTTP 503
        self.refuse_resumes = 0  # the next N RESUMEs get INVALID_SESSION (not resumable)
        self._ops: dict[int, Callable[[Connection, Obj], Awaitable[None]]] = {
            Op.HEARTBEAT: self._heartbeat,
            Op.IDENTIFY: self._identify,
            Op.PRESENCE: self._presence,
            Op.RESUME: self._resume,
            Op.REQUEST_MEMBERS: self._request_members,
        }

    @property
    def gateway_url(self) -> str:
        """Where bots connect."""
        return f"ws://127.0.0.1:{self.port}"

    def bot_itself(self) -> Obj:
        """The bot's user as the bot is told it."""
        return Obj(self.bot_user, verified=True, mfa_enabled=False, locale="en-US", email=None)

    async def serve_gateway(self, request: web.Request) -> web.StreamResponse:
        """Serves one connection until it ends."""
        if self.refuse_gateway > 0:
            self.refuse_gateway -= 1
            return web.Response(status=503)
        ws = web.WebSocketResponse(max_msg_size=MIB)
        await ws.prepare(request)
        connection = Connection(Socket(ws, request))
        self.log_gateway(f"CONNECT {request.path_qs}")
        await connection.socket.control(Op.HELLO, {"heartbeat_interval": self.heartbeat_interval * 1000})
        try:
            while await self._receive(ws, connection):
                pass
        finally:
            self._closed(ws.close_code, connection)
        return ws

    async def _receive(self, ws: web.WebSocketResponse, connection: Connection) -> bool:
        """Takes one payload; whether there may be more."""
        try:
            received = await ws.receive(timeout=self.heartbeat_interval * 2 + 1)
        except TimeoutError:
            self.violation("the bot stopped sending heartbeats")
            await connection.socket.close(4000)
            return False
        if received.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return False
        breach = connection.breach(len(received.data))
        if breach:
            code, reason = breach
            self.violation(reason)
            await connection.socket.close(code)
            return False
        payload = loads(received.data)
        if payload.op in self._ops:
            await self._ops[payload.op](connection, payload.d)
        elif payload.op != Op.VOICE:
            await connection.socket.close(4001)
        return True

    def _closed(self, code: int | None, connection: Connection) -> None:
        self.log_gateway(f"CLOSED {code}")
        session = connection.session
        if session and session.socket is connection.socket:
            session.socket = None
            if code in (1000, 1001):
                session.valid = False

    async def _heartbeat(self, connection: Connection, _: Obj) -> None:
        self.heartbeats.append(time.perf_counter())
        if self.ack_heartbeats:
            await connection.socket.control(Op.HEARTBEAT_ACK)

    async def _presence(self, _: Connection, data: Obj) -> None:
        self.presence = data

    async def _identify(self, connection: Connection, data: Obj) -> None:
        self.log_gateway("IDENTIFY")
        self.identifies.append((time.perf_counter(), data))
        if data.token != self.token:
            await connection.socket.close(4004, "Authentication failed.")
        elif connection.session:
            await connection.socket.close(4005, "Already authenticated.")
        elif data.intents & PRIVILEGED & ~self.privileged_intents:
            await connection.socket.close(4014, "Disallowed intent(s).")
        else:
            await self._begin(connection, data)

    async def _begin(self, connection: Connection, data: Obj) -> None:
        """Opens a session beside those that there are: Discord keeps several of one shard, and each gets its events."""
        shard, shards = data.shard or (0, 1)
        session = Session(secrets.token_hex(16), shard, shards, data.intents, connection.socket)
        self.sessions.append(session)
        connection.session = session
        guilds = [guild for guild in self.guilds.values() if session.serves(guild.id) and self.has_bot(guild)]
        await self.emit(session, "READY", self._ready(session, guilds))
        for guild in guilds if session.intents & Intent.GUILDS else []:
            event = Obj(guild)
            if not session.intents & Intent.MEMBERS:
                event.members = [member for member in guild.members if member.user.id == self.app_id]
            await self.emit(session, "GUILD_CREATE", event)
        self.log_gateway("READY")

    def _ready(self, session: Session, guilds: list[Obj]) -> Obj:
        return Obj(
            v=10,
            user=self.bot_itself(),
            guilds=[{"id": guild.id, "unavailable": True} for guild in guilds],
            session_id=session.id,
            resume_gateway_url=f"{self.gateway_url}/resume",
            shard=[session.shard, session.shards],
            private_channels=[],
            relationships=[],
            application={"id": self.app_id, "flags": 1 << 19},
            user_settings={},
            session_type="normal",
            _trace=["stand-in"],
        )

    async def _resume(self, connection: Connection, data: Obj) -> None:
        self.log_gateway("RESUME")
        session = next((each for each in self.sessions if each.id == data.session_id and each.valid), None)
        if session is None or data.token != self.token or self.refuse_resumes > 0:
            self.refuse_resumes = max(0, self.refuse_resumes - 1)
            await connection.socket.control(Op.INVALID_SESSION, data=False)
            return
        if not connection.socket.path.startswith("/resume"):
            self.violation("RESUME on another URL than resume_gateway_url")
        session.socket = connection.socket
        connection.session = session
        missed = session.since(data.seq)
        session.resumes.append(len(missed))
        for text in missed:
            await connection.socket.send(text)
        self.log_gateway("RESUMED")
        await self.emit(session, "RESUMED", {})

    async def _request_members(self, connection: Connection, data: Obj) -> None:
        if connection.session is None:
            await connection.socket.close(4003, "Not authenticated.")
            return
        guild = self.guilds[str(data.guild_id)]
        named = set(map(str, data.user_ids or ()))
        wanted = [
            member
            for member in guild.members
            if (not named or member.user.id in named) and member.user.username.startswith(data.query or "")
        ]
        chunk = Obj(guild_id=guild.id, members=wanted, chunk_index=0, chunk_count=1, not_found=[], nonce=data.nonce)
        await self.emit(connection.session, "GUILD_MEMBERS_CHUNK", chunk)
