"""Keeps the shelf equal to the provider's list, and tells admins when a provider goes away or comes back."""

from __future__ import annotations

import structlog

from bot.core.bells import Bells
from bot.core.catalog import SyncReport
from bot.core.errors import ProviderError
from bot.core.ports import Provider
from bot.core.provider import ErrorKind, Refusal
from bot.core.services.catalog import CatalogService
from bot.workers.supervisor import Heart

log = structlog.get_logger(__name__)

_FIRST_WAIT = 5.0
_LOOK_EVERY = 5.0
_NO_BALANCE = frozenset(
    {
        ErrorKind.UNSUPPORTED_ACTION,
        ErrorKind.INVALID_REQUEST,
        ErrorKind.MISSING_PARAMETER,
        ErrorKind.UNEXPECTED_SHAPE,
        ErrorKind.UNLISTED,
    }
)


def tells_no_balance(refusal: Refusal) -> bool:
    """Of a panel that has a list all the same: it is sold where its currency is set."""
    return refusal.kind in _NO_BALANCE


async def read_and_merge(catalog: CatalogService, provider: Provider) -> SyncReport:
    """One look at the balance and the list, written down. ProviderError: there is no usable list."""
    try:
        balance = await provider.balance()
    except ProviderError as error:
        if not tells_no_balance(error.refusal):
            raise
        log.warning("balance_not_told", provider=provider.name, error=error.refusal.raw)
    else:
        await catalog.record_balance(provider.name, balance)
    return await catalog.merge(provider.name, await provider.services())


class CatalogSync:
    def __init__(self, catalog: CatalogService, provider: Provider, bells: Bells, interval_s: float) -> None:
        self._catalog = catalog
        self._provider = provider
        self._bells = bells
        self._interval_s = interval_s

    async def run(self, heart: Heart) -> None:
        wait = _FIRST_WAIT
        while not heart.stopping.is_set():
            heart.beat()
            asked = await self._catalog.sync_asked_at(self._provider.name)
            if await self.sync():
                wait = _FIRST_WAIT
                await self._sleep(self._interval_s, heart, asked)
            else:
                # A provider that is away is asked again soon, then ever more rarely.
                await self._sleep(min(wait, self._interval_s), heart, asked)
                wait *= 2

    async def sync(self) -> bool:
        """One look at the balance and the list; False where the provider did not give a usable list."""
        name = self._provider.name
        try:
            report = await read_and_merge(self._catalog, self._provider)
        except ProviderError as error:
            return await self._failed(error.refusal)
        if report.problem:
            log.warning("sync_changed_nothing", provider=name, problem=report.problem, skipped=report.skipped)
            return False
        log.info(
            "sync",
            provider=name,
            seen=report.seen,
            new=report.new,
            gone=report.gone,
            back=report.back,
            price_changes=len(report.changed),
            skipped=report.skipped,
            skipped_reasons=dict(report.skipped_reasons),
            unknown_types=dict(report.unknown_types),
        )
        await self._catalog.provider_answers(name)
        return True

    async def _failed(self, refusal: Refusal) -> bool:
        log.warning("sync_failed", provider=self._provider.name, error_kind=refusal.kind.value, error=refusal.raw)
        await self._catalog.sync_failed(self._provider.name, refusal)
        return False

    async def _sleep(self, seconds: float, heart: Heart, asked: str | None) -> None:
        """A ring ends it, or that an admin asked another process after the last look."""
        name = self._provider.name
        while seconds > 0 and not heart.stopping.is_set():
            step = min(seconds, _LOOK_EVERY)
            if await self._bells.sync(name).wait(step):
                return
            heart.beat()
            if await self._catalog.sync_asked_at(name) not in (None, asked):
                return
            seconds -= step
