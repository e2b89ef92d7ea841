"""An answer as it came, unpacked within its cap."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable, Mapping
from dataclasses import dataclass


class TooLargeError(Exception):
    """The body passed its cap."""


@dataclass(frozen=True, slots=True)
class RawReply:
    """Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def unpacked(chunks: AsyncIterable[bytes], encoding: str, cap: int) -> bytes:
    """The decoded body. What counts for the cap is its size once unpacked, so that a small bomb stays small."""
    unpack = _Unpacker(encoding, cap)
    async for chunk in chunks:
        unpack.feed(chunk)
    return unpack.done()


class _Unpacker:
    def __init__(self, encoding: str, cap: int) -> None:
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ValueError("an encoding that was not asked for")
        self._packed = encoding not in ("", "identity")
        self._inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._raw_deflate = encoding == "deflate"
        self._cap = cap
        self._body = bytearray()

    def feed(self, chunk: bytes) -> None:
        self._body += self._inflated(chunk) if self._packed else chunk
        if len(self._body) > self._cap:
            raise TooLargeError

    def _inflated(self, chunk: bytes) -> bytes:
        room = self._cap - len(self._body) + 1
        try:
            out = self._inflate.decompress(chunk, room)
        except zlib.error:
            if not self._raw_deflate or self._body:
                raise
            self._inflate = zlib.decompressobj(wbits=-zlib.MAX_WBITS)  # deflate without its header is common
            out = self._inflate.decompress(chunk, room)
        self._raw_deflate = False
        return out

    def done(self) -> bytes:
        if self._packed and self._body and not self._inflate.eof:
            raise EOFError("cut")
        return bytes(self._body)
