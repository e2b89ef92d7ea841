"""Delivery times, kept in memory and reckoned anew beside everything else; and the orders that take longer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.core.clock import Clock
from bot.core.delivery import DeliveryTime, measured
from bot.core.orders import Order
from bot.core.ports import Storage
from bot.core.roles import Right
from bot.core.services.authority import Authority

_LOOKS_BACK = timedelta(days=90)
_ORDERS = 20_000
_STUCK_SHOWN = 30
_LOOKED_AT = 2_000
# What is too long where too few orders are there to tell, and the least that ever is.
USUAL = timedelta(hours=24)
LEAST = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class StuckOrder:
    """`usual` is the service's own p90, or the shop's guess where `measured` is False."""

    order: Order
    age: timedelta
    usual: timedelta
    measured: bool


class Delivery:
    def __init__(self, storage: Storage, clock: Clock, authority: Authority) -> None:
        self._storage = storage
        self._clock = clock
        self._authority = authority
        self._times: Mapping[int, DeliveryTime] = {}

    def of(self, service_id: int) -> DeliveryTime | None:
        """None: too few of its orders have come to an end."""
        return self._times.get(service_id)

    async def refresh(self) -> None:
        async with self._storage.reading() as tx:
            rows = await tx.order_reports.finished_since(self._clock.now() - _LOOKS_BACK, _ORDERS)
        self._times = await asyncio.to_thread(measured, rows)

    async def stuck(self, admin_id: int) -> list[StuckOrder]:
        """Open longer than nine of ten orders of the same service took; the longest over it first."""
        self._authority.require(admin_id, Right.LOOK)
        now = self._clock.now()
        async with self._storage.reading() as tx:
            orders = await tx.order_reports.open_before(now - LEAST, _LOOKED_AT)
        found = []
        for order in orders:
            time = self._times.get(order.service_id)
            p90 = time.p90 if time is not None else None
            usual = USUAL if p90 is None else max(p90, LEAST)
            age = now - (order.accepted_at or order.created_at)
            if age > usual:
                found.append(StuckOrder(order, age, usual, p90 is not None))
        return sorted(found, key=lambda stuck: stuck.age / stuck.usual, reverse=True)[:_STUCK_SHOWN]
