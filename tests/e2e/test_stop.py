"""SIGTERM while people order: the end comes soon and quietly, and the next start goes on where it was."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.core.clock import SystemClock
from bot.core.orders import OrderState
from bot.simulator.panel import Fault, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person
from storage.engine import Database
from storage.migrate import migrate
from storage.sole import PARTS, DatabaseInUseError, sole_user
from tests.contract.storage_shop import credit
from tests.flow.process import shop_process
from tests.flow.world import TOKEN, VISITS, environ

CUSTOMERS = 12
DEADLINE = 10.0
LONG = 90.0
"""The shop is stopped and started meanwhile."""


async def step(person: Person, act: Callable[[], Awaitable[object]], pattern: str) -> None:
    begin = person.mark()
    await act()
    await person.wait_for(pattern, since=begin, timeout=LONG)


async def order(person: Person, link: str) -> None:
    await step(person, lambda: person.send("/catalog"), "Choose a category")
    await step(person, lambda: person.tap("Traffic"), "Choose a service")
    await step(person, lambda: person.tap("Website visits"), "Price of 1000")
    await step(person, lambda: person.tap("Order"), "Send the link")
    await step(person, lambda: person.send(link), "How many")
    await step(person, lambda: person.send("100"), "Total")
    await step(person, lambda: person.tap("Confirm"), r"Order #\d+")


async def order_until(stopped: asyncio.Event, person: Person) -> int:
    """How many orders this customer placed, one of them after the shop was stopped."""
    number, more = 0, 1
    while more:
        more -= stopped.is_set()
        await order(person, f"https://example.com/s/{person.id}/{number}")
        number += 1
    return number


async def settled(database: Database) -> Mapping[OrderState, int]:
    async with asyncio.timeout(LONG):
        while True:
            async with database.reading() as tx:
                states = await tx.orders.count_by_state()
                waits = [await tx.inbox.oldest_unfinished(), await tx.outbox.oldest_waiting()]
            if not any(waits) and not states.keys() & {OrderState.CREATED, OrderState.SUBMITTING}:
                return states
            await asyncio.sleep(0.1)


@pytest.mark.timeout(240)
async def test_sigterm_under_load_ends_soon_and_quietly_and_loses_nothing(tmp_path: Path) -> None:
    telegram, panel = TelegramSimulator(token=TOKEN), PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(telegram.serve())
        url = await stack.enter_async_context(panel.serve())
        values = environ(api, tmp_path, [(panel, url)], {"SEND_RATE": "1000", "LOG_FORMAT": "json"})
        database_url = f"sqlite+aiosqlite:///{tmp_path}/shop.db"
        await migrate(database_url)
        database = await Database.open(database_url)
        stack.push_async_callback(database.close)
        people = [telegram.person(7000 + number, first_name=f"S{number}") for number in range(CUSTOMERS)]
        stopped = asyncio.Event()
        async with asyncio.TaskGroup() as tasks, shop_process(values, tmp_path / "first.log") as shop:
            await asyncio.gather(*(step(person, person.start, "Hello") for person in people))
            with pytest.raises(DatabaseInUseError):
                async with sole_user(database_url, PARTS, wait=0):
                    pass
            async with database.transaction() as tx:
                for person in people:
                    await tx.ledger.post(credit(f"given:{person.id}", person.id, 50_000_000), SystemClock().now())
            await panel.called("services")
            panel.fail("add", Fault.DELAY_AFTER, times=None, seconds=1.0)  # so that calls are in flight at the end
            buying = [tasks.create_task(order_until(stopped, person)) for person in people]
            await panel.called("add", CUSTOMERS)
            shop.send_signal(signal.SIGTERM)
            async with asyncio.timeout(DEADLINE):
                assert await shop.wait() == 0
            stopped.set()
            again = await stack.enter_async_context(shop_process(values, tmp_path / "second.log"))
        ordered = sum(task.result() for task in buying)
        states = await settled(database)
        async with database.reading() as tx:
            proof = await tx.ledger.verify()
        again.send_signal(signal.SIGTERM)
        assert await again.wait() == 0
    links = [remote.link for remote in panel.book.values()]
    assert len(links) == len(set(links)) == sum(states.values()) == ordered
    assert states.get(OrderState.UNKNOWN, 0) == 0, "a call in flight was cut off"
    assert proof.holds, proof.problems
    for log in ("first.log", "second.log"):
        lines = [json.loads(line) for line in (tmp_path / log).read_text(encoding="utf-8").splitlines()]
        assert lines[-1]["event"] == "shop_stopped"
        assert [line for line in lines if line["level"] not in ("debug", "info")] == []
