"""The list of orders and the live card; refills, cancels and reorders at panels of each dialect."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.simulator.panel import PanelSimulator
from bot.simulator.panel.dialects import Dialect
from tests.flow.clock import HeldClock
from tests.flow.talk import bought, data_of, press, said_since, say, toast
from tests.flow.world import VISITS, open_world


async def test_five_dialects_in_one_shop(tmp_path: Path) -> None:
    """On each as far as its page goes: what a page does not document is refused there, and said so kindly."""
    panels = [
        PanelSimulator(
            dialect.value,
            f"KEY{number}",
            dialect,
            catalogue=[replace(VISITS, name=f"Visits by {dialect.value}", refill=True, cancel=True)],
            first_order_id=1000 * number,
        )
        for number, dialect in enumerate(Dialect, start=1)
    ]
    async with open_world(tmp_path, panels=panels) as world:
        anna = world.customer()
        await world.credit(anna, "100")
        for number, panel in enumerate(panels, start=1):
            await say(anna, f"/search {panel.name}", "One service")
            await press(anna, "Visits by")
            await press(anna, "Order")
            await say(anna, f"https://example.com/{number}", "How many")
            await say(anna, "1000", "Total: 1.17 USD")
            await press(anna, "Confirm", f"Order #{number}")
            await panel.called("add")
            (remote,) = panel.book
            panel.move(remote, status="In progress", remains=400, start_count=7)
            card = await anna.wait_for(f"(?s)Order #{number} .*In progress.*Remains: 400", since=0)
            if "cancel" in panel.dialect.rules.actions:
                await press(anna, "Cancel", "Cancel: ", message=card)
                await panel.called("cancel")
                assert "already" in await toast(anna, f"cancel:{number}", message=card)
            panel.move(remote, status="Completed")
            await anna.wait_for(f"Order #{number}: Completed", since=0)
            await anna.wait_until(lambda card=card: True if "Refill" in card.button_texts else None)  # type: ignore[misc]
            await press(anna, "Refill", "Refill: ", message=card)
            await panel.called("refill")
            await anna.wait_until(lambda card=card: True if "Refill: accepted" in card.text else None)  # type: ignore[misc]
            assert "already" in await toast(anna, f"refill:{number}", message=card)
            if panel.refills:
                panel.move_refill(next(iter(panel.refills)), "Completed")
        spent = 5 * 1_170_000
        assert await world.available_micros(anna.id) == 100_000_000 - spent
        assert not [request for panel in panels for request in panel.requests if request.unexpected]


async def test_a_cancel_pays_back_by_the_orders_own_status(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", Dialect.SMMSEND, catalogue=[replace(VISITS, cancel=True)])
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        card = await bought(world, anna)
        await anna.wait_until(lambda: True if "Cancel" in card.button_texts else None)
        await press(anna, "Cancel", "Cancel: asked for|Cancel: accepted", message=card)
        await panel.called("cancel")
        assert await world.available_micros(anna.id) == 8_830_000
        await panel.until(lambda: bool(panel.cancels))
        panel.move_cancel(next(iter(panel.cancels)), "Completed")
        await anna.wait_for("(?s)Order #1: Canceled.*1.17 USD given back", since=0)
        assert await world.available_micros(anna.id) == 10_000_000


async def test_refresh_asks_at_once_and_not_too_often(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        card = await bought(world, anna)
        await anna.wait_until(lambda: True if "Refresh" in card.button_texts else None)
        refresh = data_of(card, "Refresh")
        clock.pass_by(seconds=5)
        await world.panel.called("status")
        world.panel.move(next(iter(world.panel.book)), status="In progress", remains=10)
        clock.pass_by(seconds=11)
        await toast(anna, refresh, message=card)
        await anna.wait_until(lambda: True if "Remains: 10" in card.text else None)
        assert "looked a moment ago" in await toast(anna, refresh, message=card)


async def test_the_same_again_at_todays_price(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        card = await bought(world, anna)
        world.panel.move(next(iter(world.panel.book)), status="Completed")
        await anna.wait_until(lambda: True if "Order again" in card.button_texts else None)
        quote = await press(anna, "Order again", "Total: 1.17 USD", message=card)
        assert quote is not card
        await press(anna, "Confirm", "Order #2", message=quote)
        await world.panel.called("add", 2)
        first, second = world.panel.book.values()
        assert first.fields == second.fields


async def test_the_list_of_orders_and_the_cards_behind_it(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/orders", "No orders yet")
        await world.credit(anna, "100")
        for number in range(9):
            await bought(world, anna, link=f"https://example.com/{number}", quantity="50")
        listed = await say(anna, "/orders", "My orders: 9")
        assert "1 / 2" in listed.button_texts
        await press(anna, "›", message=listed)
        assert "2 / 2" in listed.button_texts
        card = await press(anna, "#1 ", "Order #1", message=listed)
        again = await press(anna, "My orders", "My orders: 9", message=card)
        assert again is not card
        asked = await say(anna, "/order #2", "Order #2")
        for typed in ("/order", "/order x", "/order 1 2", "/order ٢", "/order -1", "/order " + "9" * 40):
            await say(anna, typed, "number of the order")
        mark = anna.mark()
        world.panel.move(list(world.panel.book)[1], status="In progress", remains=7)
        await anna.wait_until(lambda: True if "Remains: 7" in asked.text else None)
        world.panel.move(list(world.panel.book)[1], status="Completed")
        notice = await anna.wait_for("Order #2: Completed", since=mark)
        seen = await press(anna, "Order #2", "Order #2 ", message=notice)
        assert seen is not notice
        assert "Order #2 · ✅ Completed" in seen.text
        assert not [m for m in await said_since(anna, anna.mark()) if "Order" in m.text]
        movements = (await say(anna, "/balance")).text
        assert "Added" in movements
        assert "#9" in movements
