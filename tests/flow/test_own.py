"""Favourites, many orders at once, one's own data, measured delivery times."""

from __future__ import annotations

import json
from pathlib import Path

from tests.flow.clock import HeldClock
from tests.flow.talk import LINK, accepted, bought, data_of, press, quote_of, say, toast
from tests.flow.world import open_world


async def test_favourites_are_starred_listed_and_dropped(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await say(anna, "/favourites", "Nothing here yet")
        await say(anna, "/search visits")
        card = await press(anna, "Website visits", "Price of 1000")
        await press(anna, "☆ Remember", "Price of 1000", message=card)
        assert "★ Forget" in card.button_texts
        listed = await say(anna, "/favourites", "Favourites")
        assert listed.button_texts[0].startswith("Website visits")
        menu = await say(anna, "/start")
        await press(anna, "Favourites", "that you starred", message=menu)
        await press(anna, "Website visits", "★|Price", message=listed)
        await press(anna, "★ Forget", "Price of 1000", message=listed)
        await say(anna, "/favourites", "Nothing here yet")


async def test_many_orders_at_once_line_by_line(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "2")
        ids = {o.service.name: o.service.id for o in world.shop.services.catalog.catalogue.offers.values()}
        visits = ids["Website visits"]
        menu = await say(anna, "/start")
        await press(anna, "Many at once", "service | link | quantity", message=menu)
        await press(anna, "Cancel", "Stopped")
        await say(anna, "/mass", r"service \| link \| quantity")
        lines = (
            f"{visits} | {LINK} | 1000",
            f"{visits}|https://example.com/two|500",
            f"{visits} | {LINK} | 1000",
            "999 | https://example.com/x | 100",
            f"{visits} | javascript:alert(1) | 100",
            f"{visits} | https://example.com/y | 5",
            "nonsense",
            f"{visits} | https://example.com/three | 1000",
        )
        preview = await say(anna, "\n".join(lines), "3 of 8 lines are fine")
        for part in ("stand above already", "no service with the number 999", "from 50 to 10,?000", "I read a line as"):
            assert part.replace(",?", "") in preview.text.replace(",", ""), part
        assert "Total of 3 orders: 2.925 USD" in preview.text
        assert "0.925 USD is missing" in preview.text
        assert world.panel.calls("add") == 0
        confirm = data_of(preview, "Confirm")
        placed = await press(anna, "Confirm", "Placed: 2 of 3", message=preview)
        assert "✅ #1 Website visits: 1.17 USD" in placed.text
        assert "is missing: your wallet has" in placed.text
        await toast(anna, confirm, message=placed)
        await world.panel.called("add", 2)
        assert "Placed: 2 of 3" in placed.text
        assert await world.available_micros(anna.id) == 245_000
        await press(anna, "My orders", message=placed)
        assert world.panel.calls("add") == 2
        boris = world.customer(1002, name="Boris")
        await say(boris, "/start")
        assert "can't find" in await toast(boris, confirm)
        await say(anna, "/mass")
        sent = await anna.send_document("orders.txt", f"{visits} | https://example.com/four | 100\n".encode())
        dropped = await anna.wait_for("1 of 1 lines are fine", since=sent.seq)
        await press(anna, "Cancel", "Stopped", message=dropped)
        await say(anna, "/mass")
        await say(anna, "\n".join(["x"] * 101), "101 lines, and 100 is the limit")


async def test_ones_own_data_comes_as_a_file_and_can_be_removed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        world.panel.move(next(iter(world.panel.book)), status="Completed")
        await anna.wait_for("Order #1: Completed")
        await bought(world, anna, link="https://example.com/open")
        await say(admin, "/customer 1001")
        page = await say(anna, "/mydata", "Your data")
        before = anna.mark()
        await press(anna, "Send me the file", "All that this shop keeps of you", message=page)
        file = next(message for message in anna.received if message.seq > before and "document" in message.content)
        exported = json.loads(world.telegram.backend.world.files[file.content["document"]["file_id"]].content)
        assert exported["customer"]["username"] == "anna"
        assert exported["orders"][0]["fields"]["link"] == LINK
        assert exported["wallet"][0]["amount_micros"] == 10_000_000
        sure = await press(anna, "Remove my data", "You still have 7.66 USD", message=page)
        assert "open orders go on" in sure.text
        await press(anna, "Cancel", message=sure)
        page = await say(anna, "/mydata", "Your data")
        await press(anna, "Remove my data", "Remove your data", message=page)
        await press(anna, "Confirm", "your data is removed", message=page)
        async with world.database.reading() as tx:
            person = await tx.customers.get(anna.id)
            done, going = await tx.orders.get(1), await tx.orders.get(2)
        assert person is not None
        assert (person.first_name, person.username) == ("removed", None)
        assert done is not None
        assert going is not None
        assert done.link == "removed"
        assert going.link == "https://example.com/open"
        world.panel.move(list(world.panel.book)[-1], status="Canceled")
        await anna.wait_for("Order #2: Canceled")
        assert await world.available_micros(anna.id) == 8_830_000


async def test_the_time_that_a_service_takes_is_measured(tmp_path: Path) -> None:
    clock = HeldClock()
    async with open_world(tmp_path, clock=clock) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "20")
        for number in range(5):
            before = anna.mark()
            await bought(world, anna, link=f"https://example.com/{number}")
            await accepted(world, number + 1)
            clock.pass_by(minutes=30 + number * 30)
            status = "Canceled" if number == 4 else "Completed"
            world.panel.move(list(world.panel.book)[-1], status=status)
            await anna.wait_for(f"Order #{number + 1}: {status}", since=before)
        await world.shop.staff.delivery.refresh()
        await say(anna, "/search visits")
        card = await press(anna, "Website visits", "Usually done in")
        assert "Our last 5 orders: 0% partial, 20% canceled" in card.text
        await bought(world, anna, link="https://example.com/slow")
        await accepted(world, 6)
        clock.pass_by(hours=4)
        stuck = await say(admin, "/stuck", "One order is open longer")
        assert "nine of ten orders of this service" in stuck.text


async def test_a_quote_keeps_its_price_when_the_own_markup_goes(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        preview = await say(admin, "/markup 0 customer 1001")
        await press(admin, "Confirm", "is 0% now", message=preview)
        quote = await quote_of(anna)
        assert "Total: 0.90 USD" in quote.text
        preview = await say(admin, "/markup off customer 1001")
        await press(admin, "Confirm", "no markup of its own", message=preview)
        fresh = await press(anna, "Confirm", "price has changed", message=quote)
        assert "Total: 1.17 USD" in fresh.text
