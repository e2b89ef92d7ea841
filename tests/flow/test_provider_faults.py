"""What a provider can do to an order: the panel's book says what was taken, the wallet what was paid."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from bot.core.catalog import OfferedService
from bot.core.orders import OrderState
from bot.simulator.panel import Fault, PanelService, PanelSimulator
from tests.flow.talk import bought, press, quote_of, say
from tests.flow.world import PRINTS, VISITS, World, open_world

CHARGE = 1_170_000
START = 1_000_000_000
PANELS = 14
# What says for sure that nothing was taken may be sent again by itself, after a pause.
SETTLED = {OrderState.ACCEPTED, OrderState.PENDING, OrderState.UNKNOWN, OrderState.REJECTED, OrderState.CREATED}
# Told in so many words that it was not taken, nobody can know better; no panel is known to lie so.
LIES = {Fault.REFUSE_AFTER, Fault.RATE_LIMIT_429_AFTER, Fault.WAF_403_AFTER, Fault.DOUBLED_ID}
OF_STATUS = ("_row", "_rows", "_word", "_list", "not_found")
ADD_FAULTS = [fault for fault in Fault if not fault.value.endswith(OF_STATUS) and fault not in LIES]


async def test_no_fault_of_add_doubles_an_order_or_loses_money(tmp_path: Path) -> None:
    """One order under each fault, on panels enough that no circuit opens; then the books are the oracle."""
    panels = [
        PanelSimulator(f"p{number}", "K", catalogue=[_visits(number)], first_order_id=1000 * number + 1)
        for number in range(PANELS)
    ]
    async with open_world(tmp_path, panels=panels, SUBMIT_TIMEOUT="2", PROVIDER_TIMEOUT="2") as world:
        anna = world.customer()
        await world.credit(anna, "1000")
        for number, fault in enumerate(ADD_FAULTS):
            seconds = 0.05 if fault in (Fault.DRIP, Fault.DELAY_BEFORE, Fault.DELAY_AFTER) else None
            panels[number % PANELS].fail("add", fault, seconds=seconds)
        services = {offer.service.provider: offer.service.id for offer in _offers(world)}
        for number in range(len(ADD_FAULTS)):
            await _confirm(world, anna.id, services[f"p{number % PANELS}"], number)
        orders = await _orders(world)
        async with asyncio.timeout(40):
            while any(state not in SETTLED or not attempts for state, _, attempts in orders.values()):
                await asyncio.sleep(0.05)  # the database rings no bell
                orders = await _orders(world)
        held = 0
        for number in range(len(ADD_FAULTS)):
            panel, link = panels[number % PANELS], _link(number)
            state, remote, _ = orders[link]
            calls = [call for call in panel.requests if call.fields.get("link") == link]
            taken = [order.id for order in panel.book.values() if order.link == link]
            held += CHARGE if state is not OrderState.REJECTED else 0
            if not calls or calls[0].fault is None:  # it waits for another day: the circuit is open
                assert bool(taken) == bool(calls)
                continue
            fault = Fault.named(calls[0].fault)
            assert len(taken) <= 1, f"{fault.name}: taken twice"
            assert len(calls) == 1 or not fault.taken, f"{fault.name}: sent again though it was taken"
            if taken:
                assert state in (OrderState.ACCEPTED, OrderState.PENDING, OrderState.UNKNOWN), fault.name
            if remote is not None:
                assert [remote] == taken, fault.name
        assert await world.available_micros(anna.id) == START - held


async def test_the_id_of_an_earlier_order_is_not_believed(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna = world.customer()
        await world.credit(anna, "10")
        await bought(world, anna)
        await quote_of(anna, link="https://example.com/second")
        world.panel.fail("add", Fault.DOUBLED_ID)
        mark = anna.mark()
        await press(anna, "Confirm", "Order #2")
        await anna.wait_for("Order #2: Being checked", since=mark)
        world.panel.move_many(world.panel.book, status="Canceled")
        await anna.wait_for("Order #1: Canceled", since=mark)
        assert await world.available_micros(anna.id) == 10_000_000 - CHARGE


def _visits(number: int) -> PanelService:
    return PanelService("1", f"Visits {number}", "Traffic", Decimal("0.9"), 50, 10_000)


def _offers(world: World) -> list[OfferedService]:
    return list(world.shop.services.catalog.catalogue.offers.values())


def _link(number: int) -> str:
    return f"https://example.com/{number}"


async def _confirm(world: World, customer_id: int, service_id: int, number: int) -> None:
    checkout = world.shop.services.checkout
    quote = await checkout.quote(customer_id, service_id, {"link": _link(number), "quantity": "1000"})
    await checkout.confirm(customer_id, quote.id, None)


async def _orders(world: World) -> dict[str, tuple[OrderState, str | None, int]]:
    """By their links."""
    async with world.database.reading() as tx:
        orders = await tx.orders.of_customer(1001, limit=200)
    return {order.link: (order.state, order.provider_order_id, order.attempts) for order in orders}


async def test_a_panel_that_tells_no_balance_has_a_list(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[VISITS, PRINTS])
    panel.fail("balance", Fault.UNLISTED_ERROR_BEFORE, times=None)
    async with open_world(tmp_path, panels=[panel]) as world:
        listed = await say(world.admin, "/providers", "Services: 2")
        assert "doesn't answer" not in listed.text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Not enough funds on balance", "did not take this order"),
        ("Incorrect link", "did not accept this link"),
        ("You have active order with this link. Please wait until order being completed.", "still working on another"),
    ],
)
async def test_a_refusal_gives_the_money_back_in_words_for_customers(tmp_path: Path, text: str, words: str) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        await quote_of(anna)
        world.panel.fail("add", Fault.REFUSE_BEFORE, text=text)
        mark = anna.mark()
        await press(anna, "Confirm", "Order #1")
        told = await anna.wait_for("(?s)Order #1: Refused.*1.17 USD given back", since=mark)
        assert words in told.text
        assert "funds" not in told.text
        lead = await admin.wait_for("refused by main", since=0)
        assert text in lead.text
        assert await world.available_micros(anna.id) == 10_000_000
        assert not world.panel.book


async def test_a_provider_away_at_start_comes_back_by_itself(tmp_path: Path) -> None:
    panel = PanelSimulator("main", "TESTKEY", catalogue=[VISITS, PRINTS])
    panel.fail("*", Fault.CLOSE_BEFORE, times=None)
    async with open_world(tmp_path, panels=[panel], wait_for_sync=False, SYNC_INTERVAL="1") as world:
        anna, admin = world.customer(), world.admin
        await say(admin, "/start", "Hello")
        await admin.wait_for("main doesn't answer", since=0)
        await say(anna, "/catalog", "look in again a little later")
        await panel.called("balance", 3)
        panel.heal()
        await world.synced()
        await admin.wait_for("main answers again", since=0)
        await say(anna, "/catalog", "Choose a category")
        assert len([message for message in admin.received if "doesn't answer" in message.text]) == 1


async def test_statuses_that_make_no_sense_move_no_money(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        for number in (1, 2):
            await bought(world, anna, link=f"https://example.com/{number}")
        first, second = world.panel.book
        world.panel.move_many([first, second], status="In progress", remains=400)
        await anna.wait_for("(?s)Order #2 .*In progress.*Remains: 400")
        for fault in (
            Fault.CUT_JSON, Fault.MISSING_ROW, Fault.ERROR_ROW, Fault.STRING_ROW, Fault.FOREIGN_ROW,
            Fault.BACKWARDS, Fault.REMAINS_WORDS, Fault.JSON_NULL, Fault.ROWS_AS_LIST, Fault.THOUSANDS,
        ):  # fmt: skip
            world.panel.fail("status", fault)
        world.panel.fail("status", Fault.UNKNOWN_WORD, text="Levitating")
        await _poll_until(world, lambda: not world.panel.armed)
        await admin.wait_for("Levitating", since=0)
        async with world.database.reading() as tx:
            assert {order.state for order in await tx.orders.of_customer(anna.id, limit=5)} <= {
                OrderState.IN_PROGRESS,
                OrderState.PENDING,
            }
        assert await world.available_micros(anna.id) == 7_660_000
        world.panel.heal()
        world.panel.move(first, status="Partial", remains=250)
        world.panel.move(second, status="Canceled")
        calls = world.panel.calls("status")
        await _poll_until(world, lambda: world.panel.calls("status") > calls + 1)
        await anna.wait_for("Order #1: Partial", since=0)
        await anna.wait_for("Order #2: Canceled", since=0)
        assert await world.available_micros(anna.id) == 7_660_000 + 292_500 + 1_170_000


async def _poll_until(world: World, condition: Callable[[], bool]) -> None:
    """Every order is due at once, again and again, however long a failed look is put off."""
    while not condition():
        now = world.clock.now()
        async with world.database.transaction() as tx:
            await tx.orders.set_next_poll({1: now, 2: now}, now)
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await world.panel.until(condition)


async def test_a_provider_away_is_not_sold_and_not_asked(tmp_path: Path) -> None:
    """After enough failures in a row nobody is led to a price that can't be kept."""
    async with open_world(tmp_path, PROVIDER_TIMEOUT="0.5") as world:
        anna, admin = world.customer(), world.admin
        await world.credit(anna, "10")
        quote = await quote_of(anna)
        world.panel.fail("*", Fault.ERROR_502_BEFORE, times=None)
        for _ in range(12):
            await say(admin, "/sync", "being read")
            await world.panel.until(lambda: True)
            if not world.shop.services.catalog.is_available("main"):
                break
            await world.panel.called("balance", world.panel.calls("balance") + 1)
        assert not world.shop.services.catalog.is_available("main")
        await press(anna, "Confirm", "not available now", message=quote)
        await say(anna, "/catalog", "don't answer at the moment")
        assert await world.available_micros(anna.id) == 10_000_000
        assert world.panel.calls("add") == 0
