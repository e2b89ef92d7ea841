"""The reverse proxy in front of several replicas."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

SECRET = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Balancer:
    """Hands a request to each replica in turn; to the next one where it does not answer, as a reverse proxy does."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = ports
        self._turn = 0
        self.taken = dict.fromkeys(ports, 0)
        self._when_taken: tuple[int, Callable[[], None]] | None = None

    def when_taken(self, port: int, do: Callable[[], None]) -> None:
        """Once, as soon as that replica has taken the next update in."""
        self._when_taken = port, do

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/telegram", self._hand_over)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as self._session:
            try:
                yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
            finally:
                await runner.cleanup()

    async def _hand_over(self, request: web.Request) -> web.Response:
        body, headers = await request.read(), {SECRET: request.headers[SECRET]}
        for _ in self.ports:
            self._turn += 1
            port = self.ports[self._turn % len(self.ports)]
            url = f"http://127.0.0.1:{port}/telegram"
            try:
                async with self._session.post(url, data=body, headers=headers) as response:
                    self.taken[port] += response.status == 200
                    if self._when_taken is not None and self._when_taken[0] == port:
                        _, do = self._when_taken
                        self._when_taken = None
                        do()
                    return web.Response(status=response.status)
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)
