"""Asks providers how their orders do: one poller a provider, at most 100 ids a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
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
CALLS_AHEAD = 16  # begun, or in line for it: enough for the time in which the next page of orders is read
ANSWERS_WAITING = 384  # for their commit, while the next calls are made
LOOK_EVERY = 0.5
_WAIT_AFTER_FAILURE = timedelta(seconds=10)


class Poller:
    def __init__(self, tracking: Tracking, provider: StatusFeed, bells: Bells) -> None:
        self._looks = tracking.looks(provider.name)
        self._provider = provider
        self._bells = bells
        self._calling = asyncio.Semaphore(CALLS_AT_ONCE)
        self._changed = 0

    async def run(self, heart: Heart) -> None:
        await self._looks.begin()
        while not heart.stopping.is_set():
            if await self.round(heart) == 0:
                await self._bells.poll(self._provider.name).wait(LOOK_EVERY)

    async def round(self, heart: Heart | None = None) -> int:
        """Look once at every order that is due now; how many they were."""
        count, self._changed = 0, 0
        ahead = asyncio.Semaphore(CALLS_AHEAD)
        async with (
            Crew(f"poller:{self._provider.name}", CALLS_AHEAD + ANSWERS_WAITING) as crew,
            aclosing(self._looks.schedule.batches(self._looks.now(), IDS_A_CALL)) as batches,
        ):
            async for batch in batches:
                await ahead.acquire()
                if heart is not None:
                    if heart.stopping.is_set():
                        break
                    heart.beat()
                await crew.start(self._look(batch, ahead.release))
                count += len(batch)
        if self._changed:
            log.info("statuses", provider=self._provider.name, orders=count, changed=self._changed)
        return count

    async def _look(self, due: Sequence[DueLook], answered: Callable[[], None]) -> None:
        try:
            await self._ask(due, answered)
        except BaseException:
            self._looks.schedule.keep(due, _WAIT_AFTER_FAILURE)
            raise

    async def _ask(self, due: Sequence[DueLook], answered: Callable[[], None]) -> None:
        ids = [look.provider_order_id for look in due if look.provider_order_id]
        try:
            with self._looks.asking():
                try:
                    async with self._calling:
                        news = await self._provider.news(ids, self._looks.known(due))
                finally:
                    answered()
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
        self._changed += changed
