"""Three replicas on PostgreSQL and Redis behind a reverse proxy, killed one after another while people order."""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import func, select

from bot.core.clock import SystemClock
from bot.core.orders import OrderState
from bot.simulator.panel import Fault, PanelSimulator
from bot.simulator.telegram import TelegramSimulator
from bot.simulator.telegram.people import Person
from storage.engine import Database
from storage.schema import inbox
from tests.contract.storage_shop import credit
from tests.crash.fleet import LONG, open_fleet
from tests.flow.world import TOKEN, VISITS

REPLICAS = 3
SECONDS = float(os.environ.get("REPLICA_SECONDS", "60"))
CUSTOMERS = int(os.environ.get("REPLICA_CUSTOMERS", "50"))
KILL_EVERY = 10.0
PATIENCE = 180.0  # on a slow machine one update may be in the hands of several that die
GIVEN = 1_000_000_000
PRICE = 117_000  # 100 of VISITS

pytestmark = [pytest.mark.crash, pytest.mark.timeout(SECONDS + 420)]


@dataclass
class Customer:
    """Orders one thing after another, and takes a moment before each tap."""

    person: Person
    chance: random.Random
    waits: list[float] = field(default_factory=list)
    """Seconds from a tap, or a text, to its answer."""
    ordered: int = 0

    async def _until(self, pattern: str, *, say: str = "", tap: str = "") -> None:
        begin, at = self.person.mark(), perf_counter()
        if say:
            await self.person.send(say)
        else:
            await self.person.tap(tap)
        await self.person.wait_for(pattern, since=begin, timeout=PATIENCE)
        self.waits.append(perf_counter() - at)

    async def greet(self) -> None:
        await self._until("Hello", say="/start")

    async def order(self) -> None:
        link = f"https://example.com/r/{self.person.id}/{self.ordered}"
        for pattern, deed in (
            ("Choose a category", {"say": "/catalog"}),
            ("Choose a service", {"tap": "Traffic"}),
            ("Price of 1000", {"tap": "Website visits"}),
            ("Send the link", {"tap": "Order"}),
            ("How many", {"say": link}),
            ("Total", {"say": "100"}),
            (r"Order #", {"tap": "Confirm"}),
        ):
            await asyncio.sleep(self.chance.uniform(0.2, 1.8))
            await self._until(pattern, **deed)
        self.ordered += 1

    async def order_until(self, over: asyncio.Task[int]) -> None:
        while not over.done():
            await self.order()


async def at_rest(database: Database) -> Counter[OrderState]:
    """The orders by state, once nothing is on its way any more."""
    async with asyncio.timeout(LONG):
        while True:
            async with database.reading() as tx:
                states = Counter(await tx.orders.count_by_state())
                unsent = await tx.outbox.oldest_waiting()
                unhandled = await tx.inbox.oldest_unfinished()
            if not states[OrderState.CREATED] + states[OrderState.SUBMITTING] and unsent is None and unhandled is None:
                return states
            await asyncio.sleep(0.2)


async def parked(database: Database) -> int:
    async with database.reading() as tx:
        statement = select(func.count()).where(inbox.c.state == "parked")
        return int(await tx.connection.scalar(statement) or 0)


async def test_replicas_that_are_killed_lose_no_order_and_place_none_twice(
    tmp_path: Path, postgres_url: str, redis_url: str
) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    telegram = TelegramSimulator(token=TOKEN)
    async with open_fleet(tmp_path, postgres_url, redis_url, telegram, panel, REPLICAS) as fleet:
        panel.fail("add", Fault.DELAY_AFTER, times=None, seconds=0.3)
        people = [telegram.person(7000 + number, first_name=f"R{number}") for number in range(CUSTOMERS)]
        customers = [Customer(person, random.Random(person.id)) for person in people]
        await asyncio.gather(*(customer.greet() for customer in customers))
        async with fleet.database.transaction() as tx:
            for person in people:
                await tx.ledger.post(credit(f"given:{person.id}", person.id, GIVEN), SystemClock().now())
        assert all(fleet.balancer.taken.values()), "not every replica takes updates"

        async def kill() -> int:
            kills, begin = 0, perf_counter()
            while not kills or perf_counter() - begin < SECONDS:
                due = perf_counter() + KILL_EVERY
                await fleet.kill(fleet.ports[kills % REPLICAS])
                kills += 1
                await asyncio.sleep(max(0.0, due - perf_counter()))
            return kills

        async with asyncio.TaskGroup() as tasks:
            killing = tasks.create_task(kill())
            for customer in customers:
                tasks.create_task(customer.order_until(killing))

        states = await at_rest(fleet.database)
        async with fleet.database.reading() as tx:
            proof = await tx.ledger.verify()
            balances = {customer.person.id: await tx.ledger.balance(customer.person.id) for customer in customers}
        hopeless = await parked(fleet.database)
        ends = await fleet.end()

    ordered = sum(customer.ordered for customer in customers)
    waits = sorted(wait for customer in customers for wait in customer.waits)
    print(
        f"{killing.result()} kills in {SECONDS:.0f} s, {CUSTOMERS} customers, {ordered} orders, {len(waits)} answers:"
        f" p50 {waits[len(waits) // 2]:.3f} s, p99 {waits[len(waits) * 99 // 100]:.3f} s, slowest {waits[-1]:.1f} s;"
        f" {states[OrderState.UNKNOWN]} orders unknown"
    )
    links = Counter(remote.link for remote in panel.book.values())
    assert [link for link, times in links.items() if times > 1] == [], "an order was placed twice"
    assert states.total() == ordered, "an order was lost, or made twice"
    assert ordered - states[OrderState.UNKNOWN] <= len(links) <= ordered, "an order was not placed"
    for customer in customers:
        balance = balances[customer.person.id]
        assert GIVEN - balance.available_micros == customer.ordered * PRICE
    assert proof.holds, proof.problems
    assert hopeless == 0, "an update was given up"
    said = fleet.said()
    assert "updates_taken_over" in said, "no replica died with an update of its own"
    assert "Traceback" not in said
    assert ends == [0] * REPLICAS
