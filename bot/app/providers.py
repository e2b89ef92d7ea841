"""Providers as the settings name them, with what was learnt of them before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.core.clock import Clock
from bot.core.order_types import RateUnit
from bot.core.ports import ProviderRecord, Storage
from bot.core.provider import Dialect, ErrorKind
from bot.providers.api_v2 import ApiV2Provider
from bot.providers.config import ProviderConfig, RequestFormat
from bot.providers.registry import Registry
from bot.settings import ProviderSettings, Settings

LEARNT_REFUSALS = "learnt_refusals"  # {provider: [error text]}, told by an admin


async def open_registry(
    settings: Settings, storage: Storage | None, clock: Clock, on_dialect: Callable[[str, Dialect], None]
) -> Registry:
    """Without a storage nothing is known of them yet."""
    records: dict[str, ProviderRecord] = {}
    learnt: dict[str, list[str]] = {}
    if storage is not None:
        async with storage.reading() as tx:
            records = {record.name: record for record in await tx.providers.all()}
            learnt = await tx.settings.get(LEARNT_REFUSALS) or {}
    providers = []
    for named in settings.providers:
        record = records.get(named.name)
        provider = ApiV2Provider(
            _config(named, settings),
            clock,
            dialect=record.dialect if record else None,
            on_dialect=partial(on_dialect, named.name),
        )
        for text in learnt.get(named.name, ()):
            provider.learn_refusal(text, ErrorKind.INVALID_REQUEST)
        providers.append(provider)
    return Registry(providers)


def is_available(registry: Registry, name: str) -> bool:
    """Whether calls get through to it now."""
    provider = registry.get(name)
    return provider is not None and not provider.circuit.away


async def learn_refusal(storage: Storage, clock: Clock, registry: Registry, name: str, text: str) -> None:
    """An admin says that this text of this provider means that an order was not taken."""
    async with storage.transaction() as tx:
        learnt = dict(await tx.settings.get(LEARNT_REFUSALS) or {})
        learnt[name] = sorted({*learnt.get(name, ()), text})
        await tx.settings.set(LEARNT_REFUSALS, learnt, clock.now())
    provider = registry.get(name)
    if provider is not None:
        provider.learn_refusal(text, ErrorKind.INVALID_REQUEST)


def _config(named: ProviderSettings, settings: Settings) -> ProviderConfig:
    return ProviderConfig(
        name=named.name,
        url=named.url,
        key=named.key.get_secret_value(),
        currency=named.currency,
        rate_unit=RateUnit.PER_ONE if named.rate_unit == "1" else RateUnit.PER_1000,
        request_format=RequestFormat(named.request_format),
        comments_with_quantity=named.comments_with_quantity,
        timeout_s=named.timeout or settings.provider_timeout,
        submit_timeout_s=named.submit_timeout or settings.submit_timeout,
        status_words=named.status_words,
        refusals=named.refusals,
    )
