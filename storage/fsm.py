"""Where each conversation stands, in the shop's own database: it outlives a restart.

One row a conversation, gone when it has neither state nor data; what would change nothing is not written. All that is
kept in memory is which conversations have no row, which is so for most taps, and that only where no other process
writes states: whoever deletes a row makes it no less true.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiogram.exceptions import DataNotDictLikeError
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from sqlalchemy import delete, select, update

from storage.engine import Database
from storage.schema import fsm
from storage.unit_of_work import UnitOfWork
from storage.upsert import Insert, insert

_REMEMBERED = 50_000


class FsmStorage(BaseStorage):
    """aiogram's storage of states on the shop's Database, which stays its owner's to close. Data are JSON values.

    `alone`: no other process writes states into this database.
    """

    def __init__(self, database: Database, *, alone: bool = False) -> None:
        self._database = database
        self._alone = alone
        self._nothing_at: dict[StorageKey, None] = {}  # the longest known first
        self._writes = 0

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        if name is None:
            await self._clear(key, {"state": None}, {"data": {}})
        else:
            await self._write(key, {"state": name}, {"data": {}})

    async def get_state(self, key: StorageKey) -> str | None:
        row = await self._read(key)
        return None if row is None else row[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        if not isinstance(data, dict):
            raise DataNotDictLikeError(f"Data must be a dict or dict-like object, got {type(data).__name__}")
        if data:
            await self._write(key, {"data": data}, {"state": None})
        else:
            await self._clear(key, {"data": {}}, {"state": None})

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        row = await self._read(key)
        return {} if row is None else row[1]

    async def update_data(self, key: StorageKey, data: Mapping[str, Any]) -> dict[str, Any]:
        """In one transaction, so that of two updates at once neither is lost."""
        async with self._writing(key) as work:
            statement = select(fsm.c.data).where(fsm.c.key == row_key(key)).with_for_update()
            stored: dict[str, Any] = (await work.connection.execute(statement)).scalar() or {}
            stored.update(data)
            await work.connection.execute(_put(key, {"data": stored}, {"state": None}))
        return stored

    async def close(self) -> None:
        """The database is closed by whoever opened it."""

    async def _read(self, key: StorageKey) -> tuple[str | None, dict[str, Any]] | None:
        if key in self._nothing_at:
            return None
        writes = self._writes
        async with self._database.reading() as work:
            row = (await work.connection.execute(SELECT.where(fsm.c.key == row_key(key)))).first()
        if row is None and self._alone and writes == self._writes:
            self._nothing_at[key] = None
            if len(self._nothing_at) > _REMEMBERED:
                del self._nothing_at[next(iter(self._nothing_at))]
        return None if row is None else (row.state, row.data)

    async def _write(self, key: StorageKey, values: dict[str, Any], otherwise: dict[str, Any]) -> None:
        async with self._writing(key) as work:
            await work.connection.execute(_put(key, values, otherwise))

    @asynccontextmanager
    async def _writing(self, key: StorageKey) -> AsyncIterator[UnitOfWork]:
        """A transaction that may make a row: whoever reads meanwhile remembers nothing."""
        self._writes += 1
        try:
            async with self._database.transaction() as work:
                yield work
        finally:
            self._writes += 1
            self._nothing_at.pop(key, None)

    async def _clear(self, key: StorageKey, cleared: dict[str, Any], other: dict[str, Any]) -> None:
        """Clear one half of the row; the whole row where the other half is clear too."""
        row = await self._read(key)
        if row is None:
            return
        ((other_name, nothing),) = other.items()
        here = fsm.c.key == row_key(key)
        async with self._database.transaction() as work:
            is_clear = fsm.c[other_name].is_(None) if nothing is None else fsm.c[other_name] == nothing
            if not (await work.connection.execute(delete(fsm).where(here, is_clear))).rowcount:
                await work.connection.execute(update(fsm).where(here).values(**cleared))


SELECT = select(fsm.c.state, fsm.c.data)


def _put(key: StorageKey, values: dict[str, Any], otherwise: dict[str, Any]) -> Insert:
    """Set `values`; a row that is new has `otherwise` beside them."""
    statement = insert(fsm).values(key=row_key(key), **otherwise, **values)
    return statement.on_conflict_do_update(
        index_elements=[fsm.c.key], set_={name: statement.excluded[name] for name in values}
    )


def row_key(key: StorageKey) -> str:
    """Every part of the key, so that no two conversations share a row."""
    parts = (key.bot_id, key.chat_id, key.user_id, key.thread_id or "", key.business_connection_id or "", key.destiny)
    return ":".join(map(str, parts))
