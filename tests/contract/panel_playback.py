"""A panel that plays one prepared answer and writes down every request, over real HTTP on loopback."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from bot.core.clock import SystemClock
from bot.core.provider import Dialect
from bot.providers.api_v2 import ApiV2Provider
from bot.providers.config import ProviderConfig

KEY = "TESTKEY"


@dataclass
class Answer:
    body: str | bytes = "{}"
    status: int = 200
    content_type: str | None = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_s: float = 0
    hang: bool = False


Respond = Callable[[dict[str, str]], Answer | Awaitable[Answer]]


@dataclass
class Playback:
    """Bodies as they came over the wire, and their fields."""

    respond: Respond
    url: str = ""
    bodies: list[str] = field(default_factory=list)
    content_types: list[str] = field(default_factory=list)
    leave: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def requests(self) -> list[dict[str, str]]:
        return [dict(parse_qsl(body, keep_blank_values=True)) for body in self.bodies]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = (await request.read()).decode()
        self.bodies.append(body)
        self.content_types.append(request.headers.get("Content-Type", ""))
        answer = self.respond(dict(parse_qsl(body, keep_blank_values=True)))
        if not isinstance(answer, Answer):
            answer = await answer
        if answer.hang:
            await self.leave.wait()
        await asyncio.sleep(answer.delay_s)
        headers = dict(answer.headers)
        if answer.content_type:
            headers["Content-Type"] = answer.content_type
        payload = answer.body.encode() if isinstance(answer.body, str) else answer.body
        return web.Response(body=payload, status=answer.status, headers=headers)


@asynccontextmanager
async def playing(respond: Respond | Answer) -> AsyncIterator[Playback]:
    chosen: Respond = (lambda _fields: respond) if isinstance(respond, Answer) else respond
    playback = Playback(chosen)
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_route("*", "/{tail:.*}", playback.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    playback.url = f"http://{host}:{port}/api/v2"
    try:
        yield playback
    finally:
        playback.leave.set()
        await runner.cleanup()


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@asynccontextmanager
async def provider_at(
    url: str,
    *,
    dialect: Dialect | None = None,
    on_dialect: Callable[[Dialect], None] | None = None,
    **settings: object,
) -> AsyncIterator[ApiV2Provider]:
    config = ProviderConfig(**{"name": "panel", "url": url, "key": KEY, **settings})  # type: ignore[arg-type]
    provider = ApiV2Provider(config, SystemClock(), dialect=dialect, on_dialect=on_dialect)
    try:
        yield provider
    finally:
        await provider.close()
