"""What is sold: categories and services, and one immutable picture of them that is held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from bot.core.order_types import TYPES, OrderType, RateUnit
from bot.core.provider import Dialect


@dataclass(frozen=True, slots=True)
class Category:
    id: int
    name: str
    position: int
    published: bool


@dataclass(frozen=True, slots=True)
class Service:
    """`id` is the shop's own; `rate` is the provider's, in the provider's currency."""

    id: int
    provider: str
    provider_service_id: str
    category_id: int
    name: str
    type: str | None
    type_raw: str | None
    rate: Decimal
    rate_unit: RateUnit
    min: int
    max: int
    refill: bool | None
    cancel: bool | None
    dripfeed: bool | None
    position: int
    published: bool
    gone_at: datetime | None = None
    description: str = ""

    @property
    def order_type(self) -> OrderType | None:
        return TYPES.get(self.type) if self.type else None

    def as_spoken(self, dialect: Dialect) -> Service:
        """Without what the provider was found not to do for any of its services."""
        if dialect.refill_offered is not False and dialect.cancel_offered is not False:
            return self
        return replace(
            self,
            refill=False if dialect.refill_offered is False else self.refill,
            cancel=False if dialect.cancel_offered is False else self.cancel,
        )


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the provider calls a service, and what an admin wrote instead."""

    name: str
    description: str
    own_name: str | None = None
    own_description: str | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """A second provider's service for orders that the first definitely refuses; `below_cost`: at a loss, too."""

    service: Service
    below_cost: bool


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service that customers may buy now, with its price: `price_micros` is of 1000, or of one order."""

    service: Service
    price_micros: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What customers see. Built whole, swapped whole: a reader never meets half of a sync."""

    categories: tuple[Category, ...] = ()
    offers: Mapping[int, OfferedService] = field(default_factory=dict)
    by_category: Mapping[int, tuple[OfferedService, ...]] = field(default_factory=dict)

    @classmethod
    def build(
        cls, categories: Iterable[Category], offers: Iterable[OfferedService], providers: Sequence[str] = ()
    ) -> Catalogue:
        """What the provider sells that is named first comes first, whichever list was read first."""
        by_category: dict[int, list[OfferedService]] = {}
        by_id: dict[int, OfferedService] = {}
        for offer in offers:
            by_id[offer.service.id] = offer
            by_category.setdefault(offer.service.category_id, []).append(offer)
        rank = {provider: number for number, provider in enumerate(providers)}
        first = {
            category_id: min(rank.get(offer.service.provider, len(rank)) for offer in found)
            for category_id, found in by_category.items()
        }
        shown = sorted((c for c in categories if c.id in by_category), key=lambda c: (first[c.id], c.position, c.id))
        return cls(
            categories=tuple(shown),
            offers=by_id,
            by_category={
                key: tuple(sorted(found, key=lambda o: (o.service.position, o.service.id)))
                for key, found in by_category.items()
            },
        )

    def category(self, category_id: int) -> Category | None:
        return next((category for category in self.categories if category.id == category_id), None)

    def search(self, words: Sequence[str], limit: int = 50) -> list[OfferedService]:
        """Offers whose name or category holds every word, ignoring case."""
        wanted = [word.casefold() for word in words if word]
        if not wanted:
            return []
        names = {category.id: category.name.casefold() for category in self.categories}
        found: list[OfferedService] = []
        for category in self.categories:
            for offer in self.by_category[category.id]:
                text = f"{offer.service.id} {offer.service.name.casefold()} {names[category.id]}"
                if all(word in text for word in wanted):
                    found.append(offer)
                    if len(found) >= limit:
                        return found
        return found


@dataclass(frozen=True, slots=True)
class PriceChange:
    service_id: int
    name: str
    old_rate: Decimal
    new_rate: Decimal

    @property
    def percent(self) -> Decimal | None:
        """By how much; None: from nothing."""
        return (self.new_rate - self.old_rate) * 100 / self.old_rate if self.old_rate else None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What one sync changed. `stopped` are services taken off sale because they would cost more than they bring.

    `problem` is set where nothing was changed because the list was refused or empty."""

    provider: str
    seen: int = 0
    new: int = 0
    gone: int = 0
    back: int = 0
    changed: tuple[PriceChange, ...] = ()
    skipped: int = 0
    skipped_reasons: Mapping[str, int] = field(default_factory=dict)
    unknown_types: Mapping[str, int] = field(default_factory=dict)
    first: bool = False
    problem: str | None = None
    new_names: tuple[str, ...] = ()
    gone_names: tuple[str, ...] = ()
    stopped: tuple[int, ...] = ()

    @property
    def differs(self) -> bool:
        return bool(self.new or self.gone or self.back or self.changed)
