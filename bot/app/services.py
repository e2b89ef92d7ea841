"""The use cases, made from storage, clock and settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial

from bot.app.providers import is_available, learn_refusal
from bot.core.bells import Bells
from bot.core.clock import Clock
from bot.core.policy import ShopPolicy
from bot.core.ports import Storage
from bot.core.services.adjustments import Adjustments
from bot.core.services.admin import Admin
from bot.core.services.aftercare import Aftercare
from bot.core.services.authority import Authority
from bot.core.services.catalog import CatalogService
from bot.core.services.changes import Changes
from bot.core.services.checkout import Checkout
from bot.core.services.customers import Customers
from bot.core.services.evidence import Evidence
from bot.core.services.funds import Funds
from bot.core.services.markups import Markups
from bot.core.services.provider_watches import ProviderWatches
from bot.core.services.review import Review
from bot.core.services.second_provider import SecondProvider
from bot.core.services.shelf import Shelf
from bot.core.services.submission import Submission
from bot.core.services.tracking import Tracking
from bot.core.services.wallet import Wallet
from bot.core.watch import LowBalance
from bot.links import check_url
from bot.providers.registry import Registry
from bot.settings import Settings
from bot.workers.recovery import Retention


@dataclass(slots=True)
class Services:
    """The use cases, under the names by which handlers ask for them."""

    customers: Customers
    catalog: CatalogService
    checkout: Checkout
    tracking: Tracking
    aftercare: Aftercare
    wallet: Wallet
    admin: Admin
    review: Review
    submission: Submission
    evidence: Evidence
    second_provider: SecondProvider
    authority: Authority
    funds: Funds
    provider_watches: ProviderWatches
    changes: Changes
    adjustments: Adjustments
    markups: Markups
    shelf: Shelf


def policy_of(settings: Settings) -> ShopPolicy:
    return ShopPolicy(
        currency=settings.currency,
        markup_percent=settings.markup_percent,
        exchange_rates=dict(settings.exchange_rates),
        quote_ttl=timedelta(seconds=settings.quote_ttl),
        poll_interval=timedelta(seconds=settings.poll_interval),
        submit_timeout=timedelta(
            seconds=max([settings.submit_timeout, *(p.submit_timeout or 0 for p in settings.providers)])
        ),
        flood_limit=settings.flood_limit,
        publish_all=settings.publish == "all",
        admin_ids=frozenset(settings.admin_ids),
        default_locale=settings.default_locale,
        terms_url=settings.terms_url,
        terms_version=settings.terms_version,
        support_contact=settings.support_contact,
        send_rate=settings.send_rate,
        low_balance=_low_balance(settings.low_balance),
        stars_per_unit=settings.stars_per_unit,
        manual_payment=settings.manual_payment,
        referral_percent=settings.referral_percent,
        provider_markup={p.name: p.markup_percent for p in settings.providers if p.markup_percent is not None},
        provider_currency={p.name: p.currency for p in settings.providers if p.currency is not None},
    )


def retention_of(settings: Settings) -> Retention:
    return Retention(
        updates=timedelta(days=settings.keep_updates_days),
        messages=timedelta(days=settings.keep_messages_days),
        links=timedelta(days=settings.keep_links_days) if settings.keep_links_days else None,
    )


def _low_balance(typed: str) -> LowBalance:
    """`20`: an amount; `3d`: days of sales."""
    if typed.endswith("d"):
        return LowBalance(days=Decimal(typed[:-1]))
    return LowBalance(amount=Decimal(typed))


def make_services(
    storage: Storage, clock: Clock, policy: ShopPolicy, bells: Bells, registry: Registry, *, alone: bool = True
) -> Services:
    def names() -> tuple[str, ...]:
        return tuple(provider.name for provider in registry)

    authority = Authority(storage, clock, policy)
    changes = Changes(storage, clock, authority, bells)
    funds = Funds(bells)

    def sells(name: str) -> bool:
        return is_available(registry, name) and not funds.is_short(name)

    catalog = CatalogService(storage, clock, policy, bells, names, sells, authority)
    learn = partial(learn_refusal, storage, clock, registry)
    return Services(
        customers=Customers(storage, clock, policy, alone=alone),
        catalog=catalog,
        checkout=Checkout(storage, clock, policy, catalog, bells, check_url, funds),
        tracking=Tracking(storage, clock, policy, bells, authority),
        aftercare=Aftercare(storage, clock, policy, bells),
        wallet=Wallet(storage),
        admin=Admin(storage, catalog, authority, names),
        review=Review(storage, clock, policy, bells, registry.get, learn, authority),
        submission=Submission(storage, clock, policy, catalog, bells, authority),
        second_provider=SecondProvider(storage, clock, catalog, authority),
        evidence=Evidence(storage, clock, authority, catalog, bells),
        authority=authority,
        funds=funds,
        provider_watches=ProviderWatches(storage, clock, policy, catalog, authority, funds, bells, names),
        changes=changes,
        adjustments=Adjustments(storage, clock, policy, authority, changes),
        markups=Markups(storage, clock, policy, catalog, changes),
        shelf=Shelf(storage, clock, catalog, authority, changes),
    )
