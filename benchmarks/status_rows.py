"""Polling: a cycle over all open orders against bare fetching, and against a neighbour that hangs."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from math import ceil

import httpx

from benchmarks.measure import Row, in_turns, ratio_of, seconds_of
from benchmarks.panels import KEY, Panels, panels
from benchmarks.shops import SteppedClock, fill, new_database, polling
from bot.workers.poller import CALLS_AT_ONCE, IDS_A_CALL, Poller

CHANGED_PERCENT = 1
CYCLES = 10
"""A cycle over the orders at two providers takes a tenth of a second: too little to be measured."""


async def cycle_rows(orders: int, turns: int) -> list[Row]:
    """`orders` open orders at one provider, 1% of them changed between two cycles."""
    clock = SteppedClock()
    with panels(1) as far:
        ids = far.load(0, orders)
        async with new_database() as database:
            await fill(database, clock, "panel0", ids)
            async with polling(database, clock, "panel0", far.urls[0], KEY) as poller, bare_client() as client:
                changes = Changes(far, ids)

                async def mine() -> None:
                    await whole_cycle(poller, far, len(changes.open_before))

                async def bare() -> None:
                    await bare_fetch(client, far.urls[0], changes.open_before)

                first, first_bare = await seconds_of(mine), await seconds_of(bare)
                taken: list[tuple[float, float]] = []
                for _ in range(turns):
                    changes.make()
                    clock.step()
                    (one,), (other,) = await in_turns(1, mine, bare)
                    taken.append((one, other))
    mine_s, bare_s = [one for one, _ in taken], [other for _, other in taken]
    calls = ceil(orders / IDS_A_CALL)
    return [
        Row(
            f"poll cycle of {orders:,} open orders, {CHANGED_PERCENT}% changed / httpx fetching and parsing alone",
            ratio_of(mine_s, bare_s),
            1.25,
            f"{min(mine_s):.2f} s / {min(bare_s):.2f} s; {calls:,} status calls each",
        ),
        Row(
            "the first cycle after a start, everything new / the same",
            first / first_bare,
            None,
            f"{first:.2f} s / {first_bare:.2f} s",
        ),
    ]


class Changes:
    """Another 1% each time; a tenth of it is completed. `open_before` are those that the next cycle looks at."""

    def __init__(self, far: Panels, ids: Sequence[str]) -> None:
        self._far = far
        self._ids = ids
        self._times = 0
        self._completed: set[str] = set()
        self.open_before = ids

    def make(self) -> None:
        self.open_before = [one for one in self._ids if one not in self._completed]
        self._times += 1
        some = self._ids[self._times :: 100 // CHANGED_PERCENT]
        self._completed.update(some[::10])
        self._far.deliver(0, some, 900 - self._times, complete=some[::10])


async def whole_cycle(poller: Poller, far: Panels, orders: int) -> None:
    """Rounds until nothing is due; every open order is asked for once."""
    before = far.calls(0)
    looked = 0
    while found := await poller.round():
        looked += found
    calls = far.calls(0) - before
    if (looked, calls) != (orders, ceil(orders / IDS_A_CALL)):
        raise AssertionError(f"{looked} orders looked at in {calls} calls")


def bare_client() -> httpx.AsyncClient:
    return httpx.AsyncClient(trust_env=False, timeout=60)


async def bare_fetch(client: httpx.AsyncClient, url: str, ids: Sequence[str]) -> None:
    batches = iter([ids[first : first + IDS_A_CALL] for first in range(0, len(ids), IDS_A_CALL)])

    async def fetch() -> None:
        for batch in batches:
            form = {"key": KEY, "action": "status", "orders": ",".join(batch)}
            answer = await client.post(url, data=form)
            if len(json.loads(answer.content)) != len(batch):
                raise AssertionError("an answer is short")

    await asyncio.gather(*(fetch() for _ in range(CALLS_AT_ONCE)))


async def hanging_row(orders: int, turns: int) -> Row:
    """Three providers: the time until all orders at two of them are looked at, the third hanging or not there."""
    clock = SteppedClock()
    with panels(3) as far:
        async with new_database() as database, contextlib.AsyncExitStack() as stack:
            pollers = []
            for number, url in enumerate(far.urls):
                name = f"panel{number}"
                await fill(database, clock, name, far.load(number, orders // 3))
                pollers.append(await stack.enter_async_context(polling(database, clock, name, url, KEY)))

            async def through(poller: Poller) -> None:
                while await poller.round():
                    pass

            async def alone() -> None:
                for _ in range(CYCLES):
                    clock.step()
                    await asyncio.gather(through(pollers[0]), through(pollers[1]))

            async def beside() -> None:
                clock.step()
                async with asyncio.TaskGroup() as group:
                    hanging = group.create_task(through(pollers[2]))
                    await alone()
                    hanging.cancel()

            await asyncio.gather(*(through(poller) for poller in pollers))  # from here on nothing is new
            far.hang(2)
            alone_s, beside_s = await in_turns(turns, alone, beside)
            far.heal(2)
    return Row(
        f"{orders:,} open orders at 3 providers, one hanging: {CYCLES} cycles of two / without the hanging one",
        ratio_of(beside_s, alone_s),
        1.1,
        f"{min(beside_s):.2f} s / {min(alone_s):.2f} s",
    )
