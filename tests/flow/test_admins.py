"""Running the shop by chat: money, shelf, price lists, markup, looking things up; and nobody else may."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from bot.simulator.panel.faults import Fault
from bot.ui.commands import ADMIN_COMMANDS
from tests.flow.clock import HeldClock
from tests.flow.talk import bought, data_of, press, quote_of, said_since, say, toast
from tests.flow.world import BORIS, PRINTS, SAM, VISITS, open_world


async def test_credit_and_debit_are_shown_first_and_done_once(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await say(anna, "/start")
        for command in ("/credit", "/credit 1001", "/credit   ", "/debit", "/debit 1001"):
            await say(admin, command, "For example: " + command.split()[0])
        for typed, why in (
            ("1001 ten", "not an amount"),
            ("1001 1_0", "not an amount"),
            ("1001 0", "can be booked"),
            ("1001 -5", "amount"),
            ("1001 0.0000001", "six at most"),
            ("1001 99999999999999999999", "amount"),
            ("77 10", "not known here"),
            ("@nobody 10", "not known here"),
            ("<b> 10", "not known here"),
        ):
            await say(admin, f"/credit {typed}", why)
        await say(admin, "/debit 1001 0.01", "only 0.00 USD")
        mark = anna.mark()
        preview = await say(admin, "/credit @anna 10.50 thank <you>", "Add 10.50 USD to the wallet of Anna")
        assert "0.00 USD → 10.50 USD" in preview.text
        assert "thank <you>" in preview.text
        confirm, cancel = data_of(preview, "Confirm"), data_of(preview, "Cancel")
        await press(admin, "Confirm", "10.50 USD added", message=preview)
        await toast(admin, confirm, message=preview)
        await toast(admin, cancel, message=preview)
        assert "10.50 USD added" in preview.text
        told = await anna.wait_for("10.50 USD added to your wallet", since=mark)
        assert "thank <you>" in told.text
        assert await world.available_micros(anna.id) == 10_500_000
        preview = await say(admin, "/DEBIT 1001 0.50 a mistake", "Take 0.50 USD")
        confirm = data_of(preview, "Confirm")
        await press(admin, "Cancel", "Nothing was changed", message=preview)
        assert "too old" in await toast(admin, confirm, message=preview)
        preview = await say(admin, "/debit 1001 10.50")
        await press(admin, "Confirm", "10.50 USD taken", message=preview)
        await anna.wait_for("10.50 USD taken off", since=mark)
        assert await world.available_micros(anna.id) == 0
        assert "thank <you>" in (await say(anna, "/balance")).text
        assert len([m for m in anna.received if "added to your wallet" in m.text]) == 1


async def test_a_preview_too_old_moves_nothing(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna, admin = world.customer(), world.admin
        await say(anna, "/start")
        preview = await say(admin, "/credit 1001 5")
        clock.pass_by(minutes=15)
        assert "too old" in await toast(admin, data_of(preview, "Confirm"), message=preview)
        assert await world.available_micros(anna.id) == 0


async def test_nothing_is_on_sale_until_an_admin_says_so(tmp_path: Path) -> None:
    async with open_world(tmp_path, PUBLISH="ask") as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start", "Hello")
        lead = await admin.wait_for("price list of main is here", since=0)
        assert "Services: 2" in lead.text
        await say(anna, "/catalog", "being filled")
        shelf = await press(admin, "Choose what to sell", "On|on sale: 0 of 2", message=lead)
        await press(admin, "Traffic", "On sale: 0 of 1", message=shelf)
        await press(admin, "Website visits", "On sale: 1 of 1", message=shelf)
        await say(anna, "/catalog", "Choose a category")
        assert "Traffic" in anna.last.button_texts
        assert "Prints" not in anna.last.button_texts
        await press(admin, "Take the whole category", "On sale: 0 of 1", message=shelf)
        await press(admin, "Put the whole category", "On sale: 1 of 1", message=shelf)
        assert "One service changed" in admin.toasts[-1]
        await press(admin, "Back", "1 of 2", message=shelf)
        await press(admin, "Everything on sale", "Put all 2 services on sale\\?", message=shelf)
        await press(admin, "Yes, do it", "2 of 2", message=shelf)
        await say(anna, "/search prints")
        assert "Sticker prints" in anna.last.button_texts[0]
        await press(admin, "Nothing on sale", "Take everything off", message=shelf)
        await press(admin, "Back", "2 of 2", message=shelf)
        await press(admin, "Nothing on sale", message=shelf)
        await press(admin, "Yes, do it", "0 of 2", message=shelf)
        await say(anna, "/catalog", "being filled")
        await toast(admin, "a-cat:999", message=shelf)
        assert "0 of 2" in shelf.text


async def test_the_price_list_is_read_and_reported(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await say(admin, "/start")
        cheaper = PRINTS.row(world.panel.dialect.rules) | {"rate": "3"}
        broken = {"service": 9, "name": "No rate"}
        strange = PRINTS.row(world.panel.dialect.rules) | {"service": 8, "type": "Moon Dust"}
        world.panel.set_services([cheaper, broken, strange])
        await say(admin, "/sync", "being read")
        report = await admin.wait_for("Price list of main")
        assert "gone 1" in report.text
        assert "new prices 1" in report.text
        assert "Broken rows skipped: 1" in report.text
        assert "nobody knows, not sold: 1" in report.text
        for rows, why in (([], "Nothing was changed"), ({"error": "Incorrect request"}, "Nothing was changed")):
            world.panel.set_services(rows)
            before = admin.mark()
            await say(admin, "/sync", "being read")
            await admin.wait_for(why, since=before)
            assert (await say(admin, "/search prints")).button_texts[0].startswith("Sticker prints")
        world.panel.set_services([VISITS.row(world.panel.dialect.rules)])
        before = admin.mark()
        await press(admin, "Back", message=await say(admin, "/sync", "being read"))
        await admin.wait_for("back 1", since=before)


async def test_providers_customers_orders_and_the_ledger(tmp_path: Path) -> None:
    async with open_world(tmp_path, SUPPORT_CONTACT="@help") as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        card = await say(admin, "/providers", "main")
        assert "Services: 2 · open orders: 1" in card.text
        assert "1000 USD" in card.text
        world.panel.move(next(iter(world.panel.book)), status="Completed", start_count=3)
        await anna.wait_for("Order #1: Completed")
        await press(admin, "Refresh", "open orders: 0", message=card)
        await say(admin, "/customer @ANNA", "Available: 8.83 USD")
        found = await say(admin, "/customer 1001", "Available: 8.83 USD")
        await say(admin, "/customer", "For example: /customer")
        await say(admin, "/customer @", "not known")
        order = await press(admin, "#1", "Customer: Anna", message=found)
        for what in ("created", "submitting", "accepted", "completed", "734281", "Charge 1.17 USD · cost 0.90 USD"):
            assert what in order.text, what
        await press(admin, "Customer", "Here since", message=order)
        timeline = await say(admin, "/order #1", "Customer: Anna")
        assert await toast(admin, data_of(timeline, "Refresh"), message=timeline) == ""
        await say(admin, "/order", "For example: /order 12|number of the order")
        await say(admin, "/order 99", "can't find this order")
        await say(admin, "/ledger", "The ledger adds up")


async def test_a_new_markup_holds_from_the_next_price_on(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        quote = await quote_of(anna)
        for typed in ("", "abc", "-1", "1e2", "٣", "NaN"):
            await say(admin, f"/markup {typed}".strip(), "For example: /markup 30")
        await say(admin, "/markup 1001", "from 0 to 1,?000")
        preview = await say(admin, "/markup 12,5%", "from 30% to 12.5%")
        assert "1.17 USD → 1.0125 USD" in preview.text
        await press(admin, "Confirm", "12.5% now", message=preview)
        fresh = await press(anna, "Confirm", "price has changed", message=quote)
        assert "Total: 1.0125 USD" in fresh.text
        preview = await say(admin, "/markup 0")
        await press(admin, "Cancel", "Nothing was changed", message=preview)
        await press(anna, "Confirm", "Order #1", message=fresh)
        await world.panel.called("add")
        assert await world.available_micros(anna.id) == 8_987_500


async def test_to_a_stranger_no_admin_command_exists(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, boris, admin = world.customer(), world.customer(BORIS, name="Boris"), world.admin
        await say(boris, "/start")
        await say(admin, "/start")
        unknown = await say(anna, "/nonsense")
        preview = await say(admin, f"/credit {boris.id} 10")
        for command in ADMIN_COMMANDS:
            for text in (f"/{command}", f"/{command} 1001 10 x", f"/{command.upper()}@storefront_bot"):
                if command == "order":
                    continue  # a customer's own
                answer = await say(anna, text)
                assert (answer.text, answer.button_texts) == (unknown.text, unknown.button_texts), text
        out_of_date = await toast(anna, "garbage")
        for data in (
            "a", data_of(preview, "Confirm"), data_of(preview, "Cancel"), "a-shelf:0", "a-cat:1:0", "a-pubcat:1:0:0",
            "a-pubsvc:1:1:0:0", "a-puball:0:1", "a-sync", "a-prov", "a-ledger", "a-review", "a-unk:1", "a-attach:1",
            "a-refuse:1:0:1", "a-resend:1:1", "a-order:1", "a-who:1001",
        ):  # fmt: skip
            assert await toast(anna, data) == out_of_date, data
        # Forwarded by an admin, or edited into a command: it was not the admin who asked.
        mark = admin.mark()
        await admin.edit(await admin.send("hello"), f"/credit {boris.id} 1000")
        await admin.wait_for("not sure", since=mark)
        trap = await anna.send(f"/credit {boris.id} 1000")
        await anna.answered()
        mark = admin.mark()
        await admin.forward(trap)
        assert [message.text for message in await said_since(admin, mark)] == [unknown.text]
        assert await world.available_micros(boris.id) == 0
        assert (await say(anna, "/catalog")).button_texts


async def test_a_provider_that_prints_nonsense_changes_nothing_on_sale(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await say(admin, "/start")
        for fault in (Fault.CUT_JSON, Fault.JSON_NULL, Fault.BARE_LIST, Fault.HTML_BEFORE, Fault.ERROR_500_BEFORE):
            world.panel.fail("services", fault, times=None)
            before = admin.mark()
            await say(admin, "/sync", "being read")
            await admin.wait_for("Nothing was changed|doesn't answer", since=before)
            assert (await say(admin, "/search visits")).button_texts[0].startswith("Website visits"), fault
            world.panel.heal()
        world.panel.fail("services", Fault.REFUSE_BEFORE, text="Invalid API key", times=None)
        before = admin.mark()
        await say(admin, "/sync", "being read")
        await admin.wait_for("Nothing was changed: Invalid API key", since=before)
        assert await world.available_micros(SAM) == 0
        assert Decimal(1000) == world.panel.balance
