"""Broadcasts and their recipients: one row each, so that a restart goes on where the last run ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.broadcasts import (
    INACTIVE_AFTER,
    Audience,
    Broadcast,
    BroadcastState,
    Content,
    RecipientState,
    Segment,
    SegmentKind,
)
from storage.personal_data import REMOVED
from storage.schema import broadcast_recipients, broadcasts, customers, orders

rows, people = broadcasts.c, customers.c
recipients = broadcast_recipients.c
COLUMNS: tuple[ColumnElement[Any], ...] = (
    rows.id,
    rows.admin_id,
    rows.text,
    rows.entities,
    rows.photo_id,
    rows.state,
    rows.created_at,
    rows.segment,
    rows.language,
    rows.total,
    rows.started_at,
    rows.finished_at,
    rows.message_id,
)
SPOKEN = func.coalesce(people.language, people.language_code, "")


def _reachable() -> ColumnElement[bool]:
    """Neither banned nor gone, nor one who had their data taken out and has not come back since."""
    taken_out = (people.first_name == REMOVED) & people.language_code.is_(None) & people.username.is_(None)
    return people.banned_at.is_(None) & people.unreachable_at.is_(None) & ~taken_out


def _buyer() -> ColumnElement[bool]:
    return exists().where(orders.c.customer_id == people.id, orders.c.accepted_at.is_not(None))


def _base(spoken: str) -> str:
    return spoken.replace("_", "-").partition("-")[0].lower()


class Broadcasts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, admin_id: int, content: Content, at: datetime) -> Broadcast:
        result = await self._connection.execute(
            insert(broadcasts).returning(*COLUMNS),
            {
                "admin_id": admin_id,
                "text": content.text,
                "entities": [dict(entity) for entity in content.entities],
                "photo_id": content.photo_id,
                "state": BroadcastState.DRAFT,
                "language": "",
                "total": 0,
                "created_at": at,
            },
        )
        return _broadcast(result.one())

    async def get(self, broadcast_id: int) -> Broadcast | None:
        row = (await self._connection.execute(select(*COLUMNS).where(rows.id == broadcast_id))).first()
        return None if row is None else _broadcast(row)

    async def newest(self) -> Broadcast | None:
        statement = select(*COLUMNS).where(rows.state != BroadcastState.DRAFT).order_by(rows.id.desc()).limit(1)
        row = (await self._connection.execute(statement)).first()
        return None if row is None else _broadcast(row)

    async def audience(self, now: datetime) -> Audience:
        count = select(func.count()).select_from(customers).where(_reachable())
        spoken: Counter[str] = Counter()
        for language, number in await self._spoken():
            if _base(language):
                spoken[_base(language)] += number
        return Audience(
            everybody=(await self._connection.execute(count)).scalar_one(),
            buyers=(await self._connection.execute(count.where(_buyer()))).scalar_one(),
            inactive=(await self._connection.execute(count.where(people.seen_at < now - INACTIVE_AFTER))).scalar_one(),
            languages=dict(spoken.most_common()),
        )

    async def start(self, broadcast_id: int, segment: Segment, at: datetime) -> int | None:
        begun = await self._connection.execute(
            update(broadcasts)
            .where(rows.id == broadcast_id, rows.state == BroadcastState.DRAFT)
            .values(state=BroadcastState.RUNNING, segment=segment.kind, language=segment.language, started_at=at)
        )
        if begun.rowcount != 1:
            return None
        chosen = (
            select(literal(broadcast_id), people.id, literal(RecipientState.WAITING.value), literal(""))
            .where(_reachable(), await self._belongs(segment, at))
            .order_by(people.id)
        )
        names = ["broadcast_id", "customer_id", "state", "error"]
        added = await self._connection.execute(insert(broadcast_recipients).from_select(names, chosen))
        await self._set(broadcast_id, total=added.rowcount)
        return added.rowcount

    async def move(self, broadcast_id: int, old: BroadcastState, new: BroadcastState, at: datetime) -> bool:
        finished_at = None if new is BroadcastState.RUNNING else at
        result = await self._connection.execute(
            update(broadcasts)
            .where(rows.id == broadcast_id, rows.state == old)
            .values(state=new, finished_at=finished_at, lease_until=None)
        )
        return result.rowcount == 1

    async def claim(self, owner: str, now: datetime, lease_until: datetime, *, alone: bool) -> Broadcast | None:
        free = literal(True) if alone else or_(rows.owner == owner, rows.lease_until.is_(None), rows.lease_until < now)
        oldest = (
            select(rows.id)
            .where(rows.state == BroadcastState.RUNNING)
            .order_by(rows.id)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        result = await self._connection.execute(
            update(broadcasts)
            .where(rows.id == oldest, rows.state == BroadcastState.RUNNING, free)
            .values(owner=owner, lease_until=lease_until)
            .returning(*COLUMNS)
        )
        row = result.first()
        return None if row is None else _broadcast(row)

    async def any_running(self) -> bool:
        statement = select(rows.id).where(rows.state == BroadcastState.RUNNING).limit(1)
        return (await self._connection.execute(statement)).first() is not None

    async def waiting(self, broadcast_id: int, limit: int) -> list[int]:
        statement = (
            select(recipients.customer_id)
            .where(recipients.broadcast_id == broadcast_id, recipients.state == RecipientState.WAITING)
            .order_by(recipients.customer_id)
            .limit(limit)
        )
        return list((await self._connection.execute(statement)).scalars())

    async def mark(self, broadcast_id: int, customer_id: int, state: RecipientState, error: str = "") -> None:
        await self._connection.execute(
            update(broadcast_recipients)
            .where(recipients.broadcast_id == broadcast_id, recipients.customer_id == customer_id)
            .values(state=state, error=error)
        )

    async def counts(self, broadcast_id: int) -> Mapping[RecipientState, int]:
        statement = (
            select(recipients.state, func.count())
            .where(recipients.broadcast_id == broadcast_id)
            .group_by(recipients.state)
        )
        return {row[0]: row[1] for row in await self._connection.execute(statement)}

    async def show_in(self, broadcast_id: int, message_id: int) -> None:
        await self._set(broadcast_id, message_id=message_id)

    async def _spoken(self) -> list[tuple[str, int]]:
        grouped = select(SPOKEN.label("spoken")).where(_reachable()).subquery()
        statement = select(grouped.c.spoken, func.count()).group_by(grouped.c.spoken)
        return [(str(row[0]), int(row[1])) for row in await self._connection.execute(statement)]

    async def _belongs(self, segment: Segment, now: datetime) -> ColumnElement[bool]:
        match segment.kind:
            case SegmentKind.ALL:
                return literal(True)
            case SegmentKind.BUYERS:
                return _buyer()
            case SegmentKind.INACTIVE:
                return people.seen_at < now - INACTIVE_AFTER
            case SegmentKind.LANGUAGE:
                spoken = [language for language, _ in await self._spoken() if _base(language) == segment.language]
                return SPOKEN.in_(spoken)

    async def _set(self, broadcast_id: int, **values: Any) -> None:
        await self._connection.execute(update(broadcasts).where(rows.id == broadcast_id).values(**values))


def _broadcast(row: Row[Any]) -> Broadcast:
    return Broadcast(
        id=row.id,
        admin_id=row.admin_id,
        content=Content(row.text, tuple(row.entities), row.photo_id),
        state=row.state,
        created_at=row.created_at,
        segment=None if row.segment is None else Segment(row.segment, row.language),
        total=row.total,
        started_at=row.started_at,
        finished_at=row.finished_at,
        message_id=row.message_id,
    )
