"""Updates taken in, each once, in an order of the inbox's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.ports import InboxRow
from storage.rows import columns_of, in_chunks
from storage.schema import inbox
from storage.upsert import insert

rows = inbox.c
COLUMNS = columns_of(inbox, InboxRow)
WAITING, DONE, PARKED = "waiting", "done", "parked"

# After a quiet week Telegram counts update ids anew, from anywhere: an id is the same update for so long only.
SAME_UPDATE_FOR = timedelta(days=7)


class Inbox:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def take(self, bot_id: int, updates: Sequence[tuple[int, int, str]], at: datetime) -> list[InboxRow]:
        taken: list[InboxRow] = []
        for chunk in in_chunks(updates, 500):
            new = await self._insert(bot_id, chunk, at)
            known = {given[0] for given in chunk} - {row.update_id for row in new}
            if known and await self._forget_ids(bot_id, known, at - SAME_UPDATE_FOR):
                # All of them anew, so that the order of coming stays.
                await self._connection.execute(delete(inbox).where(rows.seq.in_([row.seq for row in new])))
                new = await self._insert(bot_id, chunk, at)
            taken += new
        return sorted(taken, key=lambda row: row.seq)

    async def unfinished(self, bot_id: int) -> list[InboxRow]:
        return await self._waiting(rows.bot_id == bot_id)

    async def waiting_in(self, bot_id: int, lane: int, up_to: int) -> list[InboxRow]:
        return await self._waiting(rows.bot_id == bot_id, rows.lane == lane, rows.seq <= up_to)

    async def done(self, seqs: Sequence[int], at: datetime) -> None:
        for chunk in in_chunks(seqs, 500):
            await self._connection.execute(update(inbox).where(rows.seq.in_(chunk)).values(state=DONE, finished_at=at))

    async def failed(self, seq: int, error: str, *, park: bool) -> None:
        parked = {"state": PARKED, "finished_at": rows.received_at} if park else {}
        await self._connection.execute(
            update(inbox).where(rows.seq == seq).values(tries=rows.tries + 1, last_error=error, **parked)
        )

    async def oldest_unfinished(self) -> datetime | None:
        statement = select(func.min(rows.received_at)).where(rows.state == WAITING)
        oldest: datetime | None = (await self._connection.execute(statement)).scalar()
        return oldest

    async def forget(self, before: datetime) -> int:
        return (await self._connection.execute(delete(inbox).where(rows.finished_at < before))).rowcount

    async def _waiting(self, *which: ColumnElement[bool]) -> list[InboxRow]:
        statement = select(*COLUMNS).where(rows.state == WAITING, *which).order_by(rows.seq)
        return [InboxRow(*row) for row in await self._connection.execute(statement)]

    async def _insert(self, bot_id: int, updates: Sequence[tuple[int, int, str]], at: datetime) -> list[InboxRow]:
        statement = (
            insert(inbox).on_conflict_do_nothing(index_elements=[rows.bot_id, rows.update_id]).returning(*COLUMNS)
        )
        result = await self._connection.execute(
            statement,
            [
                {
                    "bot_id": bot_id,
                    "update_id": update_id,
                    "lane": lane,
                    "payload": payload,
                    "state": WAITING,
                    "tries": 0,
                    "received_at": at,
                }
                for update_id, lane, payload in updates
            ],
        )
        return [InboxRow(*row) for row in result]

    async def _forget_ids(self, bot_id: int, update_ids: Collection[int], before: datetime) -> int:
        result = await self._connection.execute(
            delete(inbox).where(rows.bot_id == bot_id, rows.update_id.in_(update_ids), rows.finished_at < before)
        )
        return result.rowcount
