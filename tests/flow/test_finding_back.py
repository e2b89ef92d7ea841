"""Finding back: to the order that money was missing for, to an order among many, and out of a question."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from bot.simulator.panel import PanelService, PanelSimulator
from tests.flow.clock import HeldClock
from tests.flow.talk import LINK, bought, data_of, press, quote_of, say, toast
from tests.flow.world import open_world


async def test_from_a_top_up_back_to_the_order(tmp_path: Path) -> None:
    async with open_world(tmp_path, STARS_PER_UNIT="50") as world:
        anna = world.customer()
        await quote_of(anna)
        await press(anna, "Top up", "Choose a way")
        await press(anna, "Stars", "how much")
        await press(anna, "5.00 USD")
        await anna.wait_until(lambda: True if anna.last.kind == "invoice" else None)
        assert (await anna.pay()).ok
        credited = await anna.wait_for("5.00 USD added to your wallet")
        price = await press(anna, "Back to your order", "Total: 1.17 USD")
        assert "In your wallet: 5.00 USD, afterwards 3.83 USD" in price.text
        await press(anna, "Confirm", "Order #1", message=price)
        # Later the same button leads to the order, and never to a second one.
        await press(anna, "Back to your order", "Order #1", message=credited)
        assert world.panel.calls("add") <= 1

        sam = world.customer(2002)
        await say(sam, "/start")
        assert "can't find this price" in await toast(sam, data_of(credited, "Back to your order"))


async def test_a_price_that_has_run_out_comes_back_fresh(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna = world.customer()
        await quote_of(anna)
        await world.credit(anna, "5")
        credited = await anna.wait_for("5.00 USD added to your wallet", since=0)
        clock.pass_by(hours=1)
        price = await press(anna, "Back to your order", "Total: 1.17 USD", message=credited)
        await press(anna, "Confirm", "Order #1", message=price)

        await world.credit(anna, "5")
        again = await anna.wait_for("5.00 USD added to your wallet", since=credited.seq)
        assert not again.buttons, "no order waits for this money"


async def test_orders_by_their_state(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        for number in (1, 2, 3):
            await bought(world, anna, link=f"{LINK}/{number}")
        first, second, _third = world.panel.book
        world.panel.move(first, status="Completed", remains=0)
        await anna.wait_for("Order #1: Completed")
        world.panel.move(second, status="Partial", remains=250)
        await anna.wait_for("Order #2: Partial")
        listed = await say(anna, "/orders", "My orders: 3")
        for button, count, shown in (("Running", 1, "#3"), ("Completed", 1, "#1"), ("Money back", 1, "#2")):
            page = await press(anna, button, f"{button}: {count}", message=listed)
            assert next(text for text in page.button_texts if text.startswith("#")).startswith(shown)
            assert f"● {button}" in page.button_texts
        await press(anna, "All", "My orders: 3", message=listed)


async def test_a_refused_answer_leaves_a_way_out(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/search Website visits")
        await press(anna, "Website visits")
        await press(anna, "Order")
        refused = await say(anna, "javascript:alert(1)", "has to start with")
        await press(anna, "Cancel", "is stopped", message=refused)
        assert not (await say(anna, "/order 99", "can't find")).buttons


async def test_a_country_by_a_button_or_by_its_name(tmp_path: Path) -> None:
    service = PanelService("1", "Visits by country", "Traffic", Decimal("2"), 1, 1000, "Web Traffic")
    panel = PanelSimulator("main", "TESTKEY", catalogue=[service])
    async with open_world(tmp_path, panels=[panel]) as world:
        anna = world.customer(language="ru")
        await world.credit(anna, "100")
        for number, country in enumerate(("Германия", "Japan"), 1):
            await say(anna, "/search Visits")
            await press(anna, "Visits by country")
            await press(anna, "Заказать")
            await say(anna, f"{LINK}/{number}")
            await say(anna, "100", "из какой страны")
            if number == 1:
                await press(anna, country, "устройств")
            else:
                await say(anna, country, "устройств")
            await press(anna, "Все устройства")
            assert country in (await press(anna, "Напрямую", "Итого")).text
            await press(anna, "Подтвердить", f"#{number}")
            await panel.called("add", number)
        assert [order.fields["country"] for order in panel.book.values()] == ["DE", "Japan"]


async def test_ordering_again_asks_for_what_does_no_longer(tmp_path: Path) -> None:
    """A subscription that ran until a day that is over."""
    service = PanelService("1", "Kind of posts", "Posts", Decimal("5"), 1, 1000, "Subscriptions")
    panel = PanelSimulator("main", "TESTKEY", catalogue=[service])
    clock = HeldClock()
    async with open_world(tmp_path, panels=[panel], clock=clock) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await say(anna, "/search posts")
        await press(anna, "Kind of posts")
        await press(anna, "Order", "step 1 of 7")
        for typed in ("anna", "10", "20", "5", "0"):
            await say(anna, typed, "step")
        await press(anna, "At once", "Until what day")
        tomorrow = clock.now() + timedelta(days=1)
        await say(anna, tomorrow.strftime("%d/%m/%Y"), "Total")
        await press(anna, "Confirm", "Order #1")
        await panel.called("add")
        panel.move(next(iter(panel.book)), status="Completed")
        clock.pass_by(minutes=1)
        await anna.wait_for_button("Refresh")
        await press(anna, "Refresh")
        await anna.wait_for("Order #1: Completed", since=0)
        again = await press(anna, "Order again", "Total")
        assert "Username: anna" in again.text

        clock.pass_by(days=3)
        asked = await press(anna, "Order again", "That day is over.*(?s:.)*Until what day")
        assert "step 7 of 7" in asked.text
        price = await press(anna, "Skip", "Total", message=asked)
        assert "Username: anna" in price.text
        assert "Until" not in price.text
