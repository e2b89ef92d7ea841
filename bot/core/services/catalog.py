"""What is on sale: the picture in memory, its making from a provider's list, and what admins publish."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.core.audit import AuditLine
from bot.core.bells import Bells
from bot.core.catalog import Catalogue, Category, OfferedService, PriceChange, Service, SyncReport
from bot.core.clock import Clock
from bot.core.deny_list import DenyList
from bot.core.errors import NotOnSaleError
from bot.core.events import Notice, NoticeKind
from bot.core.policy import ShopPolicy
from bot.core.ports import ProviderRecord, Storage, Transaction
from bot.core.price_book import PriceBook
from bot.core.pricing import PriceRule
from bot.core.provider import Balance, Dialect, Refusal, ServiceList
from bot.core.roles import Right
from bot.core.services import sync_requests
from bot.core.services.alerts import to_admins
from bot.core.services.authority import Authority
from bot.core.services.sync_facts import report_facts

MARKUP_SETTING = "markup_percent"
DENIED_WORDS = "denied_words"
DENIED_HOSTS = "denied_hosts"
MAINTENANCE = "maintenance"
# What an admin sets in the chat that changes what is sold, and at what price.
_SETTINGS = (MARKUP_SETTING, DENIED_WORDS, DENIED_HOSTS, MAINTENANCE)


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
        authority: Authority,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._policy = policy
        self._bells = bells
        self._provider_names = provider_names
        self._is_available = is_available
        self._authority = authority
        self._book = PriceBook()
        self._deny_list = DenyList()
        self._is_closed = False
        self._version: tuple[int, object] | None = None  # of the catalogue, and the settings
        self._catalogue = Catalogue()

    @property
    def catalogue(self) -> Catalogue:
        return self._catalogue

    def is_available(self, provider: str) -> bool:
        return self._is_available(provider)

    @property
    def any_provider_answers(self) -> bool:
        """False: nothing can be bought now, and the shop says so before anybody tries."""
        return any(self._is_available(name) for name in self._provider_names())

    @property
    def is_closed(self) -> bool:
        """Maintenance: no new orders; those that are open go on."""
        return self._is_closed

    @property
    def price_book(self) -> PriceBook:
        return self._book

    @property
    def deny_list(self) -> DenyList:
        return self._deny_list

    def offer(self, service_id: int, customer_id: int | None = None) -> OfferedService:
        """With the customer's own price, where there is one."""
        offer = self._catalogue.offers.get(service_id)
        if offer is None:
            raise NotOnSaleError("service-gone")
        return offer if customer_id is None else self.priced_for([offer], customer_id)[0]

    def priced_for(self, offers: Sequence[OfferedService], customer_id: int) -> Sequence[OfferedService]:
        if not self._book.has_own(customer_id):
            return offers
        return [
            replace(offer, price_micros=price)
            for offer in offers
            if (price := self._book.shown_price(offer.service, customer_id)) is not None
        ]

    def price_rule(self, provider: str) -> PriceRule | None:
        """For costs. None: the provider's currency is not known, or has no rate; nothing of it is sold."""
        return self._book.provider_rule(provider)

    async def refresh_if_changed(self) -> bool:
        """Read the catalogue anew where its version says that something changed; at start always."""
        async with self._storage.reading() as tx:
            version = (await tx.catalog.version(), _sold_by(await tx.settings.all()))
        if version == self._version:
            return False
        await self.reload()
        return True

    async def reload(self) -> None:
        async with self._storage.reading() as tx:
            settings = _sold_by(await tx.settings.all())
            version = (await tx.catalog.version(), settings)
            categories = await tx.catalog.categories()
            records = {record.name: record for record in await tx.providers.all()}
            dialects = {name: record.dialect for name, record in records.items()}
            services = [
                service.as_spoken(dialects.get(service.provider, Dialect())) for service in await tx.catalog.services()
            ]
            markups = await tx.markups.all()
        stored = settings.get(MARKUP_SETTING)
        book = PriceBook(
            self._policy.markup_percent if stored is None else Decimal(stored),
            {
                name: rate
                for name in self._provider_names()
                if (rate := self._exchange_rate(name, records.get(name))) is not None
            },
            self._policy.provider_markup,
        ).with_markups(markups)
        denied = DenyList(tuple(settings.get(DENIED_WORDS) or ()), tuple(settings.get(DENIED_HOSTS) or ()))
        # 20,000 prices take a moment: the answers to people who tap do not wait for them.
        catalogue = await asyncio.to_thread(_build, categories, services, book, denied, self._provider_names())
        self._book, self._deny_list, self._is_closed = book, denied, bool(settings.get(MAINTENANCE))
        self._catalogue, self._version = catalogue, version

    def _exchange_rate(self, name: str, record: ProviderRecord | None) -> Decimal | None:
        currency = self._policy.provider_currency.get(name)
        if currency is None and record is not None and record.balance_at is not None:
            # A panel that prints a balance without a currency is taken to be in the shop's own.
            currency = record.currency or self._policy.currency
        if currency is None:
            return None
        return Decimal(1) if currency == self._policy.currency else self._policy.exchange_rates.get(currency)

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
        if provider not in self._book.exchange or (balance.currency and balance.currency != old.currency):
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
                stopped = await self._stop_losses(tx, change.changed)
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
                    new_names=change.new_names,
                    gone_names=change.gone_names,
                    stopped=stopped,
                )
                await tx.catalog.record_sync(report, now)
            await tx.outbox.add(self._report_notices(report, await sync_requests.answered(tx, provider, now)), now)
        await self.refresh_if_changed()
        self._bells.outbox.ring()
        return report

    async def _stop_losses(self, tx: Transaction, changes: Sequence[PriceChange]) -> tuple[int, ...]:
        """Services sold at a loss that an admin confirmed, and that would lose more now: their sale stops."""
        if not any(markup.percent < 0 for markup in self._book.own.values()):
            return ()
        stopped = []
        for change in changes:
            service = await tx.catalog.service(change.service_id) if change.new_rate > change.old_rate else None
            if service is None or not service.published or self._book.percent(service) >= 0:
                continue
            await tx.catalog.publish_service(service.id, False)
            rates = (f"{change.old_rate:f}", f"{change.new_rate:f}")
            await tx.audit.add(AuditLine(self._clock.now(), 0, "below-cost", f"service {service.id}", *rates))
            stopped.append(service.id)
        return tuple(stopped)

    async def sync_failed(self, provider: str, refusal: Refusal) -> SyncReport:
        """A list that could not be had: what is on sale stays, those who asked for it are told."""
        report = SyncReport(provider, problem=refusal.raw or refusal.kind.value)
        now = self._clock.now()
        async with self._storage.transaction() as tx:
            record = await tx.providers.get(provider) or ProviderRecord(provider)
            notices = self._report_notices(report, await sync_requests.answered(tx, provider, now))
            if record.down_since is None:
                facts: dict[str, str | int | None] = {"provider": provider, "error": report.problem}
                key = f"{provider}:{now.isoformat()}"
                notices += to_admins(self._authority.staff(), NoticeKind.ADMIN_PROVIDER_DOWN, key, facts)
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
            notices = to_admins(self._authority.staff(), NoticeKind.ADMIN_PROVIDER_BACK, key, {"provider": provider})
            await tx.outbox.add(notices, now)
        self._bells.outbox.ring()

    def _report_notices(self, report: SyncReport, asked: set[int]) -> list[Notice]:
        """The first list leads to the choice of what to sell; later ones are told if they differ, or to who asked."""
        moment = self._clock.now().isoformat()
        facts = report_facts(report)
        notices = []
        keepers = self._authority.staff(Right.SHELF)
        if report.first and not report.problem and not self._policy.publish_all:
            notices += to_admins(keepers, NoticeKind.ADMIN_FIRST_SYNC, report.provider, facts)
        if report.differs and not report.first:
            asked = asked | keepers
        key = f"{report.provider}:{moment}"
        return notices + to_admins(asked, NoticeKind.ADMIN_SYNC_REPORT, key, facts)

    async def request_sync(self, admin_id: int) -> None:
        """Wake the sync worker, whichever process has it; a report of each provider reaches this admin."""
        self._authority.require(admin_id, Right.SHELF)
        async with self._storage.transaction() as tx:
            await sync_requests.ask(tx, self._provider_names(), admin_id, self._clock.now())
        self._bells.sync.ring()

    async def sync_asked_at(self, provider: str) -> str | None:
        async with self._storage.reading() as tx:
            return await sync_requests.asked_at(tx, provider)


def _sold_by(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: settings[name] for name in _SETTINGS if name in settings}


def _build(
    categories: list[Category],
    services: list[Service],
    book: PriceBook,
    denied: DenyList,
    providers: tuple[str, ...],
) -> Catalogue:
    offers = []
    names = {category.id: category.name for category in categories}
    for service in services:
        if not service.published or service.order_type is None:
            continue
        price = book.shown_price(service)
        if price is None or denied.denies_name(service.name, names.get(service.category_id, "")):
            continue
        offers.append(OfferedService(service, price))
    return Catalogue.build(categories, offers, providers)
