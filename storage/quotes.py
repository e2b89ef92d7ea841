"""Quotes: prices shown and held for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.orders import Quote
from storage.rows import columns_of
from storage.schema import quotes

COLUMNS = columns_of(quotes, Quote)


class Quotes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self,
        *,
        customer_id: int,
        service_id: int,
        fields: Mapping[str, str],
        quantity: int,
        charge_micros: int,
        cost_micros: int,
        currency: str,
        rate: Decimal,
        created_at: datetime,
        expires_at: datetime,
        terms_version: str | None,
    ) -> Quote:
        result = await self._connection.execute(
            insert(quotes).returning(*COLUMNS),
            {
                "customer_id": customer_id,
                "service_id": service_id,
                "fields": dict(fields),
                "quantity": quantity,
                "charge_micros": charge_micros,
                "cost_micros": cost_micros,
                "currency": currency,
                "rate": rate,
                "state": "open",
                "created_at": created_at,
                "expires_at": expires_at,
                "terms_version": terms_version,
            },
        )
        return Quote(*result.one())

    async def get(self, quote_id: int) -> Quote | None:
        row = (await self._connection.execute(select(*COLUMNS).where(quotes.c.id == quote_id))).first()
        return None if row is None else Quote(*row)

    async def newest(self, customer_id: int) -> Quote | None:
        statement = select(*COLUMNS).where(quotes.c.customer_id == customer_id).order_by(quotes.c.id.desc()).limit(1)
        row = (await self._connection.execute(statement)).first()
        return None if row is None else Quote(*row)

    async def move(self, quote_id: int, old: str, new: str) -> bool:
        result = await self._connection.execute(
            update(quotes).where(quotes.c.id == quote_id, quotes.c.state == old).values(state=new)
        )
        return result.rowcount == 1
