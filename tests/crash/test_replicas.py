"""Three replicas on PostgreSQL and Redis behind a reverse proxy, killed one after another while people order."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import asyncpg
import pytest
from aiohttp import web

from bot.core.clock import SystemClock
from bot.core.orders import OrderState
from bot.simulator.panel import Fault, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person
from storage.engine import Database
from storage.migrate import migrate
from tests.contract.storage_shop import credit
from tests.flow.process import shop_process
from tests.flow.world import TOKEN, VISITS, environ

REPLICAS = 3
CUSTOMERS = 20
LEAST = 2
KILLS = int(os.environ.get("REPLICA_KILLS", "0"))
"""Kills of a replica; a run of three takes some minutes, so that none is made unless it is asked for."""
LONG = 90.0  # an update of a replica that was killed is handled by another after its lease

pytestmark = [pytest.mark.crash, pytest.mark.timeout(420)]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Balancer:
    """Hands a request to each replica in turn; to the next one where it does not answer, as a reverse proxy does."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = ports
        self._turn = 0
        self.taken = dict.fromkeys(ports, 0)
        self.kill: Callable[[], None] | None = None
        """Called once, as soon as a replica has taken an update in."""
        self.victim = 0

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
        body = await request.read()
        headers = {"X-Telegram-Bot-Api-Secret-Token": request.headers["X-Telegram-Bot-Api-Secret-Token"]}
        for _ in self._ports:
            self._turn += 1
            port = self._ports[self._turn % len(self._ports)]
            try:
                async with self._session.post(
                    f"http://127.0.0.1:{port}/telegram", data=body, headers=headers
                ) as response:
                    self.taken[port] += response.status == 200
                    if port == self.victim and self.kill is not None:
                        self.kill()
                        self.kill = None
                    return web.Response(status=response.status)
            except (aiohttp.ClientError, TimeoutError):
                continue
        return web.Response(status=502)


@asynccontextmanager
async def own_database(server: str) -> AsyncIterator[str]:
    name = f"replicas_{free_port()}"
    plain = server.replace("postgresql+asyncpg://", "postgresql://", 1)
    connection = await asyncpg.connect(plain)
    await connection.execute(f'CREATE DATABASE "{name}"')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await connection.close()


async def tap_until(person: Person, button: str, pattern: str) -> None:
    begin = person.mark()
    await person.tap(button)
    await person.wait_for(pattern, since=begin, timeout=LONG)


async def say_until(person: Person, text: str, pattern: str) -> None:
    begin = person.mark()
    await person.send(text)
    await person.wait_for(pattern, since=begin, timeout=LONG)


async def order(person: Person, link: str) -> None:
    await say_until(person, "/catalog", "Choose a category")
    await tap_until(person, "Traffic", "Choose a service")
    await tap_until(person, "Website visits", "Price of 1000")
    await tap_until(person, "Order", "Send the link")
    await say_until(person, link, "How many")
    await say_until(person, "100", "Total")
    await tap_until(person, "Confirm", r"Order #")


async def answers(port: int) -> bool:
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False


async def ready(port: int) -> None:
    async with asyncio.timeout(LONG):
        while True:
            if await answers(port):
                return
            await asyncio.sleep(0.2)


@pytest.mark.skipif(not KILLS, reason="REPLICA_KILLS is not set; 3 takes some minutes")
@pytest.mark.timeout(600)
async def test_replicas_that_are_killed_lose_no_order_and_place_none_twice(
    tmp_path: Path, postgres_url: str, redis_url: str
) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    telegram = TelegramSimulator(token=TOKEN)
    ports = [free_port() for _ in range(REPLICAS)]
    balancer = Balancer(ports)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(own_database(postgres_url))
        api = await stack.enter_async_context(telegram.serve())
        panel_url = await stack.enter_async_context(panel.serve())
        hook = await stack.enter_async_context(balancer.serve())
        await migrate(url)
        database = await Database.open(url, pool_size=2)
        stack.push_async_callback(database.close)
        settings = {
            "DATABASE_URL": url, "REDIS_URL": redis_url, "WEBHOOK_URL": hook, "WEBHOOK_SECRET": "word",
            "SEND_RATE": "1000", "SUBMIT_TIMEOUT": "5", "LOG_FORMAT": "json",
        }  # fmt: skip
        values = environ(api, tmp_path, [(panel, panel_url)], settings)
        replicas = {}

        async def start(port: int) -> None:
            log = tmp_path / f"{port}.log"
            running = AsyncExitStack()
            process = await running.enter_async_context(shop_process({**values, "HTTP_PORT": str(port)}, log))
            stack.push_async_callback(running.aclose)
            replicas[port] = process

        await asyncio.gather(*(start(port) for port in ports))
        await asyncio.gather(*(ready(port) for port in ports))
        await panel.called("services")

        panel.fail("add", Fault.DELAY_AFTER, times=None, seconds=0.3)
        people = [telegram.person(7000 + number, first_name=f"R{number}") for number in range(CUSTOMERS)]
        await asyncio.gather(*(say_until(person, "/start", "Hello") for person in people))
        async with database.transaction() as tx:
            for person in people:
                await tx.ledger.post(credit(f"given:{person.id}", person.id, 50_000_000), SystemClock().now())
        assert all(balancer.taken.values()), "not every replica takes updates"

        async def kill() -> None:
            for number in range(KILLS):
                port = ports[number % REPLICAS]
                balancer.victim, balancer.kill = port, partial(replicas[port].send_signal, signal.SIGKILL)
                await replicas[port].wait()
                await start(port)
                await ready(port)

        async with asyncio.TaskGroup() as tasks:
            killing = tasks.create_task(kill())
            buying = [tasks.create_task(order_until(killing, person)) for person in people]
        ordered = sum(task.result() for task in buying)

        async with asyncio.timeout(LONG):
            while True:
                async with database.reading() as tx:
                    states = await tx.orders.count_by_state()
                    unsent = await tx.outbox.oldest_waiting()
                    unhandled = await tx.inbox.oldest_unfinished()
                busy = states.keys() & {OrderState.CREATED, OrderState.SUBMITTING}
                if not busy and unsent is None and unhandled is None:
                    break
                await asyncio.sleep(0.2)
        async with database.reading() as tx:
            proof = await tx.ledger.verify()
        for replica in replicas.values():
            replica.send_signal(signal.SIGTERM)
        ends = await asyncio.gather(*(replica.wait() for replica in replicas.values()))

    links = [remote.link for remote in panel.book.values()]
    assert len(links) == len(set(links)), "an order was placed twice"
    assert sum(states.values()) == ordered, "an order was lost"
    unknown = states.get(OrderState.UNKNOWN, 0)
    assert ordered - unknown <= len(links) <= ordered
    assert proof.holds, proof.problems
    said = "".join(log.read_text(encoding="utf-8") for log in tmp_path.glob("*.log"))
    assert "updates_taken_over" in said, "no replica died with an update of its own"
    assert ends == [0] * REPLICAS


async def order_until(killing: asyncio.Task[None], person: Person) -> int:
    """How many orders the customer placed, one after another, until the killing was over."""
    number = 0
    while number < LEAST or not killing.done():
        await order(person, f"https://example.com/r/{person.id}/{number}")
        number += 1
    return number
