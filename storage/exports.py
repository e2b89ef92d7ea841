"""Whole tables for a spreadsheet, page by page along the primary key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.desk_ports import Cell
from bot.core.ledger import AccountKind
from bot.core.reports import ExportKind
from storage.schema import customers, ledger_accounts, ledger_postings, orders

source, target = ledger_accounts.alias("source"), ledger_accounts.alias("target")
own_orders = select(func.count()).where(orders.c.customer_id == customers.c.id).correlate(customers).scalar_subquery()


def _balance(kind: AccountKind) -> Any:
    """What a customer has there; a debt is below nothing."""
    return (
        select(func.coalesce(func.sum(ledger_accounts.c.balance_micros), 0))
        .where(ledger_accounts.c.customer_id == customers.c.id, ledger_accounts.c.kind == kind)
        .correlate(customers)
        .scalar_subquery()
    )


# Names of columns are the head of the file; `_micros` become decimals under the name without it.
ORDERS = select(
    orders.c.id.label("order"),
    orders.c.created_at,
    orders.c.accepted_at,
    orders.c.finished_at,
    orders.c.customer_id,
    orders.c.state,
    orders.c.service_id,
    orders.c.service_name,
    orders.c.provider,
    orders.c.provider_service_id,
    orders.c.provider_order_id,
    orders.c.type,
    orders.c.fields,
    orders.c.quantity,
    orders.c.start_count,
    orders.c.remains,
    orders.c.charge_micros,
    orders.c.refunded_micros,
    orders.c.cost_micros,
    orders.c.currency,
    orders.c.refusal_raw.label("refusal"),
)
LEDGER = (
    select(
        ledger_postings.c.id.label("posting"),
        ledger_postings.c.created_at,
        ledger_postings.c.kind,
        ledger_postings.c.key,
        source.c.kind.label("from_account"),
        source.c.customer_id.label("from_customer"),
        target.c.kind.label("to_account"),
        target.c.customer_id.label("to_customer"),
        ledger_postings.c.amount_micros,
        ledger_postings.c.currency,
        ledger_postings.c.order_id,
        ledger_postings.c.actor_id.label("admin_id"),
        ledger_postings.c.note,
    )
    .join(source, source.c.id == ledger_postings.c.source_id)
    .join(target, target.c.id == ledger_postings.c.target_id)
)
CUSTOMERS = select(
    customers.c.id.label("customer"),
    customers.c.created_at,
    customers.c.first_name,
    customers.c.username,
    func.coalesce(customers.c.language, customers.c.language_code).label("language"),
    customers.c.seen_at,
    customers.c.banned_at,
    customers.c.unreachable_at,
    customers.c.terms_version,
    own_orders.label("orders"),
    _balance(AccountKind.AVAILABLE).label("available_micros"),
    _balance(AccountKind.HELD).label("held_micros"),
    _balance(AccountKind.DEBT).label("debt_micros"),
)
TABLES: dict[ExportKind, tuple[Select[Any], Any, Any]] = {
    ExportKind.ORDERS: (ORDERS, orders.c.id, orders.c.created_at),
    ExportKind.LEDGER: (LEDGER, ledger_postings.c.id, ledger_postings.c.created_at),
    ExportKind.CUSTOMERS: (CUSTOMERS, customers.c.id, customers.c.created_at),
}


class Exports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    def columns(self, kind: ExportKind) -> Sequence[str]:
        return [str(column.key) for column in TABLES[kind][0].selected_columns]

    async def page(
        self, kind: ExportKind, after_id: int, since: datetime | None, until: datetime | None, limit: int
    ) -> list[tuple[Cell, ...]]:
        statement, key, at = TABLES[kind]
        statement = statement.where(key > after_id)
        if since is not None:
            statement = statement.where(at >= since)
        if until is not None:
            statement = statement.where(at < until)
        return [tuple(row) for row in await self._connection.execute(statement.order_by(key).limit(limit))]
