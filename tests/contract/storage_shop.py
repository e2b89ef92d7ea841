"""A small shop in a database, for the storage contract: made through the ports, corrupted behind their back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
from sqlalchemy import text

from bot.core.catalog import Service
from bot.core.customers import Customer
from bot.core.ledger import ADJUSTMENTS, Posting, PostingKind, available, capture, hold, release
from bot.core.order_types import RateUnit
from bot.core.orders import Order, OrderState, Quote
from bot.core.ports import Transaction
from bot.core.provider import ServiceRow
from storage.engine import Database
from storage.schema import TRIGGERS

NOW = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ANNA, BORIS = 5_000_000_001, 5_000_000_002
CHARGE = 1_170_000


def service_row(service: str = "1", **changes: Any) -> ServiceRow:
    row = ServiceRow(
        service=service,
        name=f"Visits {service}",
        type="default",
        type_raw="Default",
        category="Traffic",
        rate=Decimal("0.90"),
        rate_unit=RateUnit.PER_1000,
        min=50,
        max=10_000,
    )
    return replace(row, **changes)


async def add_service(tx: Transaction, provider: str = "panel", **changes: Any) -> Service:
    await tx.catalog.merge(provider, [service_row(**changes)], NOW, publish=True)
    return next(service for service in await tx.catalog.services() if service.provider == provider)


async def add_customer(tx: Transaction, customer_id: int = ANNA, credit_micros: int = 10_000_000) -> Customer:
    customer = await tx.customers.see(Customer(customer_id, "Anna", f"anna{customer_id}", "en", None, NOW))
    if credit_micros:
        await tx.ledger.post(credit(f"admin:{customer_id}", customer_id, credit_micros), NOW)
    return customer


def credit(key: str, customer_id: int, amount_micros: int) -> Posting:
    return Posting(key, PostingKind.CREDIT, ADJUSTMENTS, available(customer_id), amount_micros, "USD", actor_id=1)


async def add_quote(
    tx: Transaction, service: Service, customer_id: int = ANNA, link: str = "https://a.example/"
) -> Quote:
    return await tx.quotes.add(
        customer_id=customer_id,
        service_id=service.id,
        fields={"link": link, "quantity": "1000"},
        quantity=1000,
        charge_micros=CHARGE,
        cost_micros=900_000,
        currency="USD",
        rate=Decimal("0.90"),
        created_at=NOW,
        expires_at=NOW + 10 * MINUTE,
        terms_version="1",
    )


async def add_order(
    tx: Transaction, service: Service, customer_id: int = ANNA, link: str = "https://a.example/"
) -> Order:
    """A `created` order whose money is held."""
    quote = await add_quote(tx, service, customer_id, link)
    order = await tx.orders.add(quote, service, NOW, card_message_id=None)
    await tx.ledger.post(hold(order.id, customer_id, order.charge_micros, "USD"), NOW)
    return order


async def moved(tx: Transaction, order: Order, **changes: Any) -> Order:
    """The order as it is stored after one save."""
    assert await tx.orders.save(order, replace(order, **changes))
    found = await tx.orders.get(order.id)
    assert found is not None
    return found


async def accepted(tx: Transaction, order: Order, provider_order_id: str = "100", **changes: Any) -> Order:
    order = await moved(tx, order, state=OrderState.SUBMITTING, attempt_id="a", lease_until=NOW + MINUTE)
    await tx.ledger.post(capture(order.id, order.customer_id, order.charge_micros, "USD"), NOW)
    accepting = {"state": OrderState.ACCEPTED, "provider_order_id": provider_order_id, "accepted_at": NOW}
    return await moved(tx, order, **{**accepting, "next_poll_at": NOW, **changes})


async def rejected(tx: Transaction, order: Order) -> Order:
    order = await moved(tx, order, state=OrderState.SUBMITTING, attempt_id="a", lease_until=NOW + MINUTE)
    await tx.ledger.post(release(order.id, order.customer_id, order.charge_micros, "USD"), NOW)
    return await moved(tx, order, state=OrderState.REJECTED, finished_at=NOW)


async def run_sql(database: Database, statement: str, **values: Any) -> None:
    """As somebody with a database console would."""
    async with database.transaction() as tx:
        await tx.connection.execute(text(statement), values)


async def rows_of(database: Database, statement: str) -> list[Any]:
    async with database.reading() as tx:
        return list(await tx.connection.execute(text(statement)))


async def corrupt(url: str, *statements: str) -> None:
    """With every guard taken away: triggers, foreign keys, checks."""
    if url.startswith("sqlite"):
        _corrupt_sqlite(url.removeprefix("sqlite+aiosqlite:///"), statements)
        return
    connection = await asyncpg.connect(url.replace("+asyncpg", "", 1))
    try:
        await connection.execute("SET session_replication_role = replica; CREATE TABLE IF NOT EXISTS spoiled ()")
        checks = await connection.fetch(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
        for table, name in checks:
            await connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _corrupt_sqlite(path: str, statements: tuple[str, ...]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
    finally:
        connection.close()
