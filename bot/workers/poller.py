"""Asks providers how their orders do: one poller a provider, at most 100 ids a call."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.core.bells import Bells
from bot.core.errors import ProviderError
from bot.core.orders import DueLook
from bot.core.ports import StatusFeed
from bot.core.services.tracking import Tracking
from bot.workers.supervisor import Crew, Heart

log = structlog.get_logger(__name__)

IDS_A_CALL = 100
CALLS_AT_ONCE = 4
ANSWERS_WAITING = 36  # for their commit, while the next calls are made
ORDERS_A_PAGE = 2_000
LOOK_EVERY = 0.5
_WAIT_AFTER_FAILURE = timedelta(seconds=10)


class Poller:
    def __init__(self, tracking: Tracking, provider: StatusFeed, bells: Bells) -> None:
        self._looks = tracking.looks(provider.name)
        self._provider = provider
        self._bells = bells
        self._calling = asyncio.Semaphore(CALLS_AT_ONCE)

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            if await self.round(heart) == 0:
                await self._bells.poll(self._provider.name).wait(LOOK_EVERY)

    async def round(self, heart: Heart | None = None) -> int:
        """Look once at every order that is due now; how many they were."""
        at, count = self._looks.now(), 0
        last: DueLook | None = None
        async with Crew(f"poller:{self._provider.name}", CALLS_AT_ONCE + ANSWERS_WAITING) as crew:
            while heart is None or not heart.stopping.is_set():
                if heart is not None:
                    heart.beat()
                page = await self._looks.due(at, ORDERS_A_PAGE, last)
                for first in range(0, len(page), IDS_A_CALL):
                    await crew.start(self._look(page[first : first + IDS_A_CALL]))
                count += len(page)
                if len(page) < ORDERS_A_PAGE:
                    break
                last = page[-1]
        return count

    async def _look(self, due: Sequence[DueLook]) -> None:
        ids = [look.provider_order_id for look in due if look.provider_order_id]
        try:
            async with self._calling:
                news = await self._provider.news(ids, self._looks.known(due))
        except ProviderError as error:
            wait = _WAIT_AFTER_FAILURE
            if error.refusal.retry_after_s:
                wait = max(wait, timedelta(seconds=error.refusal.retry_after_s))
            log.warning(
                "statuses_failed",
                provider=self._provider.name,
                orders=len(due),
                first_order_id=due[0].order_id,
                error_kind=error.refusal.kind.value,
            )
            await self._looks.put_off(due, wait)
            return
        changed = await self._looks.take(due, news)
        if changed:
            log.info("statuses", provider=self._provider.name, orders=len(due), changed=changed)
