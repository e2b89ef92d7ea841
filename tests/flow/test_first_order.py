"""The thin way through the whole shop: from a tap to the provider's order, and back to a pushed message."""

from __future__ import annotations

from pathlib import Path

from tests.flow.world import open_world


async def test_from_a_tap_to_the_money_given_back(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10.00")
        await anna.send("/catalog")
        await anna.tap("Traffic")
        await anna.tap("Website visits")
        await anna.tap("Order")
        link = "https://example.com/путь?a=1&b=<x>&c=%20"
        await anna.wait_for("(?i)link")
        await anna.send(link)
        await anna.wait_for("10,?000")
        await anna.send("1000")
        await anna.wait_for("1.17 USD")
        await anna.tap("Confirm")
        await world.panel.called("add")

        (order,) = world.panel.book.values()
        assert order.fields == {"action": "add", "service": "1", "link": link, "quantity": "1000"}
        assert await world.available_micros(anna.id) == 8_830_000

        world.panel.move(order.id, status="In progress", remains=900, start_count=5)
        await anna.wait_for("In progress")
        world.panel.move(order.id, status="Partial", remains=250)
        notice = await anna.wait_for("0.2925 USD given back")
        assert "Order #1: Partial" in notice.text
        assert await world.available_micros(anna.id) == 9_122_500
        assert world.panel.calls("add") == 1
