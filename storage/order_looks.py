"""Orders by the hundred: what the poller reads of all that are due, and writes of the few that changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Select,
    String,
    TableValuedAlias,
    bindparam,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.errors import ConflictError
from bot.core.orders import DueLook, Order, OrderEvent, can_move
from storage.many import insert_many, select_many, update_many
from storage.rows import columns_of, in_chunks
from storage.schema import order_events, orders

COLUMNS = columns_of(orders, Order)
# What was agreed when the order was made.
FIXED = ("id", "customer_id", "quote_id", "service_id", "quantity", "charge_micros", "currency", "created_at")
CHANGING = tuple(
    field.name for field in fields(Order) if field.name not in (*FIXED, "version")
)  # the version is the store's own
_AT_ONCE = 500
_DUE = (orders.c.id, orders.c.provider_order_id, orders.c.version, orders.c.next_poll_at)


def _moved(by_version: TableValuedAlias, order_id: ColumnElement[int]) -> Select[int]:
    """Ids of the orders that have another version by now; given are their ids by the version that they had."""
    version = cast(by_version.c.key, BigInteger)
    return select(orders.c.id).select_from(by_version).where(orders.c.id == order_id, orders.c.version != version)


_BY_VERSION = bindparam("by_version", type_=String)
_LISTED = func.json_each(cast(_BY_VERSION, JSON)).table_valued("key", "value", name="listed")
_LISTED_ON_SQLITE = func.json_each(_BY_VERSION).table_valued("key", "value", name="listed")
_MOVED = _moved(_LISTED, cast(func.json_array_elements_text(_LISTED.c.value).column_valued("order_id"), BigInteger))
_MOVED_ON_SQLITE = _moved(_LISTED_ON_SQLITE, func.json_each(_LISTED_ON_SQLITE.c.value).table_valued("value").c.value)


def link_hash(link: str) -> str:
    """What a link is looked up by: links may be longer than an index takes."""
    return blake2b(link.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def changed_columns(old: Order, new: Order) -> dict[str, Any]:
    """What a save writes. ValueError: what was agreed is to be changed, or the state by a way that is none."""
    if any(getattr(old, name) != getattr(new, name) for name in FIXED):
        raise ValueError(f"order {old.id}: what was agreed cannot be changed")
    if old.state is not new.state and not can_move(old.state, new.state):
        raise ValueError(f"order {old.id} cannot go from {old.state} to {new.state}")
    changed = {name: getattr(new, name) for name in CHANGING if getattr(old, name) != getattr(new, name)}
    if "fields" in changed:
        changed |= {"fields": dict(new.fields), "link_hash": link_hash(new.link)}
    return changed


class OrderLooks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def due_looks(self, provider: str, at: datetime, limit: int, after: DueLook | None = None) -> list[DueLook]:
        statement = select(*_DUE).where(orders.c.provider == provider, orders.c.next_poll_at <= at)
        if after is not None:
            follows = (orders.c.next_poll_at > after.next_poll_at) | (orders.c.id > after.order_id)
            statement = statement.where(orders.c.next_poll_at >= after.next_poll_at, follows)
        return await self._looks(statement.order_by(orders.c.next_poll_at, orders.c.id).limit(limit))

    async def up_to_date(self, provider: str, looks: Sequence[DueLook]) -> list[DueLook]:
        by_version: defaultdict[int, list[int]] = defaultdict(list)
        for order_id, _, version, _, _ in looks:
            by_version[version].append(order_id)
        # JSON, which numbers and lists of them are as Python prints them
        listed = ",".join(f'"{version}":{order_ids}' for version, order_ids in by_version.items())
        moved = _MOVED_ON_SQLITE if self._connection.dialect.name == "sqlite" else _MOVED
        written = set(await self._connection.scalars(moved, {"by_version": f"{{{listed}}}"}))
        if not written:
            return list(looks)
        anew = select(*_DUE).where(
            orders.c.id.in_(self._listed(sorted(written))),
            orders.c.provider == provider,
            orders.c.next_poll_at.is_not(None),
        )
        return [look for look in looks if look.order_id not in written] + await self._looks(anew)

    async def _looks(self, statement: Select[Any]) -> list[DueLook]:
        return [DueLook(*row) for row in await select_many(self._connection, statement)]

    async def lock_all(self, order_ids: Sequence[int]) -> list[Order]:
        found: list[Order] = []
        for chunk in in_chunks(sorted(order_ids), _AT_ONCE):
            statement = select(*COLUMNS).where(orders.c.id.in_(chunk)).order_by(orders.c.id)
            rows = await select_many(self._connection, statement.with_for_update(key_share=True))
            found += [Order(*row) for row in rows]
        return found

    async def looked_at(self, times: Mapping[datetime | None, Sequence[int]], polled_at: datetime) -> None:
        for next_poll_at, order_ids in times.items():
            for chunk in in_chunks(order_ids, 5_000):
                free = select(orders.c.id).where(orders.c.id.in_(self._listed(chunk)))
                await self._connection.execute(
                    update(orders)
                    .where(orders.c.id.in_(free.with_for_update(key_share=True, skip_locked=True)))
                    .values(next_poll_at=next_poll_at, polled_at=polled_at)
                )

    def _listed(self, order_ids: Sequence[int]) -> Select[int]:
        """Any number of ids as one parameter: JSON, which a list of numbers is as Python prints it."""
        listed = bindparam("ids", str(list(order_ids)), String)
        if self._connection.dialect.name == "sqlite":
            return select(func.json_each(listed).table_valued("value").c.value)
        return select(cast(func.json_array_elements_text(cast(listed, JSON)).column_valued(), BigInteger))

    async def save_all(self, changes: Sequence[tuple[Order, Order]]) -> None:
        alike: defaultdict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
        for old, new in changes:
            values = changed_columns(old, new)
            alike[tuple(values)].append({"id": old.id, "version": old.version, **values})
        for rows in alike.values():
            if not await update_many(self._connection, orders, ("id", "version"), rows):
                raise ConflictError

    async def add_events(self, events: Sequence[OrderEvent]) -> None:
        rows = [
            {"order_id": event.order_id, "at": event.at, "what": event.what, "detail": dict(event.detail)}
            for event in events
        ]
        await insert_many(self._connection, order_events, rows)
