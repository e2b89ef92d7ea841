"""Looks for evidence about orders of which nobody knows whether the provider has them."""

from __future__ import annotations

import structlog

from bot.core.ports import Provider
from bot.core.services.evidence import Evidence
from bot.workers.supervisor import Heart, pause

log = structlog.get_logger(__name__)

LOOK_EVERY = 5.0


class Investigator:
    def __init__(self, evidence: Evidence, provider: Provider) -> None:
        self._evidence = evidence
        self._provider = provider

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            heart.beat()
            found = await self._evidence.collect(self._provider)
            if found:
                log.info("unknown_orders_looked_into", provider=self._provider.name, orders=found)
            await pause(heart, LOOK_EVERY)
