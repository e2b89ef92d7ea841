"""Several replicas of one shop on PostgreSQL and Redis, as processes of their own, behind a reverse proxy."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import asyncpg

from bot.simulator.panel import PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from storage.engine import Database
from storage.migrate import migrate
from tests.crash.balancer import Balancer, free_port
from tests.crash.replica_nursery import Nursery, open_nursery
from tests.flow.world import environ

LONG = 90.0


class Fleet:
    """`database` is opened beside the replicas, for looking."""

    def __init__(self, balancer: Balancer, database: Database, logs: Path, nursery: Nursery) -> None:
        self.balancer = balancer
        self.ports = balancer.ports
        self.database = database
        self._logs = logs
        self._nursery = nursery
        self._values: Mapping[str, str] = {}
        self._replicas: dict[int, int] = {}

    async def begin(self, values: Mapping[str, str]) -> None:
        """The first one fills the shelves, so that the others find them filled."""
        self._values = values
        for port in self.ports:
            await self.start(port)
            await self._synced()

    async def start(self, port: int) -> None:
        """Until it is ready to take updates."""
        values = {**self._values, "HTTP_PORT": str(port)}
        self._replicas[port] = await self._nursery.start(values, self._logs / f"{port}.log")
        async with asyncio.timeout(LONG):
            while True:
                if await _answers(port):
                    return
                await asyncio.sleep(0.1)

    async def _synced(self) -> None:
        async with asyncio.timeout(LONG):
            while True:
                async with self.database.reading() as tx:
                    if await tx.catalog.last_syncs():
                        return
                await asyncio.sleep(0.1)

    async def kill(self, port: int) -> None:
        """As soon as it has an update in its hands; then another process takes its place."""
        pid = self._replicas[port]
        self.balancer.when_taken(port, lambda: self._nursery.send_signal(pid, signal.SIGKILL))
        await self._nursery.ended(pid)
        await self.start(port)

    async def end(self) -> list[int]:
        """As SIGTERM does it; how each ended."""
        for pid in self._replicas.values():
            self._nursery.send_signal(pid, signal.SIGTERM)
        return await asyncio.gather(*(self._nursery.ended(pid) for pid in self._replicas.values()))

    def said(self) -> str:
        return "".join(log.read_text(encoding="utf-8") for log in sorted(self._logs.glob("*.log")))


async def _answers(port: int) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False


@asynccontextmanager
async def own_database(server: str) -> AsyncIterator[str]:
    name = f"replicas_{free_port()}"
    connection = await asyncpg.connect(server.replace("postgresql+asyncpg://", "postgresql://", 1))
    await connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await connection.close()


@asynccontextmanager
async def open_fleet(
    logs: Path, postgres: str, redis: str, telegram: TelegramSimulator, panel: PanelSimulator, replicas: int
) -> AsyncIterator[Fleet]:
    balancer = Balancer([free_port() for _ in range(replicas)])
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(own_database(postgres))
        api = await stack.enter_async_context(telegram.serve())
        panel_url = await stack.enter_async_context(panel.serve())
        nursery = await stack.enter_async_context(open_nursery())
        hook = await stack.enter_async_context(balancer.serve())
        await migrate(url)
        database = await Database.open(url, pool_size=2)
        stack.push_async_callback(database.close)
        settings = {
            "DATABASE_URL": url, "REDIS_URL": redis, "WEBHOOK_URL": hook, "WEBHOOK_SECRET": "word",
            "SEND_RATE": "1000", "SUBMIT_TIMEOUT": "5", "LOG_FORMAT": "json",
        }  # fmt: skip
        fleet = Fleet(balancer, database, logs, nursery)
        await fleet.begin(environ(api, logs, [(panel, panel_url)], settings))
        yield fleet
