"""What customers keep for themselves: favourites, and the lines of a mass order before Confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.staff_ports import MassOrder
from storage.rows import columns_of
from storage.schema import favourites, mass_orders
from storage.upsert import insert as upsert

MASS_COLUMNS = columns_of(mass_orders, MassOrder)


class Favourites:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_customer(self, customer_id: int) -> list[int]:
        statement = select(favourites.c.service_id).where(favourites.c.customer_id == customer_id)
        ordered = statement.order_by(favourites.c.added_at.desc(), favourites.c.service_id)
        return list((await self._connection.execute(ordered)).scalars())

    async def switch(self, customer_id: int, service_id: int, at: datetime) -> bool:
        taken = await self._connection.execute(
            delete(favourites).where(favourites.c.customer_id == customer_id, favourites.c.service_id == service_id)
        )
        if taken.rowcount:
            return False
        await self._connection.execute(
            upsert(favourites).on_conflict_do_nothing(),
            {"customer_id": customer_id, "service_id": service_id, "added_at": at},
        )
        return True


class MassOrders:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, customer_id: int, lines: Sequence[Mapping[str, Any]], at: datetime) -> MassOrder:
        result = await self._connection.execute(
            insert(mass_orders).returning(*MASS_COLUMNS),
            {"customer_id": customer_id, "created_at": at, "lines": [dict(line) for line in lines]},
        )
        return MassOrder(*result.one())

    async def get(self, mass_id: int) -> MassOrder | None:
        row = (await self._connection.execute(select(*MASS_COLUMNS).where(mass_orders.c.id == mass_id))).first()
        return None if row is None else MassOrder(*row)
