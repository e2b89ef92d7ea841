"""Broadcasts, tickets, reports, exports and watches, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from bot.core.broadcasts import (
    Audience,
    BroadcastState,
    Content,
    RecipientState,
    Segment,
    SegmentKind,
)
from bot.core.customers import Customer
from bot.core.orders import OrderState
from bot.core.reports import ExportKind, LeagueRow, Period, Sales, edges_of
from bot.core.tickets import TicketState, TicketTopic
from bot.core.watch import ProviderWatch
from storage.engine import Database
from tests.contract.storage_shop import (
    ANNA,
    BORIS,
    MINUTE,
    NOW,
    accepted,
    add_customer,
    add_order,
    add_service,
    rejected,
)

CLARA, DORA = 5_000_000_003, 5_000_000_004
TEXT = Content("Hello \x00 <b>ж</b>", ({"type": "bold", "offset": 0, "length": 5},), None)
S, R = BroadcastState, RecipientState


async def people(database: Database) -> None:
    """Anna has bought; Boris speaks Russian and was here long ago; Clara is gone; Dora is banned."""
    async with database.transaction() as tx:
        await add_customer(tx)
        await accepted(tx, await add_order(tx, await add_service(tx)))
        await tx.customers.see(Customer(BORIS, "Boris", None, "ru-RU", None, NOW - timedelta(days=31)))
        await tx.customers.see(Customer(CLARA, "Clara", None, "en-GB", None, NOW))
        await tx.customers.see(Customer(DORA, "Dora", None, None, None, NOW))
        await tx.customers.set_unreachable(CLARA, NOW)
        await tx.customers.set_banned(DORA, NOW)


async def test_an_audience_and_its_segments(database: Database) -> None:
    await people(database)
    async with database.reading() as tx:
        assert await tx.broadcasts.audience(NOW) == Audience(2, 1, 1, {"en": 1, "ru": 1})
    expected = {
        Segment(SegmentKind.ALL): [ANNA, BORIS],
        Segment(SegmentKind.BUYERS): [ANNA],
        Segment(SegmentKind.INACTIVE): [BORIS],
        Segment(SegmentKind.LANGUAGE, "ru"): [BORIS],
        Segment(SegmentKind.LANGUAGE, "de"): [],
    }
    for segment, reached in expected.items():
        async with database.transaction() as tx:
            made = await tx.broadcasts.add(1, TEXT, NOW)
            assert made.content == replace(TEXT, text="Hello  <b>ж</b>")
            assert await tx.broadcasts.start(made.id, segment, NOW) == len(reached)
        async with database.reading() as tx:
            assert await tx.broadcasts.waiting(made.id, 10) == reached
            begun = await tx.broadcasts.get(made.id)
            assert begun is not None
            assert (begun.segment, begun.total, begun.state) == (segment, len(reached), S.RUNNING)


async def test_who_had_their_data_taken_out_is_not_written_to(database: Database) -> None:
    await people(database)
    async with database.transaction() as tx:
        await tx.personal_data.forget(BORIS)
        assert (await tx.broadcasts.audience(NOW)).everybody == 1
        await tx.customers.see(Customer(BORIS, "Boris", None, "ru", None, NOW))
        assert (await tx.broadcasts.audience(NOW)).everybody == 2


async def test_a_broadcast_is_begun_once_and_carried_by_one(database: Database) -> None:
    await people(database)
    async with database.transaction() as tx:
        made = await tx.broadcasts.add(1, TEXT, NOW)

    async def start() -> int | None:
        async with database.transaction() as tx:
            return await tx.broadcasts.start(made.id, Segment(SegmentKind.ALL), NOW)

    assert sorted(await asyncio.gather(*(start() for _ in range(8))), key=str) == [2] + [None] * 7

    async def claim(owner: str, minutes: int = 0, *, alone: bool = False) -> int | None:
        async with database.transaction() as tx:
            now = NOW + minutes * MINUTE
            found = await tx.broadcasts.claim(owner, now, now + MINUTE, alone=alone)
            return None if found is None else found.id

    claimed = await asyncio.gather(*(claim(f"process {number}") for number in range(4)))
    (owner,) = (number for number, found in enumerate(claimed) if found is not None)
    assert await claim("another") is None
    assert await claim(f"process {owner}") == made.id
    assert await claim("another", 2) == made.id
    assert await claim("restarted", 2, alone=True) == made.id
    async with database.transaction() as tx:
        assert await tx.broadcasts.any_running()
        await tx.broadcasts.mark(made.id, ANNA, R.SENT)
        await tx.broadcasts.mark(made.id, BORIS, R.FAILED, "chat not found \x00")
        assert await tx.broadcasts.counts(made.id) == {R.SENT: 1, R.FAILED: 1}
        assert await tx.broadcasts.waiting(made.id, 10) == []
        assert await tx.broadcasts.move(made.id, S.RUNNING, S.STOPPED, NOW)
        assert not await tx.broadcasts.move(made.id, S.RUNNING, S.DONE, NOW)
        newest = await tx.broadcasts.newest()
        assert newest is not None
        assert (newest.id, newest.state, newest.finished_at) == (made.id, S.STOPPED, NOW)
    assert await claim("another", 9) is None


async def test_one_open_ticket_a_customer(database: Database) -> None:
    await people(database)

    async def begin() -> int | None:
        async with database.transaction() as tx:
            made = await tx.tickets.open(ANNA, TicketTopic.ORDER, 1, NOW)
            return None if made is None else made.id

    begun = await asyncio.gather(*(begin() for _ in range(8)))
    (first,) = (number for number in begun if number is not None)
    async with database.transaction() as tx:
        for number in range(12):
            await tx.tickets.say(first, None if number % 2 else 9, f"{number} \x00", None, NOW + number * MINUTE)
        messages = await tx.tickets.messages(first, 3)
        assert [(message.text, message.admin_id) for message in messages] == [("9 ", None), ("10 ", 9), ("11 ", None)]
        assert await tx.tickets.said(first) == 12
        assert await tx.tickets.move(first, TicketState.OPEN, TicketState.CLOSED, NOW)
        assert not await tx.tickets.move(first, TicketState.OPEN, TicketState.CLOSED, NOW)
        second = await tx.tickets.open(ANNA, TicketTopic.OTHER, None, NOW)
        assert second is not None
        # The database itself refuses a second open one, and the transaction lives on.
        assert not await tx.tickets.move(first, TicketState.CLOSED, TicketState.OPEN, NOW)
        third = await tx.tickets.open(BORIS, TicketTopic.PAYMENT, None, NOW - MINUTE)
        assert third is not None
        await tx.tickets.say(second.id, 9, "answered", "photo", NOW)
        listed = await tx.tickets.in_state(TicketState.OPEN, limit=10)
        assert [(ticket.id, name) for ticket, name in listed] == [(third.id, "Boris"), (second.id, "Anna")]
        assert [ticket.id for ticket, _ in await tx.tickets.in_state(TicketState.CLOSED, limit=10)] == [first]
        assert await tx.tickets.count(TicketState.OPEN) == 2
        await tx.personal_data.forget(ANNA)
        assert await tx.tickets.messages(second.id, 3) == []
        assert await tx.tickets.open_of(ANNA) is None


async def test_sums_of_a_period(database: Database) -> None:
    async with database.transaction() as tx:
        await add_customer(tx, credit_micros=100_000_000)
        service = await add_service(tx)

        async def order(number: int, **changes: object) -> None:
            made = await add_order(tx, service, link=f"https://a.example/{number}")
            await accepted(tx, made, str(number), **changes)

        done = {"state": OrderState.ACCEPTED, "next_poll_at": None}
        await order(1, **done)
        await order(2, refunded_micros=585_000, **done)  # half came back: half the cost
        await order(3, refunded_micros=1_170_000, **done)  # all came back: no cost
        await order(4, accepted_at=NOW - timedelta(days=2), **done)
        await order(5, accepted_at=NOW - timedelta(days=8), **done)
        await rejected(tx, await add_order(tx, service, link="https://a.example/6"))
    edges = edges_of(Period.WEEK, NOW)
    async with database.reading() as tx:
        bars = await tx.reports.sales(edges)
        assert bars[-1] == Sales(3, 3_510_000, 1_755_000, 1_350_000)
        assert bars[-3] == Sales(1, 1_170_000, 0, 900_000)
        assert [bar for bar in bars if bar.orders] == [bars[-3], bars[-1]]
        assert sum(bars, Sales()).profit_micros == 4_680_000 - 1_755_000 - 2_250_000
        states = await tx.reports.states(edges[0], edges[-1])
        assert states == {OrderState.ACCEPTED: 5, OrderState.REJECTED: 1}
        assert await tx.reports.new_customers(edges[0], edges[-1]) == 1
        assert await tx.reports.new_customers(edges[-1], edges[-1] + MINUTE) == 0
        assert await tx.reports.league(edges[0], edges[-1]) == [LeagueRow("panel", 6, 0, 0, 0, 1, 0)]
        assert await tx.reports.delivery_times("panel", edges[0], 10) == []


async def test_how_long_orders_took(database: Database) -> None:
    async with database.transaction() as tx:
        await add_customer(tx, credit_micros=100_000_000)
        service = await add_service(tx)
        for number in (1, 2, 3):
            made = await add_order(tx, service, link=f"https://a.example/{number}")
            order = await accepted(tx, made, str(number))
            finished = replace(order, state=OrderState.COMPLETED, finished_at=NOW + number * MINUTE)
            assert await tx.orders.save(order, finished)
        times = await tx.reports.delivery_times("panel", NOW - MINUTE, 2)
    assert len(times) == 2
    assert set(times) <= {MINUTE, 2 * MINUTE, 3 * MINUTE}


async def test_tables_page_by_page(database: Database) -> None:
    await people(database)
    found: list[tuple[object, ...]] = []
    async with database.reading() as tx:
        for kind, count in ((ExportKind.ORDERS, 1), (ExportKind.LEDGER, 3), (ExportKind.CUSTOMERS, 4)):
            columns = tx.exports.columns(kind)
            found = []
            while page := await tx.exports.page(kind, int(str(found[-1][0])) if found else 0, None, None, 2):
                found += page
            assert len(found) == count
            assert all(len(row) == len(columns) for row in found)
        whole = dict(zip(tx.exports.columns(ExportKind.CUSTOMERS), found[0], strict=True))
        assert (whole["customer"], whole["orders"], whole["available_micros"]) == (ANNA, 1, 8_830_000)
        assert await tx.exports.page(ExportKind.CUSTOMERS, 0, NOW - timedelta(days=40), NOW, 9) == [found[1]]
        assert len(await tx.exports.page(ExportKind.CUSTOMERS, 0, NOW, None, 9)) == 3


async def test_what_admins_were_told(database: Database) -> None:
    async with database.transaction() as tx:
        assert await tx.watches.get("panel") == ProviderWatch("panel")
        watch = ProviderWatch("panel", NOW, NOW, Decimal("0.5"), 900_000, NOW, None)
        await tx.watches.save(watch)
        assert await tx.watches.get("panel") == watch
        await tx.watches.save(replace(watch, low_since=None, failing_since=NOW))
    async with database.reading() as tx:
        assert await tx.watches.all() == [replace(watch, low_since=None, failing_since=NOW)]
    async with database.transaction() as tx:
        await add_customer(tx)
        service = await add_service(tx)
        assert await tx.watches.cost_on_the_way("panel") == 0
        order = await add_order(tx, service)
        assert await tx.watches.cost_on_the_way("panel") == 900_000
        await accepted(tx, order)
        assert await tx.watches.cost_on_the_way("panel") == 0
