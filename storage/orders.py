"""Orders: written by compare-and-set on their version, moved along TRANSITIONS alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.core.catalog import Service
from bot.core.errors import ConflictError
from bot.core.orders import HOLDING, OPEN_REMOTE, Order, OrderEvent, OrderGroup, OrderState, Quote
from bot.core.provider import OrderKind
from storage.order_looks import COLUMNS, OrderLooks, changed_columns, link_hash
from storage.rows import columns_of, in_chunks
from storage.schema import order_events, orders
from storage.upsert import insert as insert_once


class Orders(OrderLooks):
    async def add(self, quote: Quote, service: Service, at: datetime, *, card_message_id: int | None) -> Order:
        if service.type is None:
            raise ValueError(f"service {service.id} is of no type that can be ordered")
        statement = insert_once(orders).on_conflict_do_nothing(index_elements=[orders.c.quote_id]).returning(*COLUMNS)
        result = await self._connection.execute(
            statement,
            {
                "customer_id": quote.customer_id,
                "quote_id": quote.id,
                "service_id": service.id,
                "service_name": service.name,
                "provider": service.provider,
                "provider_service_id": service.provider_service_id,
                "type": service.type,
                "fields": dict(quote.fields),
                "link_hash": link_hash(quote.link),
                "quantity": quote.quantity,
                "charge_micros": quote.charge_micros,
                "cost_micros": quote.cost_micros,
                "currency": quote.currency,
                "state": OrderState.CREATED,
                "version": 1,
                "created_at": at,
                "updated_at": at,
                "attempts": 0,
                "next_submit_at": at,
                "refunded_micros": 0,
                "card_message_id": card_message_id,
                "remote_kind": OrderKind.ORDER,
                "child_orders": (),
                "terms_version": quote.terms_version,
            },
        )
        row = result.first()
        if row is None:
            raise ConflictError(quote_id=quote.id)
        return Order(*row)

    async def get(self, order_id: int) -> Order | None:
        return await self._one(select(*COLUMNS).where(orders.c.id == order_id))

    async def lock(self, order_id: int) -> Order | None:
        return await self._one(select(*COLUMNS).where(orders.c.id == order_id).with_for_update(key_share=True))

    async def by_quote(self, quote_id: int) -> Order | None:
        return await self._one(select(*COLUMNS).where(orders.c.quote_id == quote_id))

    async def save(self, old: Order, new: Order) -> bool:
        changed = changed_columns(old, new)
        statement = (
            update(orders)
            .where(orders.c.id == old.id, orders.c.version == old.version)
            .values(version=old.version + 1, **changed)
        )
        if not changed.keys() & {"provider", "provider_order_id"}:
            return (await self._connection.execute(statement)).rowcount == 1
        try:
            async with self._connection.begin_nested():
                return (await self._connection.execute(statement)).rowcount == 1
        except IntegrityError as error:
            if "provider_order_id" not in str(error.orig):
                raise
            raise ConflictError(order_id=old.id, provider_order_id=new.provider_order_id) from error

    async def of_customer(
        self, customer_id: int, *, limit: int, offset: int = 0, group: OrderGroup = OrderGroup.ALL
    ) -> list[Order]:
        statement = select(*COLUMNS).where(*_of_group(customer_id, group))
        return await self._all(statement.order_by(orders.c.id.desc()).limit(limit).offset(offset))

    async def count_of_customer(self, customer_id: int, group: OrderGroup = OrderGroup.ALL) -> int:
        statement = select(func.count()).select_from(orders).where(*_of_group(customer_id, group))
        return (await self._connection.execute(statement)).scalar_one()

    async def to_submit(self, provider: str, now: datetime, limit: int) -> list[Order]:
        statement = (
            select(*COLUMNS)
            .where(orders.c.state == OrderState.CREATED, orders.c.next_submit_at <= now, orders.c.provider == provider)
            .order_by(orders.c.next_submit_at, orders.c.id)
            .limit(limit)
            .with_for_update(key_share=True, skip_locked=True)
        )
        return await self._all(statement)

    async def stale_submitting(self, now: datetime) -> list[Order]:
        statement = select(*COLUMNS).where(orders.c.state == OrderState.SUBMITTING, orders.c.lease_until <= now)
        return await self._all(statement.order_by(orders.c.lease_until, orders.c.id))

    async def set_next_poll(self, times: Mapping[int, datetime | None], polled_at: datetime) -> None:
        statement = (
            update(orders)
            .where(orders.c.id == bindparam("of"))
            .values(next_poll_at=bindparam("next"), polled_at=bindparam("polled"))
        )
        for chunk in in_chunks(sorted(times), 1_000):  # in one order: two pollers never wait for each other
            await self._connection.execute(
                statement, [{"of": order_id, "next": times[order_id], "polled": polled_at} for order_id in chunk]
            )

    async def in_state(self, states: Collection[OrderState], *, limit: int = 100) -> list[Order]:
        return await self._all(
            select(*COLUMNS).where(orders.c.state.in_(sorted(states))).order_by(orders.c.id).limit(limit)
        )

    async def count_by_state(self) -> Mapping[OrderState, int]:
        rows = await self._connection.execute(select(orders.c.state, func.count()).group_by(orders.c.state))
        return {row[0]: row[1] for row in rows}

    async def open_by_provider(self) -> Mapping[str, int]:
        statement = select(orders.c.provider, func.count()).where(orders.c.state.in_(sorted(HOLDING | OPEN_REMOTE)))
        rows = await self._connection.execute(statement.group_by(orders.c.provider))
        return {row[0]: row[1] for row in rows}

    async def held_link(self, customer_id: int, service_id: int, link: str) -> Order | None:
        return await self._on_link(customer_id, service_id, link, {OrderState.UNKNOWN})

    async def active_on_link(self, customer_id: int, service_id: int, link: str) -> Order | None:
        return await self._on_link(customer_id, service_id, link, HOLDING | OPEN_REMOTE)

    async def by_provider_order_id(self, provider: str, provider_order_id: str) -> Order | None:
        return await self._one(
            select(*COLUMNS).where(orders.c.provider == provider, orders.c.provider_order_id == provider_order_id)
        )

    async def cost_accepted_since(self, provider: str, since: datetime) -> int:
        statement = select(func.coalesce(func.sum(orders.c.cost_micros), 0)).where(
            orders.c.provider == provider, orders.c.accepted_at > since
        )
        return int((await self._connection.execute(statement)).scalar_one())

    async def newest_provider_order_id(self, provider: str, before: datetime) -> str | None:
        statement = (
            select(orders.c.provider_order_id)
            .where(orders.c.provider == provider, orders.c.accepted_at < before)
            .order_by(orders.c.accepted_at.desc(), orders.c.id.desc())
            .limit(1)
        )
        found: str | None = (await self._connection.execute(statement)).scalar_one_or_none()
        return found

    async def add_event(self, event: OrderEvent) -> None:
        await self.add_events([event])

    async def events(self, order_id: int) -> list[OrderEvent]:
        statement = select(*EVENT_COLUMNS).where(order_events.c.order_id == order_id).order_by(order_events.c.id)
        return [OrderEvent(*row) for row in await self._connection.execute(statement)]

    async def _on_link(
        self, customer_id: int, service_id: int, link: str, states: Collection[OrderState]
    ) -> Order | None:
        """The newest."""
        statement = select(*COLUMNS).where(
            orders.c.customer_id == customer_id,
            orders.c.service_id == service_id,
            orders.c.link_hash == link_hash(link),
            orders.c.state.in_(sorted(states)),
        )
        return await self._one(statement.order_by(orders.c.id.desc()).limit(1))

    async def _one(self, statement: Select[Any]) -> Order | None:
        row = (await self._connection.execute(statement)).first()
        return None if row is None else Order(*row)

    async def _all(self, statement: Select[Any]) -> list[Order]:
        return [Order(*row) for row in await self._connection.execute(statement)]


def _of_group(customer_id: int, group: OrderGroup) -> list[ColumnElement[bool]]:
    own = orders.c.customer_id == customer_id
    return [own] if group is OrderGroup.ALL else [own, orders.c.state.in_(sorted(group.states))]


EVENT_COLUMNS = columns_of(order_events, OrderEvent)
