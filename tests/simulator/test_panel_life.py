"""Orders that move by themselves follow the clock alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.simulator.panel import Dialect, Pace, PanelService, PanelSimulator
from tests.simulator.panel_client import KEY, Client, client_of

SERVICES = [
    PanelService("1", "Stickers", "Print", Decimal(1), 1, 100_000, refill=True, cancel=True, dripfeed=True),
    PanelService("2", "Subtitles", "Film", Decimal(1000), 1, 100, "Subscriptions", cancel=True),
]


class HandClock:
    """A clock that goes when told."""

    def __init__(self) -> None:
        self.time = datetime(2026, 6, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def panel(clock: HandClock) -> PanelSimulator:
    pace = Pace(pending=2, working=6, run=3, partial_every=3, over_every=4, reject_refill_every=2)
    return PanelSimulator(
        "alpha", KEY, Dialect.SMMSEND, catalogue=SERVICES, balance=Decimal(100), auto=True, now=clock, pace=pace
    )


async def told(client: Client, order_id: str) -> Any:
    return (await client.call("status", orders=order_id))[order_id]


async def test_from_pending_over_in_progress_to_completed(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        order_id = await client.add(1, link="x", quantity=600)
        clock.forward(1)
        assert (await told(client, order_id))["status"] == "Pending"
        seen = []
        for _ in range(3):
            clock.forward(2)
            seen.append(await told(client, order_id))
        assert [(row["status"], row["remains"]) for row in seen] == [
            ("In progress", "500"),
            ("In progress", "300"),
            ("In progress", "100"),
        ]
        assert len({row["start_count"] for row in seen}) == 1
        clock.forward(1)
        last = await told(client, order_id)
    assert (last["status"], last["remains"]) == ("Completed", "0")


async def test_some_end_partial_and_some_deliver_too_much(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        ids = [await client.add(1, link="x", quantity=1000) for _ in range(4)]
        clock.forward(60)
        rows = [await told(client, order_id) for order_id in ids]
    assert [(row["status"], row["remains"]) for row in rows] == [
        ("Completed", "0"),
        ("Completed", "0"),
        ("Partial", "250"),
        ("Completed", "-2"),
    ]
    assert panel.balance == Decimal("96.25")
    assert panel.total() == 100


async def test_what_is_moved_by_hand_stays(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        order_id = await client.add(1, link="x", quantity=1000)
        panel.move(order_id, status="Processing")
        clock.forward(60)
        assert (await told(client, order_id))["status"] == "Processing"


async def test_dripfeed_makes_its_runs(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        order_id = await client.add(1, link="x", quantity=100, runs=3, interval=60)
        clock.forward(2)
        assert len((await told(client, order_id))["orders"]) == 1
        clock.forward(6)
        row = await told(client, order_id)
        assert (row["status"], row["runs"]) == ("In progress", "3")
        clock.forward(60)
        assert (await told(client, order_id))["status"] == "Completed"
        rows = await client.call("status", orders=",".join(map(str, row["orders"])))
    assert [row["status"] for row in rows.values()] == ["Completed", "Partial", "Completed"]
    assert panel.total() == 100


async def test_subscription_ends_after_its_posts(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        order_id = await client.add(2, username="u", min=1, max=3, posts=2, delay=0)
        assert panel.balance == 94
        clock.forward(2)
        assert (await told(client, order_id))["status"] == "Active"
        clock.forward(60)
        assert (await told(client, order_id))["status"] == "Completed"
    assert panel.balance == 96
    assert panel.total() == 100


async def test_subscription_without_limit_goes_on_or_pauses(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        order_id = await client.add(2, username="u", min=1, max=3, delay=0)
        clock.forward(600)
        row = await told(client, order_id)
        assert (row["status"], len(row["orders"])) == ("Active", 3)
        panel.balance = Decimal(1)
        poor = await client.add(2, username="v", min=1, max=3, delay=0)
        clock.forward(600)
        assert (await told(client, poor)) == {"status": "Paused", "expiry": None, "posts": "0", "orders": []}


async def test_refills_and_cancels_come_through_later(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        done = [await client.add(1, link="x", quantity=100) for _ in range(2)]
        clock.forward(60)
        await client.call("refill", orders=",".join(done))
        waiting = await client.add(1, link="x", quantity=4000)
        await client.call("cancel", orders=waiting)
        clock.forward(2)
        assert (await client.call("refill_status", refills="1"))[0]["status"] == "In progress"
        assert (await client.call("cancel", cancels="100"))[0]["status"] == "Completed"
        assert (await told(client, waiting))["status"] == "Canceled"
        clock.forward(6)
        assert await client.call("refill_status", refills="1,2") == [
            {"refill": 1, "status": "Completed"},
            {"refill": 2, "type": "Rejected"},
        ]
    assert panel.total() == 100


async def test_cancel_amid_the_work_leaves_a_partial(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        order_id = await client.add(1, link="x", quantity=600)
        clock.forward(5)
        await client.call("cancel", orders=order_id)
        clock.forward(2)
        row = await told(client, order_id)
    assert (row["status"], row["remains"], row["charge"]) == ("Partial", "300", "0.3")


async def test_nothing_changes_while_the_clock_stands(panel: PanelSimulator, clock: HandClock) -> None:
    async with client_of(panel) as client:
        await client.add(1, link="x", quantity=100, runs=3, interval=60)
        clock.forward(4)
        assert panel.advance()
        assert not panel.advance()
        version = panel.version
        clock.forward(0.03)
        assert not panel.advance()
        assert panel.version == version
