"""Changes that an admin was shown and has not confirmed yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import AdminAction
from storage.rows import columns_of
from storage.schema import admin_actions

COLUMNS = columns_of(admin_actions, AdminAction)


class AdminActions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, admin_id: int, kind: str, params: Mapping[str, Any], at: datetime, expires_at: datetime
    ) -> AdminAction:
        result = await self._connection.execute(
            insert(admin_actions).returning(*COLUMNS),
            {
                "admin_id": admin_id,
                "kind": kind,
                "params": dict(params),
                "state": "open",
                "created_at": at,
                "expires_at": expires_at,
            },
        )
        return AdminAction(*result.one())

    async def get(self, action_id: int) -> AdminAction | None:
        row = (await self._connection.execute(select(*COLUMNS).where(admin_actions.c.id == action_id))).first()
        return None if row is None else AdminAction(*row)

    async def move(self, action_id: int, old: str, new: str) -> bool:
        result = await self._connection.execute(
            update(admin_actions).where(admin_actions.c.id == action_id, admin_actions.c.state == old).values(state=new)
        )
        return result.rowcount == 1
