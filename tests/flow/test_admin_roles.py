"""Roles, caps, the audit, maintenance: who may do what, and what is written down of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.core.roles import COMMANDS, Right
from bot.simulator.telegram.people import Person
from tests.flow.talk import bought, data_of, press, quote_of, say, toast
from tests.flow.world import BORIS, SAM, open_world


async def test_a_role_is_granted_works_and_is_taken_away(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin, boris = world.admin, world.customer(BORIS, name="Boris")
        await say(boris, "/start")
        unknown = await say(boris, "/nonsense")
        for typed in ("x", "1002", "1002 king", "1002 manager now", "@boris manager"):
            await say(admin, f"/role {typed}", "For example: /role")
        await say(admin, f"/role {SAM} none", "by ADMIN_IDS")
        await say(admin, f"/role {BORIS} support", r"Boris \(1002\): support from now on")
        await boris.wait_until(lambda: True if "customer" in _listed(boris) else None)
        listed = _listed(boris)
        assert "credit" not in listed
        await say(boris, "/customer 1002", "Here since")
        for command in ("/credit 1002 5", "/markup 0", "/publish", "/audit", "/cap 5", "/maintenance on", "/ledger"):
            await say(boris, command, "Your role doesn't include this")
        menu = await say(boris, "/admin", "Running the shop")
        assert menu.button_texts == ["📦 Orders", "👤 Customers", "🛍 What is sold", "Back"]
        orders = await press(boris, "Orders", "/stuck", message=menu)
        assert orders.button_texts == ["Find an order", "Stuck orders", "Back"]
        assert "/review" not in orders.text
        card = await say(boris, "/customer 1002", "Here since")
        assert "Credit" not in card.button_texts
        await say(admin, f"/role {BORIS} manager", "manager from now on")
        preview = await say(boris, "/credit 1002 5", "Add 5.00 USD")
        await say(admin, f"/role {BORIS} none", "has no role any more")
        assert await world.available_micros(BORIS) == 0
        gone = await toast(boris, data_of(preview, "Confirm"), message=preview)
        assert "out of date" in gone
        assert (await say(boris, "/admin")).text == unknown.text
        roles = await say(admin, "/role", "Who runs this shop")
        assert "Sam (9001): owner, by ADMIN_IDS" in roles.text
        book = await press(admin, "What was changed", "3 in all", message=roles)
        assert "manager → none" in book.text
        await press(admin, "Roles", "Who runs this shop", message=await say(admin, f"/role {BORIS} none"))
        await world.stop()
        await world.start()
        assert world.shop.services.authority.role_of(BORIS) is None


async def test_a_manager_has_a_cap_and_an_owner_has_none(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin, boris = world.admin, world.customer(BORIS, name="Boris")
        await say(boris, "/start")
        await say(admin, "/role 1002 manager")
        await say(admin, "/cap", "as much into wallets as they like")
        await say(admin, "/cap ten", "not an amount")
        await say(admin, "/cap 1 2", "For example: /cap")
        await say(admin, "/cap 10", "up to 10.00 USD")
        preview = await say(boris, "/credit 1002 7", "Add 7.00 USD")
        await press(boris, "Confirm", "7.00 USD added", message=preview)
        await say(boris, "/credit 1002 3.01", "3.00 USD of 10.00 USD left")
        first = await say(boris, "/credit 1002 2", "Add 2.00 USD")
        second = await say(boris, "/credit 1002 2", "Add 2.00 USD")
        await press(boris, "Confirm", "2.00 USD added", message=first)
        assert "1.00 USD of 10.00 USD left" in await toast(boris, data_of(second, "Confirm"), message=second)
        assert await world.available_micros(BORIS) == 9_000_000
        # Codes count with all that they can cost.
        await say(boris, "/promo_new TEN 10%", "only an owner makes one")
        await say(boris, "/promo_new SPRING 0.60 2", "1.00 USD of 10.00 USD left")
        code = await say(boris, "/promo_new SPRING 0.40 2", "0.80 USD at most")
        rest = await say(boris, "/promo_new AUTUMN 0.50", "0.50 USD at most")
        await press(boris, "Confirm", "SPRING can be used", message=code)
        assert "0.20 USD of 10.00 USD left" in await toast(boris, data_of(rest, "Confirm"), message=rest)
        await say(boris, "/credit 1002 0.30", "0.20 USD of 10.00 USD left")
        await say(admin, "/promo_new TEN 10% 50", "adds 10%")
        preview = await say(admin, "/credit 1002 100", "Add 100.00 USD")
        await press(admin, "Confirm", "100.00 USD added", message=preview)
        await say(admin, "/cap off", "as much into wallets as they like")


async def test_every_change_is_in_the_audit_and_stays_there(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        admin = world.admin
        await say(admin, "/audit", "Nothing has been changed yet")
        for number in range(13):
            await say(admin, f"/deny word word{number}")
        page = await say(admin, "/audit", "13 in all")
        assert "Sam: denied: word word12" in page.text
        assert "word word0 " not in page.text + " "
        older = await press(admin, "›", "word word0", message=page)
        assert "word word12" not in older.text
        await toast(admin, "s-audit:99", message=page)
        for statement in ("UPDATE audit SET actor_id = 1", "DELETE FROM audit"):
            with pytest.raises(SQLAlchemyError, match="only ever added to"):
                async with world.database.transaction() as tx:
                    await tx.connection.execute(text(statement))


async def test_maintenance_takes_no_orders_and_lets_the_open_ones_go_on(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await bought(world, anna)
        quote = await quote_of(anna, link="https://example.com/p/other")
        await say(admin, "/maintenance", "For example: /maintenance on")
        await say(admin, "/maintenance maybe", "For example: /maintenance on")
        state = await say(admin, "/maintenance on", "closed for maintenance")
        mark = anna.mark()
        await anna.tap("Confirm", message=quote)
        await anna.wait_for("can't take new orders", since=mark)
        assert "working on the shop" in (await say(anna, "/catalog")).text
        assert "working on the shop" in (await say(anna, "/start")).text
        await say(anna, "/search visits")
        card = await press(anna, "Website visits", "working on the shop")
        await press(anna, "Order", "can't take new orders", message=card)
        await say(anna, "/orders", "Your orders|orders")
        await say(anna, "/balance", "Available: 8.83 USD")
        assert world.panel.calls("add") == 1
        world.panel.move(next(iter(world.panel.book)), status="Completed")
        await anna.wait_for("Order #1: Completed")
        await press(admin, "Open the shop", "The shop is open", message=state)
        await press(anna, "Confirm", "Order #2", message=quote)


def _listed(person: Person) -> set[str]:
    return {command["command"] for command in person.commands}


def test_every_command_of_the_table_has_a_right() -> None:
    assert {"role", "cap", "audit"} == {name for name, right in COMMANDS.items() if right is Right.RULE}
