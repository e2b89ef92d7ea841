"""Orders: one writer wins, moves follow the table, and each worker finds its own."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.core.errors import ConflictError
from bot.core.orders import TRANSITIONS, DueLook, Order, OrderEvent, OrderGroup, OrderState
from bot.core.provider import ErrorKind, OrderKind
from storage.engine import Database
from tests.contract.storage_shop import (
    ANNA,
    BORIS,
    MINUTE,
    NOW,
    accepted,
    add_customer,
    add_order,
    add_quote,
    add_service,
    moved,
    rejected,
    rows_of,
)

S = OrderState


async def made(database: Database, *links: str) -> list[Order]:
    async with database.transaction() as tx:
        service = (await tx.catalog.services() or [await add_service(tx)])[0]
        if await tx.customers.get(ANNA) is None:
            await add_customer(tx, credit_micros=100_000_000)
        return [await add_order(tx, service, link=link) for link in links]


async def test_an_order_is_what_its_quote_was(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx, name="Visits <b>& более</b>")
        await add_customer(tx)
        quote = await add_quote(tx, service, link="https://a.example/?q=ж&x=<y>")
        assert await tx.quotes.get(quote.id) == quote
        order = await tx.orders.add(quote, service, NOW, card_message_id=77)
    assert order == Order(
        id=order.id,
        customer_id=ANNA,
        quote_id=quote.id,
        service_id=service.id,
        service_name="Visits <b>& более</b>",
        provider="panel",
        provider_service_id="1",
        type="default",
        fields={"link": "https://a.example/?q=ж&x=<y>", "quantity": "1000"},
        quantity=1000,
        charge_micros=1_170_000,
        cost_micros=900_000,
        currency="USD",
        state=S.CREATED,
        version=1,
        created_at=NOW,
        updated_at=NOW,
        next_submit_at=NOW,
        card_message_id=77,
        terms_version="1",
    )
    async with database.reading() as tx:
        assert await tx.orders.get(order.id) == order
        assert await tx.orders.by_quote(quote.id) == order
        assert await tx.orders.get(999) is None
        assert await tx.orders.by_quote(999) is None


async def test_a_quote_becomes_one_order(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        quote = await add_quote(tx, service)
        await tx.orders.add(quote, service, NOW, card_message_id=None)
        with pytest.raises(ConflictError):
            await tx.orders.add(quote, service, NOW, card_message_id=None)
        with pytest.raises(ValueError, match="no type"):
            await tx.orders.add(quote, replace(service, type=None), NOW, card_message_id=None)
    async with database.reading() as tx:
        assert await tx.orders.count_of_customer(ANNA) == 1


async def test_a_quote_is_used_once(database: Database) -> None:
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx)
        quote = await add_quote(tx, service)
        newer = await add_quote(tx, service)
        assert await tx.quotes.newest(ANNA) == newer
        assert await tx.quotes.newest(BORIS) is None
        assert await tx.quotes.move(quote.id, "open", "used")
        assert not await tx.quotes.move(quote.id, "open", "dropped")
        assert not await tx.quotes.move(999, "open", "used")
        found = await tx.quotes.get(quote.id)
        assert found is not None
        assert (found.state, found.rate) == ("used", Decimal("0.90"))
        assert await tx.quotes.get(999) is None


async def test_every_field_comes_back_as_it_was_written(database: Database) -> None:
    (order,) = await made(database, "a")
    async with database.transaction() as tx:
        order = await accepted(tx, order)
        new = replace(
            order,
            state=S.PARTIAL,
            updated_at=NOW + MINUTE,
            attempts=3,
            lease_until=NOW,
            next_submit_at=None,
            next_poll_at=None,
            polled_at=NOW + timedelta(microseconds=1),
            finished_at=NOW + MINUTE,
            start_count=-3,
            remains=10**30,
            refunded_micros=292_500,
            remote_word="Par\x00tial \ud800",
            remote_charge=Decimal("0.27819000000000000001"),
            remote_currency="USD",
            refusal_kind=ErrorKind.ORDER_NOT_FOUND,
            refusal_raw="<html>",
            missing_since=NOW,
            card_message_id=2**40,
            remote_kind=OrderKind.DRIPFEED,
            runs_done=4,
            posts_done=5,
            child_orders=("1", "ж"),
        )
        stored = await moved(tx, order, **{name: getattr(new, name) for name in ("state", *CHANGED)})
    assert stored == replace(new, version=order.version + 1, remains=2**63 - 1, remote_word="Partial ?")


CHANGED = (
    "updated_at attempts lease_until next_submit_at next_poll_at polled_at finished_at start_count remains "
    "refunded_micros remote_word remote_charge remote_currency refusal_kind refusal_raw missing_since card_message_id "
    "remote_kind runs_done posts_done child_orders"
).split()


async def test_of_two_writers_one_wins(database: Database) -> None:
    (order,) = await made(database, "a")
    async with database.transaction() as tx:
        assert await tx.orders.save(order, replace(order, attempts=1))
    async with database.transaction() as tx:
        assert not await tx.orders.save(order, replace(order, attempts=2, service_name="late"))
        found = await tx.orders.get(order.id)
        assert found is not None
        assert (found.attempts, found.version, found.service_name) == (1, 2, order.service_name)


async def test_of_sixteen_writers_at_once_one_wins(database: Database) -> None:
    (order,) = await made(database, "a")

    async def claim(number: int) -> bool:
        async with database.transaction() as tx:
            new = replace(order, state=S.SUBMITTING, attempt_id=str(number), lease_until=NOW)
            return await tx.orders.save(order, new)

    assert sum(await asyncio.gather(*(claim(number) for number in range(16)))) == 1


async def test_only_what_differs_is_written(database: Database) -> None:
    """A stored value that another version of the program wrote beside is not overwritten with what was read before."""
    (order,) = await made(database, "a")
    async with database.transaction() as tx:
        await tx.orders.set_next_poll({order.id: NOW + MINUTE}, NOW)
        assert await tx.orders.save(order, replace(order, attempts=1))
        found = await tx.orders.get(order.id)
        assert found is not None
        assert (found.next_poll_at, found.polled_at, found.attempts) == (NOW + MINUTE, NOW, 1)


@pytest.mark.parametrize("old", list(S))
async def test_moves_follow_the_table(database: Database, old: OrderState) -> None:
    (order,) = await made(database, "a")
    async with database.transaction() as tx:
        for new in S:
            if new in TRANSITIONS[old] or new is old:
                continue
            with pytest.raises(ValueError, match=f"order {order.id} cannot go from {old} to {new}"):
                await tx.orders.save(replace(order, state=old), replace(order, state=new))


@pytest.mark.parametrize("change", [{"charge_micros": 1}, {"customer_id": BORIS}, {"quantity": 1}])
async def test_what_was_agreed_stays(database: Database, change: dict[str, int]) -> None:
    (order,) = await made(database, "a")
    async with database.transaction() as tx:
        with pytest.raises(ValueError, match="agreed"):
            await tx.orders.save(order, replace(order, **change))  # type: ignore[arg-type]


async def test_an_order_id_of_a_provider_belongs_to_one_order(database: Database) -> None:
    first, second = await made(database, "a", "b")
    async with database.transaction() as tx:
        first = await accepted(tx, first, "100")
        second = await moved(tx, second, state=S.SUBMITTING)
        with pytest.raises(ConflictError):
            await tx.orders.save(second, replace(second, state=S.ACCEPTED, provider_order_id="100"))
        second = await moved(tx, second, state=S.UNKNOWN, refusal_raw="the id of another order")
    async with database.reading() as tx:
        assert await tx.orders.by_provider_order_id("panel", "100") == first
        assert await tx.orders.by_provider_order_id("other", "100") is None
        assert await tx.orders.get(second.id) == second, "the transaction went on after the conflict"


async def test_the_fields_of_an_order_may_be_mended(database: Database) -> None:
    (order,) = await made(database, "a")
    async with database.transaction() as tx:
        order = await moved(tx, order, fields={"link": "b", "quantity": "1000"})
        assert await tx.orders.active_on_link(ANNA, order.service_id, "b") == order
        assert await tx.orders.active_on_link(ANNA, order.service_id, "a") is None


async def test_a_customer_s_orders_newest_first(database: Database) -> None:
    first, second, third = await made(database, "a", "b", "c")
    async with database.reading() as tx:
        assert await tx.orders.of_customer(ANNA, limit=2) == [third, second]
        assert await tx.orders.of_customer(ANNA, limit=2, offset=2) == [first]
        assert await tx.orders.of_customer(BORIS, limit=2) == []
        assert (await tx.orders.count_of_customer(ANNA), await tx.orders.count_of_customer(BORIS)) == (3, 0)
    async with database.transaction() as tx:
        second = await rejected(tx, second)
        assert await tx.orders.of_customer(ANNA, limit=9, group=OrderGroup.RUNNING) == [third, first]
        assert await tx.orders.of_customer(ANNA, limit=9, group=OrderGroup.GIVEN_BACK) == [second]
        counts = {group: await tx.orders.count_of_customer(ANNA, group) for group in OrderGroup}
    assert list(counts.values()) == [3, 2, 0, 1]


async def test_what_is_to_be_submitted(database: Database) -> None:
    first, second, third, later = await made(database, "a", "b", "c", "d")
    async with database.transaction() as tx:
        first = await moved(tx, first, next_submit_at=NOW + MINUTE)
        await moved(tx, second, state=S.SUBMITTING, lease_until=NOW + MINUTE)
        await moved(tx, later, next_submit_at=NOW + 5 * MINUTE)
        due = NOW + MINUTE
        assert await tx.orders.to_submit("panel", due, 10) == [third, first]
        assert await tx.orders.to_submit("panel", due, 1) == [third]
        assert await tx.orders.to_submit("panel", NOW - MINUTE, 10) == []
        assert await tx.orders.to_submit("other", due, 10) == []


async def test_two_submitters_take_different_orders(database: Database, database_url: str) -> None:
    """PostgreSQL: locked rows are skipped. SQLite: the second waits until the first has marked them."""
    await made(database, "a", "b")
    taken: list[int] = []

    async def submit() -> None:
        async with database.transaction() as tx:
            (order,) = await tx.orders.to_submit("panel", NOW, 1)
            await moved(tx, order, state=S.SUBMITTING)
            taken.append(order.id)

    await asyncio.gather(submit(), submit())
    assert len(set(taken)) == 2


async def test_locking_an_order_makes_others_wait(database: Database) -> None:
    (order,) = await made(database, "a")

    async def add_attempt() -> None:
        async with database.transaction() as tx:
            locked = await tx.orders.lock(order.id)
            assert locked is not None
            assert await tx.orders.save(locked, replace(locked, attempts=locked.attempts + 1))

    await asyncio.gather(*(add_attempt() for _ in range(8)))
    async with database.reading() as tx:
        found = await tx.orders.get(order.id)
    assert found is not None
    assert found.attempts == 8


async def test_calls_whose_lease_has_run_out(database: Database) -> None:
    first, second, _ = await made(database, "a", "b", "c")
    async with database.transaction() as tx:
        first = await moved(tx, first, state=S.SUBMITTING, lease_until=NOW)
        await moved(tx, second, state=S.SUBMITTING, lease_until=NOW + MINUTE)
        assert await tx.orders.stale_submitting(NOW) == [first]


def look_at(order: Order) -> DueLook:
    assert order.next_poll_at is not None
    return DueLook(order.id, order.provider_order_id, order.version, order.next_poll_at)


async def test_what_is_due_for_a_poll(database: Database) -> None:
    first, second, third, fourth = await made(database, "a", "b", "c", "d")
    async with database.transaction() as tx:
        first = await accepted(tx, first, "1")
        second = await accepted(tx, second, "2", next_poll_at=NOW - MINUTE)
        await accepted(tx, third, "3", next_poll_at=NOW + MINUTE)
        await accepted(tx, fourth, "4", next_poll_at=None)
        assert await tx.orders.due_looks("panel", NOW, 10) == [look_at(second), look_at(first)]
        assert await tx.orders.due_looks("panel", NOW, 1) == [look_at(second)]
        assert await tx.orders.due_looks("other", NOW, 10) == []
        await tx.orders.set_next_poll({first.id: NOW + MINUTE, second.id: None}, NOW)
        assert await tx.orders.due_looks("panel", NOW, 10) == []
        found = await tx.orders.get(first.id)
    assert found == replace(first, next_poll_at=NOW + MINUTE, polled_at=NOW), "no new version"


async def test_looks_are_brought_up_to_date(database: Database) -> None:
    """Those that were written since come anew, and those that are looked at no more, or elsewhere, not at all."""
    placed = await made(database, "a", "b", "c", "d", "e")
    async with database.transaction() as tx:
        a, b, c, d, e = [await accepted(tx, order, str(n)) for n, order in enumerate(placed)]
        looks = await tx.orders.due_looks("panel", NOW, 10)
        assert looks == [look_at(order) for order in (a, b, c, d, e)]
        assert await tx.orders.up_to_date("panel", looks) == looks
        await tx.orders.set_next_poll({a.id: NOW + MINUTE}, NOW)
        assert await tx.orders.up_to_date("panel", looks) == looks, "the version is what counts"
        b = await moved(tx, b, remains=5, next_poll_at=NOW + MINUTE)
        c = await moved(tx, c, remains=5)
        await moved(tx, d, next_poll_at=None)
        await moved(tx, e, provider="other")
        found = await tx.orders.up_to_date("panel", looks)
        assert found[0] == looks[0]
        assert sorted(found[1:]) == [
            DueLook(b.id, "1", b.version, NOW + MINUTE),
            DueLook(c.id, "2", c.version, NOW),
        ]
        assert await tx.orders.up_to_date("panel", []) == []


ODD_TEXT = 'a "b" \\ \n\t}, {"c": [1]} \u2028 ж \N{ROCKET} {} :rows'


async def test_many_orders_are_read_and_written_as_one_is(database: Database) -> None:
    """SQLite hands them over as one text, and nothing in them may be lost on the way."""
    placed = await made(database, "a", "b", f"https://a.example/?q={ODD_TEXT}")
    told: dict[str, Any] = {
        "state": S.IN_PROGRESS,
        "provider_order_id": ODD_TEXT,
        "remote_word": ODD_TEXT,
        "remote_charge": Decimal("0.123456789012345678"),
        "remains": -(2**63) + 1,
        "start_count": 2**63 - 1,
        "missing_since": NOW + MINUTE,
        "remote_kind": OrderKind.SUBSCRIPTION,
        "child_orders": ("71", ODD_TEXT),
        "fields": {"link": ODD_TEXT, "comments": ODD_TEXT},
    }
    async with database.transaction() as tx:
        first = await accepted(tx, placed[0], "1")
        second = await accepted(tx, placed[1], "2")
        assert await tx.orders.lock_all([placed[2].id, second.id, first.id]) == [first, second, placed[2]]
        new = [replace(first, **told), replace(second, posts_done=3)]
        await tx.orders.save_all(list(zip((first, second), new, strict=True)))
        await tx.orders.add_events([OrderEvent(one.id, NOW, "said", {"word": ODD_TEXT}) for one in (first, second)])
        after = [replace(one, version=one.version + 1) for one in new]
        assert [await tx.orders.get(one.id) for one in (first, second)] == after
        assert await tx.orders.lock_all([first.id, second.id]) == after
        assert await tx.orders.by_provider_order_id("panel", ODD_TEXT) == after[0]
        assert (await tx.orders.events(first.id))[-1] == OrderEvent(first.id, NOW, "said", {"word": ODD_TEXT})
        await tx.orders.save_all([])
        await tx.orders.add_events([])
        assert await tx.orders.lock_all([]) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_of_many_orders_none_is_written_over_what_somebody_else_wrote(database: Database) -> None:
    """PostgreSQL's driver does not count; there the lock under which they were read keeps the others out."""
    placed = await made(database, "a", "b")
    async with database.transaction() as tx:
        orders = [await accepted(tx, order, str(number)) for number, order in enumerate(placed)]
        await moved(tx, orders[1], remains=7)
    with pytest.raises(ConflictError):
        async with database.transaction() as tx:
            await tx.orders.save_all([(order, replace(order, remains=5)) for order in orders])
    async with database.reading() as tx:
        assert [one.remains for one in await tx.orders.of_customer(ANNA, limit=9)] == [7, None]


async def test_evidence_about_a_provider_s_books(database: Database) -> None:
    first, second, third = await made(database, "a", "b", "c")
    async with database.transaction() as tx:
        await accepted(tx, first, "1")
        await accepted(tx, second, "2", accepted_at=NOW + MINUTE)
        assert await tx.orders.cost_accepted_since("panel", NOW) == second.cost_micros
        assert await tx.orders.cost_accepted_since("panel", NOW - MINUTE) == 2 * third.cost_micros
        assert await tx.orders.cost_accepted_since("other", NOW - MINUTE) == 0
        assert await tx.orders.newest_provider_order_id("panel", NOW + MINUTE) == "1"
        assert await tx.orders.newest_provider_order_id("panel", NOW + 2 * MINUTE) == "2"
        assert await tx.orders.newest_provider_order_id("panel", NOW) is None


async def test_counts_and_lists_by_state(database: Database) -> None:
    first, second, third = await made(database, "a", "b", "c")
    async with database.transaction() as tx:
        first = await accepted(tx, first)
        await rejected(tx, second)
        assert await tx.orders.count_by_state() == {S.ACCEPTED: 1, S.REJECTED: 1, S.CREATED: 1}
        assert await tx.orders.open_by_provider() == {"panel": 2}
        assert await tx.orders.in_state({S.ACCEPTED, S.CREATED}) == [first, third]
        assert await tx.orders.in_state({S.ACCEPTED, S.CREATED}, limit=1) == [first]
        assert await tx.orders.in_state(set()) == []


async def test_a_link_that_is_being_checked(database: Database) -> None:
    link = "https://a.example/" + "ж" * 1_900
    (order,) = await made(database, link)
    async with database.transaction() as tx:
        assert await tx.orders.held_link(ANNA, order.service_id, link) is None
        assert await tx.orders.active_on_link(ANNA, order.service_id, link) == order
        order = await moved(tx, order, state=S.SUBMITTING)
        order = await moved(tx, order, state=S.UNKNOWN)
        assert await tx.orders.held_link(ANNA, order.service_id, link) == order
        assert await tx.orders.held_link(BORIS, order.service_id, link) is None
        assert await tx.orders.held_link(ANNA, order.service_id + 1, link) is None
        assert await tx.orders.held_link(ANNA, order.service_id, link + "x") is None


async def test_the_timeline_of_an_order(database: Database) -> None:
    first, second = await made(database, "a", "b")
    events = [OrderEvent(first.id, NOW, "created"), OrderEvent(first.id, NOW, "accepted", {"id": "100", "и": "ж"})]
    async with database.transaction() as tx:
        for event in events:
            await tx.orders.add_event(event)
        await tx.orders.add_event(OrderEvent(second.id, NOW, "created"))
        assert await tx.orders.events(first.id) == events


async def test_a_hundred_thousand_open_orders_are_found_by_an_index(database: Database, database_url: str) -> None:
    (order,) = await made(database, "a")
    names = [row[0] for row in await rows_of(database, COLUMN_NAMES["sqlite" if "sqlite" in database_url else "other"])]
    values = {
        "id": "n",
        "quote_id": "n",
        "provider_order_id": "CAST(n AS TEXT)",
        "state": "'in_progress'",
        "next_poll_at": AT_MINUTE["sqlite" if "sqlite" in database_url else "other"],
    }
    picked = ", ".join(values.get(name, f"o.{name}") for name in names)
    copies = f"""INSERT INTO orders ({", ".join(names)})
        WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100001)
        SELECT {picked} FROM numbers, orders o WHERE o.id = {order.id}"""
    await _without_references(database, database_url, copies)

    async with database.reading() as tx:
        found = await tx.orders.due_looks("panel", NOW + timedelta(seconds=99), 100)
        assert [look.order_id for look in found] == list(range(2, 102)), "longest overdue first"
    due = "SELECT * FROM orders WHERE provider = 'panel' AND next_poll_at <= {now} ORDER BY next_poll_at LIMIT 100"
    if "sqlite" in database_url:
        plan = await rows_of(database, "EXPLAIN QUERY PLAN " + due.format(now=0))
    else:
        plan = await rows_of(database, "EXPLAIN " + due.format(now="now()"))
    told = "\n".join(str(row) for row in plan)
    assert "ix_orders_to_poll" in told
    assert "Sort" not in told
    assert "TEMP B-TREE" not in told

    async with database.transaction() as tx:
        later = NOW + timedelta(days=3)
        await tx.orders.set_next_poll({n: later + timedelta(seconds=n) for n in range(2, 5_002)}, NOW)
        assert [look.order_id for look in await tx.orders.due_looks("panel", NOW + timedelta(days=9), 1)] == [5_002]


COLUMN_NAMES = {
    "sqlite": "SELECT name FROM pragma_table_info('orders')",
    "other": "SELECT column_name FROM information_schema.columns WHERE table_name = 'orders' ORDER BY ordinal_position",
}
AT_MINUTE = {
    "sqlite": "o.created_at + (n - 2) * 1000000",
    "other": "o.created_at + (n - 2) * interval '1 second'",
}


async def _without_references(database: Database, url: str, statement: str) -> None:
    """A quote for each of a hundred thousand orders is of no interest."""
    from tests.contract.storage_shop import corrupt

    await corrupt(url, statement)
    if "sqlite" not in url:
        await corrupt(url, "ANALYZE orders")
