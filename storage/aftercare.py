"""Refills and cancels that were asked for."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.aftercare import OPEN_REQUESTS, AftercareRequest, RequestKind, RequestState
from bot.core.orders import Order
from storage.rows import columns_of
from storage.schema import aftercare_requests, orders
from storage.upsert import insert

rows = aftercare_requests.c
COLUMNS = columns_of(aftercare_requests, AftercareRequest)
ORDER_COLUMNS = columns_of(orders, Order)
FIXED = ("id", "order_id", "kind", "created_at")
CHANGING = tuple(field.name for field in fields(AftercareRequest) if field.name not in (*FIXED, "version"))
OPEN = rows.state.in_(sorted(OPEN_REQUESTS))


class Aftercare:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, order_id: int, kind: RequestKind, at: datetime) -> AftercareRequest | None:
        statement = insert(aftercare_requests).on_conflict_do_nothing().returning(*COLUMNS)
        result = await self._connection.execute(
            statement,
            {
                "order_id": order_id,
                "kind": kind,
                "state": RequestState.ASKED,
                "version": 1,
                "created_at": at,
                "updated_at": at,
                "attempts": 0,
                "next_look_at": at,
            },
        )
        row = result.first()
        return None if row is None else AftercareRequest(*row)

    async def get(self, request_id: int) -> AftercareRequest | None:
        row = (await self._connection.execute(select(*COLUMNS).where(rows.id == request_id))).first()
        return None if row is None else AftercareRequest(*row)

    async def of_order(self, order_id: int) -> list[AftercareRequest]:
        statement = select(*COLUMNS).where(rows.order_id == order_id).order_by(rows.id.desc())
        return [AftercareRequest(*row) for row in await self._connection.execute(statement)]

    async def due(self, provider: str, now: datetime, limit: int) -> list[tuple[AftercareRequest, Order]]:
        statement = (
            select(*COLUMNS, *ORDER_COLUMNS)
            .join_from(aftercare_requests, orders, orders.c.id == rows.order_id)
            .where(OPEN, rows.next_look_at <= now, orders.c.provider == provider)
            .order_by(rows.next_look_at, rows.id)
            .limit(limit)
        )
        split = len(COLUMNS)
        return [
            (AftercareRequest(*row[:split]), Order(*row[split:])) for row in await self._connection.execute(statement)
        ]

    async def save(self, old: AftercareRequest, new: AftercareRequest) -> bool:
        if any(getattr(old, name) != getattr(new, name) for name in FIXED):
            raise ValueError(f"request {old.id}: what was asked cannot be changed")
        changed = {name: getattr(new, name) for name in CHANGING if getattr(old, name) != getattr(new, name)}
        result = await self._connection.execute(
            update(aftercare_requests)
            .where(rows.id == old.id, rows.version == old.version)
            .values(version=old.version + 1, **changed)
        )
        return result.rowcount == 1
