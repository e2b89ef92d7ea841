"""Messages on their way: rows of one chat go out one after another, in the order in which they were written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.events import Notice, NoticeKind, OutboxRow
from storage.many import insert_many
from storage.rows import in_chunks
from storage.schema import outbox
from storage.types import clean_text

rows = outbox.c
WAITING, SENT, SUPERSEDED, PARKED = "waiting", "sent", "superseded", "parked"

earlier = outbox.alias("earlier")
newer = outbox.alias("newer")


def _first_of_its_chat() -> ColumnElement[bool]:
    return ~exists().where(earlier.c.chat_id == rows.chat_id, earlier.c.state == WAITING, earlier.c.id < rows.id)


def _superseded() -> ColumnElement[bool]:
    """An order's live card is edited from the order as it is: of several edits that wait, the last one says it all."""
    return (rows.kind == NoticeKind.ORDER_CARD) & exists().where(
        newer.c.chat_id == rows.chat_id,
        newer.c.state == WAITING,
        newer.c.id > rows.id,
        newer.c.kind == NoticeKind.ORDER_CARD,
        newer.c.order_id == rows.order_id,
    )


class Outbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, notices: Sequence[Notice], at: datetime) -> None:
        waiting = [
            {
                "key": clean_text(notice.key),  # a panel's word may be in it
                "chat_id": notice.chat_id,
                "kind": notice.kind,
                "facts": dict(notice.facts),
                "order_id": notice.order_id,
                "order_version": notice.order_version,
                "state": WAITING,
                "attempts": 0,
                "created_at": at,
                "due_at": at,
            }
            for notice in notices
        ]
        await insert_many(self._connection, outbox, waiting, once_by="key")

    async def claim(self, now: datetime, limit: int, lease_until: datetime) -> list[OutboxRow]:
        claimed: list[OutboxRow] = []
        while len(claimed) < limit:
            found, outdated = await self._due(now, limit - len(claimed))
            if found:
                await self._set([row.id for row in found], due_at=lease_until, attempts=rows.attempts + 1)
                claimed += found
            if not outdated:
                break
            # What stood behind an outdated card is the first of its chat now: look again.
            await self._set(outdated, state=SUPERSEDED, finished_at=now)
        return sorted(claimed, key=lambda row: row.id)

    async def keep(self, ids: Sequence[int], lease_until: datetime) -> None:
        for chunk in in_chunks(ids, 500):
            on_their_way = rows.id.in_(chunk), rows.state == WAITING, rows.due_at < lease_until
            await self._connection.execute(update(outbox).where(*on_their_way).values(due_at=lease_until))

    async def sent(self, row_id: int, at: datetime, message_id: int | None = None) -> None:
        await self._set([row_id], state=SENT, finished_at=at, message_id=message_id)

    async def retry(self, row_id: int, not_before: datetime, error: str) -> None:
        await self._set([row_id], due_at=not_before, last_error=error)

    async def park(self, row_id: int, reason: str) -> None:
        await self._set([row_id], state=PARKED, due_at=rows.created_at, last_error=reason)

    async def unpark_chat(self, chat_id: int) -> int:
        result = await self._connection.execute(
            update(outbox).where(rows.chat_id == chat_id, rows.state == PARKED).values(state=WAITING)
        )
        return result.rowcount

    async def due_now(self, now: datetime) -> int:
        result = await self._connection.execute(
            update(outbox).where(rows.state == WAITING, rows.due_at > now).values(due_at=now)
        )
        return result.rowcount

    async def next_due(self) -> datetime | None:
        statement = select(rows.due_at).where(rows.state == WAITING, _first_of_its_chat()).order_by(rows.due_at)
        return (await self._connection.execute(statement.limit(1))).scalar()

    async def oldest_waiting(self) -> datetime | None:
        statement = select(func.min(rows.created_at)).where(rows.state == WAITING)
        oldest: datetime | None = (await self._connection.execute(statement)).scalar()
        return oldest

    async def forget(self, before: datetime) -> int:
        return (await self._connection.execute(delete(outbox).where(rows.finished_at < before))).rowcount

    async def _due(self, now: datetime, limit: int) -> tuple[list[OutboxRow], list[int]]:
        """Due rows that stand first in their chats; apart from them the ids of those that a newer one outdates."""
        statement = (
            select(outbox, _superseded().label("outdated"))
            .where(rows.state == WAITING, rows.due_at <= now, _first_of_its_chat())
            .order_by(rows.due_at, rows.id)
            .limit(limit)
            .with_for_update(skip_locked=True, of=outbox)
        )
        found: list[OutboxRow] = []
        outdated: list[int] = []
        for row in await self._connection.execute(statement):
            if row.outdated:
                outdated.append(row.id)
                continue
            notice = Notice(row.key, row.chat_id, row.kind, row.facts, row.order_id, row.order_version)
            found.append(OutboxRow(row.id, notice, row.attempts, row.created_at))
        return found, outdated

    async def _set(self, ids: Sequence[int], **values: object) -> None:
        for chunk in in_chunks(ids, 500):
            await self._connection.execute(update(outbox).where(rows.id.in_(chunk)).values(**values))
