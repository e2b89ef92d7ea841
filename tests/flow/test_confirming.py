"""The price and the tap on Confirm: once, at the price that was shown, by the one whom it was shown to."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from pathlib import Path

from bot.core.orders import OrderState
from tests.flow.clock import HeldClock
from tests.flow.talk import LINK, bought, data_of, press, quote_of, say, toast
from tests.flow.world import BORIS, open_world


async def test_sixteen_taps_are_one_order(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        quote = await quote_of(anna)
        data = data_of(quote, "Confirm")
        await asyncio.gather(*(anna.tap(data=data, message=quote) for _ in range(16)))
        await anna.answered()
        await world.panel.called("add")
        await anna.wait_for("Order #1", since=0)
        assert len(world.panel.book) == 1
        assert await world.available_micros(anna.id) == 8_830_000
        await anna.tap(data=data_of(quote, "My orders"), message=quote)
        assert "one so far" in (await anna.wait_for("My orders")).text


async def test_a_tap_of_last_week_finds_the_order(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        quote = await quote_of(anna)
        confirm, cancel = data_of(quote, "Confirm"), data_of(quote, "Cancel")
        await press(anna, "Confirm", "Order #1")
        await world.panel.called("add")
        clock.pass_by(days=7)
        for data in (confirm, cancel):
            await toast(anna, data, message=quote)
            assert "Order #1" in quote.text
        assert world.panel.calls("add") == 1


async def test_a_price_too_old_is_made_anew(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        quote = await quote_of(anna)
        old = data_of(quote, "Confirm")
        clock.pass_by(minutes=10)
        fresh = await press(anna, "Confirm", "shown too long ago")
        assert "Nothing was charged" in fresh.text
        assert "Total: 1.17 USD" in fresh.text
        assert data_of(fresh, "Confirm") != old
        assert await world.available_micros(anna.id) == 10_000_000
        # The first price is dropped: its button leads to a third one, never to an order.
        await toast(anna, old, message=quote)
        assert not world.panel.book
        await press(anna, "Confirm", "Order #1")
        await world.panel.called("add")
        assert await world.available_micros(anna.id) == 8_830_000


async def test_a_price_that_changed_is_shown_before_it_is_paid(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await quote_of(anna)
        world.panel.set_rate("1", Decimal("1.80"))
        await say(admin, "/sync")
        await admin.wait_for("new prices 1")
        fresh = await press(anna, "Confirm", "price has changed")
        assert "Total: 2.34 USD" in fresh.text
        assert not world.panel.book
        await press(anna, "Confirm", "Order #1")
        await world.panel.called("add")
        assert await world.available_micros(anna.id) == 7_660_000


async def test_what_is_missing_is_named(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await anna.start()
        quote = await quote_of(anna)
        assert "1.17 USD is missing" in quote.text
        await anna.tap("Confirm")
        refused = await anna.wait_for("1.17 USD is missing: your wallet has 0.00 USD. Nothing was charged")
        await press(anna, "Top up", "1001", message=refused)
        await world.credit(anna, "1.16")
        await anna.tap("Confirm", message=quote)
        await anna.wait_for("0.01 USD is missing")
        assert not world.panel.book
        await world.credit(anna, "0.01")
        await press(anna, "Confirm", "Order #1", message=quote)
        await world.panel.called("add")
        assert await world.available_micros(anna.id) == 0


async def test_what_is_anothers_is_not_to_be_found(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, boris = world.customer(), world.customer(BORIS, name="Boris")
        await world.credit(anna, "10")
        await world.credit(boris, "10")
        quote = await quote_of(anna)
        confirm = data_of(quote, "Confirm")
        number = confirm.split(":")[1]
        missing = confirm.replace(number, "999")
        for verb in ("confirm", "drop", "drip", "nodrip"):
            said = [await toast(boris, f"{verb}:{n}") for n in (number, "999")]
            assert said[0] == said[1] != "", verb
        assert await toast(boris, confirm) == await toast(boris, missing)
        await press(anna, "Confirm", "Order #1")
        await world.panel.called("add")
        world.panel.move(next(iter(world.panel.book)), status="Completed")
        await anna.wait_for("Order #1: Completed")
        for verb in ("order", "see", "refresh", "refill", "cancel", "again"):
            said = [await toast(boris, f"{verb}:{n}") for n in ("1", "999")]
            assert said[0] == said[1] == "I can't find this order.", verb
        hers, none = (await say(boris, "/order 1")).text, (await say(boris, "/order 999")).text
        assert hers == none
        assert world.panel.calls("add") == 1
        assert world.panel.calls("refill") == 0
        assert await world.available_micros(boris.id) == 10_000_000


async def test_garbage_in_buttons(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await bought(world, anna)
        calls = len(world.telegram.calls)
        for data in (
            "x", ":", "confirm", "confirm:", "confirm:abc", "confirm:-1", "confirm:1:2", "confirm:9223372036854775808",
            "confirm:1e3", "confirm:１", "order:1'; DROP TABLE orders", "service:99999999999999999999", "page:😀",
            "category:1:-1", "month:expiry:9999:1", "language:../../etc", "menu:1", "a-yes:1", "a-puball:1:1", "a",
            "confirm: 1", "answer:link:x/y", "skip:LINK",
        ):  # fmt: skip
            said = await toast(anna, data)
            assert said or anna.last.from_bot, data
        answered = [call for call in world.telegram.calls[calls:] if call.method == "answerCallbackQuery"]
        assert len(answered) == 23
        assert len(world.panel.book) == 1


async def test_an_order_on_a_busy_link_is_warned_of(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await bought(world, anna)
        quote = await quote_of(anna, link=LINK)
        assert "order #1 on this link is still running" in quote.text
        await press(anna, "Confirm", "Order #2")
        await world.panel.called("add", 2)


async def test_one_account_of_two_devices(tmp_path: Path) -> None:
    """Two prices for the same answers, both confirmed: two orders, as was asked for; the wallet bears one alone."""
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "2")
        first, second = await quote_of(anna), await quote_of(anna)
        await anna.tap("Confirm", message=first)
        await anna.tap("Confirm", message=second)
        await anna.answered()
        await anna.wait_for("0.34 USD is missing", since=0)
        await world.panel.called("add")
        async with world.database.reading() as tx:
            assert await tx.orders.count_of_customer(anna.id) == 1
            assert not await tx.orders.in_state({OrderState.CREATED})
