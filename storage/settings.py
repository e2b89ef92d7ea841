"""What an admin set in the chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.schema import settings
from storage.upsert import insert


class SettingRows:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> Any | None:
        return (await self._connection.execute(select(settings.c.value).where(settings.c.name == name))).scalar()

    async def set(self, name: str, value: Any, at: datetime) -> None:
        """None takes the setting away: the environment's value holds again."""
        if value is None:
            await self._connection.execute(delete(settings).where(settings.c.name == name))
            return
        statement = insert(settings).values(name=name, value=value, updated_at=at)
        await self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[settings.c.name],
                set_={"value": statement.excluded.value, "updated_at": statement.excluded.updated_at},
            )
        )

    async def set_first(self, name: str, value: Any, at: datetime) -> None:
        statement = insert(settings).on_conflict_do_nothing(index_elements=[settings.c.name])
        await self._connection.execute(statement, {"name": name, "value": value, "updated_at": at})

    async def all(self) -> Mapping[str, Any]:
        rows = await self._connection.execute(select(settings.c.name, settings.c.value).order_by(settings.c.name))
        return {row[0]: row[1] for row in rows}
