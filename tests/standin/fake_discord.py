"""The whole stand-in: it runs the server and the bot's process, and waits for them."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.standin.constants import MIB, PRIVILEGED
from tests.standin.people.chat import ChatPeople
from tests.standin.people.commands import CommandPeople
from tests.standin.people.components import ComponentPeople
from tests.standin.process import BotProcess
from tests.standin.record import OPENAPI
from tests.standin.rest.application import ApplicationRoutes
from tests.standin.rest.limits import OBSERVED, RateLimits
from tests.standin.waiting import holds_before

_LARGEST_REQUEST = 26 * MIB


class FakeDiscord(CommandPeople, ComponentPeople, ChatPeople, ApplicationRoutes):
    """A Discord on 127.0.0.1, open while inside `async with`.

    `ack_deadline`, `heartbeat_interval` and `token_lifetime` are in seconds, `rate_limits` like limits.Limit,
    `global_limit` in calls a second; None lifts a limit, and with `openapi=None` no schema is checked.
    """

    def __init__(
        self,
        *,
        token: str | None = None,
        heartbeat_interval: float = 41.25,
        ack_deadline: float = 3.0,
        token_lifetime: float = 900.0,
        privileged_intents: int = PRIVILEGED,
        openapi: Path | None = OPENAPI,
        rate_limits: Iterable[tuple[str, str, int, float]] | None = OBSERVED,
        global_limit: int | None = 50,
    ) -> None:
        super().__init__()
        self.token = token or self.token
        self.heartbeat_interval = heartbeat_interval
        self.ack_deadline = ack_deadline
        self.token_lifetime = token_lifetime
        self.privileged_intents = privileged_intents
        self.openapi_path = openapi
        self.rate_limits = RateLimits(rate_limits or (), global_limit)
        self._processes: list[BotProcess] = []

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """The base of the REST API."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def env(self) -> dict[str, str]:
        """What a bot's environment needs to find this stand-in."""
        return {"DISCORD_TOKEN": self.token, "DISCORD_API_URL": self.api_url}

    async def start(self) -> None:
        """Listens on a free port."""
        app = web.Application(client_max_size=_LARGEST_REQUEST)
        app.router.add_get("/attachments/{channel}/{id}/{name}", self.serve_file)
        app.router.add_route("*", "/{tail:.*}", self.serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await self._listen()

    async def stop(self) -> None:
        """Ends the bots, the connections and the server."""
        for process in self._processes:
            await process.stop()
        await self.stop_tasks()
        self._abort_connections()
        await self._runner.cleanup()

    @asynccontextmanager
    async def outage(self) -> AsyncIterator[None]:
        """While inside, nothing listens: REST and gateway refuse connections."""
        await self._site.stop()
        self._abort_connections()
        try:
            yield
        finally:
            await self._listen()

    async def launch(
        self,
        argv: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: str | os.PathLike[str] | None = None,
    ) -> BotProcess:
        """Starts the bot in this process's environment and that of `env`, pointed at this stand-in."""
        process = await BotProcess.start(argv, {**os.environ, **self.env, **(env or {})}, cwd)
        self._processes.append(process)
        return process

    def wait_ready(self, timeout: float = 60, *, after: float = 0) -> Coroutine[Any, Any, None]:
        """Until a bot has IDENTIFYed (after that perf_counter time) and READY and its guilds were sent.

        Raises TimeoutError after `timeout` seconds, RuntimeError with its output if the bot has ended.
        """

        def is_ready() -> bool:
            ready = any(what == "READY" and at > after for at, what in self.gateway_log)
            return ready and bool(self.connected)

        return self.poll(is_ready, timeout, self._why_not_ready)

    def wait_synced(
        self, timeout: float = 60, *, names: Iterable[str] = (), quiet: float = 0.1
    ) -> Coroutine[Any, Any, None]:
        """Until commands are registered (those `names` at least) and none has been written for `quiet` seconds."""
        wanted = set(names)

        def is_synced() -> bool:
            if not self.commands or self.commands_written_at is None:
                return False
            return wanted <= self._command_names() and time.perf_counter() - self.commands_written_at >= quiet

        return self.poll(is_synced, timeout, lambda: f"commands registered: {sorted(self._command_names())}")

    def poll(
        self, predicate: Callable[[], object], timeout: float, why: Callable[[], str]
    ) -> Coroutine[Any, Any, None]:
        """Until `predicate` holds. Raises TimeoutError with `why()`, RuntimeError if the bot has ended meanwhile."""
        return self._poll(predicate, time.perf_counter() + timeout, why)

    async def _poll(self, predicate: Callable[[], object], deadline: float, why: Callable[[], str]) -> None:
        await holds_before(deadline, lambda: predicate() or self._has_ended())
        if predicate():
            return
        if self._has_ended():
            last = self._processes[-1]
            raise RuntimeError(f"{why()}\nthe bot exited with {last.returncode}:\n{last.output[-3000:]}")
        raise TimeoutError(why())

    def _has_ended(self) -> bool:
        return bool(self._processes) and all(process.returncode is not None for process in self._processes)

    def _why_not_ready(self) -> str:
        if not self.calls:
            return "the bot made no REST call: does it use DISCORD_API_URL?"
        if not self.gateway_log:
            return "the bot used REST but never opened the gateway whose address GET /gateway/bot gives"
        return f"no READY; the gateway saw {self.gateway_log[-5:]}"

    def _command_names(self) -> set[str]:
        return {name for _, _, name in self.commands}

    async def _listen(self) -> None:
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await self._site.start()
        self.port = self._runner.addresses[0][1]

    def _abort_connections(self) -> None:
        for connection in self._runner.server.connections if self._runner.server else []:
            if connection.transport:
                connection.transport.abort()
