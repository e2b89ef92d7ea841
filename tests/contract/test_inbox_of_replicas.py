"""Several replicas on one database: whatever dies on the way, each customer's updates are handled in their order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import pytest

from bot.core.errors import StorageAwayError
from bot.core.policy import ShopPolicy
from bot.core.ports import InboxRow
from bot.workers.inbox import LEFT_FOR, Inbox
from bot.workers.supervisor import Heart
from storage.engine import Database
from tests.contract.storage_shop import ANNA, BORIS
from tests.flow.clock import HeldClock

BOT = 42


class Turns:
    """As Redis keeps them, for replicas of one process."""

    def __init__(self) -> None:
        self.held: dict[str, asyncio.Lock] = {}
        self.away = False

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        if self.away:
            raise StorageAwayError("Redis does not answer")
        async with self.held.setdefault(name, asyncio.Lock()):
            yield

    async def free(self, names: Collection[str]) -> set[str]:
        return {name for name in names if name not in self.held or not self.held[name].locked()}


class Replica:
    """An inbox that writes down what it handles; `hold` stops it in the middle of one, as long as it likes."""

    def __init__(self, database: Database, clock: HeldClock, turns: Turns, said: list[int]) -> None:
        self.inbox = Inbox(database, clock, ShopPolicy(), BOT, self._handle, turns)
        self.heart = Heart(clock, asyncio.Event())
        self.said = said
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.begun = asyncio.Event()

    async def _handle(self, row: InboxRow) -> None:
        self.begun.set()
        await self.go_on.wait()
        self.said.append(row.update_id)


@pytest.fixture
def clock() -> HeldClock:
    return HeldClock()


@pytest.fixture
def turns() -> Turns:
    return Turns()


async def left(database: Database, clock: HeldClock, *updates: tuple[int, int]) -> None:
    """Taken in by a replica that died then."""
    async with database.transaction() as tx:
        await tx.inbox.take(BOT, [(update_id, lane, "{}") for update_id, lane in updates], clock.now())


async def all_done(database: Database) -> None:
    async with asyncio.timeout(60):
        while True:
            async with database.reading() as tx:
                if not await tx.inbox.unfinished(BOT):
                    return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def taking_over(replica: Replica) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(replica.inbox.take_over(replica.heart))
        yield
        replica.heart.stopping.set()


async def test_what_a_dead_replica_left_is_handled_before_what_came_later(
    database: Database, clock: HeldClock, turns: Turns
) -> None:
    said: list[int] = []
    replica = Replica(database, clock, turns, said)
    await left(database, clock, (1, ANNA), (2, ANNA), (3, BORIS))
    await replica.inbox.take([(4, ANNA, "{}")])
    clock.pass_by(seconds=LEFT_FOR.total_seconds() + 1)
    async with taking_over(replica):
        await all_done(database)
    assert [number for number in said if number != 3] == [1, 2, 4]
    assert said.count(3) == 1


async def test_what_another_replica_has_in_its_hands_is_waited_for(
    database: Database, clock: HeldClock, turns: Turns
) -> None:
    said: list[int] = []
    slow, quick = Replica(database, clock, turns, said), Replica(database, clock, turns, said)
    slow.go_on.clear()
    await slow.inbox.take([(1, ANNA, "{}")])
    await slow.begun.wait()
    await quick.inbox.take([(2, ANNA, "{}"), (3, BORIS, "{}")])
    clock.pass_by(minutes=1)
    async with taking_over(quick):
        async with asyncio.timeout(60):
            await quick.begun.wait()
        assert said == [3]
        slow.go_on.set()
        await all_done(database)
    assert said == [3, 1, 2]


async def test_what_came_while_nobody_knew_whose_turn_it_is_waits_in_its_order(
    database: Database, clock: HeldClock, turns: Turns
) -> None:
    said: list[int] = []
    replica = Replica(database, clock, turns, said)
    turns.away = True
    await replica.inbox.take([(1, ANNA, "{}")])
    await replica.inbox.drain(5)
    replica = Replica(database, clock, turns, said)
    turns.away = False
    await replica.inbox.take([(2, ANNA, "{}")])
    await all_done(database)
    assert said == [1, 2]
