"""What the poller remembers of rows, and what makes it forget."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.core.orders import OrderState
from bot.core.provider import RemoteState as R
from bot.core.provider import StatusNews
from tests.usecases.bench import MAIN, Bench, status


async def test_a_row_is_known_by_its_mark_once_it_is_written(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    looks = bench.tracking.looks(MAIN)
    due = await looks.due(looks.now() + timedelta(days=1), 10)
    assert looks.known(due) == {}
    assert await looks.take(due, StatusNews({"501": status("501", R.IN_PROGRESS, 10)}, marks={"501": 7})) == 1
    due = await looks.due(looks.now() + timedelta(days=1), 10)
    assert looks.known(due) == {"501": 7}
    bench.clock.advance(hours=1)
    assert await looks.take(due, StatusNews({}, same={"501"}, marks={"501": 7})) == 0
    after = await bench.order(order.id)
    assert (after.state, after.remains, after.polled_at) == (OrderState.IN_PROGRESS, 10, bench.clock.now())
    assert after.next_poll_at is not None
    assert after.next_poll_at > bench.clock.now()


async def test_whoever_writes_the_order_makes_its_mark_unknown(bench: Bench) -> None:
    await bench.prepare()
    order = await bench.accepted("501")
    looks = bench.tracking.looks(MAIN)
    due = await looks.due(looks.now() + timedelta(days=1), 10)
    await looks.take(due, StatusNews({"501": status("501", R.IN_PROGRESS, 10)}, marks={"501": 7}))
    async with bench.database.transaction() as tx:
        now = await bench.order(order.id)
        assert await tx.orders.save(now, replace(now, remains=99))
    assert looks.known(await looks.due(looks.now() + timedelta(days=1), 10)) == {}


async def test_answers_that_come_together_are_written_together_and_each_counts(bench: Bench) -> None:
    await bench.prepare()
    ids = ["501", "502", "503"]
    for provider_order_id in ids:
        await bench.accepted(provider_order_id)
    looks = bench.tracking.looks(MAIN)
    due = await looks.due(looks.now() + timedelta(days=1), 10)
    words = {"501": R.IN_PROGRESS, "502": R.CANCELED, "503": R.PROCESSING}
    took = await asyncio.gather(
        *(looks.take([one], StatusNews({i: status(i, words[i], 5)})) for one in due if (i := one.provider_order_id))
    )
    assert took == [1, 1, 1]
    states = {one.provider_order_id: one.state for one in await bench.orders_in()}
    assert states == {"501": OrderState.IN_PROGRESS, "502": OrderState.CANCELED, "503": OrderState.PROCESSING}


async def test_pages_of_due_orders_follow_each_other(bench: Bench) -> None:
    await bench.prepare()
    for number in range(5):
        await bench.accepted(str(500 + number))
    looks = bench.tracking.looks(MAIN)
    at, seen, last = looks.now() + timedelta(days=1), [], None
    while page := await looks.due(at, 2, last):
        seen += [one.provider_order_id for one in page]
        last = page[-1]
    assert sorted(filter(None, seen)) == ["500", "501", "502", "503", "504"]
