"""One HTTP call: one deadline over all of it, a cap on the body, no redirects, and whether anything left this host."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Any
from urllib.parse import quote

import httpcore
import httpx

from bot.core.provider import ErrorKind
from bot.providers.config import ProviderConfig, RequestFormat
from bot.providers.raw_reply import RawReply, TooLargeError, unpacked
from bot.providers.reads import Reads

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
    """No answer. `sent` is False only where the request verifiably never left: its headers were not begun."""

    def __init__(self, kind: ErrorKind, cause: str, *, sent: bool) -> None:
        self.kind = kind
        self.cause = cause
        self.sent = sent
        super().__init__(f"{kind.value} ({cause})")


class Transport:
    """Speaks to one provider. Reads share connections; what must not happen twice has a fresh one for itself."""

    def __init__(self, config: ProviderConfig) -> None:
        self._config = config
        kind = "json" if config.request_format is RequestFormat.JSON else "x-www-form-urlencoded"
        self._headers = {**_HEADERS, "Content-Type": f"application/{kind}"}
        self._verify = httpx.create_ssl_context(trust_env=False)
        self._reads = Reads(config.url, self._verify)
        self.watch: CallWatch = lambda action, outcome, seconds: None

    async def close(self) -> None:
        await self._reads.close()

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
        sent = False
        opened: list[httpcore.AsyncNetworkStream] = []

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            nonlocal sent
            sent = sent or event.endswith(_LEFT)
            if event.endswith(_OPENED):
                opened.append(info["return_value"])

        try:
            content, headers = encoded(fields, self._config.request_format), self._headers
            async with asyncio.timeout(deadline_s):
                if not fresh:
                    sent = True  # for all that is known
                    return await self._reads.post(content, headers, cap)
                async with _client(self._verify) as client:
                    request = client.build_request("POST", self._config.url, content=content, headers=headers)
                    request.extensions["trace"] = trace
                    try:
                        return await _exchange(client, request, cap)
                    except BaseException:
                        for stream in opened:  # httpcore forgets a stream that is cancelled amid its TLS handshake
                            await stream.aclose()
                        raise
        except TimeoutError:
            raise TransportError(ErrorKind.TIMEOUT, "deadline", sent=sent) from None
        except TooLargeError:
            raise TransportError(ErrorKind.UNEXPECTED_SHAPE, "body too large", sent=True) from None
        except Exception as error:  # whatever a library raises, the answer to "was it sent?" is in the trace
            # The cause is a name alone: messages may quote the request, and the key is in it.
            raise TransportError(ErrorKind.CONNECTION, type(error).__name__, sent=sent) from None


def encoded(fields: Mapping[str, str], request_format: RequestFormat = RequestFormat.FORM) -> bytes:
    """The body of a request. Blanks are %20: some panels don't decode `+`."""
    if request_format is RequestFormat.JSON:
        return json.dumps(dict(fields), ensure_ascii=False).encode()
    return "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in fields.items()).encode()


def _client(verify: ssl.SSLContext) -> httpx.AsyncClient:
    limits = httpx.Limits(max_keepalive_connections=0)
    # Time-outs of single reads never fire on a body that drips: the deadline is around the whole call instead.
    return httpx.AsyncClient(
        verify=verify, trust_env=False, follow_redirects=False, timeout=httpx.Timeout(None), limits=limits
    )


async def _exchange(client: httpx.AsyncClient, request: httpx.Request, cap: int) -> RawReply:
    response = await client.send(request, stream=True)
    try:
        body = await unpacked(response.aiter_raw(64 * 1024), response.headers.get("content-encoding", ""), cap)
    finally:
        await response.aclose()
    return RawReply(response.status_code, {name.lower(): value for name, value in response.headers.items()}, body)
