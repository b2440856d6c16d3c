"""The body of an answer, read under a limit of size however it is compressed."""

from __future__ import annotations

import zlib

from aiohttp import ClientResponse

LARGEST = 15 * 2**20  # bytes
_CHUNK = 2**16


class BodyError(ValueError):
    """A body that is not read to its end; its text is the reason."""


async def read(response: ClientResponse, largest: int = LARGEST) -> bytes:
    """The body of `response`, unpacked. Raises BodyError where it is larger than `largest` bytes, or broken."""
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise BodyError(f"is packed in a way that was not asked for ({encoding[:40]})")
    if (response.content_length or 0) > largest:
        raise _too_large(largest)
    inflater = zlib.decompressobj(wbits=31) if "gzip" in encoding else None
    body, sent = bytearray(), 0
    async for chunk in response.content.iter_chunked(_CHUNK):
        sent += len(chunk)
        body += _inflated(inflater, chunk, largest + 1 - len(body)) if inflater else chunk
        if max(len(body), sent) > largest:
            raise _too_large(largest)
    if inflater and sent and not inflater.eof:
        raise BodyError("ended before it was whole")
    return bytes(body)


def _inflated(inflater: zlib._Decompress, chunk: bytes, most: int) -> bytes:
    try:
        return inflater.decompress(chunk, most)
    except zlib.error:
        raise BodyError("is said to be gzip and is not") from None


def _too_large(largest: int) -> BodyError:
    return BodyError(f"is larger than {largest >> 20} MiB")
