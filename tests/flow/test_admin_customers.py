"""Customers and orders in the hands of an admin: cards, notes, messages, bans, refunds, what is stuck."""

from __future__ import annotations

from pathlib import Path

from tests.flow.clock import HeldClock
from tests.flow.talk import accepted, bought, data_of, press, quote_of, say, toast
from tests.flow.world import SAM, open_world


async def test_a_card_leads_to_everything_about_a_customer(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        card = await say(admin, "/customer #1", "Available: 8.83 USD")
        assert "Orders: 1 · spent 1.17 USD" in card.text
        await press(admin, "Add a note", "Send the note", message=card)
        await say(admin, "asks <kindly>", "The note is kept")
        assert "asks <kindly>" in (await say(admin, "/customer 1001")).text
        mark = anna.mark()
        await press(admin, "Write to them", "Send the message", message=card)
        preview = await say(admin, "Hello <Anna>\nhow are you?", "Send this to Anna")
        assert [m for m in anna.received if m.seq > mark and "A message from the shop" in m.text] == []
        await press(admin, "Confirm", "on its way", message=preview)
        await toast(admin, data_of(preview, "Customer") if "Customer" in preview.button_texts else "a", message=preview)
        told = await anna.wait_for("Hello <Anna>\nhow are you\\?", since=mark)
        assert "Sam" not in told.text
        await press(admin, "Credit", "How much USD to add", message=card)
        await say(admin, "many", "not an amount")
        preview = await say(admin, "2.50 thank you", "Add 2.50 USD")
        await press(admin, "Confirm", "2.50 USD added", message=preview)
        await press(admin, "Debit", "How much USD to take", message=card)
        await press(admin, "Cancel", "Stopped")
        await press(admin, "Own markup", "How many percent", message=card)
        await say(admin, "lots", "not a percent")
        preview = await say(admin, "10", "customer Anna")
        assert "Website visits: 1.17 USD → 0.99 USD, profit +0.09 USD" in preview.text
        await press(admin, "Confirm", "is 10% now", message=preview)
        assert "Markup of their own: 10%" in (await say(admin, "/customer @anna")).text
        await say(anna, "/search visits")
        shown = await press(anna, "Website visits", "Price of 1000: 0.99 USD")
        assert "No. " in shown.text
        assert "0.99 USD" in (await quote_of(anna, link="https://example.com/b")).text
        other = world.customer(1002, name="Boris")
        await say(other, "/search visits")
        await press(other, "Website visits", "Price of 1000: 1.17 USD")


async def test_a_banned_customer_looks_and_reads_but_does_not_order(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        quote = await quote_of(anna, link="https://example.com/p/other")
        for typed in ("/ban", "/ban 1001 now", "/unban", "/unban 1 2"):
            await say(admin, typed, "For example: " + typed.split()[0])
        await say(admin, "/ban 4242", "not known here")
        sure = await say(admin, f"/ban {SAM}", "Close the account")
        assert "runs the shop with you" in await toast(admin, data_of(sure, "Yes"), message=sure)
        sure = await say(admin, "/ban @anna", "Close the account of Anna")
        await press(admin, "Yes, do it", "not order", message=sure)
        assert "closed for new orders" in await toast(anna, data_of(quote, "Confirm"), message=quote)
        await say(anna, "/catalog", "Choose a category")
        world.panel.move(next(iter(world.panel.book)), status="Canceled")
        await anna.wait_for("Order #1: Canceled")
        assert await world.available_micros(anna.id) == 10_000_000
        card = await press(admin, "Customer", "Closed for new orders", message=sure)
        await press(admin, "Open for orders", "can order again", message=card)
        card = await say(admin, "/customer 1001")
        await press(admin, "Close for orders", "Close the account", message=card)
        await press(admin, "Back", "Here since", message=card)
        await say(admin, "/unban 1001", "can order again")
        await press(anna, "Confirm", "Order #2", message=quote)


async def test_an_order_is_paid_back_in_part_and_whole_and_never_above_it(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        world.panel.move(next(iter(world.panel.book)), status="Completed")
        await anna.wait_for("Order #1: Completed")
        order = await say(admin, "/order 1", "Customer: Anna")
        await press(admin, "Give a part back", "1.17 USD at most", message=order)
        await say(admin, "1.18", "At most 1.17 USD")
        preview = await say(admin, "0.50", "Give 0.50 USD of order #1")
        stale = await press(admin, "Give all back", "Give 1.17 USD of order #1", message=order)
        mark = anna.mark()
        await press(admin, "Confirm", "0.50 USD of order #1 given back", message=preview)
        await anna.wait_for("0.50 USD given back", since=mark)
        assert "meanwhile" in await toast(admin, data_of(stale, "Confirm"), message=stale)
        assert await world.available_micros(anna.id) == 9_330_000
        rest = await press(admin, "Give all back", "Give 0.67 USD", message=order)
        confirm = data_of(rest, "Confirm")
        await press(admin, "Confirm", "0.67 USD of order #1 given back", message=rest)
        await toast(admin, confirm, message=rest)
        assert await world.available_micros(anna.id) == 10_000_000
        assert "Nothing of order #1" in await toast(admin, "s-ref:1", message=order)
        story = await press(admin, "From the beginning", "refunded_by_admin|created", message=order)
        await press(admin, "Order #1", "Customer: Anna", message=story)
        assert "refund of #1" in (await say(admin, "/audit")).text


async def test_what_takes_longer_than_usual_is_stuck(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "20")
        await say(admin, "/stuck", "Nothing is stuck")
        await bought(world, anna)
        await accepted(world, 1)
        clock.pass_by(hours=25)
        stuck = await say(admin, "/stuck", "One order is open longer")
        assert "too few orders of this service" in stuck.text
        assert await toast(admin, data_of(stuck, "Refresh"), message=stuck) == ""
        await press(admin, "#1 Website visits", "Customer: Anna", message=stuck)
