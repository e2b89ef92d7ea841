"""The shop in numbers: a picture with its words, how providers do, and tables for a spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

from bot.simulator.panel import Fault
from bot.simulator.telegram.model import Message
from bot.simulator.telegram.people import Person
from tests.flow.talk import bought, press, quote_of, say, toast
from tests.flow.world import World, open_world

PNG = b"\x89PNG\r\n\x1a\n"


def file_of(world: World, message: Message) -> bytes:
    kind = "photo" if "photo" in message.content else "document"
    found = message.content[kind]
    shown = found[-1] if isinstance(found, list) else found
    return world.telegram.world.files[shown["file_id"]].content


async def sold(world: World) -> Person:
    """Four orders: completed, half delivered, refused, on their way."""
    anna = world.customer()
    await world.credit(anna, "10")
    await bought(world, anna)
    await bought(world, anna, link="https://example.com/2")
    first, second = list(world.panel.book)
    world.panel.move(first, status="Completed")
    world.panel.move(second, status="Partial", remains=500)
    await anna.wait_for("Order #2: Partial", since=0)
    await anna.wait_for("Order #1: Completed", since=0)
    await quote_of(anna, link="https://example.com/3")
    world.panel.fail("add", Fault.REFUSE_BEFORE, text="Incorrect link")
    await press(anna, "Confirm", "Order #3")
    await anna.wait_for("Order #3: Refused", since=0)
    await bought(world, anna, link="https://example.com/4")
    return anna


async def table(world: World, admin: Person, command: str, name: str = "") -> list[list[str]]:
    """The rows of the file that comes."""
    mark = admin.mark()
    await admin.send(command)
    sent = await admin.wait_for("row", since=mark)
    assert sent.content["document"]["file_name"] == (name or f"{command.split()[1].lower()}.csv")
    content = file_of(world, sent)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


async def test_a_picture_that_telegram_refuses_leaves_the_numbers(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await world.admin.start()
        await world.admin.answered()
        world.telegram.faults.add("sendPhoto", "bad_request", description="PHOTO_INVALID_DIMENSIONS")
        shown = await say(world.admin, "/stats", "No orders in this time")
        assert shown.kind == "text"


async def test_the_numbers_as_a_picture(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await sold(world)
        admin = world.admin
        mark = admin.mark()
        await admin.send("/stats")
        shown = await admin.wait_for("The last 7 days", since=mark)
        assert shown.kind == "photo"
        assert file_of(world, shown).startswith(PNG)
        # 3 x 1.17, half of one given back; cost 3 x 0.90 less half of one: 0.675 earned.
        assert "Turnover: 3.51 USD · given back: 0.59 USD" in shown.text
        assert "Providers took: 2.25 USD · profit: +0.68 USD" in shown.text
        assert "Orders taken: 3 · new customers: 2" in shown.text
        assert "Completed 1 · Pending 1 · Partial 1 · Refused 1" in shown.text
        before = file_of(world, shown)
        await press(admin, "Month", "The last 30 days", message=shown)
        assert shown.edited_times == 1
        assert file_of(world, shown).startswith(PNG)
        assert file_of(world, shown) != before
        await toast(admin, "stats:month", message=shown)
        league = await press(admin, "Providers", "(?s)main.*orders: 4", message=shown)
        assert "Completed 50% · partial 50% · canceled 0%" in league.text
        assert "Median time to completed" in league.text
        assert "Refused: 1 · being checked: 0" in league.text
        await press(admin, "Day", "The last 24 hours", message=league)
        back = await press(admin, "Numbers", "The last 24 hours", message=league)
        assert back.kind == "photo"
        await press(admin, "Back", "Running the shop", message=back)
        for typed in ("day", "MONTH"):
            await say(admin, f"/stats {typed}", "The last")
        for typed in ("year", "7", "day week"):
            await say(admin, f"/stats {typed}", "For example: /stats week")


async def test_an_empty_shop_has_numbers_too(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await admin.send("/stats day")
        shown = await admin.wait_for("No orders in this time")
        assert shown.kind == "photo"
        await press(admin, "Providers", "No orders in this time", message=shown)
        await say(admin, "/export orders", "nothing to export")


async def test_numbers_come_without_a_picture_that_cannot_be_sent(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await admin.send("/stats day")
        shown = await admin.wait_for("No orders in this time")
        world.telegram.faults.add("editMessageMedia", "bad_request", description="message can't be edited")
        mark = admin.mark()
        await admin.tap("Week", message=shown)
        fresh = await admin.wait_for("The last 7 days", since=mark)
        assert fresh.message_id != shown.message_id


async def test_tables_for_a_spreadsheet(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        await sold(world)
        evil = world.telegram.person(1007, first_name="=HYPERLINK(1)", username="evil", language_code="en")
        await say(evil, "/start")
        admin = world.admin
        head, *rows = await table(world, admin, "/export orders")
        assert head[:2] == ["order", "created_at"]
        assert not any(name.endswith("_micros") for name in head)
        orders = [dict(zip(head, row, strict=True)) for row in rows]
        assert [row["order"] for row in orders] == ["1", "2", "3", "4"]
        assert [row["state"] for row in orders] == ["completed", "partial", "rejected", orders[3]["state"]]
        assert (orders[1]["charge"], orders[1]["refunded"], orders[1]["cost"]) == ("1.17", "0.585", "0.9")
        assert "link: https://example.com/2" in orders[1]["fields"]
        assert orders[0]["created_at"].startswith(f"{datetime.now(UTC):%Y-}")
        head, *rows = await table(world, admin, "/export LEDGER")
        postings = [dict(zip(head, row, strict=True)) for row in rows]
        assert postings[0]["kind"] == "credit"
        assert (postings[0]["amount"], postings[0]["to_customer"]) == ("10", "1001")
        head, *rows = await table(world, admin, "/export customers")
        people = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
        assert people["1007"]["first_name"] == "'=HYPERLINK(1)"
        assert people["1001"]["orders"] == "4"
        assert people["1001"]["available"] == "7.075"
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        assert len(await table(world, admin, f"/export orders {today}")) == 5
        assert len(await table(world, admin, f"/export orders 2020-01-01 {today}")) == 5
        await say(admin, "/export orders 2020-01-01 2020-12-31", "nothing to export")
        for typed in ("", " x", " orders 2020", " orders 2020-13-01", " orders 2020-02-01 2020-01-01",
                      " orders 2020-01-01 2020-01-02 x", " orders 20200101"):  # fmt: skip
            await say(admin, f"/export{typed}", "For example: /export orders")
        assert not list((tmp_path / "exports").iterdir())
