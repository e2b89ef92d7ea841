"""Asks providers how their orders do: one poller a provider, at most 100 ids a call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.core.bells import Bells
from bot.core.errors import ProviderError
from bot.core.orders import Order
from bot.core.ports import Provider
from bot.core.services.tracking import Tracking
from bot.workers.supervisor import Crew, Heart

log = structlog.get_logger(__name__)

IDS_A_CALL = 100
CALLS_AT_ONCE = 4
ORDERS_A_ROUND = 2_000
LOOK_EVERY = 0.5
_WAIT_AFTER_FAILURE = timedelta(seconds=10)


class Poller:
    def __init__(self, tracking: Tracking, provider: Provider, bells: Bells) -> None:
        self._tracking = tracking
        self._provider = provider
        self._bells = bells

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            if await self.round() == 0:
                await self._bells.poll(self._provider.name).wait(LOOK_EVERY)

    async def round(self) -> int:
        """Look once at every order that is due, up to a bound; how many they were."""
        orders = await self._tracking.due(self._provider.name, ORDERS_A_ROUND)
        async with Crew(f"poller:{self._provider.name}", CALLS_AT_ONCE) as crew:
            for first in range(0, len(orders), IDS_A_CALL):
                await crew.start(self._look(orders[first : first + IDS_A_CALL]))
        return len(orders)

    async def _look(self, orders: Sequence[Order]) -> None:
        ids = [order.provider_order_id for order in orders if order.provider_order_id]
        try:
            batch = await self._provider.statuses(ids)
        except ProviderError as error:
            wait = _WAIT_AFTER_FAILURE
            if error.refusal.retry_after_s:
                wait = max(wait, timedelta(seconds=error.refusal.retry_after_s))
            log.warning(
                "statuses_failed",
                provider=self._provider.name,
                orders=len(orders),
                first_order_id=orders[0].id,
                error_kind=error.refusal.kind.value,
            )
            await self._tracking.put_off(orders, wait)
            return
        changed = await self._tracking.apply(self._provider.name, orders, batch)
        if changed:
            log.info("statuses", provider=self._provider.name, orders=len(orders), changed=changed)
