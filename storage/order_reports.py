"""Orders looked at in numbers: how long they took, which are stuck, what a customer spent."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ledger import PostingKind
from bot.core.orders import FINAL, OPEN_REMOTE, Order
from bot.core.staff_ports import FinishedRow
from storage.rows import columns_of
from storage.schema import ledger_postings, orders

COLUMNS = columns_of(orders, Order)
FINISHED_COLUMNS = columns_of(orders, FinishedRow)
_PAGE = 2_000


class OrderReports:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def finished_since(self, since: datetime, limit: int) -> list[FinishedRow]:
        found: list[FinishedRow] = []
        last: int | None = None
        while len(found) < limit:  # page by page, so that nobody who taps waits for it
            statement = select(orders.c.id, *FINISHED_COLUMNS).where(
                orders.c.finished_at >= since, orders.c.accepted_at.is_not(None)
            )
            if last is not None:
                statement = statement.where(orders.c.id < last)
            rows = (await self._connection.execute(statement.order_by(orders.c.id.desc()).limit(_PAGE))).all()
            found += [FinishedRow(*row[1:]) for row in rows]
            if len(rows) < _PAGE:
                break
            last = rows[-1].id
        return found[:limit]

    async def open_before(self, accepted_before: datetime, limit: int) -> list[Order]:
        statement = (
            select(*COLUMNS)
            .where(orders.c.state.in_(sorted(OPEN_REMOTE)), orders.c.accepted_at < accepted_before)
            .order_by(orders.c.accepted_at, orders.c.id)
            .limit(limit)
        )
        return [Order(*row) for row in await self._connection.execute(statement)]

    async def spent(self, customer_id: int) -> tuple[int, int]:
        brought = func.coalesce(func.sum(orders.c.charge_micros - orders.c.refunded_micros), 0)
        statement = select(func.count(), brought).where(
            orders.c.customer_id == customer_id, orders.c.accepted_at.is_not(None)
        )
        count, micros = (await self._connection.execute(statement)).one()
        return count, int(micros)

    async def has_open(self, customer_id: int) -> bool:
        statement = select(orders.c.id).where(orders.c.customer_id == customer_id, orders.c.state.not_in(sorted(FINAL)))
        return (await self._connection.execute(statement.limit(1))).first() is not None

    async def booked_by(self, actor_id: int, since: datetime) -> int:
        statement = select(func.coalesce(func.sum(ledger_postings.c.amount_micros), 0)).where(
            ledger_postings.c.actor_id == actor_id,
            ledger_postings.c.kind.in_([PostingKind.CREDIT, PostingKind.REFUND]),
            ledger_postings.c.created_at >= since,
        )
        return int((await self._connection.execute(statement)).scalar_one())
