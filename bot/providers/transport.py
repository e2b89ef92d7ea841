"""One HTTP call: one deadline over all of it, a cap on the body, no redirects, and whether anything left this host."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import Any
from urllib.parse import quote

import aiohttp
import httpcore
import httpx
from httpx_aiohttp import AiohttpTransport

from bot.core.provider import ErrorKind
from bot.providers.config import ProviderConfig, RequestFormat

_HEADERS = {
    "Accept": "application/json, */*",
    "Accept-Encoding": "gzip, deflate",
    "User-Agent": "Mozilla/5.0 (compatible; storefront)",
}
_LEFT = "send_request_headers.started"
_OPENED = "connect_tcp.complete"

CallWatch = Callable[[str, str, float], None]
"""Told of every call: its action, how it ended (`http_200`, or the kind of its TransportError), and seconds."""


class TransportError(Exception):
    """No answer. `sent` is False only where a fresh request verifiably never left: its headers were not begun."""

    def __init__(self, kind: ErrorKind, cause: str, *, sent: bool) -> None:
        self.kind = kind
        self.cause = cause
        self.sent = sent
        super().__init__(f"{kind.value} ({cause})")


class TooLargeError(Exception):
    """The body passed its cap."""


@dataclass(frozen=True, slots=True)
class RawReply:
    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Speaks to one provider. Reads share connections; what must not happen twice has a fresh one for itself.

    httpx has two engines here: what is sent once goes by its own, httpcore, which tells whether the request left; reads
    go by aiohttp's, at half the processor time.
    """

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config
        self._verify = httpx.create_ssl_context(trust_env=False)
        self._reads = AiohttpTransport(client=self._session)
        self.watch: CallWatch = lambda action, outcome, seconds: None

    async def close(self) -> None:
        await self._reads.aclose()

    async def post(self, fields: Mapping[str, str], *, fresh: bool, deadline_s: float, cap: int) -> RawReply:
        """Raises TransportError, and nothing else but cancellation."""
        started, outcome = perf_counter(), "cut_short"
        try:
            reply = await self._post(fields, fresh=fresh, deadline_s=deadline_s, cap=cap)
            outcome = f"http_{reply.status}"
            return reply
        except TransportError as error:
            outcome = error.kind.value
            raise
        finally:
            self.watch(fields.get("action", ""), outcome, perf_counter() - started)

    async def _post(self, fields: Mapping[str, str], *, fresh: bool, deadline_s: float, cap: int) -> RawReply:
        path = _Path(sent=not fresh)
        try:
            async with asyncio.timeout(deadline_s):
                if not fresh:
                    return await _exchange(self._reads, self._request(fields), cap)
                async with httpx.AsyncHTTPTransport(verify=self._verify, trust_env=False) as connection:
                    try:
                        return await _exchange(connection, self._request(fields, {"trace": path.trace}), cap)
                    except BaseException:
                        await path.close()
                        raise
        except TimeoutError:
            raise TransportError(ErrorKind.TIMEOUT, "deadline", sent=path.sent) from None
        except TooLargeError:
            raise TransportError(ErrorKind.UNEXPECTED_SHAPE, "body too large", sent=True) from None
        except Exception as error:  # whatever a library raises, the answer to "was it sent?" is in the trace
            # The cause is a name alone: messages may quote the request, and the key is in it.
            cause = type(error.__cause__ or error).__name__
            raise TransportError(ErrorKind.CONNECTION, cause, sent=path.sent) from None

    def _request(self, fields: Mapping[str, str], extensions: Mapping[str, Any] | None = None) -> httpx.Request:
        content = encoded(fields, self._config.request_format)
        headers = [*self._headers, (b"Content-Length", b"%d" % len(content))]
        # Without "timeout" in it: time-outs of single reads never fire on a body that drips, so the deadline is around
        # the whole call instead.
        request = httpx.Request(
            "POST", self._url, headers=headers, stream=httpx.ByteStream(content), extensions=extensions
        )
        request.read()
        return request

    def _session(self) -> aiohttp.ClientSession:
        """No cookies: a panel's PHP would lock its session for each call, and answer one after the other."""
        connector = aiohttp.TCPConnector(ssl=self._verify, limit=0, keepalive_timeout=5)
        return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    @cached_property
    def _url(self) -> httpx.URL:
        return httpx.URL(self._config.url)

    @cached_property
    def _headers(self) -> list[tuple[bytes, bytes]]:
        """All but the length of the body: httpx would put them together three times for each call."""
        kind = "json" if self._config.request_format is RequestFormat.JSON else "x-www-form-urlencoded"
        named = {"Host": self._url.netloc.decode("ascii"), **_HEADERS, "Content-Type": f"application/{kind}"}
        return [(name.encode("ascii"), value.encode("ascii")) for name, value in named.items()]


def encoded(fields: Mapping[str, str], request_format: RequestFormat = RequestFormat.FORM) -> bytes:
    """The body of a request. Blanks are %20: some panels don't decode `+`."""
    if request_format is RequestFormat.JSON:
        return json.dumps(dict(fields), ensure_ascii=False).encode()
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in fields.items()).encode()


def _quoted(text: str) -> str:
    if text.isascii() and text.replace(",", "").isalnum():  # a hundred ids: `quote` would go letter by letter
        return text.replace(",", "%2C")
    return quote(text, safe="")


async def _exchange(connections: httpx.AsyncBaseTransport, request: httpx.Request, cap: int) -> RawReply:
    response = await connections.handle_async_request(request)
    headers: dict[str, str] = {}
    for name, value in response.headers.raw:
        lower, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[lower] = f"{headers[lower]}, {text}" if lower in headers else text
    try:
        body = await _body(response.stream, headers.get("content-encoding", ""), cap)
    finally:
        await response.aclose()
    return RawReply(response.status_code, headers, body)


class _Path:
    """How far a request came. Only a fresh one is traced; a read is taken for sent from the start."""

    def __init__(self, *, sent: bool) -> None:
        self.sent = sent
        self._opened: list[httpcore.AsyncNetworkStream] = []

    async def trace(self, event: str, info: Mapping[str, Any]) -> None:
        self.sent = self.sent or event.endswith(_LEFT)
        if event.endswith(_OPENED):
            self._opened.append(info["return_value"])

    async def close(self) -> None:
        """httpcore forgets a stream that is cancelled amid its TLS handshake."""
        for stream in self._opened:
            await stream.aclose()


async def _body(stream: object, encoding: str, cap: int) -> bytes:
    """The decoded body. What counts for the cap is its size once unpacked, so that a small bomb stays small."""
    unpack = _Unpacker(encoding, cap)
    assert isinstance(stream, httpx.AsyncByteStream)  # noqa: S101 - both transports are asynchronous
    async for chunk in stream:
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
