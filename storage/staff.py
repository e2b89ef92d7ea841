"""Roles, the audit, notes on customers, markups of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.audit import AuditLine
from bot.core.pricing import Markup, MarkupScope
from bot.core.roles import Role
from bot.core.staff_ports import CustomerNote
from storage.rows import columns_of
from storage.schema import audit, catalog_versions, customer_notes, markups, roles
from storage.upsert import insert as upsert

AUDIT_COLUMNS = columns_of(audit, AuditLine)
NOTE_COLUMNS = columns_of(customer_notes, CustomerNote)
MARKUP_COLUMNS = columns_of(markups, Markup)


class Roles:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> Mapping[int, Role]:
        rows = await self._connection.execute(select(roles.c.user_id, roles.c.role).order_by(roles.c.user_id))
        return {row[0]: row[1] for row in rows}

    async def set(self, user_id: int, role: Role | None, by: int, at: datetime) -> None:
        await self._connection.execute(delete(roles).where(roles.c.user_id == user_id))
        if role is not None:
            await self._connection.execute(
                insert(roles), {"user_id": user_id, "role": role, "granted_by": by, "granted_at": at}
            )


class Audit:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, line: AuditLine) -> None:
        values = asdict(line)
        del values["id"]
        await self._connection.execute(insert(audit), values)

    async def page(self, limit: int, offset: int = 0) -> list[AuditLine]:
        statement = select(*AUDIT_COLUMNS).order_by(audit.c.id.desc()).limit(limit).offset(offset)
        return [AuditLine(*row) for row in await self._connection.execute(statement)]

    async def count(self) -> int:
        return (await self._connection.execute(select(func.count()).select_from(audit))).scalar_one()


class Notes:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, customer_id: int, note: CustomerNote) -> None:
        await self._connection.execute(insert(customer_notes), {"customer_id": customer_id, **asdict(note)})

    async def of_customer(self, customer_id: int, limit: int) -> list[CustomerNote]:
        statement = select(*NOTE_COLUMNS).where(customer_notes.c.customer_id == customer_id)
        rows = await self._connection.execute(statement.order_by(customer_notes.c.id.desc()).limit(limit))
        return [CustomerNote(*row) for row in rows]


class Markups:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def all(self) -> list[Markup]:
        statement = select(*MARKUP_COLUMNS).order_by(markups.c.scope, markups.c.subject_id)
        return [Markup(*row) for row in await self._connection.execute(statement)]

    async def set(self, scope: MarkupScope, subject_id: int, percent: Decimal | None, *, below_cost: bool) -> None:
        if percent is None:
            await self._connection.execute(
                delete(markups).where(markups.c.scope == scope, markups.c.subject_id == subject_id)
            )
        else:
            statement = upsert(markups).values(
                scope=scope, subject_id=subject_id, percent=percent, below_cost=below_cost
            )
            await self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[markups.c.scope, markups.c.subject_id],
                    set_={"percent": statement.excluded.percent, "below_cost": statement.excluded.below_cost},
                )
            )
        await self._connection.execute(update(catalog_versions).values(version=catalog_versions.c.version + 1))
