"""Every price of the shop at one moment: rates of exchange, and which markup holds for whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.core.catalog import Service
from bot.core.pricing import Markup, MarkupScope, PriceRule, charge_micros, cost_micros, shown_quantity


@dataclass(frozen=True, slots=True)
class PriceBook:
    """`exchange` is by provider; one that is not in it has no known currency or rate, and is not sold."""

    markup_percent: Decimal = Decimal(0)
    exchange: Mapping[str, Decimal] = field(default_factory=dict)
    provider_markup: Mapping[str, Decimal] = field(default_factory=dict)
    own: Mapping[tuple[MarkupScope, int], Markup] = field(default_factory=dict)

    def with_markups(self, markups: Iterable[Markup]) -> PriceBook:
        own = {(markup.scope, markup.subject_id): markup for markup in markups}
        return PriceBook(self.markup_percent, self.exchange, self.provider_markup, own)

    def own_markup(self, service: Service, customer_id: int | None = None) -> Markup | None:
        """The narrowest one of its own that holds: customer, service, category."""
        keys = ((MarkupScope.SERVICE, service.id), (MarkupScope.CATEGORY, service.category_id))
        if customer_id is not None:
            keys = ((MarkupScope.CUSTOMER, customer_id), *keys)  # type: ignore[assignment]
        return next((found for key in keys if (found := self.own.get(key)) is not None), None)

    def percent(self, service: Service, customer_id: int | None = None) -> Decimal:
        own = self.own_markup(service, customer_id)
        return own.percent if own is not None else self.provider_markup.get(service.provider, self.markup_percent)

    def provider_rule(self, provider: str) -> PriceRule | None:
        """For costs: whatever the markup, the provider takes the same."""
        rate = self.exchange.get(provider)
        return None if rate is None else PriceRule(self.provider_markup.get(provider, self.markup_percent), rate)

    def rule(self, service: Service, customer_id: int | None = None) -> PriceRule | None:
        rate = self.exchange.get(service.provider)
        return None if rate is None else PriceRule(self.percent(service, customer_id), rate)

    def shown_price(self, service: Service, customer_id: int | None = None) -> int | None:
        """Of 1000, or of one order, in millionths."""
        rule = self.rule(service, customer_id)
        return None if rule is None else charge_micros(service.rate, service.rate_unit, _shown(service), rule)

    def shown_cost(self, service: Service) -> int | None:
        rule = self.provider_rule(service.provider)
        return None if rule is None else cost_micros(service.rate, service.rate_unit, _shown(service), rule)

    def has_own(self, customer_id: int) -> bool:
        return (MarkupScope.CUSTOMER, customer_id) in self.own


def _shown(service: Service) -> int:
    return shown_quantity(service.rate_unit)
