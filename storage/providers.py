"""What is known of each provider: its dialect, its balance, whether it answers."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import ProviderRecord
from bot.core.provider import Dialect
from storage.rows import columns_of
from storage.schema import providers
from storage.upsert import insert

COLUMNS = columns_of(providers, ProviderRecord)
DIALECT_FIELDS = frozenset(field.name for field in fields(Dialect))


class Providers:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> ProviderRecord | None:
        row = (await self._connection.execute(select(*COLUMNS).where(providers.c.name == name))).first()
        return None if row is None else _record(row)

    async def all(self) -> list[ProviderRecord]:
        return [_record(row) for row in await self._connection.execute(select(*COLUMNS).order_by(providers.c.name))]

    async def save(self, record: ProviderRecord) -> None:
        values = {field.name: getattr(record, field.name) for field in fields(ProviderRecord)}
        statement = insert(providers).values(**{**values, "dialect": asdict(record.dialect)})
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[providers.c.name],
                set_={name: statement.excluded[name] for name in values if name != "name"},
            )
        )


def _record(row: Row[Any]) -> ProviderRecord:
    name, dialect, *others = tuple(row)
    # A trait that a later version learnt is no reason to fail after going back to this one.
    return ProviderRecord(name, Dialect(**{key: dialect[key] for key in dialect.keys() & DIALECT_FIELDS}), *others)
