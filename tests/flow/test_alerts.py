"""Providers that run low, refuse for lack of money, or fail: admins hear it once, and nobody pays in vain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from bot.core.events import NoticeKind
from bot.simulator.panel import Fault
from bot.simulator.telegram.people import Person
from tests.flow.talk import bought, data_of, press, quote_of, say
from tests.flow.world import World, open_world


async def ready(world: World) -> tuple[Person, Person]:
    """A customer with 100 USD, and the admin."""
    anna = world.customer()
    await world.credit(anna, "100")
    return anna, world.admin


async def told(world: World, kind: NoticeKind) -> int:
    """How many notices of that kind there are, sent or not."""
    async with world.database.reading() as tx:
        rows = await tx.connection.exec_driver_sql(f"SELECT count(*) FROM outbox WHERE kind = '{kind.value}'")
    return int(rows.scalar_one())


async def looks(world: World, count: int = 2) -> None:
    """Until the balance has been looked at so many times more."""
    await world.panel.called("balance", world.panel.calls("balance") + count)
    await world.shop.services.provider_watches.refresh()


async def balance_is(world: World, amount: str) -> None:
    """So much is left there, and the shop has seen it."""
    world.panel.balance = Decimal(amount)
    admin = world.admin
    mark = admin.mark()
    await say(admin, "/sync", "being read")
    await admin.wait_for("Price list of main", since=mark)
    await world.shop.services.provider_watches.refresh()


async def test_a_refusal_for_lack_of_money_stops_the_sale_until_it_is_back(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = await ready(world)
        before = await quote_of(anna, link="https://example.com/before")
        await quote_of(anna)
        world.panel.balance = Decimal("0.5")  # somebody else spent it
        mark = anna.mark()
        await press(anna, "Confirm", "Order #1")
        await anna.wait_for("(?s)Order #1: Refused.*1.17 USD given back", since=mark)
        alert = await admin.wait_for("not enough money", since=0)
        assert "refused order #1" in alert.text
        card = await press(admin, "Order #1", "Customer: Anna", message=alert)
        assert "rejected" in card.text
        # Neither a new price nor one that was shown before can be paid now.
        await say(anna, "/search visits")
        shown = await press(anna, "Website visits", "Not available now")
        assert not any("Order" in text for text in shown.button_texts)
        await press(anna, "Confirm", "not available now", message=before)
        assert await world.available_micros(anna.id) == 100_000_000
        assert world.panel.calls("add") == 1
        await looks(world, 3)
        assert await told(world, NoticeKind.ADMIN_SALE_STOPPED) == 1
        world.panel.balance = Decimal(300)
        back = await admin.wait_for("its services are sold again", since=0)
        assert "300.00 USD" in back.text
        await bought(world, anna)
        assert await told(world, NoticeKind.ADMIN_SALE_RESUMED) == 1


async def test_it_stays_stopped_over_a_restart(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = await ready(world)
        await quote_of(anna)
        world.panel.balance = Decimal(0)
        await press(anna, "Confirm", "Order #1")
        await admin.wait_for("not enough money", since=0)
        await world.stop()
        await world.start()
        await say(anna, "/search visits")
        await press(anna, "Website visits", "Not available now")
        world.panel.balance = Decimal(10)
        await admin.wait_for("its services are sold again", since=0)
        await bought(world, anna)
        assert await told(world, NoticeKind.ADMIN_SALE_STOPPED) == 1


async def test_an_order_that_costs_more_than_is_left_is_not_sold(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, _ = await ready(world)
        await balance_is(world, "2")
        await say(anna, "/search visits")
        await press(anna, "Website visits")
        await press(anna, "Order")
        await say(anna, "https://example.com/big", "How many")
        refused = await say(anna, "5000", "not available now")
        assert "doesn't answer" not in refused.text
        first, second = [await quote_of(anna, link=f"https://example.com/{n}", quantity="1500") for n in (1, 2)]
        await press(anna, "Confirm", "Order #1", message=first)
        await world.panel.called("add")
        # What the first one took is known before the balance is looked at again.
        await press(anna, "Confirm", "not available now", message=second)
        assert await world.available_micros(anna.id) == 100_000_000 - 1_755_000
        await balance_is(world, "50")
        await bought(world, anna, link="https://example.com/big", quantity="5000")


async def test_low_is_told_once_and_again_only_after_it_was_well(tmp_path: Path) -> None:
    async with open_world(tmp_path, LOW_BALANCE="20") as world:
        _, admin = await ready(world)
        for round_ in (1, 2):
            mark = admin.mark()
            await balance_is(world, "12.345")
            alert = await admin.wait_for("main runs low", since=mark)
            assert "Left there: 12.34 USD" in alert.text
            assert "days" not in alert.text
            await looks(world, 3)
            await balance_is(world, "20.5")  # hardly above the line: not well yet
            await balance_is(world, "19")
            assert await told(world, NoticeKind.ADMIN_LOW_BALANCE) == round_
            await balance_is(world, "500")
            await press(admin, "Providers", "500 USD", message=alert)


async def test_low_may_be_days_of_sales(tmp_path: Path) -> None:
    async with open_world(tmp_path, LOW_BALANCE="3d") as world:
        anna, admin = await ready(world)
        await bought(world, anna, quantity="7000")  # 6.30 in a week: 0.90 a day
        await world.stop()
        await world.start()
        await balance_is(world, "1.8")
        alert = await admin.wait_for("main runs low", since=0)
        assert "lasts about 2.0 days" in alert.text


async def test_many_failures_are_told_once(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = await ready(world)

        async def order(number: int, state: str) -> None:
            await quote_of(anna, link=f"https://example.com/{number}", quantity="100")
            mark = anna.mark()
            await press(anna, "Confirm", f"Order #{number}")
            await anna.wait_for(f"Order #{number}: {state}", since=mark)

        world.panel.fail("add", Fault.REFUSE_BEFORE, text="Incorrect link", times=6)
        for number in range(1, 7):
            await order(number, "Refused")
        assert await told(world, NoticeKind.ADMIN_FAILURES) == 0, "what a customer mistyped is no fault of the provider"
        world.panel.fail("add", Fault.REFUSE_BEFORE, text="Service is disabled", times=6)
        for number in range(7, 13):
            await order(number, "Refused")
        alert = await admin.wait_for("Many orders fail at main", since=0)
        assert "5 of the last 5" in alert.text
        assert "Service is disabled" in alert.text
        assert data_of(alert, "Providers")
        for number in range(13, 23):
            await bought(world, anna, link=f"https://example.com/{number}", quantity="100")
        assert await told(world, NoticeKind.ADMIN_FAILURES) == 1
        world.panel.fail("add", Fault.REFUSE_BEFORE, text="Service is disabled", times=5)
        for number in range(23, 28):
            await order(number, "Refused")
        await admin.wait_until(lambda: _two(admin))
        assert await told(world, NoticeKind.ADMIN_FAILURES) == 2


def _two(admin: Person) -> bool | None:
    return True if sum("Many orders fail" in message.text for message in admin.received) == 2 else None
