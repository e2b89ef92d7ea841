"""An order that the provider took and never answered for: evidence, and one tap to attach it."""

from __future__ import annotations

from pathlib import Path

from bot.simulator.panel import Fault
from bot.simulator.telegram.people import Person
from tests.flow.world import World, open_world


async def buy(anna: Person, link: str = "https://example.com/p", quantity: str = "1000") -> None:
    await anna.send("/catalog")
    await anna.tap("Traffic")
    await anna.tap("Website visits")
    await anna.wait_for("Min 50")
    await anna.tap("Order")
    await anna.wait_for("Send the link")
    await anna.send(link)
    await anna.wait_for("How many")
    await anna.send(quantity)
    await anna.tap("Confirm")


async def an_unknown_order(world: World, fault: Fault) -> Person:
    """A first order that went well, and a second one of which nobody knows."""
    anna = world.customer()
    await world.admin.start()
    await world.credit(anna, "10.00")
    await buy(anna)
    await world.panel.called("add")
    await anna.wait_for("Order #1")
    world.panel.fail("add", fault)
    await buy(anna, "https://example.com/second")
    await anna.wait_for("Order #2.*Being checked")
    return anna


async def test_a_candidate_is_attached_by_one_tap(tmp_path: Path) -> None:
    async with open_world(tmp_path, SUBMIT_TIMEOUT="0.4", SYNC_INTERVAL="1") as world:
        anna = await an_unknown_order(world, Fault.HANG_AFTER)
        first, second = world.panel.book
        await world.admin.wait_for("Order #2.*what can be found out", since=0)
        assert await world.available_micros(anna.id) == 7_660_000
        await world.admin.tap(f"Attach {second}")
        await world.admin.wait_for("is followed")
        world.panel.move(second, status="Completed", remains=0)
        await anna.wait_for("Order #2: Completed")
        assert world.panel.calls("add") == 2
        assert first != second


async def test_nothing_found_means_no_attach_button(tmp_path: Path) -> None:
    async with open_world(tmp_path, SUBMIT_TIMEOUT="0.4") as world:
        anna = await an_unknown_order(world, Fault.HANG_BEFORE)
        await world.admin.wait_for("No order was found at the provider", since=0)
        assert not any(button.startswith("Attach 7") for button in world.admin.buttons)
        await world.admin.tap("Decide")
        await world.admin.tap("It was refused")
        await world.admin.tap("Yes")
        await anna.wait_for("1.17 USD given back")
        assert await world.available_micros(anna.id) == 8_830_000
