"""Looks at a provider's balance: now and then, and often while it is low or something could not be sold for it."""

from __future__ import annotations

import structlog

from bot.core.bells import Bells
from bot.core.errors import ProviderError
from bot.core.ports import Provider
from bot.core.services.catalog import CatalogService
from bot.core.services.provider_watches import ProviderWatches
from bot.workers.supervisor import Heart, pause

log = structlog.get_logger(__name__)

CALM_S = 600.0
_STEP_S = 30.0


class BalanceWatch:
    """`often_s`: seconds between two looks while the provider is troubled, and after a ring."""

    def __init__(
        self, watches: ProviderWatches, catalog: CatalogService, provider: Provider, bells: Bells, often_s: float
    ) -> None:
        self._watches = watches
        self._catalog = catalog
        self._provider = provider
        self._bell = bells.balance(provider.name)
        self._often_s = often_s

    async def run(self, heart: Heart) -> None:
        while not heart.stopping.is_set():
            await self._wait(heart)
            if not heart.stopping.is_set():
                await self.look()

    async def look(self) -> None:
        name = self._provider.name
        if not await self._watches.may_look(name):
            return
        try:
            balance = await self._provider.balance()
        except ProviderError as error:
            log.info("balance_not_read", provider=name, error_kind=error.refusal.kind.value)
            return
        await self._catalog.record_balance(name, balance)
        await self._watches.looked(name)

    async def _wait(self, heart: Heart) -> None:
        """A ring is heeded, but no sooner than `often_s` after the last look."""
        waited = 0.0
        rung = False
        while not heart.stopping.is_set():
            heart.beat()
            enough = self._often_s if rung or self._watches.is_troubled(self._provider.name) else CALM_S
            if waited >= enough:
                return
            step = min(_STEP_S, enough - waited)
            if rung:
                await pause(heart, step)
            else:
                rung = await self._bell.wait(step)
            waited += step
