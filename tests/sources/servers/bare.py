"""A server that says whatever bytes a test wants said, however slowly."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Self

Answer = Callable[[str], AsyncIterator[bytes]]  # a request's path -> the pieces of what is answered, headers first


class Bare:
    """Listens on 127.0.0.1 and counts who connects. To be used with ``with``."""

    def __init__(self, answer: Answer) -> None:
        self.connections = 0
        self.address = ""
        self._answer = answer
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    @property
    def allow(self) -> frozenset[str]:
        """What a fetcher must be allowed, to fetch from here."""
        return frozenset((self.address.removeprefix("http://"),))

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _stop(self) -> None:
        if self._server:
            self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            line = await reader.readline()
            while (await reader.readline()).strip():
                pass
            async for piece in self._answer(line.decode().split(" ")[1]):
                writer.write(piece)
                await writer.drain()
        except (ConnectionError, IndexError, asyncio.CancelledError):
            pass  # the client had enough, or the test is over
        finally:
            writer.close()


def said(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer in HTTP/1.1."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
