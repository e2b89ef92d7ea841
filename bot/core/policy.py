"""The shop's rules as the operator set them: the environment's values, brought to the core's types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from bot.core.watch import LowBalance


@dataclass(frozen=True, slots=True)
class ShopPolicy:
    """`exchange_rates` is shop currency for one unit of the provider's currency, by the provider's currency."""

    currency: str = "USD"
    markup_percent: Decimal = Decimal(30)
    exchange_rates: Mapping[str, Decimal] = field(default_factory=dict)
    quote_ttl: timedelta = timedelta(minutes=10)
    poll_interval: timedelta = timedelta(minutes=1)
    submit_timeout: timedelta = timedelta(seconds=30)
    publish_all: bool = False
    flood_limit: int = 20  # updates of one customer in 10 seconds
    admin_ids: frozenset[int] = frozenset()
    default_locale: str = "en"
    terms_url: str | None = None
    terms_version: str | None = None
    support_contact: str | None = None
    send_rate: float = 25.0  # messages a second over the whole bot
    low_balance: LowBalance = field(default_factory=LowBalance)
    stars_per_unit: Decimal | None = None
    manual_payment: str | None = None
    referral_percent: Decimal = Decimal(0)
    provider_markup: Mapping[str, Decimal] = field(default_factory=dict)
    provider_currency: Mapping[str, str] = field(default_factory=dict)

    @property
    def asks_for_terms(self) -> bool:
        return bool(self.terms_version)
