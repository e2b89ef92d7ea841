"""What is on sale: the picture in memory, its making from a provider's list, and what admins publish."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from bot.core.bells import Bells
from bot.core.catalog import Catalogue, Category, OfferedService, Service, SyncReport
from bot.core.clock import Clock
from bot.core.errors import NotAllowedError, NotOnSaleError
from bot.core.events import Notice, NoticeKind
from bot.core.policy import ShopPolicy
from bot.core.ports import ProviderRecord, Storage
from bot.core.pricing import PriceRule, charge_micros, shown_quantity
from bot.core.provider import Balance, Refusal, ServiceList
from bot.core.services.alerts import to_admins

MARKUP_SETTING = "markup_percent"


class CatalogService:
    """`is_available` says whether a provider's circuit lets calls through: what is not available is not sold."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        policy: ShopPolicy,
        bells: Bells,
        provider_names: Callable[[], tuple[str, ...]],
        is_available: Callable[[str], bool],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells
        self._provider_names = provider_names
        self._is_available = is_available
        self._rules: Mapping[str, PriceRule] = {}
        self._version: tuple[int, object] | None = None  # of the catalogue, and the markup
        self._catalogue = Catalogue()
        self._asked_by: dict[str, set[int]] = {}

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    def is_available(self, provider: str) -> bool:
        return self._is_available(provider)

    @property
    def any_provider_answers(self) -> bool:
        """False: nothing can be bought now, and the shop says so before anybody tries."""
        return any(self._is_available(name) for name in self._provider_names())

    def offer(self, service_id: int) -> OfferedService:
        offer = self._catalogue.offers.get(service_id)
        if offer is None:
            raise NotOnSaleError("service-gone")
        return offer

    def price_rule(self, provider: str) -> PriceRule | None:
        """None: the provider's currency is not known, or has no rate; nothing of it is sold."""
        return self._rules.get(provider)

    async def refresh_if_changed(self) -> bool:
        """Read the catalogue anew where its version says that something changed; at start always."""
        async with self._storage.reading() as tx:
            version = (await tx.catalog.version(), await tx.settings.get(MARKUP_SETTING))
        if version == self._version:
            return False
        await self.reload()
        return True

    async def reload(self) -> None:
        async with self._storage.reading() as tx:
            version = (await tx.catalog.version(), await tx.settings.get(MARKUP_SETTING))
            categories = await tx.catalog.categories()
            services = await tx.catalog.services()
            records = {record.name: record for record in await tx.providers.all()}
            settings = await tx.settings.all()
        markup = Decimal(settings[MARKUP_SETTING]) if MARKUP_SETTING in settings else self._policy.markup_percent
        rules = {
            name: rule
            for name in self._provider_names()
            if (rule := self._rule(name, records.get(name), markup)) is not None
        }
        # 20,000 prices take a moment: the answers to people who tap do not wait for them.
        catalogue = await asyncio.to_thread(_build, categories, services, rules)
        self._rules, self._catalogue, self._version = rules, catalogue, version

    def _rule(self, name: str, record: ProviderRecord | None, markup: Decimal) -> PriceRule | None:
        currency = self._policy.provider_currency.get(name)
        if currency is None and record is not None and record.balance_at is not None:
            # A panel that prints a balance without a currency is taken to be in the shop's own.
            currency = record.currency or self._policy.currency
        if currency is None:
            return None
        rate = Decimal(1) if currency == self._policy.currency else self._policy.exchange_rates.get(currency)
        if rate is None:
            return None
        return PriceRule(self._policy.provider_markup.get(name, markup), rate)

    async def record_balance(self, provider: str, balance: Balance) -> None:
        async with self._storage.transaction() as tx:
            old = await tx.providers.get(provider) or ProviderRecord(provider)
            await tx.providers.save(
                replace(
                    old,
                    balance=balance.amount,
                    currency=balance.currency or old.currency,
                    balance_at=self._clock.now(),
                )
            )
        if provider not in self._rules or (balance.currency and balance.currency != old.currency):
            self._version = None  # prices can be made, or made anew

    async def merge(self, provider: str, answer: ServiceList) -> SyncReport:
        """Make the provider's shelf equal to its list. A list without one usable row changes nothing."""
        now = self._clock.now()
        reasons = dict(Counter(row.reason for row in answer.skipped))
        unknown = dict(Counter(row.type_raw or "" for row in answer.services if row.type is None))
        async with self._storage.transaction() as tx:
            first = provider not in await tx.catalog.last_syncs()
            if not answer.services:
                report = SyncReport(provider, skipped=len(answer.skipped), skipped_reasons=reasons, problem="empty")
            else:
                change = await tx.catalog.merge(
                    provider, answer.services, now, publish=self._policy.publish_all, complete=answer.complete
                )
                report = SyncReport(
                    provider,
                    seen=len(answer.services),
                    new=change.new,
                    gone=change.gone,
                    back=change.back,
                    changed=change.changed,
                    skipped=len(answer.skipped),
                    skipped_reasons=reasons,
                    unknown_types=unknown,
                    first=first,
                )
                await tx.catalog.record_sync(report, now)
            await tx.outbox.add(self._report_notices(report), now)
        await self.refresh_if_changed()
        self._bells.outbox.ring()
        return report

    async def sync_failed(self, provider: str, refusal: Refusal) -> SyncReport:
        """A list that could not be had: what is on sale stays, those who asked for it are told."""
        report = SyncReport(provider, problem=refusal.raw or refusal.kind.value)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            record = await tx.providers.get(provider) or ProviderRecord(provider)
            notices = self._report_notices(report)
            if record.down_since is None:
                facts: dict[str, str | int | None] = {"provider": provider, "error": report.problem}
                key = f"{provider}:{now.isoformat()}"
                notices += to_admins(self._policy.admin_ids, NoticeKind.ADMIN_PROVIDER_DOWN, key, facts)
            await tx.providers.save(replace(record, down_since=record.down_since or now, last_error=report.problem))
            await tx.outbox.add(notices, now)
        self._bells.outbox.ring()
        return report

    async def provider_answers(self, provider: str) -> None:
        """A provider that was away is back: those who heard that it went hear it."""
        now = self._clock.now()
        async with self._storage.reading() as tx:
            record = await tx.providers.get(provider)
        if record is None or record.down_since is None:
            return
        async with self._storage.transaction() as tx:
            record = await tx.providers.get(provider)  # what was learnt of it meanwhile is not to be lost
            if record is None or record.down_since is None:
                return
            await tx.providers.save(replace(record, down_since=None, last_error=None))
            key = f"{provider}:{now.isoformat()}"
            notices = to_admins(self._policy.admin_ids, NoticeKind.ADMIN_PROVIDER_BACK, key, {"provider": provider})
            await tx.outbox.add(notices, now)
        self._bells.outbox.ring()

    def _report_notices(self, report: SyncReport) -> list[Notice]:
        """The first list that arrives leads every admin to choose what to sell; later ones are told to who asked."""
        moment = self._clock.now().isoformat()
        facts: dict[str, str | int | None] = {
            "provider": report.provider,
            "seen": report.seen,
            "new": report.new,
            "gone": report.gone,
            "back": report.back,
            "changed": len(report.changed),
            "skipped": report.skipped,
            "unknown_types": sum(report.unknown_types.values()),
            "problem": report.problem,
        }
        notices = []
        if report.first and not report.problem and not self._policy.publish_all:
            notices += to_admins(self._policy.admin_ids, NoticeKind.ADMIN_FIRST_SYNC, report.provider, facts)
        asked = self._asked_by.pop(report.provider, set())
        key = f"{report.provider}:{moment}"
        return notices + to_admins(asked, NoticeKind.ADMIN_SYNC_REPORT, key, facts)

    def request_sync(self, admin_id: int) -> None:
        """Wake the sync worker; a report of each provider reaches this admin."""
        for name in self._provider_names():
            self._asked_by.setdefault(name, set()).add(admin_id)
        self._bells.sync.ring()

    async def publishable(self, admin_id: int) -> list[tuple[Category, int, int]]:
        """Every category with the number of its services that can be sold, and of those that are on sale."""
        self._require_admin(admin_id)
        async with self._storage.reading() as tx:
            categories = await tx.catalog.categories()
            services = await tx.catalog.services()
        sellable = [service for service in services if service.order_type is not None]
        able = Counter(service.category_id for service in sellable)
        on = Counter(service.category_id for service in sellable if service.published)
        shown = sorted((c for c in categories if able[c.id]), key=lambda c: (c.position, c.id))
        return [(category, able[category.id], on[category.id]) for category in shown]

    async def services_of(self, admin_id: int, category_id: int) -> list[Service]:
        self._require_admin(admin_id)
        async with self._storage.reading() as tx:
            services = await tx.catalog.services()
        found = [s for s in services if s.category_id == category_id and s.order_type is not None]
        return sorted(found, key=lambda service: (service.position, service.id))

    async def publish_category(self, admin_id: int, category_id: int, published: bool) -> int:
        self._require_admin(admin_id)
        async with self._storage.transaction() as tx:
            count = await tx.catalog.publish_category(category_id, published)
        await self.refresh_if_changed()
        return count

    async def publish_service(self, admin_id: int, service_id: int, published: bool) -> None:
        self._require_admin(admin_id)
        async with self._storage.transaction() as tx:
            await tx.catalog.publish_service(service_id, published)
        await self.refresh_if_changed()

    async def publish_everything(self, admin_id: int, published: bool) -> int:
        self._require_admin(admin_id)
        async with self._storage.transaction() as tx:
            count = await tx.catalog.publish_all(published)
        await self.refresh_if_changed()
        return count

    def _require_admin(self, admin_id: int) -> None:
        if admin_id not in self._policy.admin_ids:
            raise NotAllowedError


def _build(categories: list[Category], services: list[Service], rules: Mapping[str, PriceRule]) -> Catalogue:
    offers = []
    for service in services:
        rule = rules.get(service.provider)
        if rule is None or not service.published or service.order_type is None:
            continue
        quantity = shown_quantity(service.rate_unit)
        offers.append(OfferedService(service, charge_micros(service.rate, service.rate_unit, quantity, rule)))
    return Catalogue.build(categories, offers)
