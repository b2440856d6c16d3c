"""A web server in a thread of its own, which notes every request, and fails when it is told to."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was answered: `path` with its query, the status, and the size of the body in bytes."""

    path: str
    status: int
    size: int
    headers: Mapping[str, str]


@dataclass(slots=True)
class _Fault:
    part: str
    status: int
    headers: dict[str, str]
    left: int | None


class Site:
    """A site; what is at an address is told by `answer`, in subclasses. To be used with ``with``."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.address = ""
        self._port = 0
        self._held: socket.socket | None = None
        self._faults: list[_Fault] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    @property
    def allow(self) -> str:
        """What BACKISSUE_FETCH_ALLOW must name for this site to be fetched from."""
        return urlsplit(self.address).netloc

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What is at an address. 404 by default."""
        return web.Response(status=404, text="Nothing here")

    def refuse(self, part: str, status: int, times: int | None = None, **headers: str) -> None:
        """Answers requests whose path holds `part` with `status`, so many `times`; else until `heal`."""
        self._faults.append(_Fault(part, status, {k.replace("_", "-"): v for k, v in headers.items()}, times))

    def heal(self) -> None:
        """Fails no more."""
        self._faults.clear()

    def forget(self) -> None:
        """Forgets the requests noted so far."""
        self.requests.clear()

    def asked(self, part: str) -> list[Request]:
        """The requests whose path holds `part`."""
        return [request for request in self.requests if part in request.path]

    def stop(self) -> None:
        """Ends the server, so that nothing listens at its address; `start` goes on at the same one."""
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)

    def start(self) -> None:
        """Listens."""
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def __enter__(self) -> Self:
        self._thread.start()
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._let_go()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        self._let_go()
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self._serve)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        listener = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await listener.start()
        self._port = self._runner.addresses[0][1]
        self.address = f"http://127.0.0.1:{self._port}"

    async def _stop(self) -> None:
        if self._runner:
            await self._runner.cleanup()
            self._runner = None
            self._held = held(self._port)

    def _let_go(self) -> None:
        if self._held:
            self._held.close()
            self._held = None

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        fault = next((each for each in self._faults if each.part in request.path_qs and each.left != 0), None)
        if fault:
            fault.left = fault.left - 1 if fault.left is not None else None
            response: web.StreamResponse = web.Response(status=fault.status, headers=fault.headers)
        else:
            response = await self.answer(request)
        size = len(response.body) if isinstance(response, web.Response) and isinstance(response.body, bytes) else 0
        self.requests.append(Request(request.path_qs, response.status, size, dict(request.headers)))
        return response


def held(port: int) -> socket.socket:
    """A socket that keeps the port from other programs until it is closed, and listens to nobody."""
    kept = socket.socket()
    kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    kept.bind(("127.0.0.1", port))
    return kept


def page(request: web.Request, text: str, media_type: str = "text/html") -> web.Response:
    """A page with a validator: 304 where the client has it, packed where the client can unpack."""
    body = text.encode()
    etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    headers = {"ETag": etag, "Content-Type": f"{media_type}; charset=utf-8"}
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body)
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=body, headers=headers)
