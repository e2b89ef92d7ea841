"""A shop that has been open for long: rows like those that the shop itself leaves, written many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, insert, select

from bot.core.events import Notice, NoticeKind
from bot.core.ledger import LedgerProof
from storage.engine import Database
from storage.migrate import migrate
from storage.schema import (
    customers,
    inbox,
    ledger_accounts,
    ledger_entries,
    ledger_postings,
    metadata,
    order_events,
    orders,
    outbox,
    quotes,
)
from storage.unit_of_work import UnitOfWork
from tests.contract.storage_shop import NOW, accepted, add_customer, add_order, add_service, run_sql

EACH = 8
"""Orders of a customer."""
AT_ONCE = 2_000
FIRST = 1_000

Row = dict[str, Any]


async def fill(url: str, count: int) -> None:
    await migrate(url)
    database = await Database.open(url)
    async with database.transaction() as tx:
        service = await add_service(tx)
        await add_customer(tx, FIRST)
        await accepted(tx, await add_order(tx, service, FIRST), "P0")
        await tx.outbox.add(
            [Notice("first", FIRST, NoticeKind.ORDER_FINISHED, {"order_id": 1, "name": "é😀"}, 1, 4)], NOW
        )
        await tx.inbox.take(42, [(1, FIRST, '{"update_id": 1, "message": {"text": "https://a.example/é😀"}}')], NOW)
    await run_sql(database, "UPDATE inbox SET state = 'done', finished_at = received_at")
    await run_sql(database, "UPDATE outbox SET state = 'sent', finished_at = created_at")
    for begin in range(1, count, AT_ONCE):
        async with database.transaction() as tx:
            await _add(tx, range(begin, min(begin + AT_ONCE, count)))
    await database.close()


async def _add(tx: UnitOfWork, numbers: Sequence[int]) -> None:
    """Copies of the first customer and the first order, which are number 0."""
    people = sorted({number // EACH for number in numbers} - {(numbers[0] - 1) // EACH})
    (customer,), (quote,), (order,) = [await _first(tx, table) for table in (customers, quotes, orders)]
    accounts, postings = await _first(tx, ledger_accounts, 4), await _first(tx, ledger_postings, 3)
    own = [row for row in accounts if row["customer_id"] is not None]
    places = {row["id"]: place for place, row in enumerate(own)}

    def account(first: int, person: int) -> int:
        return 10 + person * len(own) + places[first] if person and first in places else first

    def posting(row: Row, number: int, order_id: int | None) -> Row:
        ends = {end: account(row[end], number // EACH) for end in ("source_id", "target_id")}
        return {**_new(row), **ends, "key": f"{row['key']}:{number}", "order_id": order_id}

    await _insert(tx, customers, [{**customer, "id": FIRST + person} for person in people])
    opened = [
        {**row, "id": account(row["id"], person), "customer_id": FIRST + person, "balance_micros": 0}
        for person in people
        for row in own
    ]
    await _insert(tx, ledger_accounts, opened)
    await _insert(tx, ledger_postings, [posting(postings[0], person * EACH, None) for person in people])
    ids = {number: 1 + number for number in numbers}
    whose = {number: FIRST + number // EACH for number in numbers}
    await _insert(tx, quotes, [{**quote, "id": ids[n], "customer_id": whose[n]} for n in numbers])
    made = [
        {**order, "id": ids[n], "quote_id": ids[n], "customer_id": whose[n], "provider_order_id": f"P{n}"}
        for n in numbers
    ]
    await _insert(tx, orders, made)
    booked = [posting(row, number, ids[number]) for number in numbers for row in postings[1:]]
    await _insert(tx, ledger_postings, booked)
    event = {"at": NOW, "what": "accepted", "detail": {"raw": '{"order": 23501}'}}
    await _insert(tx, order_events, [{**event, "order_id": ids[n]} for n in numbers for _ in range(3)])
    (update,), (notice,) = await _first(tx, inbox), await _first(tx, outbox)
    taken = [{**_new(update, "seq"), "update_id": 10 * n + tap, "lane": whose[n]} for n in numbers for tap in range(7)]
    await _insert(tx, inbox, taken)
    told = [
        {**_new(notice), "key": f"order:{ids[n]}:{turn}", "chat_id": whose[n], "order_id": ids[n]}
        for n in numbers
        for turn in range(3)
    ]
    await _insert(tx, outbox, told)


def _new(row: Row, key: str = "id") -> Row:
    """Without its number: the database counts."""
    return {name: value for name, value in row.items() if name != key}


async def _first(tx: UnitOfWork, table: Table, count: int = 1) -> list[Row]:
    statement = select(table).order_by(*table.primary_key.columns).limit(count)
    return [dict(row) for row in (await tx.connection.execute(statement)).mappings()]


async def _insert(tx: UnitOfWork, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        await tx.connection.execute(insert(table), rows)


async def books(database: Database) -> tuple[dict[str, int], list[tuple[Any, ...]], LedgerProof]:
    """How many rows each table has, each account's balance and the sum of its entries, and the proof."""
    account = ledger_accounts.c
    sums = (
        select(account.kind, account.customer_id, account.balance_micros, func.sum(ledger_entries.c.amount_micros))
        .join_from(ledger_accounts, ledger_entries)
        .group_by(account.id, account.kind, account.customer_id, account.balance_micros)
        .order_by(account.id)
    )
    counts = {}
    async with database.reading() as tx:
        for table in metadata.sorted_tables:
            counts[table.name] = int(await tx.connection.scalar(select(func.count()).select_from(table)) or 0)
        balances = [(*row[:3], int(row[3])) for row in await tx.connection.execute(sums)]
        return counts, balances, await tx.ledger.verify()
