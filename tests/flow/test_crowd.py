"""A hundred customers at once, from /start to the money given back: to the last millionth."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.simulator.panel import PanelSimulator
from bot.simulator.telegram.people import Person
from tests.flow.talk import press, say
from tests.flow.world import VISITS, open_world

CUSTOMERS = 100
PER_ONE = 1_170  # millionths for one visit: 0.90 for 1000, and 30 percent


async def test_a_hundred_customers_walk_the_whole_way(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[VISITS])
    async with open_world(tmp_path, panels=[panel], SEND_RATE="1000") as world:
        people = [world.customer(5000 + number, name=f"C{number}") for number in range(CUSTOMERS)]
        await asyncio.gather(*(say(person, "/start", "Hello") for person in people))
        admin = world.admin.id
        for number, person in enumerate(people):
            action = await world.shop.services.adjustments.propose(admin, person.id, _given(number), "")
            await world.shop.services.changes.confirm(admin, action.id)
        await asyncio.gather(*(_buy(person, number) for number, person in enumerate(people)))
        await panel.called("add", CUSTOMERS)
        by_link = {order.link: order for order in panel.book.values()}
        assert len(panel.book) == len(by_link) == CUSTOMERS
        for number in range(CUSTOMERS):
            remote = by_link[_link(number)]
            assert remote.quantity == _quantity(number)
            match number % 3:
                case 0:
                    panel.move(remote.id, status="Completed")
                case 1:
                    panel.move(remote.id, status="Partial", remains=number)
                case 2:
                    panel.move(remote.id, status="Canceled")
        await asyncio.gather(*(person.wait_for(_outcome(n), since=0, timeout=60) for n, person in enumerate(people)))
        for number, person in enumerate(people):
            back = {0: 0, 1: number, 2: _quantity(number)}[number % 3]
            expected = _given(number) - PER_ONE * (_quantity(number) - back)
            assert await world.available_micros(person.id) == expected, number
            orders = [message for message in person.received if "Order #" in message.text]
            assert len(orders) == 2, "a card and one word at the end"


async def _buy(person: Person, number: int) -> None:
    await say(person, "/catalog", "Choose a category")
    await press(person, "Traffic", "Choose a service")
    await press(person, "Website visits", "Price of 1000")
    await press(person, "Order", "Send the link")
    await say(person, _link(number), "How many")
    await say(person, str(_quantity(number)), "Total")
    await press(person, "Confirm", "Order #")


def _given(number: int) -> int:
    return 10_000_000 + number


def _quantity(number: int) -> int:
    return 100 + number


def _link(number: int) -> str:
    return f"https://example.com/p/{number}"


def _outcome(number: int) -> str:
    return rf"Order #\d+: {('Completed', 'Partial', 'Canceled')[number % 3]}"
