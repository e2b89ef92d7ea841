"""What admins were told about each provider."""

from __future__ import annotations

from dataclasses import fields

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.orders import OrderState
from bot.core.watch import ProviderWatch
from storage.rows import columns_of
from storage.schema import orders, provider_watches
from storage.upsert import insert

rows = provider_watches.c
COLUMNS = columns_of(provider_watches, ProviderWatch)


class ProviderWatches:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> list[ProviderWatch]:
        return [ProviderWatch(*row) for row in await self._connection.execute(select(*COLUMNS))]

    async def get(self, provider: str) -> ProviderWatch:
        statement = select(*COLUMNS).where(rows.provider == provider).with_for_update()
        row = (await self._connection.execute(statement)).first()
        return ProviderWatch(provider) if row is None else ProviderWatch(*row)

    async def save(self, watch: ProviderWatch) -> None:
        values = {field.name: getattr(watch, field.name) for field in fields(ProviderWatch)}
        statement = insert(provider_watches).values(**values)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[rows.provider],
                set_={name: statement.excluded[name] for name in values if name != "provider"},
            )
        )

    async def cost_on_the_way(self, provider: str) -> int:
        statement = select(func.coalesce(func.sum(orders.c.cost_micros), 0)).where(
            orders.c.provider == provider, orders.c.state.in_([OrderState.CREATED, OrderState.SUBMITTING])
        )
        return int((await self._connection.execute(statement)).scalar_one())
